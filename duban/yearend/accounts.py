"""The account (对账事实) of every matter of a year from the rows; the comparison is :mod:`duban.core.yearend`."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from duban.core.oversight.lights import Figure, Reason
from duban.core.reporting.values import RATING_LABELS, Rating
from duban.core.text.days import day_in_words
from duban.core.text.figures import show_number
from duban.core.yearend.reconcile import Account, Difference, GoalAccount, differences
from duban.ledger.enums import MatterState, TargetVersion
from duban.ledger.models import Matter, Target
from duban.orgs.models import Unit
from duban.oversight.enums import Found
from duban.oversight.facts import Facts, gather
from duban.oversight.judging import MatterLight, Part, lights
from duban.oversight.models import Closing, CoordinationCase, Directive, Verification
from duban.progress.enums import FigureStatus, PeriodKind
from duban.progress.goals import goal_words, whose
from duban.progress.models import Obligation, Observation, Period, Report

_WORST_FIRST = (Found.FALSE, Found.PARTLY, Found.TRUE)


@dataclass(frozen=True)
class Entry:
    """A line of the year's book."""

    matter: Matter
    unit: Unit | None  # that leads it
    account: Account
    light: MatterLight

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What has to be settled or explained."""
        return differences(self.account)


@dataclass
class _Rows:
    """What the lights do not look at, by matter or unit."""

    grades: dict[int, str]
    missing: dict[int, list[str]]
    found: dict[int, str]
    cases: Counter[int]
    directives: Counter[int]
    provisional: set[tuple[int, int]]  # (measure, unit) whose last figure is not final
    originals: dict[tuple[int, int], Target]  # (matter, ordinal)
    last_day: dt.date | None  # that the last regular period of the year covers


def entries(*, year: int, at: dt.datetime, matter_ids: Iterable[int] | None = None) -> dict[int, Entry]:
    """Matter id → its line of the book at an instant, in printed order; a constant number of queries."""
    chosen = list(matter_ids) if matter_ids is not None else None
    facts = gather(year=year, at=at, matter_ids=chosen)
    judged = lights(year=year, at=at, matter_ids=chosen)
    rows = _rows(facts)
    units = Unit.objects.in_bulk(set(facts.holders.values()))
    found = {}
    for pk, light in judged.items():
        unit = units.get(facts.holders.get(pk, 0))
        found[pk] = Entry(light.matter, unit, _account(light, facts, rows), light)
    return found


def _account(light: MatterLight, facts: Facts, rows: _Rows) -> Account:
    matter, unit_id = light.matter, light.unit_id or 0
    said = facts.said.get((matter.pk, unit_id))
    rating = Rating(said.rating) if said else Rating.NONE
    grade = rows.grades.get(matter.pk, "")
    verdict = rows.found.get(matter.pk, "")
    labels = dict(Closing._meta.get_field("grade").choices or ())
    return Account(
        code=matter.code,
        grade=grade,
        grade_label=str(labels.get(grade, "")),
        rating=rating.value,
        rating_label=RATING_LABELS[rating],
        goals=tuple(_goal(part, matter, unit_id, facts, rows) for part in light.parts if part.use is not None),
        missing_reports=tuple(rows.missing.get(unit_id, ())),
        found=verdict,
        found_label=Found(verdict).label if verdict else "",
        open_cases=rows.cases[matter.pk],
        open_directives=rows.directives[matter.pk],
        withdrawn=matter.state == MatterState.WITHDRAWN,
    )


def _goal(part: Part, matter: Matter, unit_id: int, facts: Facts, rows: _Rows) -> GoalAccount:
    """A goal with what was reached by the last report of the year; an earlier figure settles nothing."""
    use, goal = part.use, part.goal
    assert use is not None and goal is not None
    figure = facts.figures.get((use.measure_id, unit_id))
    printed = rows.originals.get((matter.pk, use.target.ordinal), use.target)
    share = facts.share(use.measure_id, unit_id, matter.programme.level)[1]
    original = f"{whose(matter.programme.level)}{goal_words(printed)}"
    revised = printed.pk != use.target.pk or share is not None
    aim = f"{goal.op if goal.op != '=' else ''}{show_number(goal.value)}{goal.unit}"
    return GoalAccount(
        what=use.target.what,
        goal=aim.replace(">=", "≥").replace("<=", "≤").replace("~", "约"),
        reached=f"{show_number(figure.value)}{goal.unit}" if figure else "",
        met=None if _why_open(part, figure, rows) else goal.is_met_by(figure.value) if figure else None,
        provisional=(use.measure_id, unit_id) in rows.provisional,
        why_open=_why_open(part, figure, rows),
        original=original if revised else "",
    )


_SHORT = {Reason.NO_SHARE: "区级份额未定", Reason.NONE_SET: "区级份额未下达", Reason.NOT_APPLICABLE: "本区无份额"}


def _why_open(part: Part, figure: Figure | None, rows: _Rows) -> str:
    """Why nothing can be compared yet; empty where it can."""
    if part.light.reason in _SHORT:
        return _SHORT[part.light.reason]
    if part.light.until is not None:
        return part.light.sentence.rstrip("。")
    if figure is None:
        return "没有已受理的数据"
    if rows.last_day is not None and figure.as_of.year == rows.last_day.year and figure.as_of < rows.last_day:
        return f"最近一次数据截至{day_in_words(figure.as_of)}"
    return ""


def _rows(facts: Facts) -> _Rows:
    """The remaining rows of the year: one query each."""
    year, at = facts.year, facts.at
    closings = Closing.objects.filter(matter__programme__year=year, decided_at__lte=at).exclude(grade="")
    closings = closings.filter(Q(reopened_at__isnull=True) | Q(reopened_at__gt=at))
    verdicts: dict[int, list[str]] = defaultdict(list)
    checks = Verification.objects.filter(matter__programme__year=year, verified_at__lte=at).exclude(found="")
    for matter_id, found in checks.values_list("matter_id", "found"):
        verdicts[matter_id].append(found)
    raised = CoordinationCase.objects.filter(matter__programme__year=year, raised_at__lte=at)
    open_cases = raised.open() | raised.filter(closed_at__gt=at)
    given = Directive.objects.filter(case__matter__programme__year=year, given_at__lte=at)
    open_directives = given.open() | given.filter(decided_at__gt=at)
    versions = Target.objects.filter(matter__programme__year=year, version_kind=TargetVersion.ORIGINAL)
    last = Period.objects.filter(year=facts.year, kind=PeriodKind.REGULAR).order_by("covers_to").last()
    return _Rows(
        grades=dict(closings.values_list("matter_id", "grade")),
        missing=_missing(facts),
        found={pk: next(str(v) for v in _WORST_FIRST if v in said) for pk, said in verdicts.items()},
        cases=Counter(open_cases.values_list("matter_id", flat=True)),
        directives=Counter(open_directives.values_list("case__matter_id", flat=True)),
        provisional=_provisional(facts),
        originals={(row.matter_id, row.ordinal): row for row in versions},
        last_day=last.covers_to if last else None,
    )


def _missing(facts: Facts) -> dict[int, list[str]]:
    """Unit → names of regular periods whose report was due by the instant and was not accepted by then."""
    accepted = set(
        Report.objects.filter(period__year=facts.year, accepted_at__lte=facts.at).values_list("period_id", "unit_id")
    )
    owed = Obligation.objects.owing().filter(
        period__year=facts.year, period__kind=PeriodKind.REGULAR, due_on__lte=facts.on
    )
    missing: dict[int, list[str]] = defaultdict(list)
    for period_id, unit_id, name in owed.order_by("period__covers_to").values_list(
        "period_id", "unit_id", "period__name"
    ):
        if (period_id, unit_id) not in accepted:
            missing[unit_id].append(name)
    return missing


def _provisional(facts: Facts) -> set[tuple[int, int]]:
    """(measure, unit) whose latest accepted figure is not final; later reports overrule earlier ones."""
    rows = (
        Observation.objects.filter(
            report__period__year=facts.year,
            report__period__kind=PeriodKind.REGULAR,
            report__accepted_at__lte=facts.at,
            value__isnull=False,
        )
        .order_by("report__period__covers_to", "report__version", "id")
        .values_list("measure_id", "report__unit_id", "status")
    )
    latest = {(measure_id, unit_id): status for measure_id, unit_id, status in rows}
    return {key for key, status in latest.items() if status != FigureStatus.FINAL}
