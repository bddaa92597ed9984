"""What stands open beside a matter on other pages: difficulties and directives, until the office has ended them.

They are no words of the unit's report and no part of what is signed; they stand beside its lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.orgs.workdays import office_calendar
from duban.oversight.models import CoordinationCase, Directive, Instruction
from duban.web.cases.listing import CURRENT, Row


@dataclass(frozen=True)
class Beside:
    """One thing that stands open: where, a head, a note on who and by when, its words."""

    href: str
    head: str
    note: str
    text: str
    late: bool


def of_matters(matter_ids: Collection[int], actor: Actor) -> dict[int, list[Beside]]:
    """Matter id → open directives, then open difficulties, as far as the person may see them. Three queries."""
    found: dict[int, list[Beside]] = defaultdict(list)
    if not matter_ids:
        return found
    directives = Directive.objects.visible_to(actor).open().filter(case__matter__in=matter_ids)
    for row in directives.select_related("owner", "case").order_by("due_on", "id"):
        found[row.case.matter_id].append(_directive(row, actor))
    cases = CoordinationCase.objects.visible_to(actor).open().filter(matter__in=matter_ids)
    for case in cases.select_related("unit").prefetch_related(CURRENT).order_by("id"):
        found[case.matter_id].append(_case(Row(case, actor.today)))
    return found


def _directive(row: Directive, actor: Actor) -> Beside:
    late = row.is_late(actor.today)
    left = f"，{office_calendar().say(actor.today, row.due_on)}" if late else ""
    note = f"{row.owner.name}，{row.due_on:%Y-%m-%d}前{left}，{row.get_state_display()}"
    return Beside(reverse("directive", args=[row.pk]), "交办", note, row.text, late)


def _case(each: Row) -> Beside:
    note = f"{each.row.unit.name}，{each.row.get_state_display()}"
    if each.turn is not None:
        note += f"，在{each.turn.who}手里 {each.held} 个工作日，{each.left}"
    head = f"{each.row.get_kind_display()}困难"
    return Beside(reverse("case", args=[each.row.pk]), head, note, each.row.wanted, each.late)


def put_beside(lines: Iterable[Any], actor: Actor) -> None:
    """Give every line of a report (anything with ``matter_id``) its ``beside``; the same queries for any number."""
    lines = list(lines)
    found = of_matters({line.matter_id for line in lines}, actor)
    for line in lines:
        line.beside = found.get(line.matter_id, [])


@dataclass(frozen=True)
class OnItem:
    """For the page of a matter: what is open, what is over, the instructions, and what the person may begin."""

    matter: Matter
    open: list[Beside]
    past: list[CoordinationCase]
    instructions: list[Instruction]
    may_raise: bool
    may_note: bool

    @property
    def any(self) -> bool:
        """Whether there is something to show or to do."""
        return bool(self.open or self.past or self.instructions or self.may_raise or self.may_note)


def on_item(matter: Matter, actor: Actor, *, own: bool) -> OnItem:
    """``own``: the person's unit answers for the matter. A constant number of queries."""
    past = CoordinationCase.objects.visible_to(actor).filter(matter=matter, state__in=["closed", "withdrawn"])
    instructions = Instruction.objects.visible_to(actor).filter(matter=matter).select_related("leader__unit")
    return OnItem(
        matter,
        of_matters({matter.pk}, actor).get(matter.pk, []),
        list(past.select_related("unit").order_by("-pk")),
        list(instructions),
        own and bool(may(actor, Verb.RAISE_CASE)),
        bool(may(actor, Verb.NOTE_INSTRUCTION)),
    )
