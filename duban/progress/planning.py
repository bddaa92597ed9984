"""Reading plans: what a unit has to plan and where each stands, the office's board, proposals."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duban.core.calendar.deadlines import due_days
from duban.core.plans.proposing import Goal, Proposal, propose
from duban.core.plans.values import WORDS, MeasureRef, PlanNode, PlanValue, plan
from duban.ledger.enums import Level, Role
from duban.ledger.models import Matter, Target
from duban.notices.models import NoticeRule
from duban.orgs.models import Unit
from duban.progress import receiving
from duban.progress.actions.plans import faults
from duban.progress.enums import MeasureKind, PlanState
from duban.progress.measures import of_matters
from duban.progress.models import HandlingPlan, MeasureTarget, Share
from duban.progress.receiving import Asked, Standing

NONE = "none"
LABELS = {NONE: "未制订", **dict(PlanState.choices)}
LENT = (Level.NATION, Level.PROVINCE, Level.CITY)  # levels whose figures are not the district's own


def value_of(row: HandlingPlan) -> PlanValue:
    """The stored plan as a value (milestones prefetched, or one query)."""
    nodes = [PlanNode(m.due_on, m.content, m.measure_id, m.expected) for m in row.milestones.all()]
    return plan({name: getattr(row, name) for name in WORDS}, nodes)


def refs(uses: Iterable[MeasureTarget]) -> tuple[MeasureRef, ...]:
    """The measures of a matter, each once, in printed order."""
    return tuple(
        {use.measure_id: MeasureRef(use.measure_id, use.measure.name, use.measure.unit) for use in uses}.values()
    )


def newest_plans(unit_id: int, matter_ids: Iterable[int]) -> dict[int, HandlingPlan]:
    """Matter id → its newest plan, with milestones; two queries."""
    rows = HandlingPlan.objects.filter(unit=unit_id, matter__in=list(matter_ids)).order_by("version")
    rows = rows.select_related("matter__programme", "unit").prefetch_related("milestones__measure")
    return {row.matter_id: row for row in rows}


@dataclass(frozen=True)
class Line:
    """A matter that a unit has to plan."""

    asked: Asked
    plan: HandlingPlan | None
    in_force: bool  # an accepted version stands, whatever becomes of the newest one
    uses: tuple[MeasureTarget, ...]

    @property
    def matter(self) -> Matter:
        """The matter."""
        return self.asked.assignment.matter

    @property
    def state(self) -> str:
        """State of the newest version, or that there is none."""
        return self.plan.state if self.plan else NONE

    @property
    def label(self) -> str:
        """Chinese word of the state."""
        return LABELS[self.state]

    @property
    def lacks(self) -> list[str]:
        """What a plan that is being written still lacks."""
        if self.plan is None or self.state not in (PlanState.DRAFT, PlanState.RETURNED):
            return []
        return faults(self.plan, self.uses)

    @property
    def ready(self) -> bool:
        """Can be filed as it stands."""
        return self.plan is not None and self.state in (PlanState.DRAFT, PlanState.RETURNED) and not self.lacks

    @property
    def open(self) -> bool:
        """The unit has something to do."""
        return self.state in (NONE, PlanState.DRAFT, PlanState.RETURNED)


def to_plan(rows: Iterable[Asked]) -> list[Asked]:
    """One a matter, in printed order: what the unit leads or answers for.

    Who only cooperates writes no plan of its own; what is disputed waits for the answer.
    """
    found: dict[int, Asked] = {}
    for each in rows:
        answers = each.assignment.lead or each.assignment.role != Role.COOPERATING
        if answers and each.standing in (Standing.SIGNED, Standing.UNSIGNED):
            found.setdefault(each.assignment.matter_id, each)
    return list(found.values())


def lines_of(unit: Unit, *, year: int | None, on: dt.date) -> list[Line]:
    """What a unit has to plan, in printed order; a constant number of queries."""
    rows = to_plan(receiving.asked_of(unit, year=year, on=on)) if year else []
    ids = [each.assignment.matter_id for each in rows]
    newest, uses = newest_plans(unit.pk, ids), of_matters(ids)
    accepted = HandlingPlan.objects.filter(unit=unit, matter__in=ids, state=PlanState.ACCEPTED).order_by()
    standing = set(accepted.values_list("matter_id", flat=True))
    return [
        Line(each, newest.get(pk), pk in standing, tuple(uses.get(pk, ()))) for pk, each in zip(ids, rows, strict=True)
    ]


@dataclass(frozen=True)
class Tally:
    """A unit on the office's board."""

    unit: Unit
    states: dict[str, int]

    @property
    def total(self) -> int:
        """Matters to plan."""
        return sum(self.states.values())

    @property
    def missing(self) -> int:
        """Not filed: none, or still being written."""
        return self.states.get(NONE, 0) + self.states.get(PlanState.DRAFT, 0)

    @property
    def returned(self) -> int:
        """Sent back."""
        return self.states.get(PlanState.RETURNED, 0)

    @property
    def submitted(self) -> int:
        """Waits for the office."""
        return self.states.get(PlanState.SUBMITTED, 0)

    @property
    def accepted(self) -> int:
        """In force."""
        return self.states.get(PlanState.ACCEPTED, 0)


def tallies(*, year: int | None, on: dt.date) -> list[Tally]:
    """Every unit that has something to plan, in the usual order; a constant number of queries."""
    if year is None:
        return []
    rows = HandlingPlan.objects.filter(matter__programme__year=year).order_by("version")
    newest = {(u, m): state for u, m, state in rows.values_list("unit_id", "matter_id", "state")}
    units, found = receiving.answering(on), []
    for unit_id, asked in receiving.asked_of_all(year=year, on=on).items():
        states: dict[str, int] = defaultdict(int)
        for each in to_plan(asked):
            states[newest.get((unit_id, each.assignment.matter_id), NONE)] += 1
        if states:
            found.append(Tally(units[unit_id], dict(states)))
    return found


def shares_of(unit_id: int, measure_ids: Iterable[int]) -> dict[int, Share]:
    """Measure id → the unit's share in force (its last version); one query."""
    rows = Share.objects.filter(unit=unit_id, measure__in=list(measure_ids)).order_by("version")
    return {row.measure_id: row for row in rows}


def is_lent(matter: Matter) -> bool:
    """Whether its figures are a superior's: the district's share is its own record (domain §4.10)."""
    return matter.programme.level in LENT


@dataclass(frozen=True)
class Figure:
    """A measure of the matter with its goals: as printed, and the unit's own."""

    use: MeasureTarget
    printed: Target
    share: Share | None
    lent: bool

    @property
    def goal(self) -> Decimal | None:
        """The unit's own goal: its share, or the district's own promise; a superior's figure is nobody's goal here."""
        if self.share is not None:
            return self.share.value
        return None if self.lent else self.printed.value

    @property
    def open(self) -> bool:
        """A superior's figure of which the unit has not said what its share is."""
        return self.lent and self.share is None


def figures_of(matter: Matter, unit_id: int) -> list[Figure]:
    """The measures of a matter, each once, with the newest version of their goals; three queries."""
    uses = of_matters([matter.pk]).get(matter.pk, [])
    newest = {
        t.ordinal: t for t in Target.objects.filter(matter=matter, withdrawn=False).order_by("ordinal", "version")
    }
    shares = shares_of(unit_id, [use.measure_id for use in uses])
    lent = is_lent(matter)
    once = {use.measure_id: use for use in reversed(uses)}
    return [
        Figure(use, newest.get(use.target.ordinal, use.target), shares.get(use.measure_id), lent)
        for use in uses
        if once[use.measure_id] is use
    ]


def proposals(matter: Matter, figures: Sequence[Figure], on: dt.date) -> list[Proposal]:
    """Milestones for a matter: deadlines of its text, ends of quarters, equal steps towards the unit's own goals."""
    goals = [
        Goal(f.use.measure_id, f.use.measure.name, f.use.measure.unit, f.goal)
        for f in figures
        if f.goal is not None and f.use.measure.kind == MeasureKind.YTD and f.goal > 0
    ]
    return propose(matter.body, matter.programme.year, goals, after=on)


def term() -> tuple[dt.date | None, NoticeRule | None]:
    """Until when the newest notice wants plans, and its rule; one query."""
    rows = NoticeRule.objects.filter(kind="handling_plan").select_related("notice").defer("notice__source_text")
    rule = rows.order_by("-notice__year", "-notice_id", "id").first()
    days = due_days(rule.data, rule.notice.year) if rule else []
    return (days[0] if days else None), rule
