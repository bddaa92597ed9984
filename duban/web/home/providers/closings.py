"""Extensions, closing and inspections: what waits for the unit, the office and the leaders."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.oversight.actions import adjustments as adjusting
from duban.oversight.enums import FULFILLED, ClosingState, InspectionState
from duban.oversight.models import Adjustment, Closing, Conclusion, Inspection, Rectification
from duban.web.closings.applying import ready_for
from duban.web.home.waiting import Waiting
from duban.web.own_units import own_units

SHOWN = 5


def extensions(actor: Actor) -> Iterable[Waiting]:
    """For the office: applications to decide, best before the day that they want to move."""
    if not may(actor, Verb.REVIEW_REPORT):
        return
    rows = Adjustment.objects.open().select_related("matter", "unit", "target").order_by("old_due", "id")
    for row in rows[:SHOWN]:
        title = f"{row.get_kind_display()}待审：{row.matter.code}（{row.unit.name}）"
        yield Waiting(title, reverse("adjustment", args=[row.pk]), adjusting.asked_for(row), due=row.old_due)
    more = rows.count() - SHOWN
    if more > 0:
        yield Waiting(f"另有 {more} 件延期或调整待审", f"{reverse('adjustments')}?state=applied")


def to_close(actor: Actor) -> Iterable[Waiting]:
    """For the office: applications to verify, and what is closed and can be written off."""
    if not may(actor, Verb.REVIEW_REPORT):
        return
    waiting = Closing.objects.open()
    number = waiting.count()
    if number:
        first = waiting.order_by("applied_at").values_list("applied_at", flat=True)[0]
        days = (actor.today - timezone.localtime(first).date()).days
        note = f"最早的已等 {days} 天" if days > 0 else "今天申请"
        verifying = waiting.filter(state=ClosingState.VERIFYING).count()
        note += f"，其中核验中 {verifying} 件" if verifying else ""
        yield Waiting(f"办结申请待核验 {number} 件", reverse("closings"), note)
    closed = Closing.objects.filter(state=ClosingState.CLOSED, grade__in=FULFILLED).count()
    if closed:
        yield Waiting(
            f"已办结待销号 {closed} 件", f"{reverse('closings')}?state=closed", "没有未了结事宜的可以批量销号"
        )


def to_apply(actor: Actor) -> Iterable[Waiting]:
    """For a unit: what it reported as done and has not applied to close."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    units = own_units(actor)
    for unit in units:
        found = ready_for(unit, actor)
        whose = f"（{unit.name}）" if len(units) > 1 else ""
        if found:
            codes = "、".join(each.matter.code for each in found[:6])
            title = f"自评已完成、可申请办结 {len(found)} 项{whose}"
            yield Waiting(title, reverse("closings-ready"), codes)


def inspections(actor: Actor) -> Iterable[Waiting]:
    """For leaders: plans to approve. For the office: to begin, to conclude."""
    if actor.is_leader:
        rows = Inspection.objects.filter(state=InspectionState.SUBMITTED).exclude(team=actor.person)
        for row in rows.order_by("first_day", "id")[:SHOWN]:
            yield Waiting(f"督查方案待批准：{row.title}", reverse("inspection", args=[row.pk]), due=row.first_day)
    if not may(actor, Verb.PLAN_INSPECTION):
        return
    approved = Inspection.objects.filter(state=InspectionState.APPROVED).order_by("first_day", "id")
    for row in approved[:SHOWN]:
        yield Waiting(f"督查待开始：{row.title}", reverse("inspection", args=[row.pk]), due=row.first_day)
    started = Inspection.objects.filter(state=InspectionState.STARTED).order_by("last_day", "id")
    for row in started[:SHOWN]:
        yield Waiting(f"督查中：{row.title}", reverse("inspection", args=[row.pk]), "送达各单位结论", due=row.last_day)


def objections(actor: Actor) -> Iterable[Waiting]:
    """For people of the office and leaders who took no part: objections to decide within 30 days."""
    if not may(actor, Verb.DECIDE_OBJECTION):
        return
    rows = Conclusion.objects.objected().untouched_by(actor.person).select_related("unit", "inspection")
    for row in rows.order_by("objected_at", "id")[:SHOWN]:
        href = reverse("inspection-conclusion", args=[row.pk])
        yield Waiting(f"督查异议待复核：{row.unit.name}", href, row.inspection.title, due=row.decision_until())


def to_confirm(actor: Actor) -> Iterable[Waiting]:
    """For the office: points that units reported, and those that are late."""
    if not may(actor, Verb.PLAN_INSPECTION):
        return
    reported, late = Rectification.objects.reported().count(), Rectification.objects.late(actor.today).count()
    href = reverse("inspection-rectifications")
    if reported:
        yield Waiting(f"整改待核实 {reported} 条", f"{href}?{urlencode({'state': 'reported'})}")
    if late:
        yield Waiting(f"整改逾期未报 {late} 条", f"{href}?{urlencode({'state': 'late'})}")


def to_set_right(actor: Actor) -> Iterable[Waiting]:
    """For a unit: points to set right, and conclusions on which it may still object."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    own = own_unit_ids(actor)
    rows = Rectification.objects.open().filter(unit__in=own).order_by("due_on", "id")
    for row in rows[:SHOWN]:
        href = f"{reverse('inspection-conclusion', args=[row.conclusion_id])}#point-{row.pk}"
        yield Waiting(f"整改：{row.text[:40]}", href, row.comment, due=row.due_on, first=bool(row.comment))
    more = rows.count() - SHOWN
    if more > 0:
        yield Waiting(f"另有 {more} 条整改要求", reverse("inspection-rectifications"))
