"""The lights of a year's matters at an instant: facts from the rows, judgement from the core."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from duban.core.oversight.lights import Light, ShareState, Situation, light
from duban.core.oversight.rules import COLOUR_LABELS, Colour, Rule, in_force
from duban.core.oversight.schedule import BASIS_LABELS, Goal
from duban.core.reporting.values import Presence, Rating
from duban.core.targets.days import last_day
from duban.ledger.enums import MatterState
from duban.ledger.models import Matter
from duban.orgs.workdays import office_calendar
from duban.oversight.facts import Facts, Use, gather
from duban.oversight.models import LightOverride, LightRule
from duban.progress.enums import MeasureKind

_WORST_LAST = (Colour.BLUE, Colour.GREY, Colour.GREEN, Colour.YELLOW, Colour.RED)


@dataclass(frozen=True)
class Part:
    """The light of one goal of a matter (or of the matter itself where it has no figure)."""

    light: Light
    situation: Situation
    use: Use | None = None

    @property
    def goal(self) -> Goal | None:
        """What it was held against."""
        return self.situation.goal


@dataclass(frozen=True)
class MatterLight:
    """A matter's light: the worst of its parts, or a person's judgement over it (both are here)."""

    matter: Matter
    unit_id: int | None
    computed: Colour
    parts: tuple[Part, ...]
    rule: Rule
    override: LightOverride | None = None

    @property
    def colour(self) -> Colour:
        """What is shown."""
        return Colour(self.override.colour) if self.override else self.computed

    @property
    def label(self) -> str:
        """Its word."""
        return COLOUR_LABELS[self.colour]

    @property
    def sentence(self) -> str:
        """Why: the worst part's reason; over it the person's."""
        said = next(part.light.sentence for part in self.parts if part.light.colour is self.computed)
        if self.override is None:
            return said
        return f"人工改灯：{self.override.reason.rstrip('。')}。规则判定为{COLOUR_LABELS[self.computed]}：{said}"


def rules() -> list[Rule]:
    """Every published version; one query."""
    return [row.as_rule() for row in LightRule.objects.order_by("version")]


def lights(
    *,
    year: int,
    at: dt.datetime,
    matter_ids: Iterable[int] | None = None,
    rule: Rule | None = None,
    on: dt.date | None = None,
) -> dict[int, MatterLight]:
    """Matter id → its light at the instant, in printed order; the same number of queries for any number.

    ``rule``: judge by this one instead of the version that counts on the day (for trying one out).
    ``on``: judge as of an earlier day with what is known at the instant (see :func:`duban.oversight.facts.gather`).
    """
    facts = gather(year=year, at=at, matter_ids=matter_ids, on=on)
    rule = rule or in_force(rules(), facts.on)
    overrides = _overrides(facts)
    found = {}
    for pk, matter in facts.matters.items():
        parts = tuple(_parts(matter, facts, rule))
        found[pk] = MatterLight(matter, facts.holders.get(pk), worst(parts), parts, rule, overrides.get(pk))
    return found


def worst(parts: Iterable[Part]) -> Colour:
    """The colour of a matter with such parts."""
    return max((part.light.colour for part in parts), key=_WORST_LAST.index)


def _overrides(facts: Facts) -> dict[int, LightOverride]:
    rows = (
        LightOverride.objects.filter(matter__programme__year=facts.year, made_at__lte=facts.at)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=facts.at))
        .filter(Q(until__isnull=True) | Q(until__gte=facts.on))
    )
    return {row.matter_id: row for row in rows}


def _parts(matter: Matter, facts: Facts, rule: Rule) -> Iterable[Part]:
    calendar = office_calendar()
    uses = facts.uses.get(matter.pk, [])
    if not uses:
        situation = _situation(matter, facts, None)
        yield Part(light(situation, rule, calendar), situation)
    for use in uses:
        situation = _situation(matter, facts, use)
        yield Part(light(situation, rule, calendar), situation, use)


def _situation(matter: Matter, facts: Facts, use: Use | None) -> Situation:
    """One goal of a matter as the core wants to see it."""
    unit_id = facts.holders.get(matter.pk, 0)
    said = facts.said.get((matter.pk, unit_id))
    measure_id = use.measure_id if use else None
    state, share = ShareState.OWN, None
    if use is not None:
        state, share = facts.share(use.measure_id, unit_id, matter.programme.level)
    goal = _goal(use, facts, share) if use else None
    due = facts.extended.get((matter.pk, None)) or dt.date(facts.year, 12, 31)
    final_by, in_review = facts.final(unit_id, goal.due if goal else due)
    return Situation(
        on=facts.on,
        goal=goal,
        nodes=facts.plan_nodes(matter.pk, unit_id, measure_id),
        figure=facts.figures.get((measure_id, unit_id)) if measure_id else None,
        due=due,
        presence=said.presence if said else Presence.MISSING,
        expected_on=said.expected_on if said else None,
        waiting_on=said.waiting_on if said else "",
        share=state,
        reporting_open=facts.opened,
        owed_to=facts.owed_to.get(unit_id),
        final_by=final_by,
        in_review=in_review,
        stopped_on=facts.stopped_on.get((matter.pk, unit_id)),
        waits=facts.waits.get((matter.pk, unit_id), ()),
        closed_on=facts.closed_on.get(matter.pk),
        done_by=said.covers_to if said and said.rating in (Rating.DONE, Rating.STANDING) else None,
        withdrawn_by=_withdrawn(matter, facts),
    )


def _goal(use: Use, facts: Facts, share: Any) -> Goal:
    """The printed goal, or the district's share of a superior's; its day as printed or as extended."""
    target, start = use.target, dt.date(facts.year, 1, 1)
    extended = facts.extended.get((target.matter_id, target.ordinal)) or facts.extended.get((target.matter_id, None))
    due = extended or last_day(target.due, facts.year) or dt.date(facts.year, 12, 31)
    return Goal(
        value=target.value if share is None else share,
        op=target.op,
        kind=target.kind,
        start=start,
        due=max(due, start),
        unit=target.unit,
        adds_up=use.kind in (MeasureKind.YTD, MeasureKind.PERIOD),
    )


def _withdrawn(matter: Matter, facts: Facts) -> str:
    """The document that had withdrawn it by the instant."""
    if matter.state != MatterState.WITHDRAWN or matter.withdrawn_by_id not in facts.withdrawals:
        return ""
    return facts.withdrawals[matter.withdrawn_by_id] or "来文调整"


def inputs(found: MatterLight) -> list[dict[str, Any]]:
    """What a light was judged from, as plain values for the log."""
    rows = []
    for part in found.parts:
        at = part.light
        rows.append(
            {
                "target": part.use.target.pk if part.use else None,
                "goal": str(part.goal.value) if part.goal else None,
                "colour": at.colour.value,
                "reason": at.reason.value,
                "sentence": at.sentence,
                "expected": str(at.expected) if at.expected is not None else None,
                "basis": BASIS_LABELS[at.basis],
                "shortfall": str(at.shortfall) if at.shortfall is not None else None,
                "compared_on": at.compared_on.isoformat() if at.compared_on else None,
                "notes": list(at.notes),
            }
        )
    return rows
