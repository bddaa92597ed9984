"""Lists of 催办: what is due by the ladder, grouped so that a unit gets one paper for one reason, and those sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from duban.core.oversight.ladder import CAUSE_LABELS, STEP_LABELS, Cause, Step
from duban.core.workflow import urging as flow
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb, may
from duban.oversight.causes import Proposal, proposals
from duban.oversight.enums import UrgingCause
from duban.oversight.models import Urging

SHOWN_POINTS = 8  # sentences of a group in the list; all of them are on the page where it is written

_STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "drafts": ("待签发、待审批", (flow.PREPARED, flow.ASKED)),
    "waiting": ("待回复", (flow.GIVEN,)),
    "replied": ("已回复", (flow.REPLIED,)),
    "ended": ("已了结", (flow.SETTLED, flow.DECLINED, flow.WITHDRAWN)),
}


@dataclass(frozen=True)
class Group:
    """What may go in one paper: one unit, one cause, one step."""

    unit: Unit
    cause: Cause
    step: Step
    proposals: tuple[Proposal, ...]

    @property
    def cause_label(self) -> str:
        return CAUSE_LABELS[self.cause]

    @property
    def step_label(self) -> str:
        return STEP_LABELS[self.step]

    @property
    def first(self) -> tuple[Proposal, ...]:
        """As many as the list shows."""
        return self.proposals[:SHOWN_POINTS]

    @property
    def more(self) -> int:
        """How many it does not show."""
        return max(len(self.proposals) - SHOWN_POINTS, 0)

    @property
    def href(self) -> str:
        """Where it is written."""
        asked = urlencode({"unit": self.unit.pk, "cause": self.cause.value, "step": self.step.value})
        return f"{reverse('urging-new')}?{asked}"


def groups(found: list[Proposal]) -> list[Group]:
    """By unit, cause and step: the higher steps first, then in the order of units."""
    units = Unit.objects.in_bulk({each.fact.unit_id for each in found})
    by: dict[tuple[int, Cause, Step], list[Proposal]] = {}
    for each in found:
        by.setdefault((each.fact.unit_id, each.fact.cause, each.step), []).append(each)
    made = [Group(units[unit], cause, step, tuple(rows)) for (unit, cause, step), rows in by.items()]
    order = list(Step)
    return sorted(made, key=lambda each: (-order.index(each.step), each.unit.position, each.unit.pk))


class Listing:
    """The page of an actor with the filters of the address."""

    def __init__(self, actor: Actor, asked: Mapping[str, str], at: dt.datetime) -> None:
        self.actor, self.at = actor, at
        self.may_urge = bool(may(actor, Verb.URGE))
        self.unit = _number(asked.get("unit", ""))
        self.matter = _number(asked.get("matter", ""))
        cause = asked.get("cause", "")
        self.cause = cause if cause in UrgingCause.values else ""
        wanted = asked.get("show", "")
        self.show = wanted if wanted in dict(self.names) else self.names[0][0]

    @property
    def names(self) -> list[tuple[str, str]]:
        """Lists that the actor has, the first of them shown without being asked."""
        found = [(code, label) for code, (label, _) in _STATES.items()]
        if not self.actor.sees_everything:
            found = [each for each in found if each[0] != "drafts"]
        return [*([("due", "建议催办")] if self.may_urge else []), *found, ("all", "全部")]

    @cached_property
    def visible(self) -> QuerySet[Urging]:
        """What the actor may see, by unit, cause and matter."""
        rows = Urging.objects.visible_to(self.actor)
        if self.unit:
            rows = rows.filter(unit=self.unit)
        if self.cause:
            rows = rows.filter(cause=self.cause)
        if self.matter:
            rows = rows.filter(points__matter=self.matter).distinct()
        return rows

    @property
    def rows(self) -> QuerySet[Urging]:
        """Those of the list that is shown, the newest first."""
        rows = self.visible
        if self.show in _STATES:
            rows = rows.filter(state__in=_STATES[self.show][1])
        return rows.select_related("unit", "dispatch").prefetch_related("points").order_by("-id")

    @cached_property
    def due(self) -> list[Group]:
        """What the ladder proposes today; nothing for who does not urge."""
        if not self.may_urge:
            return []
        return [
            each
            for each in groups(proposals(self.at))
            if (not self.unit or each.unit.pk == self.unit) and (not self.cause or each.cause == self.cause)
        ]

    @cached_property
    def tabs(self) -> list[tuple[str, str, int, str]]:
        """Code, words, number, address."""
        counts = dict(self.visible.order_by().values_list("state").annotate(n=Count("pk", distinct=True)))
        numbers = {code: sum(counts.get(state, 0) for state in states) for code, (_, states) in _STATES.items()}
        numbers |= {"all": sum(counts.values()), "due": len(self.due)}
        return [(code, label, numbers[code], self.query(show=code)) for code, label in self.names]

    @cached_property
    def causes(self) -> list[tuple[str, str, str]]:
        """Code, words, address: a filter that is on is taken off."""
        return [
            (cause.value, label, self.query(cause="" if self.cause == cause.value else cause.value))
            for cause, label in CAUSE_LABELS.items()
        ]

    @cached_property
    def units(self) -> list[Unit]:
        """Units that were urged or are proposed, for the filter; none for a unit's own people."""
        if not self.actor.sees_everything:
            return []
        ids = set(Urging.objects.order_by().values_list("unit_id", flat=True).distinct())
        ids |= {each.unit.pk for each in self.due}
        return list(Unit.objects.filter(Q(pk__in=ids) | Q(pk=self.unit or None)).order_by("position", "pk"))

    def query(self, **changes: object) -> str:
        """The address of this page with other filters."""
        now: dict[str, object] = {
            "show": self.show if self.show != self.names[0][0] else "",
            "unit": self.unit,
            "cause": self.cause,
            "matter": self.matter,
            **changes,
        }
        return urlencode({name: value for name, value in now.items() if value})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
