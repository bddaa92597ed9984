"""催办: what is due by the ladder, one step with its facts, and the unit's answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.oversight.ladder import CAUSE_LABELS, Step
from duban.core.workflow import urging as flow
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, Refused, Verb
from duban.oversight import letters
from duban.oversight.actions import urging as acts
from duban.oversight.enums import UrgingStep
from duban.oversight.models import Urging
from duban.web import trail
from duban.web.downloads import DOCX, made
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.urgings.listing import Listing, _number
from duban.web.urgings.writing import UrgingForm, desk
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf

WRITERS = {"docx": (write_docx, DOCX), "pdf": (write_pdf, "application/pdf")}
PAGE = 50


@methods(read=True, verb=Verb.VIEW_LEDGER)
def urgings(request: HttpRequest) -> HttpResponse:
    """What the ladder proposes (for the office), and what was written, sent and answered."""
    listing = Listing(request.actor, request.GET, timezone.now())
    rows = listing.due if listing.show == "due" else listing.rows
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    query = listing.query()
    context = {"title": "催办", "listing": listing, "page": found, "query": f"{query}&" if query else ""}
    return page(request, "urgings/urgings.html", context)


@methods(read=True, write=True, verb=Verb.URGE)
def urging_new(request: HttpRequest) -> HttpResponse:
    """One unit, one reason: choose the facts, say what is asked."""
    asked = request.POST if request.method == "POST" else request.GET
    unit = get_object_or_404(Unit, pk=_number(asked.get("unit", "")))
    now = timezone.now()
    at_desk = desk(unit, asked.get("cause", ""), asked.get("due", asked.get("step", "")), now)
    form = UrgingForm(at_desk, request.POST or None, today=request.actor.today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = acts.prepare(
                unit=unit, cause=at_desk.cause, subjects=said["subjects"], step=Step(said["step"]),
                demand=said["demand"], reply_by=said["reply_by"], by=request.actor, at=now,
            )  # fmt: skip
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _SAID[Step(said["step"])])
            return redirect("urging", pk=row.pk)
    context = {
        "title": f"催办{unit}：{CAUSE_LABELS[at_desk.cause]}",
        "desk": at_desk,
        "form": form,
        "due": at_desk.steps[-1].value,
    }
    return page(request, "urgings/new.html", context)


_SAID = {
    Step.REMIND: "提醒已发出。",
    Step.URGE: "督办函已拟稿，待督查室主任签发。",
    Step.TALK: "约谈建议已报区领导审批。",
}


def _load(request: HttpRequest, pk: int) -> Urging:
    rows = Urging.objects.visible_to(request.actor).select_related(
        "unit", "dispatch", "prepared_by", "given_by", "decided_by", "replied_by", "withdrawn_by"
    )
    row = rows.prefetch_related("points__matter", "points__period", "points__directive__case").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@methods(read=True, verb=Verb.VIEW_LEDGER)
def urging(request: HttpRequest, pk: int) -> HttpResponse:
    """One step: why, what is asked, what was done before, the answer."""
    return _urging(request, _load(request, pk))


def _urging(request: HttpRequest, row: Urging, *, refused: str = "") -> HttpResponse:
    """The page; ``refused`` says why what was sent does not fit, and what was typed stands in the boxes."""
    actor = request.actor
    moves = flow.TABLE.available(row.state, acts.roles(row, actor), acts.conditions(row))
    names = {move.name for move in moves}
    if row.step == UrgingStep.TALK:
        names.discard("reply")
    context: dict[str, Any] = {
        "title": f"{row.get_step_display()}：{row.unit}",
        "row": row,
        "points": row.points.all(),
        "history": letters.history(row),
        "names": names,
        "answers": names & {"reply", "record_talk"},
        "today": actor.today,
        "on_behalf": bool(actor.sees_everything),
        "refused": refused,
        "typed": {name: request.POST.get(name, "") for name in ("text", "promised_on", "comment")},
        "trail": trail.lines(row, actor) if actor.sees_everything else [],
    }
    return page(request, "urgings/urging.html", context, status=400 if refused else 200)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def urging_move(request: HttpRequest, pk: int) -> HttpResponse:
    """签发, 同意, 不同意, 撤回: the table says who may."""
    row = _load(request, pk)
    move, comment, act = request.POST.get("move", ""), request.POST.get("comment", ""), _act(request)
    try:
        if move == "issue":
            acts.issue(row=row, **act)
        elif move in ("approve", "decline"):
            acts.decide_talk(row=row, agreed=move == "approve", comment=comment, **act)
        elif move == "withdraw":
            acts.withdraw(row=row, comment=comment, **act)
        else:
            raise Invalid("处理只有签发、同意、不同意、撤回四种。")
    except Refused as no:
        return _urging(request, row, refused=no.reason)
    row.refresh_from_db()
    messages.success(request, _DONE[move].format(row.dispatch.full_number if row.dispatch else ""))
    return redirect("urging", pk=pk)


_DONE = {
    "issue": "已签发，文号{}。",
    "approve": "已同意约谈，单位和督查室已收到消息。",
    "decline": "意见已转督查室。",
    "withdraw": "已撤回。",
}


@methods(write=True, verb=Verb.VIEW_LEDGER)
def urging_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's answer with the day that it names; after a talk the office records what was agreed."""
    row = _load(request, pk)
    answer = acts.record_talk if row.step == UrgingStep.TALK else acts.reply
    try:
        promised_on = _day(request.POST.get("promised_on", ""))
        answer(row=row, text=request.POST.get("text", ""), promised_on=promised_on, **_act(request))
    except Refused as no:
        return _urging(request, row, refused=no.reason)
    messages.success(request, "已回复。计划完成日期之前，不再就此催办。")
    return redirect("urging", pk=pk)


def _act(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Invalid("计划完成日期无法识别。请写作 2023-03-06 的样子。") from None


@methods(read=True, verb=Verb.VIEW_LEDGER)
def urging_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The letter as issued, or as it would be issued; the proposal of a talk for the leader."""
    row = _load(request, pk)
    if kind not in WRITERS:
        raise Http404
    if row.dispatch is not None:
        paper, name = row.dispatch.document, row.dispatch.full_number
    elif row.step == UrgingStep.URGE:
        paper, name = letters.letter(row, "", request.actor.today), "督办函（未签发）"
    elif row.step == UrgingStep.TALK and request.actor.sees_everything:
        paper, name = letters.proposal(row), "约谈建议"
    else:
        raise Http404
    write, media_type = WRITERS[kind]
    return made(write(paper), f"{name}_{row.unit}.{kind}", media_type)
