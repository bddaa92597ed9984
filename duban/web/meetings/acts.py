"""What is done on a meeting: held, cancelled, decisions, minutes."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.gongwen import minutes as papers
from duban.core.gongwen.document import Document
from duban.orgs.permissions import NotAllowed, Refused, Stale, Verb
from duban.oversight.actions import meetings as actions
from duban.oversight.addressees import may_own, names_of
from duban.oversight.minutes import convened
from duban.oversight.models import AgendaItem
from duban.web.cases.forms import CommentForm, OrderBoxes
from duban.web.http import methods, page
from duban.web.meetings.forms import HeldForm, IssueForm, ResolutionForm
from duban.web.meetings.views import load, show
from duban.web.request import HttpRequest
from duban.web.signing.loading import posted


@methods(write=True, verb=Verb.CLOSE_CASE)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """登记召开."""
    row, form = load(request, pk), HeldForm(request.POST, auto_id="held-%s")
    if form.is_valid():
        try:
            actions.hold(row=row, **form.cleaned_data, by=request.actor, at=timezone.now())
        except (NotAllowed, Stale):
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "已登记召开。请逐项填写议定意见和交办，再印发纪要。")
            return redirect("meeting", pk)
    return show(request, row, held=form, status=422)


@methods(write=True, verb=Verb.CLOSE_CASE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """取消会议."""
    row, form = load(request, pk), CommentForm(request.POST, auto_id="cancel-%s")
    if form.is_valid():
        actions.cancel(row=row, comment=form.cleaned_data["comment"], by=request.actor, at=timezone.now())
        messages.success(request, "会议已取消，议题中的协调事项仍在办理。")
        return redirect("meeting", pk)
    return show(request, row, cancel=form, status=422)


@methods(read=True, write=True, verb=Verb.CLOSE_CASE)
def decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """议定意见 on one topic, with directives."""
    row = load(request, pk)
    topic = get_object_or_404(
        AgendaItem.objects.select_related(
            "meeting", "case__matter__programme", "case__unit", "case__waiting_on", "case__raised_by"
        ),
        pk=item, meeting=row,
    )  # fmt: skip
    form, boxes = ResolutionForm(posted(request), initial={"resolution": topic.resolution}), OrderBoxes()
    if request.method == "POST":
        boxes = OrderBoxes.posted(request.POST)
        if form.is_valid() and not boxes.faults and _decided(request, topic, form, boxes):
            messages.success(request, f"第 {topic.ordinal} 项议题的议定意见已登记。")
            return redirect("meeting", pk)
        for fault in boxes.faults:
            form.add_error(None, fault)
    context = {
        "title": f"议定意见：{topic.case.matter.code} {topic.case.get_kind_display()}困难",
        "meeting": row,
        "topic": topic,
        "row": topic.case,
        "form": form,
        "boxes": boxes,
        "given": row.directives.filter(case=topic.case).select_related("owner", "meeting"),
        "today": request.actor.today,
        "unit_names": names_of(may_own(request.actor.today)),
    }
    return page(request, "meetings/decide.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, topic: AgendaItem, form: ResolutionForm, boxes: OrderBoxes) -> bool:
    try:
        actions.record_decision(
            item=topic, resolution=form.cleaned_data["resolution"], orders=boxes.orders,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except (NotAllowed, Stale):
        raise
    except Refused as no:
        form.add_error(None, no.reason)
        return False
    return True


@methods(write=True, verb=Verb.CLOSE_CASE)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """印发纪要: an issued document with its number, to the units concerned."""
    row, form = load(request, pk), IssueForm(request.POST, on=request.actor.today)
    if form.is_valid():

        def compose(number: str, on: dt.date) -> Document:
            return papers.minutes(convened(row, on))

        try:
            made = actions.issue_minutes(
                row=row, compose=compose, approved_by=form.person(), by=request.actor, at=timezone.now()
            )
        except (NotAllowed, Stale):
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, f"纪要已印发：{made.full_number}。")
            return redirect("meeting", pk)
    return show(request, row, issue=form, status=422)
