"""What stands at a line of the filling page, as the page words it: findings, offers, figures, the line itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from duban.core.checks import Severity
from duban.core.checks.engine import BY_ID
from duban.core.text.figures import show_number
from duban.core.text.relations import relation
from duban.ledger.enums import Level, Role
from duban.ledger.models import Target
from duban.progress import offers
from duban.progress.checking import LineFinding
from duban.progress.models import Evidence, Line, Measure, Observation, Share
from duban.web.cases.beside import Beside
from duban.web.ledger.marking import Mark, marked
from duban.web.reports import boxes, choices

SEVERITIES = {Severity.BLOCK: "须改正", Severity.CONFIRM: "须说明", Severity.HINT: "提示"}
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
    def status_options(self) -> SafeString:
        """正式数, 快报数, 预计数."""
        return choices.options("status", self.typed.get(f"{self.key}-status", self.row.status))

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
    beside: list[Beside] = field(default_factory=list)  # open directives and difficulties

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
    def presence_radios(self) -> SafeString:
        """The five answers."""
        name = f"{self.key}-presence"
        return choices.radios("presence", name, self.typed.get(name, self.line.presence))

    @property
    def rating_options(self) -> SafeString:
        """The unit's own rating."""
        return choices.options("self_rating", self.typed.get(f"{self.key}-self_rating", self.line.self_rating))

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
