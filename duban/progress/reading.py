"""A whole report ready to be read: by who checks, signs or reviews it, on a page or in a document.

A constant number of queries, whatever the number of lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from duban.core.reporting import summary, values
from duban.core.reporting.merging import LineWords, paragraphs
from duban.core.text.days import day_in_words
from duban.core.text.figures import show_number
from duban.ledger.models import Target
from duban.progress import goals, measures
from duban.progress.checking import LineFinding, findings, previous_report
from duban.progress.enums import FigureStatus
from duban.progress.models import Evidence, Line, Observation, Report, Share


@dataclass(frozen=True)
class ReadFigure:
    """A measure's value as it is read. ``value`` is empty where none was given."""

    name: str
    value: str  # with its unit: 120个
    goal: str  # 目标不少于500个; of a superior with the share
    before: str  # of the last report
    notes: tuple[str, ...]  # 截至3月31日, 快报数, source, definition


@dataclass(frozen=True)
class ReadLine:
    """A matter in the report."""

    line: Line
    column: list[str]  # paragraphs of 完成情况
    figures: list[ReadFigure]
    evidence: list[Evidence]
    answers: list[LineFinding]
    before: Line | None  # of the last report

    @property
    def worse(self) -> bool:
        """Whether the unit's own rating got worse."""
        now = values.Rating(self.line.self_rating)
        return self.before is not None and values.is_worse(now, values.Rating(self.before.self_rating))


@dataclass(frozen=True)
class Part:
    """Lines under one printed heading of one list (附件1…3)."""

    programme: str
    section: str
    lines: list[ReadLine]


@dataclass(frozen=True)
class Reading:
    """A report as it is read, and the last one in force that it follows."""

    report: Report
    parts: list[Part]
    summary: summary.Summary
    previous: Report | None
    findings: list[LineFinding]
    files: list[Evidence]  # of the report as a whole

    @property
    def lines(self) -> list[ReadLine]:
        """All lines in printed order."""
        return [line for part in self.parts for line in part.lines]


def words_of(line: Line) -> LineWords:
    """What a line says, as the merging rule takes it."""
    return LineWords(
        presence=values.Presence(line.presence),
        done=line.done,
        problem=line.problem,
        next_step=line.next_step,
        reason=line.reason,
        waiting_on=line.waiting_on.name if line.waiting_on else "",
        expected_on=line.expected_on,
        synthesis=line.synthesis,
    )


def read(report: Report) -> Reading:
    """The report with everything that a reader wants to see."""
    lines = list(
        report.lines.select_related("matter__programme", "matter__section", "waiting_on", "assignment").order_by(
            "matter__programme__ordinal", "matter__ordinal", "id"
        )
    )
    before = previous_report(report)
    earlier = {line.matter_id: line for line in before.lines.all()} if before is not None else {}
    found = findings(report)
    figures = _Figures(report, before, [line.matter_id for line in lines])
    files = _evidence(report)
    answers = _by_line(each for each in found if each.answer)
    rows = [
        ReadLine(
            line=line,
            column=paragraphs(words_of(line)),
            figures=figures.of(line),
            evidence=files[line.pk],
            answers=answers[line.pk],
            before=earlier.get(line.matter_id),
        )
        for line in lines
    ]
    return Reading(
        report=report,
        parts=_parts(rows),
        summary=summary.summarise(_state(row) for row in rows),
        previous=before,
        findings=found,
        files=files[None],
    )


def _parts(rows: list[ReadLine]) -> list[Part]:
    parts: list[Part] = []
    for row in rows:
        matter = row.line.matter
        programme, section = matter.programme.title, matter.section.title if matter.section else ""
        if not parts or (parts[-1].programme, parts[-1].section) != (programme, section):
            parts.append(Part(programme, section, []))
        parts[-1].lines.append(row)
    return parts


def _state(row: ReadLine) -> summary.LineState:
    line, before = row.line, row.before
    return summary.LineState(
        code=line.matter.code,
        presence=values.Presence(line.presence),
        rating=values.Rating(line.self_rating),
        before=values.Rating(before.self_rating) if before is not None else None,
        problem=bool(line.problem.strip()),
        same_words=before is not None and bool(line.done.strip()) and line.done.strip() == before.done.strip(),
        answered=len(row.answers),
    )


def _evidence(report: Report) -> dict[int | None, list[Evidence]]:
    of_report = Q(line__report=report) | Q(report=report)
    rows = Evidence.objects.filter(of_report, withdrawn_at__isnull=True).select_related("file").order_by("id")
    files: dict[int | None, list[Evidence]] = defaultdict(list)
    for row in rows:
        files[row.line_id].append(row)
    return files


def _by_line(rows: Iterable[LineFinding]) -> dict[int, list[LineFinding]]:
    found: dict[int, list[LineFinding]] = defaultdict(list)
    for row in rows:
        found[row.line_id].append(row)
    return found


class _Figures:
    """Values of the report beside their goals and the last report's values."""

    def __init__(self, report: Report, before: Report | None, matter_ids: list[int]) -> None:
        self.uses = measures.of_matters(matter_ids)
        self.now = {o.measure_id: o for o in report.observations.select_related("measure", "corrects")}
        self.before = {o.measure_id: o for o in before.observations.all()} if before is not None else {}
        rows = Target.objects.filter(matter_id__in=matter_ids).order_by("version")
        self.current = {(t.matter_id, t.ordinal): t for t in rows}
        shares = Share.objects.filter(unit=report.unit_id, measure__uses__target__matter__in=matter_ids)
        self.shares = {share.measure_id: share for share in shares.order_by("version")}

    def of(self, line: Line) -> list[ReadFigure]:
        """Every measure of the line; of who is not the lead only those that were given."""
        shown = []
        for use in self.uses.get(line.matter_id, ()):
            value = self.now.get(use.measure_id)
            given = value is not None and (value.value is not None or value.note)
            if given or line.assignment.lead:
                target = self.current.get((use.target.matter_id, use.target.ordinal), use.target)
                shown.append(self._figure(use.measure, target, value, line.matter.programme.level))
        return shown

    def _figure(self, measure: Any, target: Target, value: Observation | None, level: str) -> ReadFigure:
        before = self.before.get(measure.pk)
        return ReadFigure(
            name=measure.name,
            value=_amount(value, measure.unit),
            goal=goals.whole(target, level, self.shares.get(measure.pk), measure.unit),
            before=_amount(before, measure.unit),
            notes=tuple(_notes(value)) if value is not None else (),
        )


def _amount(value: Observation | None, unit: str) -> str:
    if value is None or value.value is None:
        return ""
    parts = ""
    if value.numerator is not None and value.denominator is not None:
        parts = f"（{show_number(value.numerator)}÷{show_number(value.denominator)}）"
    return f"{show_number(value.value)}{unit}{parts}"


def _notes(value: Observation) -> Iterable[str]:
    if value.as_of:
        yield f"截至{day_in_words(value.as_of)}"
    if value.value is not None and value.status != FigureStatus.FINAL:
        yield value.get_status_display()
    if value.source:
        yield f"来源：{value.source}"
    if value.note:
        yield f"口径：{value.note}"
    if value.corrects is not None:
        yield f"更正{value.corrects}的数"
