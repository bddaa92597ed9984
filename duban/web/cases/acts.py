"""What is done on a difficulty: raising, routing, answering, the moves with a word, more directives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.core.workflow import case as flow
from duban.orgs.permissions import NotAllowed, Refused, Stale, Verb
from duban.oversight.actions import cases as actions
from duban.oversight.addressees import may_own, names_of
from duban.oversight.models import CoordinationCase
from duban.web.cases import page as case_page
from duban.web.cases.forms import AnswerForm, CommentForm, OrderBoxes, RouteForm
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.signing.loading import posted

MOVES: dict[str, tuple[Callable[..., CoordinationCase], str]] = {
    "ask_more": (actions.ask_more, "已退请单位补充。"),
    "supplement": (actions.supplement, "已补充，事项回到督查室。"),
    "ask_again": (actions.ask_again, "已再次提请，事项回到督查室。"),
    "close": (actions.close, "已销结。"),
    "reopen": (actions.reopen, "已重新办理。"),
    "withdraw": (actions.withdraw, "已撤回。撤回的事项仍列在这里。"),
}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The page."""
    return case_page.show(request, case_page.load(request, pk))


def _seen(request: HttpRequest) -> int:
    """The revision that the page showed; one that no row has where the form does not say it."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else actions.NO_PAGE


def _overtaken(
    request: HttpRequest, pk: int, no: Stale, *, bound: dict[str, CommentForm] | None = None,
    route: RouteForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Somebody was quicker: the page as it is now, what was typed still in its form where the move can be made."""
    row = case_page.load(request, pk)
    messages.error(request, no.reason)
    return case_page.show(request, row, bound=bound, route=route, status=409)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """退请补充, 补充, 再次提请, 销结, 重新办理, 撤回."""
    row, name = case_page.load(request, pk), request.POST.get("move", "")
    if name not in MOVES:
        raise Http404
    form = CommentForm(request.POST, auto_id=f"{name}-%s")
    if form.is_valid():
        act, said = MOVES[name]
        try:
            act(row=row, comment=form.cleaned_data["comment"], seen=_seen(request), by=request.actor, at=timezone.now())
        except Stale as no:
            return _overtaken(request, pk, no, bound={name: form})
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, said)
            return redirect("case", pk)
    return case_page.show(request, row, bound={name: form}, status=422)


@methods(write=True, verb=Verb.CLOSE_CASE)
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """转请答复."""
    row = case_page.load(request, pk)
    form = case_page.route_form(row, request.actor, request.POST)
    if form.is_valid():
        try:
            row = actions.route(row=row, turn=form.turn(), seen=_seen(request), by=request.actor, at=timezone.now())
        except Stale as no:
            return _overtaken(request, pk, no, route=form)
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            turn = row.holdings.open().select_related("unit", "post__unit").get()
            messages.success(request, f"已转请{turn.who}答复，期限 {turn.due_on:%Y-%m-%d}。")
            return redirect("case", pk)
    return case_page.show(request, row, route=form, status=422)


def _answer_overtaken(request: HttpRequest, row: CoordinationCase, no: Stale) -> HttpResponse:
    """An answer from an older page: nothing typed is lost, on the form where one may still answer, else on the case."""
    if row.state in flow.WAITING and actions.roles(row, request.actor) & {flow.OFFICE, flow.HOLDER}:
        form = AnswerForm(request.POST)
        form.add_error(None, no.reason)
        return _answer_page(request, row, form, OrderBoxes.posted(request.POST), status=409)
    typed = request.POST.get("text", "").strip()
    messages.error(request, f"{no.reason}您的答复没有提交{f'，原文：{typed}' if typed else '。'}")
    return redirect("case", row.pk)


@methods(read=True, write=True, verb=Verb.VIEW_LEDGER)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """答复: one screen, on a phone too; with what is to be done by whom and when."""
    row, actor = case_page.load(request, pk), request.actor
    old = request.method == "POST" and _seen(request) != row.revision
    # Who saw an older page may have lost the turn since: what was typed comes back, not only a refusal.
    fresh = not (old and "revision" in request.POST)
    if fresh and row.state in flow.WAITING and not actions.roles(row, actor) & {flow.OFFICE, flow.HOLDER}:
        raise NotAllowed("答复由督查室或被转请的单位、区领导办理。")
    if old:
        return _answer_overtaken(request, row, actions.overtaken(row))
    if row.state not in flow.WAITING:
        messages.info(request, f"协调事项现在是“{row.get_state_display()}”，不用再答复。")
        return redirect("case", pk)
    form, boxes = AnswerForm(posted(request)), OrderBoxes()
    if request.method == "POST":
        boxes = OrderBoxes.posted(request.POST)
        if form.is_valid() and not boxes.faults and _answered(request, row, form, boxes):
            said = f"，交办 {len(boxes.orders)} 项" if boxes.orders else ""
            messages.success(request, f"已答复{said}。单位会收到通知。")
            return redirect("case", pk)
        for fault in boxes.faults:
            form.add_error(None, fault)
    return _answer_page(request, row, form, boxes, status=422 if form.errors else 200)


def _answer_page(
    request: HttpRequest, row: CoordinationCase, form: AnswerForm, boxes: OrderBoxes, *, status: int
) -> HttpResponse:
    context = {**_sheet(row, request, form, boxes), "title": f"答复：{row.matter.code} {row.get_kind_display()}困难"}
    return page(request, "cases/answer.html", context, status=status)


def _answered(request: HttpRequest, row: CoordinationCase, form: AnswerForm, boxes: OrderBoxes) -> bool:
    try:
        actions.answer(
            row=row, text=form.cleaned_data["text"], directives=boxes.orders, seen=_seen(request), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    except Stale:
        raise
    except Refused as no:
        form.add_error(None, no.reason)
        return False
    return True


def _sheet(row: CoordinationCase, request: HttpRequest, form: Any, boxes: OrderBoxes) -> dict[str, Any]:
    return {
        "row": row,
        "seen": case_page.Row(row, request.actor.today),
        "form": form,
        "boxes": boxes,
        "today": request.actor.today,
        "unit_names": names_of(may_own(request.actor.today)),
        "self_only": not request.actor.sees_everything,
    }


@methods(read=True, write=True, verb=Verb.VIEW_LEDGER)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """补充交办: more directives on an open case, by the office or a leader."""
    row, actor = case_page.load(request, pk), request.actor
    if not actor.sees_everything:
        raise NotAllowed("交办由督查室或区领导办理。")
    form, boxes = Form(posted(request)), OrderBoxes()
    if request.method == "POST":
        boxes = OrderBoxes.posted(request.POST)
        if not boxes.faults and _ordered(request, row, form, boxes):
            messages.success(request, f"已交办 {len(boxes.orders)} 项。")
            return redirect("case", pk)
        for fault in boxes.faults:
            form.add_error(None, fault)
    context = {
        **_sheet(row, request, form, boxes),
        "title": f"补充交办：{row.matter.code} {row.get_kind_display()}困难",
    }
    return page(request, "cases/order.html", context, status=422 if form.errors else 200)


def _ordered(request: HttpRequest, row: CoordinationCase, form: Form, boxes: OrderBoxes) -> bool:
    if not boxes.orders:
        form.add_error(None, "没有填写交办的内容、承办单位和期限。")
        return False
    try:
        for each in boxes.orders:
            actions.give(row=row, order=each, by=request.actor, at=timezone.now())
    except Refused as no:
        form.add_error(None, no.reason)
        return False
    return True
