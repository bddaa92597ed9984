"""Gathering what the checks of :mod:`duban.core.checks` look at, and which findings still want an answer.

A constant number of queries for a report, whatever the number of its lines.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count

from duban.core.checks import CheckFinding, Figure, LineInput, PeriodInput, Severity, run
from duban.core.reporting import values
from duban.ledger.models import Assignment, Target
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, NotAllowed, Verb, require
from duban.progress import measures
from duban.progress.enums import MeasureKind, PeriodKind, ReportState
from duban.progress.models import CheckAnswer, Evidence, Line, Observation, Report, Share


@dataclass(frozen=True)
class LineFinding:
    """A finding at a line, with the answer that was given to it."""

    line_id: int
    code: str
    finding: CheckFinding
    answer: str = ""

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def open(self) -> bool:
        """Still to be mended or answered."""
        if self.finding.severity is Severity.BLOCK:
            return True
        return self.finding.severity is Severity.CONFIRM and not self.answer


def previous_report(report: Report) -> Report | None:
    """The unit's report in force of the nearest earlier regular period of the year."""
    return (
        Report.objects.filter(
            unit=report.unit_id,
            period__year=report.period.year,
            period__kind=PeriodKind.REGULAR,
            period__covers_to__lt=report.period.covers_to,
            state=ReportState.ACCEPTED,
        )
        .order_by("-period__covers_to")
        .first()
    )


def inputs(report: Report, only: Collection[int] | None = None) -> list[tuple[Line, LineInput]]:
    """Every line of the report (or those whose ids are in ``only``) as the checks take it, in printed order."""
    rows = report.lines.select_related("matter", "waiting_on", "assignment")
    if only is not None:
        rows = rows.filter(pk__in=only)
    lines = list(rows.order_by("matter__programme__ordinal", "matter__ordinal", "id"))
    matter_ids = [line.matter_id for line in lines]
    before = previous_report(report)
    earlier = {line.matter_id: line for line in before.lines.all()} if before else {}
    figures = _Figures(report, matter_ids)
    names = _other_units(report, matter_ids)
    theirs = _same_matter_texts(report, matter_ids)
    evidence = _evidence_counts(lines)
    period = PeriodInput(report.period.covers_from, report.period.covers_to, last=report.period.covers_to.month == 12)
    result = []
    for line in lines:
        last = earlier.get(line.matter_id)
        result.append(
            (
                line,
                LineInput(
                    code=line.matter.code,
                    matter=line.matter.body,
                    period=period,
                    presence=values.Presence(line.presence),
                    done=line.done,
                    problem=line.problem,
                    next_step=line.next_step,
                    reason=line.reason,
                    waiting_on=line.waiting_on.name if line.waiting_on else "",
                    expected_on=line.expected_on,
                    rating=values.Rating(line.self_rating),
                    figures=figures.of(line),
                    previous_done=last.done if last else "",
                    previous_rating=values.Rating(last.self_rating) if last else values.Rating.NONE,
                    evidence=evidence.get(line.pk, 0),
                    other_units=names.get(line.matter_id, ()),
                    same_matter_texts=theirs.get(line.matter_id, ()),
                ),
            )
        )
    return result


class _Figures:
    """Measures of a report's matters with values, earlier totals, shares and values elsewhere."""

    def __init__(self, report: Report, matter_ids: list[int]) -> None:
        self.unit_id = report.unit_id
        self.uses = measures.of_matters(matter_ids)
        ids = {use.measure_id for uses in self.uses.values() for use in uses}
        self.values: dict[int, Observation] = {o.measure_id: o for o in report.observations.select_related("corrects")}
        self.totals: dict[int, list[Decimal]] = defaultdict(list)
        self.elsewhere: dict[int, dict[str, Decimal]] = defaultdict(dict)
        self.parts: dict[int, dict[int, Decimal]] = defaultdict(dict)  # measure → unit → what it gave
        self.leads = _leads(ids)
        in_force = (
            Observation.objects.filter(measure_id__in=ids, value__isnull=False, report__period__year=report.period.year)
            .select_related("report__unit", "report__period", "measure")
            .order_by("report__period__covers_to", "report_id")
        )
        for each in in_force:
            assert each.value is not None  # filtered above
            same_unit = each.report.unit_id == report.unit_id
            earlier = each.report.period.covers_to < report.period.covers_to
            if same_unit and earlier and each.report.state == ReportState.ACCEPTED:
                self.totals[each.measure_id].append(each.value)
            elif not same_unit and each.report.period_id == report.period_id and each.report.state in _FILED:
                self._other(each)
        self.shares: dict[int, Share] = {
            s.measure_id: s
            for s in Share.objects.filter(measure_id__in=ids, unit_id=report.unit_id).order_by("version")
        }
        self.current = _current_targets(matter_ids)

    def _other(self, each: Observation) -> None:
        """Another unit's value of the same period: the same number, or a part of the lead's total.

        Of a running total, what a unit gives that leads no matter of the measure is its contribution (domain §4.8).
        """
        assert each.value is not None
        leads, unit = self.leads.get(each.measure_id, set()), each.report.unit_id
        if each.measure.kind == MeasureKind.YTD and unit not in leads:
            self.parts[each.measure_id][unit] = each.value
        elif each.measure.kind != MeasureKind.YTD or self.unit_id in leads:
            self.elsewhere[each.measure_id][each.report.unit.name] = each.value

    def of(self, line: Line) -> tuple[Figure, ...]:
        """The line's figures. Who is not the lead may leave a shared fact to the lead."""
        found = []
        for use in self.uses.get(line.matter_id, ()):
            value = self.values.get(use.measure_id)
            if not line.assignment.lead and (value is None or value.value is None):
                continue
            found.append(self._figure(use, value))
        return tuple(found)

    def _figure(self, use: measures.MeasureTarget, value: Observation | None) -> Figure:
        measure, share = use.measure, self.shares.get(use.measure_id)
        target = self.current.get((use.target.matter_id, use.target.ordinal), use.target)
        goal = share.value if share is not None else None
        if share is None and target.matter.programme.level == "district":
            goal = target.value  # the district's own promise is the district's figure
        return Figure(
            key=str(measure.pk),
            name=measure.name,
            unit=measure.unit,
            kind=values.MeasureKind(measure.kind),
            value=value.value if value else None,
            status=values.FigureStatus(value.status) if value else values.FigureStatus.FINAL,
            as_of=value.as_of if value else None,
            totals=tuple(self.totals.get(measure.pk, ())),
            op=target.op,
            goal=goal,
            printed_goal=target.value,
            parts=tuple(self.parts[measure.pk].values()) if self.unit_id in self.leads.get(measure.pk, ()) else (),
            parts_reason=value.note if value else "",
            elsewhere=tuple(self.elsewhere[measure.pk].items()),
            corrects_period=value.corrects.name if value and value.corrects else "",
        )


_FILED = (ReportState.SIGNED, ReportState.ACCEPTED)


def _leads(measure_ids: set[int]) -> dict[int, set[int]]:
    """measure → units that lead one of the matters it serves."""
    rows = Assignment.objects.live().filter(lead=True, matter__targets__measure_use__measure__in=measure_ids)
    leads: dict[int, set[int]] = defaultdict(set)
    for measure, unit in rows.values_list("matter__targets__measure_use__measure", "unit_id").distinct():
        leads[measure].add(unit)
    return leads


def _current_targets(matter_ids: list[int]) -> dict[tuple[int, int], Target]:
    rows = Target.objects.filter(matter_id__in=matter_ids).select_related("matter__programme").order_by("version")
    return {(t.matter_id, t.ordinal): t for t in rows}


def _other_units(report: Report, matter_ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = Assignment.objects.live().filter(matter_id__in=matter_ids).exclude(unit_id=report.unit_id)
    names: dict[int, list[str]] = defaultdict(list)
    for matter_id, name, printed in rows.values_list("matter_id", "unit__name", "printed_name").order_by("id"):
        names[matter_id] += [n for n in (name, printed) if n and n not in names[matter_id]]
    return {key: tuple(value) for key, value in names.items()}


def _same_matter_texts(report: Report, matter_ids: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    rows = (
        Line.objects.filter(matter_id__in=matter_ids, report__period=report.period_id, report__state__in=_FILED)
        .exclude(report__unit_id=report.unit_id)
        .exclude(done="")
        .order_by("id")
        .values_list("matter_id", "report__unit__name", "done")
    )
    texts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for matter_id, unit, done in rows:
        texts[matter_id].append((unit, done))
    return {key: tuple(value) for key, value in texts.items()}


def _evidence_counts(lines: list[Line]) -> dict[int, int]:
    rows = (
        Evidence.objects.filter(line__in=lines, withdrawn_at__isnull=True)
        .values("line_id")
        .order_by("line_id")
        .annotate(n=Count("id"))
    )
    return {row["line_id"]: row["n"] for row in rows}


def findings(report: Report, only: Collection[int] | None = None) -> list[LineFinding]:
    """Everything the checks say about the report (or about some of its lines), with the answers already given."""
    answers = {(a.line_id, a.rule, a.fingerprint): a.answer for a in CheckAnswer.objects.filter(line__report=report)}
    found = []
    for line, data in inputs(report, only):
        for each in run(data):
            answer = answers.get((line.pk, each.rule, each.fingerprint), "")
            found.append(LineFinding(line.pk, line.matter.code, each, answer))
    return found


def open_findings(report: Report) -> list[LineFinding]:
    """Those that hold up sending for signature."""
    return [each for each in findings(report) if each.open]


@transaction.atomic
def answer(*, line: Line, rule: str, fingerprint: str, text: str, by: Actor, at: dt.datetime) -> CheckAnswer:
    """Answer a finding in a sentence; it holds until what was checked changes."""
    require(by, Verb.DRAFT_REPORT)
    if line.report.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的报告。")
    if len(text.strip()) < 2:
        raise Invalid("请用一句话说明。")
    wanted = (line.pk, rule, fingerprint)
    match = [
        f for f in findings(line.report, [line.pk]) if (f.line_id, f.finding.rule, f.finding.fingerprint) == wanted
    ]
    if not match:
        raise Invalid("这条提示已经不存在，可能内容刚有改动。")
    if match[0].severity is Severity.BLOCK:
        raise Invalid("这一处须改正，不能以说明代替。")
    row, _ = CheckAnswer.objects.update_or_create(
        line=line,
        rule=rule,
        fingerprint=fingerprint,
        defaults={
            "severity": match[0].severity,
            "message": match[0].finding.message,
            "answer": text.strip(),
            "by": by.user,
            "at": at,
        },
    )
    return row
