"""What the filling page shows, loaded in a constant number of queries whatever the number of lines."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from duban.core.checks import Severity
from duban.core.checks.engine import BY_ID
from duban.core.text.figures import show_number
from duban.core.text.relations import relation
from duban.ledger.enums import Level, Role
from duban.ledger.models import Target
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.progress import checking, measures, offers
from duban.progress.checking import LineFinding
from duban.progress.enums import PeriodKind
from duban.progress.measures import MeasureTarget
from duban.progress.models import Evidence, Line, Measure, Observation, Period, Report, Share
from duban.web.ledger.marking import Mark, marked
from duban.web.reports import boxes

SEVERITIES = {Severity.BLOCK: "须改正", Severity.CONFIRM: "须说明", Severity.HINT: "提示"}
LATELY = dt.timedelta(minutes=10)
FURTHER = tuple(name for name in boxes.FIGURE_BOXES if name != "value")
ROLE_WORDS = {Role.LEAD: "牵头", Role.RESPONSIBLE: "责任", Role.COOPERATING: "配合"}


@dataclass(frozen=True)
class OfferView:
    """A figure for a box: the button's value, what it says."""

    name: str
    value: str
    shown: str
    measure: str
    reason: str

    @property
    def taken(self) -> str:
        """Value of the button where there is no script: box and figure."""
        return f"{self.name}={self.value}"


@dataclass(frozen=True)
class FindingView:
    """A finding as the page words it."""

    row: LineFinding

    @property
    def label(self) -> str:
        return SEVERITIES[self.row.severity]

    @property
    def kind(self) -> str:
        return self.row.severity.value

    @property
    def name(self) -> str:
        return BY_ID[self.row.finding.rule].name

    @property
    def answerable(self) -> bool:
        return self.row.severity is Severity.CONFIRM

    @property
    def box(self) -> str:
        """Name of the box that it stands at."""
        finding = self.row.finding
        if finding.box == "figure":
            return f"m{finding.figure}-value"
        return f"l{self.row.line_id}-{'self_rating' if finding.box == 'rating' else finding.box}"

    @property
    def field_name(self) -> str:
        """Name of the box of its answer."""
        return f"a{self.row.line_id}-{self.row.finding.rule}-{self.row.finding.fingerprint}"


@dataclass
class Checked:
    """A line's findings, its offers and what follows for its state."""

    line: Line
    findings: list[FindingView] = field(default_factory=list)
    offers: list[OfferView] = field(default_factory=list)

    @property
    def blocks(self) -> int:
        return sum(f.kind == "block" for f in self.findings)

    @property
    def confirms(self) -> int:
        return sum(f.row.open and f.answerable for f in self.findings)

    @property
    def state(self) -> str:
        """todo, block, confirm or done."""
        if not self.line.presence:
            return "todo"
        return "block" if self.blocks else "confirm" if self.confirms else "done"

    @property
    def words(self) -> str:
        """The state as the index says it."""
        return {
            "todo": "未填",
            "block": f"须改正 {self.blocks}",
            "confirm": f"须说明 {self.confirms}",
            "done": "已填",
        }[self.state]

    @property
    def shown(self) -> list[FindingView]:
        """Without what an empty line says by being empty."""
        if self.state == "todo" and not (self.line.done or self.line.updated_at):
            return []
        return self.findings


@dataclass
class FigureView:
    """A measure at a line: the box (at its first line) or the same value."""

    measure: Measure
    use: MeasureTarget
    target: Target
    row: Observation
    first: bool
    at_code: str  # code of the line with the box
    at_line: int
    required: bool
    share: Share | None
    last: Observation | None
    typed: dict[str, str]

    @property
    def key(self) -> str:
        return f"m{self.measure.pk}"

    @property
    def base(self) -> str:
        return boxes.tokens(self.row, boxes.FIGURE_BOXES)

    @property
    def box(self) -> dict[str, str]:
        """What stands in each box: what was typed and refused, else what is saved."""
        return {name: self.typed.get(f"{self.key}-{name}", boxes.shown(self.row, name)) for name in boxes.FIGURE_BOXES}

    @property
    def words(self) -> str:
        """The saved value in words: 12万个."""
        return "" if self.row.value is None else f"{show_number(self.row.value)}{self.measure.unit}"

    @property
    def grouped(self) -> str:
        """The saved value with commas."""
        return "" if self.row.value is None else f"{boxes.grouped(self.row.value)}{self.measure.unit}"

    @property
    def goal(self) -> str:
        """The printed goal in words."""
        target = self.target
        return f"{relation(target.op, target.kind)} {show_number(target.value)}{target.unit}"

    @property
    def own_goal(self) -> bool:
        """Whether the printed goal is the district's own."""
        return self.target.matter.programme.level == Level.DISTRICT

    @property
    def goal_label(self) -> str:
        """Whose goal it is."""
        level = self.target.matter.programme.get_level_display()
        return "目标" if level == Level.NONE.label else f"{level}目标"

    @property
    def share_words(self) -> str:
        """The district's share of a higher goal."""
        if self.share is None:
            return "未定"
        return "未下达" if self.share.value is None else f"{show_number(self.share.value)}{self.measure.unit}"

    @property
    def is_rate(self) -> bool:
        return self.measure.unit in offers.SHARES

    @property
    def terms(self) -> str:
        """Until when and how firm, as the fold says it."""
        until = f"截至{self.row.as_of.month}月{self.row.as_of.day}日" if self.row.as_of else "截至本期末"
        return f"{until}，{self.row.get_status_display()}"

    @property
    def more(self) -> bool:
        """Whether the further boxes hold something, so that they stand open."""
        row = self.row
        extra = (row.numerator, row.denominator, row.as_of, row.source, row.note, row.corrects_id)
        return any(each not in (None, "") for each in extra) or any(f"{self.key}-{n}" in self.typed for n in FURTHER)

    @property
    def last_words(self) -> str:
        """Last period's value in words."""
        if self.last is None or self.last.value is None:
            return ""
        return f"{show_number(self.last.value)}{self.measure.unit}"


@dataclass
class LineView:
    """A line of the form."""

    line: Line
    number: int
    checked: Checked
    figures: list[FigureView]
    last: Line | None
    evidence: list[Evidence]
    others: list[str]
    level: str  # heading where the programme changes, else ""
    section: str  # heading where the section changes, else ""
    typed: dict[str, str]

    @property
    def key(self) -> str:
        return f"l{self.line.pk}"

    @property
    def base(self) -> str:
        return boxes.tokens(self.line, boxes.LINE_BOXES)

    @property
    def box(self) -> dict[str, str]:
        """What stands in each box: what was typed and refused, else what is saved."""
        return {name: self.typed.get(f"{self.key}-{name}", boxes.shown(self.line, name)) for name in boxes.LINE_BOXES}

    @property
    def role(self) -> str:
        assignment = self.line.assignment
        return ROLE_WORDS[Role.LEAD if assignment.lead else Role(assignment.role)]

    @property
    def text(self) -> SafeString:
        """The item's words with the figures of its targets marked."""
        matter = self.line.matter
        figures = matter.display.get("figures", []) if matter.display else []
        return marked(matter.body, [Mark(a, b, "fig") for a, b in figures])

    @property
    def returned(self) -> bool:
        return bool(self.line.decision_comment)

    @property
    def owed_figures(self) -> list[FigureView]:
        """Figures that this unit owes."""
        return [fig for fig in self.figures if fig.required]

    @property
    def free_figures(self) -> list[FigureView]:
        """Figures that the lead owes and this unit may give."""
        return [fig for fig in self.figures if not fig.required]

    @property
    def free_open(self) -> bool:
        """Whether one of them holds something."""
        return any(f.row.value is not None or f"{f.key}-value" in f.typed for f in self.free_figures)

    @property
    def joint(self) -> bool:
        """Whether the unit leads others here."""
        return self.line.assignment.lead and bool(self.others)


class ReportPage:
    """Everything about a report for one person; ``only``: ids of the lines that are wanted."""

    def __init__(
        self,
        report: Report,
        actor: Actor,
        *,
        only: Collection[int] | None = None,
        typed: dict[str, str] | None = None,
    ) -> None:
        self.report, self.actor, self.only, self.typed = report, actor, only, typed or {}

    @cached_property
    def rows(self) -> list[Line]:
        """Lines in printed order."""
        rows = self.report.lines.select_related(
            "matter__programme", "matter__section", "assignment", "waiting_on", "updated_by"
        )
        return list(rows.order_by("matter__programme__ordinal", "matter__ordinal", "id"))

    @cached_property
    def uses(self) -> dict[int, list[MeasureTarget]]:
        return measures.of_matters([line.matter_id for line in self.rows])

    @cached_property
    def observations(self) -> dict[int, Observation]:
        return {row.measure_id: row for row in self.report.observations.select_related("updated_by")}

    @cached_property
    def previous(self) -> Report | None:
        return checking.previous_report(self.report)

    @cached_property
    def previous_lines(self) -> dict[int, Line]:
        rows = self.previous.lines.select_related("waiting_on") if self.previous else []
        return {line.matter_id: line for line in rows}

    @cached_property
    def previous_figures(self) -> dict[int, Observation]:
        rows = self.previous.observations.all() if self.previous else []
        return {row.measure_id: row for row in rows}

    @cached_property
    def _files(self) -> dict[int, list[Evidence]]:
        found: dict[int, list[Evidence]] = defaultdict(list)
        rows = Evidence.objects.filter(line__report=self.report, withdrawn_at__isnull=True)
        for row in rows.select_related("file", "by").order_by("id"):
            found[row.line_id or 0].append(row)
        return found

    @cached_property
    def _shares(self) -> dict[int, Share]:
        ids = {use.measure_id for uses in self.uses.values() for use in uses}
        rows = Share.objects.filter(measure_id__in=ids, unit_id=self.report.unit_id).order_by("version")
        return {row.measure_id: row for row in rows}

    @cached_property
    def _targets(self) -> dict[tuple[int, int], Target]:
        """Current versions by matter and ordinal."""
        rows = Target.objects.filter(matter__in=[line.matter_id for line in self.rows])
        return {(t.matter_id, t.ordinal): t for t in rows.select_related("matter__programme").order_by("version")}

    @cached_property
    def _first_at(self) -> dict[int, Line]:
        """measure id → the first line that asks for it: the box stands there."""
        first: dict[int, Line] = {}
        for line in self.rows:
            for use in self.uses.get(line.matter_id, ()):
                first.setdefault(use.measure_id, line)
        return first

    @cached_property
    def _leads(self) -> set[int]:
        """Measures that some led line asks for: these are owed."""
        return {u.measure_id for line in self.rows if line.assignment.lead for u in self.uses.get(line.matter_id, ())}

    @cached_property
    def checked(self) -> dict[int, Checked]:
        """Line id → findings and offers."""
        wanted = [line for line in self.rows if self.only is None or line.pk in self.only]
        made = {line.pk: Checked(line) for line in wanted}
        for each in checking.findings(self.report, self.only):
            made[each.line_id].findings.append(FindingView(each))
        for line in wanted:
            made[line.pk].offers = list(self._offers(line))
        return made

    def _offers(self, line: Line) -> Iterable[OfferView]:
        """For boxes that are empty, or hold another number than the words."""
        uses = self.uses.get(line.matter_id, [])
        by_id = {use.measure_id: use.measure for use in uses}
        found = offers.from_text(line.done, uses)
        for measure_id in by_id:
            row = self.observations.get(measure_id)
            parts = offers.from_parts(row, by_id[measure_id].unit) if row else None
            found += [parts] if parts else []
        for offer in found:
            row = self.observations.get(offer.measure_id)
            if row is not None and row.value is not None:
                continue
            measure = by_id[offer.measure_id]
            yield OfferView(
                f"m{measure.pk}-value",
                boxes.grouped(offer.value),
                f"{show_number(offer.value)}{measure.unit}",
                measure.name,
                offer.reason,
            )

    def _figures(self, line: Line) -> list[FigureView]:
        found = []
        for use in self.uses.get(line.matter_id, ()):
            first = self._first_at[use.measure_id]
            row = self.observations.get(use.measure_id)
            found.append(
                FigureView(
                    measure=use.measure,
                    use=use,
                    target=self._targets[use.target.matter_id, use.target.ordinal],
                    row=row or Observation(report=self.report, measure=use.measure),
                    first=first.pk == line.pk and all(f.measure.pk != use.measure_id for f in found),
                    at_code=first.matter.code,
                    at_line=first.pk,
                    required=use.measure_id in self._leads,
                    share=self._shares.get(use.measure_id),
                    last=self.previous_figures.get(use.measure_id),
                    typed=self.typed,
                )
            )
        return found

    @cached_property
    def lines(self) -> list[LineView]:
        """Lines with everything; headings where programme or section change."""
        views, programme, section = [], None, None
        for number, line in enumerate(self.rows, 1):
            matter = line.matter
            new_programme = matter.programme_id != programme
            new_section = new_programme or matter.section_id != section
            programme, section = matter.programme_id, matter.section_id
            own = {self.report.unit_id}
            views.append(
                LineView(
                    line=line,
                    number=number,
                    checked=self.checked[line.pk],
                    figures=self._figures(line),
                    last=self.previous_lines.get(line.matter_id),
                    evidence=self._files.get(line.pk, []),
                    others=list(dict.fromkeys(u["name"] for u in _units(line) if u["id"] not in own)),
                    level=matter.programme.get_level_display() if new_programme else "",
                    section=matter.section.title if new_section and matter.section else "",
                    typed=self.typed,
                )
            )
        return views

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def filled(self) -> int:
        """Lines with an answer of any kind."""
        return sum(bool(line.presence) for line in self.rows)

    @cached_property
    def open_counts(self) -> tuple[int, int, int]:
        """Unfilled lines, things to mend, things to answer in a sentence."""
        every = list(self.checked.values())
        todo = sum(c.state == "todo" for c in every)
        return (
            todo,
            sum(c.blocks for c in every if c.state != "todo"),
            sum(c.confirms for c in every if c.state != "todo"),
        )

    @cached_property
    def earlier_periods(self) -> list[Period]:
        """Which periods a figure may correct."""
        period = self.report.period
        rows = Period.objects.filter(year=period.year, kind=PeriodKind.REGULAR, covers_to__lt=period.covers_to)
        return list(rows.order_by("covers_to"))

    @cached_property
    def unit_names(self) -> list[str]:
        """Units that one may wait for, superiors too."""
        rows = Unit.objects.active(self.actor.today).responsible().exclude(pk=self.report.unit_id)
        return list(rows.order_by("position", "id").values_list("name", flat=True))

    def others_lately(self, at: dt.datetime) -> list[Line]:
        """Lines that somebody else saved in the last minutes."""
        mine = self.actor.person.pk
        return [
            line
            for line in self.rows
            if line.updated_at and line.updated_by_id != mine and at - line.updated_at < LATELY
        ]


def _units(line: Line) -> list[dict[str, Any]]:
    return line.matter.display.get("units", []) if line.matter.display else []
