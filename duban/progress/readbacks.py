"""The difference of a filled form to the draft as it stands now, line by line, with figures to choose."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.core.gongwen.annex5 import term_of
from duban.core.notice.reading import Level
from duban.core.reporting.filled import FilledForm, FilledRow
from duban.core.reporting.jsonform import form_from
from duban.core.reporting.merging import LineWords
from duban.core.reporting.readback import FIELDS, Difference, Known, Match, Standing, difference, matched, squeezed
from duban.core.reporting.values import Presence
from duban.core.text.figures import show_number
from duban.ledger.enums import Level as StoredLevel
from duban.progress import offers
from duban.progress.actions.readbacks import unit_named
from duban.progress.annex5 import words_of
from duban.progress.enums import Presence as StoredPresence
from duban.progress.models import Line, MeasureTarget, Observation, ReadBack, Report

LABELS = {
    "presence": "填报情形",
    "done": "进展与成效",
    "problem": "问题及原因",
    "next_step": "下一步及时限",
    "reason": "未报数原因",
    "waiting_on": "等待单位",
    "expected_on": "预计发布日期",
    "synthesis": "牵头汇总",
}
ORDER = (Standing.CHANGED, Standing.NEW, Standing.EMPTY, Standing.ABSENT, Standing.SAME)
STANDINGS = {
    Standing.NEW: "新填",
    Standing.CHANGED: "有改动",
    Standing.SAME: "一致",
    Standing.EMPTY: "文件里为空",
    Standing.ABSENT: "文件里没有",
}


@dataclass(frozen=True)
class FieldChange:
    """A box before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureOffer:
    """A figure of the text for a measure's box; ``seen`` is what stands there now."""

    measure_id: int
    name: str
    unit: str
    value: Decimal
    reason: str
    seen: Decimal | None

    @property
    def key(self) -> str:
        """For the form: measure and value."""
        return f"{self.measure_id}:{self.value}"

    @property
    def before(self) -> str:
        """The present value with its unit."""
        return "空" if self.seen is None else show_number(self.seen) + self.unit

    @property
    def after(self) -> str:
        """The offered value with its unit."""
        return show_number(self.value) + self.unit


@dataclass(frozen=True)
class LineDifference:
    """A line of the draft against the file."""

    line: Line
    row: FilledRow | None
    found: Difference
    changes: list[FieldChange]
    notes: list[str]
    offers: list[FigureOffer]

    @property
    def standing(self) -> Standing:
        """New, changed, same, empty, absent."""
        return self.found.standing

    @property
    def label(self) -> str:
        """In Chinese."""
        return STANDINGS[self.standing]

    @property
    def choosable(self) -> bool:
        """Whether there is anything to take over."""
        return bool(self.found.changes) or bool(self.offers)


@dataclass(frozen=True)
class Compared:
    """The whole file against the draft."""

    lines: list[LineDifference]
    unknown: list[Match]
    form: FilledForm
    warnings: list[str]

    def count(self, standing: Standing) -> int:
        """Lines that stand so."""
        return sum(each.standing is standing for each in self.lines)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Chinese label and number, those that there are."""
        return [(STANDINGS[each], self.count(each)) for each in ORDER if self.count(each)]

    @property
    def to_choose(self) -> list[LineDifference]:
        """In printed order."""
        return [each for each in self.lines if each.choosable]

    @property
    def others(self) -> list[LineDifference]:
        """Same, empty, absent."""
        return [each for each in self.lines if not each.choosable]


def compare(readback: ReadBack, report: Report) -> Compared:
    """A fixed number of queries for any number of lines."""
    form = form_from(readback.form)
    lines = list(
        report.lines.select_related("matter__programme", "waiting_on")
        .defer("matter__search")
        .order_by("matter__programme__ordinal", "matter__ordinal", "id")
    )
    found = matched(form.rows, [_known(line) for line in lines])
    rows = {match.key: match for match in found if match.key is not None}
    uses = _uses(lines)
    values = dict(Observation.objects.filter(report=report).values_list("measure_id", "value"))
    compared = [_line(line, rows.get(line.pk), uses[line.matter_id], values) for line in lines]
    unknown = [match for match in found if match.key is None]
    return Compared(compared, unknown, form, _warnings(form, report))


def _known(line: Line) -> Known:
    level = line.matter.programme.level
    core = Level.NONE if level == StoredLevel.NONE else Level(level)
    return Known(line.pk, core, line.matter.number, line.matter.code, line.matter.body)


def _uses(lines: list[Line]) -> dict[int, list[MeasureTarget]]:
    found: dict[int, list[MeasureTarget]] = defaultdict(list)
    rows = MeasureTarget.objects.filter(target__matter__in=[line.matter_id for line in lines])
    for use in rows.select_related("measure", "target").order_by("target__ordinal", "id"):
        found[use.target.matter_id].append(use)
    return found


def _line(
    line: Line, match: Match | None, uses: list[MeasureTarget], values: dict[int, Decimal | None]
) -> LineDifference:
    row = match.row if match else None
    now = words_of(line)
    found = difference(now, row)
    notes = [text for text in (match.reason if match else "", row.note if row else "") if text]
    notes += [
        f"草稿里的“{LABELS[name]}”文件里没有，予以保留；不要的话请在填报页清空。"
        for name in found.kept
        if found.changes
    ]
    waited = found.changes.get("waiting_on")
    if waited and unit_named(str(waited)) is None:
        notes.append(f"没有名为“{waited}”的单位，等待单位请在填报页选择。")
    return LineDifference(line, row, found, _changes(now, found), notes, _offers(row, uses, values))


def _changes(now: LineWords, found: Difference) -> list[FieldChange]:
    return [
        FieldChange(LABELS[name], _shown(getattr(now, name)), _shown(found.changes[name]))
        for name in FIELDS
        if name in found.changes
    ]


def _shown(value: Any) -> str:
    if isinstance(value, Presence):
        return StoredPresence(value.value).label
    if value is None:
        return ""
    return str(value)


def _offers(row: FilledRow | None, uses: list[MeasureTarget], values: dict[int, Decimal | None]) -> list[FigureOffer]:
    if row is None or not uses:
        return []
    named = {use.measure_id: use.measure for use in uses}
    return [
        FigureOffer(
            offer.measure_id,
            named[offer.measure_id].name,
            named[offer.measure_id].unit,
            offer.value,
            offer.reason,
            values.get(offer.measure_id),
        )
        for offer in offers.from_text(row.result, uses)
        if values.get(offer.measure_id) != offer.value
    ]


def _warnings(form: FilledForm, report: Report) -> list[str]:
    """Where the file seems to be of another unit or period: said, not refused."""
    said = []
    unit = report.unit
    own = {unit.name, unit.full_name, *unit.aliases.values_list("text", flat=True)} - {""}
    if form.unit and not any(
        squeezed(name) in squeezed(form.unit) or squeezed(form.unit) in squeezed(name) for name in own
    ):
        said.append(f"文件写的单位是“{form.unit}”，这份报告是“{unit.name}”的，请确认没有拿错文件。")
    term = term_of(report.period.covers_from, report.period.covers_to)
    if form.term and not report.period.is_special and _TERMS.get(form.term, form.term) != _TERMS.get(term, term):
        said.append(f"文件写的是“{form.term}”，这份报告是“{term}”的，请确认没有拿错文件。")
    if form.columns:
        said.append(f"这些栏没有读入：{'、'.join(form.columns)}。")
    return said


_TERMS = {
    "上半年": "前二季度", "前一季度": "第一季度", "前四季度": "全年", "前2季度": "前二季度", "前3季度": "前三季度",
    "第1季度": "第一季度", "前二个季度": "前二季度", "前三个季度": "前三季度",
}  # fmt: skip
