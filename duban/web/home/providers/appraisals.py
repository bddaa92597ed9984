"""考核 on the home page: to look at one's own result, to decide an objection, to submit, to approve."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from duban.appraisal.actions.appraisals import obstacles, took_part
from duban.appraisal.enums import AppraisalState
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.web.home.waiting import Waiting

SHOWN = 20


def to_look_at(actor: Actor) -> Iterable[Waiting]:
    """A unit's own result, until it has agreed, objected, or the term is over."""
    if not may(actor, Verb.OBJECT_APPRAISAL):
        return
    rows = UnitResult.objects.light().filter(
        appraisal__state=AppraisalState.SHOWN,
        appraisal__objection_until__gte=actor.today,
        unit__in=actor.unit_ids,
        agreed_at__isnull=True,
    )
    objected = Objection.objects.filter(unit__in=actor.unit_ids).order_by().values("appraisal_id", "unit_id")
    answered = {(each["appraisal_id"], each["unit_id"]) for each in objected}
    for row in rows.select_related("appraisal").defer("facts", "appraisal__snapshot").order_by("appraisal_id", "place"):
        if (row.appraisal_id, row.unit_id) not in answered:
            yield Waiting(
                f"核对{row.appraisal.year}年度考核结果：{row.name}",
                reverse("appraisal-result", args=[row.pk]),
                "可以确认，或提出异议",
                due=row.appraisal.objection_until,
            )


def to_decide(actor: Actor) -> Iterable[Waiting]:
    """Objections that the person may decide: who took part is not asked."""
    if not may(actor, Verb.DECIDE_APPRAISAL):
        return
    rows = Objection.objects.open().select_related("unit", "appraisal").defer("appraisal__snapshot")
    recused: dict[int, bool] = {}  # asked once a year, not once an objection
    for row in rows.order_by("raised_at", "id")[:SHOWN]:
        if row.appraisal_id not in recused:
            recused[row.appraisal_id] = took_part(row.appraisal, actor.person)
        if not recused[row.appraisal_id] and row.unit_id not in actor.unit_ids:
            yield Waiting(
                f"复核考核异议：{row.unit}，{row.get_item_display()}", reverse("appraisal-objection", args=[row.pk])
            )


def to_move_on(actor: Actor) -> Iterable[Waiting]:
    """For a leader what waits for approval; for the office what can be submitted."""
    if may(actor, Verb.APPROVE_APPRAISAL):
        for row in Appraisal.objects.light().filter(state=AppraisalState.SUBMITTED).order_by("year"):
            yield Waiting(f"批准{row}", reverse("appraisal", args=[row.pk]), "各单位已核对")
    if may(actor, Verb.APPRAISE):
        for row in Appraisal.objects.light().filter(state=AppraisalState.SHOWN).order_by("year"):
            if not obstacles(row, actor.today):
                yield Waiting(f"报批{row}", reverse("appraisal", args=[row.pk]), "异议期已满或各单位均已确认")
