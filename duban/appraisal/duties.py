"""Duties as rows of an appraisal: reports, plans, answers to others and replies, each by its own two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Min
from django.utils import timezone

from duban.appraisal.results import label
from duban.appraisal.waits import Waits
from duban.audit.models import Event
from duban.core.appraisal.facts import Fact
from duban.core.appraisal.words import Finding, Item
from duban.core.calendar.deadlines import due_days
from duban.core.text.days import day_in_words
from duban.notices.models import NoticeRule
from duban.oversight.enums import CaseState, HolderKind
from duban.oversight.models import CoordinationCase, Holding, Urging, UrgingPoint
from duban.progress.actions.periods import expected
from duban.progress.enums import PeriodKind, Presence
from duban.progress.history import AskedThen
from duban.progress.models import HandlingPlan, Line, Obligation, OwedLine, Report

SAID = {
    Presence.NIL: "本期无进展，已说明",
    Presence.NOT_APPLICABLE: "本区无份额",
    Presence.BLOCKED: "等待其他单位",
    Presence.AWAITING: "数据未发布，不算迟报",
}


def _day(at: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(at) if at else None


def reports(year: int, at: dt.datetime) -> Iterator[Fact]:
    """Regular reports by their first signing, which stands for ever; an extension counts, a waiver takes it out.

    Both as they had been given by the instant.
    """
    then = AskedThen(at)
    rows = Obligation.objects.filter(
        period__year=year, period__kind=PeriodKind.REGULAR, period__opened_at__lte=at
    ).select_related("period")
    for row in rows.order_by("period__covers_to", "unit_id"):
        if then.was_waived(row.pk, row.waived_at):
            continue
        due_on = then.due_on(row.pk, row.due_on)
        signed = row.first_signed_at if row.first_signed_at and row.first_signed_at <= at else None
        moved = due_on != row.period.due_on
        note = f"经批准由{day_in_words(row.period.due_on)}延至{day_in_words(due_on)}" if moved else ""
        yield Fact(
            key=f"progress.obligation:{row.pk}",
            item=Item.REPORTS,
            unit=row.unit_id,
            label=f"{row.period.name}报告",
            due=due_on,
            done=_day(signed),
            note=note,
        )


def lines(year: int, at: dt.datetime) -> Iterator[Fact]:
    """Lines that were asked for, in the last version that was signed. Only a missing answer counts against it."""
    newest: dict[tuple[int, int], int] = {}
    signed = Report.objects.filter(period__year=year, period__kind=PeriodKind.REGULAR, signed_at__lte=at)
    for pk, period_id, unit_id in signed.order_by("version").values_list("pk", "period_id", "unit_id"):
        newest[period_id, unit_id] = pk
    rows = Line.objects.filter(report__period__year=year, report__signed_at__lte=at).order_by()
    said = {(report_id, matter_id): p for report_id, matter_id, p in rows.values_list("report", "matter", "presence")}
    asked = OwedLine.objects.filter(
        obligation__period__year=year,
        obligation__period__kind=PeriodKind.REGULAR,
        obligation__period__opened_at__lte=at,
    ).order_by("obligation__period__covers_to", "matter__programme__ordinal", "matter__ordinal", "id")
    then = AskedThen(at)
    owed = ("obligation", "obligation__due_on", "obligation__waived_at")
    fields = ("pk", "obligation__period", "obligation__period__name", "obligation__unit", "matter", "matter__code")
    for pk, period_id, period, unit_id, matter_id, code, owed_id, due_on, waived_at in asked.values_list(
        *fields, *owed
    ):
        if then.was_waived(owed_id, waived_at):
            continue
        report = newest.get((period_id, unit_id))
        presence = said.get((report, matter_id), "") if report else ""
        running = report is None and timezone.localdate(at) <= then.due_on(owed_id, due_on)
        yield Fact(
            key=f"progress.owedline:{pk}",
            item=Item.LINES,
            unit=unit_id,
            label=f"{period} {code}",
            finding=Finding.FILLED if presence else Finding.EMPTY,
            excused="期限未到" if running else "",
            note=SAID.get(Presence(presence), "") if presence else "" if report else "本期没有报告",
        )


def plans(year: int, at: dt.datetime) -> Iterator[Fact]:
    """A plan for each matter that a unit leads, by the first time it was filed; who helps is not blamed for none.

    The term is what a notice of the year prints; where none is printed it only counts whether the plan was filed.
    """
    terms = [day for data in _plan_rules(year) for day in due_days(data, year)]
    due = max(terms, default=None)
    filed = _first_filed(year, at)
    today = timezone.localdate(at)
    for unit_id, rows in sorted(expected(year, today).items()):
        seen: set[int] = set()
        for row, _ in rows:
            made = _day(row.made_at)
            given = made is None or made <= today
            if row.matter_id in seen or not given or not row.lead:
                continue
            seen.add(row.matter_id)
            yield Fact(
                key=f"ledger.assignment:{row.pk}-{unit_id}",
                item=Item.PLANS,
                unit=unit_id,
                label=label(row.matter.code, row.matter.body),
                due=None if due and made and made > due else due,
                done=filed.get((row.matter_id, unit_id)),
            )


def _plan_rules(year: int) -> list[dict[str, object]]:
    rows = NoticeRule.objects.filter(kind="handling_plan", notice__year=year).order_by("pk")
    return list(rows.values_list("data", flat=True))


def _first_filed(year: int, at: dt.datetime) -> dict[tuple[int, int], dt.date]:
    """Matter and unit → the day on which a plan was first filed: a plan that came back keeps it."""
    own = HandlingPlan.objects.filter(matter__programme__year=year)
    events = Event.objects.filter(
        verb="plan.submit", subject_type="progress.handlingplan", subject_id__in=own.order_by().values("pk"), at__lte=at
    )
    first = dict(events.order_by().values_list("subject_id").annotate(first=Min("at")))
    found: dict[tuple[int, int], dt.date] = {}
    for pk, matter_id, unit_id, submitted_at in own.order_by("version").values_list(
        "pk", "matter_id", "unit_id", "submitted_at"
    ):
        when = _day(first.get(pk) or (submitted_at if submitted_at and submitted_at <= at else None))
        if when is not None:
            found[matter_id, unit_id] = min(when, found.get((matter_id, unit_id), when))
    return found


def answers(year: int, at: dt.datetime) -> Iterator[Fact]:
    """Difficulties of others that were put to a unit: its turn, by the day to answer.

    What was taken back, or handed on before the day, was not the unit's to answer any more.
    """
    turns = Holding.objects.filter(case__matter__programme__year=year, since__lte=at)
    rows = list(turns.select_related("case__matter", "case__unit").order_by("case_id", "id"))
    begun = {(row.case_id, row.since) for row in rows}
    last = set({row.case_id: row.pk for row in rows}.values())  # a withdrawal ends the turn that there was
    for row in rows:
        if row.kind != HolderKind.UNIT or row.unit_id is None:
            continue
        ended = row.ended_at if row.ended_at and row.ended_at <= at else None
        handed_on = ended is not None and (row.case_id, ended) in begun
        in_time = ended is not None and timezone.localdate(ended) <= row.due_on
        excused = ""
        if handed_on and in_time:
            excused = "期限内已转请他处答复"
        elif ended is not None and row.pk in last and _was_withdrawn(row.case):
            excused = "提请单位已撤回"
        yield Fact(
            key=f"oversight.holding:{row.pk}",
            item=Item.ANSWERS,
            unit=row.unit_id,
            label=f"{row.case.matter.code}（{row.case.unit}提请）",
            due=row.due_on,
            done=_day(ended) if not handed_on else None,
            excused=excused,
            note="逾期后上提" if handed_on and not in_time else "",
        )


def _was_withdrawn(case: CoordinationCase) -> bool:
    """Taken back by the unit before anybody answered."""
    return case.state == CaseState.WITHDRAWN and case.answered_at is None


def urgings(year: int, at: dt.datetime, waits: Waits) -> Iterator[Fact]:
    """Urgings of the year by the day to reply. To have been urged costs nothing; what was settled needs no reply."""
    rows = Urging.objects.filter(given_at__lte=at, given_at__year=year).exclude(withdrawn_at__lte=at)
    points: dict[int, list[int]] = {}
    about = UrgingPoint.objects.filter(urging__given_at__year=year, matter__isnull=False).order_by("id")
    for urging_id, matter_id in about.values_list("urging_id", "matter_id"):
        points.setdefault(urging_id, []).append(matter_id)
    for row in rows.order_by("id"):
        ended = [when for when in (row.replied_at, row.settled_at) if when is not None and when <= at]
        concerned = points.get(row.pk, [])
        waiting = bool(concerned) and all(waits.covers(matter, row.unit_id, row.reply_by) for matter in concerned)
        given = timezone.localdate(row.given_at)
        yield Fact(
            key=f"oversight.urging:{row.pk}",
            item=Item.URGINGS,
            unit=row.unit_id,
            label=f"{day_in_words(given)}{row.get_step_display()}（{row.get_cause_display()}）",
            due=row.reply_by,
            done=_day(min(ended, default=None)),
            excused="回复期限内正等待其他单位答复" if waiting else "",
        )
