"""Drafting a report: lines and figures, saved field by field, two people at once without loss."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from duban.audit.actions import record
from duban.core.refusal import Refused
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress.actions.periods import owed_by
from duban.progress.burden import note_work
from duban.progress.enums import EDITABLE_STATES, OPEN_STATES, FigureStatus, Presence, Rating
from duban.progress.models import Line, Obligation, Observation, OwedLine, Period, Report

LINE_FIELDS = (
    "presence", "done", "problem", "next_step", "reason", "waiting_on_id", "expected_on", "self_rating", "synthesis",
)  # fmt: skip
FIGURE_FIELDS = ("value", "numerator", "denominator", "as_of", "status", "source", "note", "corrects_id")
LONGEST = 5000  # characters in one box


class Conflict(Refused):
    """Somebody else changed the same box meanwhile. ``theirs`` is what stands there now, by field."""

    def __init__(self, theirs: dict[str, Any], who: str) -> None:
        super().__init__(f"{who}刚刚改了同一栏。您的内容没有丢失，请对照后再保存。")
        self.theirs, self.who = theirs, who


@dataclass(frozen=True)
class Change:
    """A field's new value, and the value that the person started from (for merging)."""

    value: Any
    base: Any = field(default=None)


def _require_unit(report_unit_id: int, by: Actor) -> None:
    require(by, Verb.DRAFT_REPORT)
    if report_unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的报告。")


@transaction.atomic
def open_draft(*, period: Period, unit: Unit, by: Actor, at: dt.datetime) -> Report:
    """The unit's report of the period, made with a line a matter if it is not there yet.

    Drafting may begin before the period opens; then the lines follow today's assignments, and
    :func:`align` fits them to the frozen list.
    """
    _require_unit(unit.pk, by)
    report = Report.objects.filter(period=period, unit=unit).exclude(state="superseded").order_by("-version").first()
    if report is None:
        report = Report.objects.create(period=period, unit=unit, created_by=by.user, created_at=at)
        record("report.create", report, by=by, at=at)
    if report.state in EDITABLE_STATES:
        align(report, on=by.today)
    Obligation.objects.filter(period=period, unit=unit, first_opened_at__isnull=True).update(first_opened_at=at)
    return report


def align(report: Report, *, on: dt.date) -> None:
    """Give the draft exactly the lines that are owed: the frozen list once there is one, else today's.

    A line that is owed no more stays if somebody wrote in it and the list is not frozen yet.
    """
    frozen = OwedLine.objects.filter(obligation__period=report.period, obligation__unit=report.unit)
    if report.period.opened_at:
        wanted = {row.matter_id: row.assignment_id for row in frozen}
    else:
        rows = owed_by(report.period, on).get(report.unit_id, [])
        wanted = {row.matter_id: row.pk for row, _ in rows}
    have = set(report.lines.values_list("matter_id", flat=True))
    Line.objects.bulk_create(
        [
            Line(report=report, matter_id=matter_id, assignment_id=assignment_id)
            for matter_id, assignment_id in wanted.items()
            if matter_id not in have
        ]
    )
    report.lines.exclude(matter_id__in=wanted).filter(updated_at__isnull=True).delete()


def _editable(report: Report) -> None:
    if report.state in EDITABLE_STATES:
        return
    if report.state in OPEN_STATES:
        raise Stale("报告已送出，撤回后才能修改。")
    raise Stale("报告已受理，不能直接修改；请提出更正。")


def _merge(row: Line | Observation, changes: dict[str, Change]) -> dict[str, Any]:
    """Fields to write. A field that somebody else changed since the person started is a conflict,

    unless both wrote the same.
    """
    write, theirs = {}, {}
    for name, change in changes.items():
        current = getattr(row, name)
        if current == change.value:
            continue
        if current != change.base and current not in ("", None):
            theirs[name] = current
        else:
            write[name] = change.value
    if theirs:
        raise Conflict(theirs, str(row.updated_by) if row.updated_by_id else "他人")
    return write


def _clean_line(changes: dict[str, Change]) -> None:
    for name, change in changes.items():
        if name not in LINE_FIELDS:
            raise Invalid(f"没有“{name}”这一栏。")
        if isinstance(change.value, str) and len(change.value) > LONGEST:
            raise Invalid(f"一栏最多 {LONGEST} 字，现有 {len(change.value)} 字，请精简。")
        if name == "presence" and change.value not in Presence.values:
            raise Invalid("填报情形不在可选范围内。")
        if name == "self_rating" and change.value not in Rating.values:
            raise Invalid("自评不在可选范围内。")


@transaction.atomic
def save_line(*, line: Line, changes: dict[str, Change], by: Actor, at: dt.datetime) -> Line:
    """Save some boxes of a line (autosave). Fields that nobody else touched are written, others conflict."""
    return _save(line, changes, by=by, at=at, clean=_clean_line)


def _clean_figure(changes: dict[str, Change]) -> None:
    for name, change in changes.items():
        if name not in FIGURE_FIELDS:
            raise Invalid(f"没有“{name}”这一栏。")
        if name == "status" and change.value not in FigureStatus.values:
            raise Invalid("数据性质不在可选范围内。")
        if name == "denominator" and change.value == 0:
            raise Invalid("分母不能为 0。")
        if name in ("value", "numerator", "denominator") and change.value is not None:
            if not isinstance(change.value, Decimal) or not change.value.is_finite():
                raise Invalid("这里应填数字。")
            if abs(change.value) >= Decimal(10) ** 18:
                raise Invalid("数字过大，请核对计量单位。")


@transaction.atomic
def save_figure(
    *, report: Report, measure_id: int, changes: dict[str, Change], by: Actor, at: dt.datetime
) -> Observation:
    """Save a measure's value: once per report, whatever the number of lines that show it."""
    row, _ = Observation.objects.get_or_create(report=report, measure_id=measure_id)
    return _save(row, changes, by=by, at=at, clean=_clean_figure)


def _save(row: Any, changes: dict[str, Change], *, by: Actor, at: dt.datetime, clean: Any) -> Any:
    """Common part of saving a line or a figure, tried again while others save other boxes."""
    report = Report.objects.get(pk=row.report_id)
    _require_unit(report.unit_id, by)
    _editable(report)
    clean(changes)
    model = type(row)
    for _ in range(5):
        row = model.objects.select_related("updated_by").get(pk=row.pk)
        write = _merge(row, changes)
        if not write:
            return row
        changed = model.objects.filter(pk=row.pk, revision=row.revision).update(
            **write, revision=row.revision + 1, updated_by=by.user, updated_at=at
        )
        if changed:
            # The report's own revision grows, so that a signer who looked before gets "stale".
            moved = Report.objects.filter(pk=report.pk, state=report.state).update(revision=F("revision") + 1)
            if not moved:
                raise Stale("报告刚被送出，撤回后才能修改。")
            note_work(report, by.person, at)
            return model.objects.get(pk=row.pk)
    raise Stale("多人同时在改这一栏，请稍后再试。")


@transaction.atomic
def save_answer(*, report: Report, change: Change, by: Actor, at: dt.datetime) -> Report:
    """The one answer of a special collection without matters; what somebody else wrote meanwhile is a conflict."""
    report = Report.objects.select_related("period").get(pk=report.pk)
    _require_unit(report.unit_id, by)
    _editable(report)
    if not report.period.is_special:
        raise Invalid("只有专项报告填写专项情况。")
    if len(change.value) > LONGEST:
        raise Invalid(f"一栏最多 {LONGEST} 字，现有 {len(change.value)} 字，请精简。")
    if change.value == report.answer:
        return report
    if report.answer and report.answer != change.base:
        raise Conflict({"answer": report.answer}, "他人")
    moved = Report.objects.filter(pk=report.pk, state=report.state, revision=report.revision).update(
        answer=change.value, revision=report.revision + 1
    )
    if not moved:
        raise Stale()
    note_work(report, by.person, at)
    report.refresh_from_db()
    return report


@transaction.atomic
def promise(*, obligation: Obligation, on: dt.date, by: Actor, at: dt.datetime) -> Obligation:
    """Keep the day on which the unit means to send its report for signature."""
    _require_unit(obligation.unit_id, by)
    if on < by.today:
        raise Invalid("计划日期已经过去。")
    before = obligation.promised_on
    obligation.promised_on = on
    obligation.save(update_fields=["promised_on"])
    record("obligation.promise", obligation, by=by, at=at, before={"promised_on": before}, after={"promised_on": on})
    return obligation
