"""What the lights of a year look at, as it stood at an instant: everything in a constant number of queries.

Only what had been accepted, decided or made by the instant counts, so that a light of any past day can be
computed again (domain §5).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.audit.history import turned_since
from duban.core.oversight.lights import Figure, ShareState
from duban.core.oversight.schedule import Node
from duban.core.oversight.waiting import Wait
from duban.core.reporting.values import OFF_TRACK, Presence, Rating
from duban.core.workflow import case as flow
from duban.ledger.models import Assignment, Matter, Programme, Section, Target
from duban.notices.models import Notice
from duban.orgs.models import Unit
from duban.oversight.actions.adjustments import extensions
from duban.oversight.enums import FULFILLED, HolderKind
from duban.oversight.models import Closing, Holding
from duban.progress.enums import MeasureKind, PeriodKind, PlanState
from duban.progress.history import AskedThen
from duban.progress.models import HandlingPlan, Line, MeasureTarget, Milestone, Obligation, Observation, Period, Report
from duban.progress.models import Share as ShareRow


@dataclass(frozen=True, slots=True)
class Said:
    """What the line in force says of a matter."""

    presence: Presence
    rating: Rating
    expected_on: dt.date | None
    waiting_on: str
    covers_to: dt.date


class PlannedNode(NamedTuple):
    """A node of a plan in force, as far as a light looks at it."""

    measure_id: int | None
    due_on: dt.date
    expected: Decimal | None
    content: str


@dataclass(frozen=True, slots=True)
class Use:
    """A printed goal with the measure that counts it."""

    target: Target
    measure_id: int
    kind: str


@dataclass
class Facts:
    """All that :mod:`duban.oversight.judging` needs, by keys of rows."""

    year: int
    at: dt.datetime
    day: dt.date | None = None  # judged as of this day, with what is known at ``at``
    opened: bool = False
    matters: dict[int, Matter] = field(default_factory=dict)
    holders: dict[int, int] = field(default_factory=dict)  # matter id → unit that leads it
    uses: dict[int, list[Use]] = field(default_factory=dict)  # matter id → goals
    figures: dict[tuple[int, int], Figure] = field(default_factory=dict)  # (measure, unit)
    said: dict[tuple[int, int], Said] = field(default_factory=dict)  # (matter, unit)
    owed_to: dict[int, dt.date] = field(default_factory=dict)  # unit → last day of a report that is late
    asked: dict[int, list[Asked]] = field(default_factory=dict)  # unit → reports of open periods, in time's order
    planned: list[tuple[dt.date, dt.date]] = field(default_factory=list)  # (covers to, due) of periods not open yet
    shares: dict[tuple[int, int], Decimal | None] = field(default_factory=dict)  # (measure, unit)
    nodes: dict[tuple[int, int], list[PlannedNode]] = field(default_factory=dict)  # (matter, unit)
    stopped_on: dict[tuple[int, int], dt.date] = field(default_factory=dict)  # (matter, unit) that waits for others
    waits: dict[tuple[int, int], tuple[Wait, ...]] = field(default_factory=dict)  # (matter, unit) → answered waits
    extended: dict[tuple[int, int | None], dt.date] = field(default_factory=dict)  # (matter, ordinal of a target)
    closed_on: dict[int, dt.date] = field(default_factory=dict)  # matter → day
    withdrawals: dict[int, str] = field(default_factory=dict)  # notice that had withdrawn matters → its number

    @property
    def on(self) -> dt.date:
        """The day of judgement, in Asia/Shanghai."""
        return self.day or timezone.localtime(self.at).date()

    def final(self, unit_id: int, last: dt.date) -> tuple[dt.date | None, bool]:
        """By when the unit's report that covers a last day has to come, until it came; and whether it is in review."""
        report = next((each for each in self.asked.get(unit_id, ()) if each.covers_to >= last), None)
        if report is not None:
            return (None, not report.settled) if report.signed else (report.due_on, False)
        return next((due for to, due in self.planned if to >= last), None), False

    def share(self, measure_id: int, unit_id: int, level: str) -> tuple[ShareState, Decimal | None]:
        """Whether the goal is the district's own; for a superior's goal, the unit's share."""
        if level == "district":
            return ShareState.OWN, None
        if (measure_id, unit_id) not in self.shares:
            return ShareState.OPEN, None
        value = self.shares[measure_id, unit_id]
        return (ShareState.OWN, value) if value is not None else (ShareState.NONE_SET, None)

    def plan_nodes(self, matter_id: int, unit_id: int, measure_id: int | None) -> tuple[Node, ...]:
        """Nodes of the plan in force: those of a measure, or those without one.

        A node without figure counts as done when the line in force covers its day and the unit rates itself
        on schedule; what the unit claims is checked elsewhere (verification), not by the light.
        """
        said = self.said.get((matter_id, unit_id))
        found = []
        for row in self.nodes.get((matter_id, unit_id), ()):
            if row.measure_id != measure_id:
                continue
            done = None
            if said is not None and said.covers_to >= row.due_on and said.rating not in OFF_TRACK | {Rating.NONE}:
                done = said.covers_to
            found.append(Node(row.due_on, row.expected, row.content, done))
        return tuple(found)


def gather(*, year: int, at: dt.datetime, matter_ids: Iterable[int] | None = None, on: dt.date | None = None) -> Facts:
    """The facts of a year at an instant, for all matters or some.

    ``on``: as of an earlier day with what is known at the instant, such as the end of a period with the reports on it
    that were accepted since; reports on later periods are left out.
    """
    facts = Facts(year, at, on)
    _matters(facts, matter_ids)
    chosen = list(facts.matters) if matter_ids is not None else None
    _holders(facts, chosen)
    _uses(facts, chosen)
    _reports(facts, chosen)
    _asked(facts)
    _shares(facts, chosen)
    _plans(facts, chosen)
    _waits(facts, chosen)
    facts.extended = extensions(year, at)
    _closings(facts, chosen)
    return facts


_BULKY = ("text", "tags", "extras", "search", "display", "title")  # of a matter: no light looks at them


def _matters(facts: Facts, matter_ids: Iterable[int] | None) -> None:
    """In printed order, with programmes and sections that are loaded once each."""
    programmes = {row.pk: row for row in Programme.objects.filter(year=facts.year)}
    sections = {row.pk: row for row in Section.objects.filter(programme__year=facts.year)}
    rows = Matter.objects.filter(programme__in=list(programmes)).defer(*_BULKY)
    if matter_ids is not None:
        rows = rows.filter(pk__in=list(matter_ids))
    notices = Notice.objects.filter(withdrawn_matters__programme__year=facts.year, confirmed_at__lte=facts.at)
    facts.withdrawals = dict(notices.distinct().values_list("pk", "document_number"))
    for row in rows.order_by("programme__ordinal", "ordinal", "id"):
        row.programme = programmes[row.programme_id]
        row.section = sections[row.section_id] if row.section_id else None
        facts.matters[row.pk] = row


def _of(chosen: list[int] | None, name: str, year: int) -> Q:
    """Rows of the chosen matters, or of the year's."""
    return Q(**{f"{name}__programme__year": year}) if chosen is None else Q(**{f"{name}__in": chosen})


def _holders(facts: Facts, chosen: list[int] | None) -> None:
    """Who leads at the instant; a merged unit's matters are those of the unit that it went into."""
    later = turned_since("orgs.unit", ["unit.merge"], facts.at)
    merged = Unit.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    heirs = {pk: heir for pk, heir in merged if (pk, "unit.merge") not in later}
    rows = (
        Assignment.objects.filter(_of(chosen, "matter", facts.year), lead=True)
        .filter(Q(made_at__isnull=True) | Q(made_at__lte=facts.at))
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=facts.at))
        .order_by("matter_id", "part", "ordinal", "id")
        .values_list("matter_id", "unit_id", "unit__level")
    )
    for matter_id, unit_id, level in rows:
        while unit_id in heirs:
            unit_id = heirs[unit_id]
        if level == "district":  # a city unit leads for the city; in the district its own lead answers
            facts.holders.setdefault(matter_id, unit_id)


_OF_TARGET = ("matter_id", "ordinal", "what", "phrase", "value", "op", "kind", "unit", "due", "withdrawn")


def _uses(facts: Facts, chosen: list[int] | None) -> None:
    """Goals in the version of the instant, with their measures."""
    newest: dict[tuple[int, int], Target] = {}
    targets = Target.objects.filter(_of(chosen, "matter", facts.year)).filter(
        Q(decided_at__isnull=True) | Q(decided_at__lte=facts.at)
    )
    for row in targets.only(*_OF_TARGET).order_by("matter_id", "ordinal", "version"):
        newest[row.matter_id, row.ordinal] = row
    links = MeasureTarget.objects.filter(_of(chosen, "target__matter", facts.year)).values_list(
        "target__matter_id", "target__ordinal", "measure_id", "measure__kind"
    )
    counted = {(matter_id, ordinal): (measure, kind) for matter_id, ordinal, measure, kind in links}
    uses: dict[int, list[Use]] = defaultdict(list)
    for key, target in newest.items():
        if not target.withdrawn and key in counted:
            uses[target.matter_id].append(Use(target, *counted[key]))
    facts.uses = dict(uses)


def _reports(facts: Facts, chosen: list[int] | None) -> None:
    """Figures and lines of the regular reports that were in force at the instant.

    A special collection asks something else; it neither moves a light nor makes one late.
    """
    known = Period.objects.filter(year=facts.year, kind=PeriodKind.REGULAR)
    periods = {p.pk: p for p in (known.filter(covers_to__lte=facts.day) if facts.day else known)}
    facts.opened = any(p.opened_at is not None and p.opened_at <= facts.at for p in periods.values())
    newest: dict[tuple[int, int], int] = {}
    reports = Report.objects.filter(period__in=list(periods), accepted_at__lte=facts.at).order_by("version")
    for pk, period_id, unit_id in reports.values_list("pk", "period_id", "unit_id"):
        newest[period_id, unit_id] = pk
    in_force = sorted((periods[period_id].covers_to, pk, unit_id) for (period_id, unit_id), pk in newest.items())
    order = {pk: _Accepted(place, to, unit_id) for place, (to, pk, unit_id) in enumerate(in_force)}
    _figures(facts, chosen, order)
    _lines(facts, chosen, order)


class _Accepted(NamedTuple):
    """A report in force: its place in time, the last day that it covers, whose it is."""

    place: int
    covers_to: dt.date
    unit_id: int


def _figures(facts: Facts, chosen: list[int] | None, order: dict[int, _Accepted]) -> None:
    """Of each measure and unit the latest; what a measure counts by period is summed."""
    values = Observation.objects.filter(report__in=list(order), value__isnull=False)
    if chosen is not None:
        values = values.filter(measure__in={use.measure_id for uses in facts.uses.values() for use in uses})
    rows = values.order_by("id").values_list("report_id", "measure_id", "measure__kind", "value", "as_of")
    for report_id, measure_id, kind, value, as_of in sorted(rows, key=lambda row: order[row[0]].place):
        report = order[report_id]
        key = (measure_id, report.unit_id)
        earlier = facts.figures.get(key)
        total = value or Decimal(0)  # only rows with a value were asked for
        if kind == MeasureKind.PERIOD and earlier is not None:
            total += earlier.value
        facts.figures[key] = Figure(total, as_of or report.covers_to)


def _lines(facts: Facts, chosen: list[int] | None, order: dict[int, _Accepted]) -> None:
    """What the last line in force says of each matter and unit."""
    rows = Line.objects.filter(_of(chosen, "matter", facts.year), report__in=list(order)).order_by("id")
    fields = ("report_id", "matter_id", "presence", "self_rating", "expected_on", "waiting_on__name")
    for report_id, matter_id, presence, rating, expected_on, waiting_on in sorted(
        rows.values_list(*fields), key=lambda row: order[row[0]].place
    ):
        report = order[report_id]
        facts.said[matter_id, report.unit_id] = Said(
            Presence(presence), Rating(rating), expected_on, waiting_on or "", report.covers_to
        )


class Asked(NamedTuple):
    """A regular report that is asked of a unit, as it stood at the instant."""

    covers_to: dt.date
    due_on: dt.date
    signed: bool
    settled: bool  # accepted, or sent back and not signed again: nobody reviews it


def _asked(facts: Facts) -> None:
    """Reports of the opened periods: which are late, and which one covers a last day. Days as they were then."""
    periods = Period.objects.filter(year=facts.year, kind=PeriodKind.REGULAR).order_by("covers_to")
    opened, planned = _by_opening(periods, facts.at)
    facts.planned = [(period.covers_to, period.due_on) for period in planned]
    settled = _settled(list(opened), facts.at)
    then = AskedThen(facts.at)
    rows = Obligation.objects.filter(period__in=list(opened)).order_by("period__covers_to", "id")
    asked: dict[int, list[Asked]] = defaultdict(list)
    for row in rows.only("period_id", "unit_id", "due_on", "waived_at", "first_signed_at"):
        if not then.was_waived(row.pk, row.waived_at):
            due_on = then.due_on(row.pk, row.due_on)
            signed = row.first_signed_at is not None and row.first_signed_at <= facts.at
            covers_to = opened[row.period_id].covers_to
            asked[row.unit_id].append(Asked(covers_to, due_on, signed, (row.period_id, row.unit_id) in settled))
            if not signed and due_on < facts.on:
                facts.owed_to[row.unit_id] = covers_to
    facts.asked = dict(asked)


def _by_opening(periods: Iterable[Period], at: dt.datetime) -> tuple[dict[int, Period], list[Period]]:
    """Those that were open at the instant, by key, and those that were only planned."""
    opened: dict[int, Period] = {}
    planned = []
    for period in periods:
        if period.opened_at is not None and period.opened_at <= at:
            opened[period.pk] = period
        else:
            planned.append(period)
    return opened, planned


def _settled(periods: list[int], at: dt.datetime) -> set[tuple[int, int]]:
    """(period, unit) of signed reports that nobody had to review at the instant: accepted, or back at the unit."""
    rows = Report.objects.filter(period__in=periods).filter(Q(accepted_at__lte=at) | Q(returned_at__lte=at))
    found = set()
    for period_id, unit_id, signed, accepted, returned in rows.values_list(
        "period_id", "unit_id", "signed_at", "accepted_at", "returned_at"
    ):
        back = returned is not None and returned <= at and not (signed is not None and returned < signed <= at)
        if back or (accepted is not None and accepted <= at):
            found.add((period_id, unit_id))
    return found


def _shares(facts: Facts, chosen: list[int] | None) -> None:
    rows = ShareRow.objects.filter(decided_at__lte=facts.at).order_by("version")
    if chosen is not None:
        rows = rows.filter(measure__in={use.measure_id for uses in facts.uses.values() for use in uses})
    facts.shares = {(m, u): value for m, u, value in rows.values_list("measure_id", "unit_id", "value")}


def _plans(facts: Facts, chosen: list[int] | None) -> None:
    """The plan that was in force: the last one accepted by the instant."""
    plans: dict[tuple[int, int], int] = {}
    rows = HandlingPlan.objects.filter(
        _of(chosen, "matter", facts.year),
        state__in=[PlanState.ACCEPTED, PlanState.SUPERSEDED],
        decided_at__lte=facts.at,
    )
    for pk, matter_id, unit_id in rows.order_by("version").values_list("pk", "matter_id", "unit_id"):
        plans[matter_id, unit_id] = pk
    keys = {pk: key for key, pk in plans.items()}
    nodes: dict[tuple[int, int], list[PlannedNode]] = defaultdict(list)
    found = Milestone.objects.filter(plan__in=list(keys)) if chosen is not None else _of_accepted(facts)
    for plan_id, *values in found.order_by("due_on", "ordinal").values_list("plan_id", *PlannedNode._fields):
        if plan_id in keys:
            nodes[keys[plan_id]].append(PlannedNode(*values))
    facts.nodes = dict(nodes)


def _of_accepted(facts: Facts) -> QuerySet[Milestone]:
    """Nodes of all plans of the year that were ever accepted: a list of all plans in force grows too long."""
    return Milestone.objects.filter(
        plan__matter__programme__year=facts.year, plan__state__in=[PlanState.ACCEPTED, PlanState.SUPERSEDED]
    )


def _waits(facts: Facts, chosen: list[int] | None) -> None:
    """Since when a unit's clock stands, and its waits that were answered: turns of others that follow without gap.

    While the unit itself has to supplement, and after the answer, its clock runs.
    """
    rows = Holding.objects.filter(_of(chosen, "case__matter", facts.year), since__lte=facts.at).select_related("case")
    runs: list[tuple[dt.datetime, Holding]] = []  # the first instant of a run, and its last turn
    for row in rows.order_by("case_id", "id"):
        if row.kind == HolderKind.ASKER:
            continue
        start, before = runs[-1] if runs else (row.since, None)
        if before is not None and before.case_id == row.case_id and before.ended_at == row.since:
            runs[-1] = (start, row)
        else:
            runs.append((row.since, row))
    answered: dict[tuple[int, int], list[Wait]] = defaultdict(list)
    for start, row in runs:
        key = (row.case.matter_id, row.case.unit_id)
        day = timezone.localtime(start).date()
        if row.ended_at is None or row.ended_at > facts.at:
            facts.stopped_on[key] = min(day, facts.stopped_on.get(key, day))
        elif row.case.state != flow.WITHDRAWN:  # who took it back had not to wait
            answered[key].append((day, timezone.localtime(row.ended_at).date()))
    facts.waits = {key: tuple(found) for key, found in answered.items()}


def _closings(facts: Facts, chosen: list[int] | None) -> None:
    """Closed by the instant as fulfilled and not opened again by then: what was closed 未完成 is not done (blue)."""
    rows = Closing.objects.filter(_of(chosen, "matter", facts.year), decided_at__lte=facts.at, grade__in=FULFILLED)
    rows = rows.filter(Q(reopened_at__isnull=True) | Q(reopened_at__gt=facts.at))
    for matter_id, decided_at in rows.values_list("matter_id", "decided_at"):
        facts.closed_on[matter_id] = timezone.localtime(decided_at).date()
