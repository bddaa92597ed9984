"""One difficulty: its story, the clocks of both sides, what was decided, what may be done now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from duban.core.oversight.routes import Holder, Reach, proposed
from duban.core.refusal import Refused
from duban.core.workflow import case as flow
from duban.core.workflow.table import Transition
from duban.dispatch.models import Dispatch
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb, may
from duban.oversight.actions import cases as acts
from duban.oversight.addressees import may_answer, names_of, no_answer
from duban.oversight.enums import HolderKind
from duban.oversight.models import CoordinationCase, Holding, Instruction, Meeting
from duban.web import trail
from duban.web.cases.forms import CommentForm, RouteForm
from duban.web.cases.listing import Row, held_days, loaded
from duban.web.http import page
from duban.web.request import HttpRequest

ELSEWHERE = {"route", "answer", "answer_at_once"}
"""Moves with a form of their own."""
HINTS = {
    "ask_more": "写明缺什么。退请补充期间，单位的时限照常计算。",
    "supplement": "补充的内容接在原文之后，原文不变。",
    "ask_again": "写明哪里没有解决。事项回到督查室。",
    "close": "写明结果。销结后不再提醒，可以重新办理。",
    "reopen": "写明为什么重新办理。",
    "withdraw": "写明原因。撤回的事项仍列在这里。",
}


@dataclass(frozen=True)
class MoveForm:
    """A move that the person may make now, with its form."""

    move: Transition
    hint: str
    form: CommentForm

    @property
    def open(self) -> bool:
        """It was sent and could not be followed."""
        return self.form.is_bound


@dataclass(frozen=True)
class Spell:
    """A time with one holder."""

    row: Holding
    today: dt.date

    @property
    def days(self) -> int:
        """Working days."""
        return held_days(self.row, self.today)

    @property
    def late(self) -> bool:
        """Answered after its day, or not yet and the day is past."""
        end = timezone.localtime(self.row.ended_at).date() if self.row.ended_at else self.today
        return end > self.row.due_on

    @property
    def waited(self) -> bool:
        """The unit waited meanwhile: its clock stood."""
        return self.row.kind != HolderKind.ASKER


def load(request: HttpRequest, pk: int) -> CoordinationCase:
    """The case if the person may see it, else 404."""
    rows = loaded(CoordinationCase.objects.visible_to(request.actor)).defer(None)
    rows = rows.select_related("raised_by", "answered_by", "closed_by", "line__report__period")
    rows = rows.select_related("unit__merged_into", "waiting_on__merged_into")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def moves(row: CoordinationCase, held: Iterable[str], bound: dict[str, CommentForm]) -> list[MoveForm]:
    """The moves with a word that the person may make now, in table order."""
    return [
        MoveForm(move, HINTS[move.name], bound.get(move.name) or CommentForm(auto_id=f"{move.name}-%s"))
        for move in flow.TABLE.available(row.state, held)
        if move.name not in ELSEWHERE
    ]


def why_not(row: CoordinationCase, held: set[str], open_directives: int) -> list[str]:
    """Why what people look for cannot be done now."""
    said = []
    wanted = {flow.OFFICE: "close", flow.UNIT: "withdraw"}
    for role, name in wanted.items():
        if role in held and row.state in flow.OPEN:
            try:
                flow.TABLE.check(name, state=row.state, roles=held, comment="—")
            except Refused as no:
                said.append(no.reason)
    if flow.OFFICE in held and row.state == flow.ANSWERED and open_directives:
        said.append(f"还有 {open_directives} 项交办没有核实落实，不能销结。")
    return said


def route_form(row: CoordinationCase, actor: Actor, data: Any = None) -> RouteForm:
    """With what the rule proposes: by reach, the unit that is waited for, the leader who is known."""
    unit = _waited_for(row)
    able = unit is not None and not no_answer(unit, actor.today)
    holder = proposed(Reach(row.reach), waits_for_unit=able)
    posts = acts.leaders(actor.today)
    known = acts.known_leader(
        row, holder if holder in (Holder.LEADER, Holder.GOVERNMENT) else Holder.LEADER, actor.today
    )
    initial = {
        "holder": holder.value if holder is not Holder.OFFICE else "",
        "unit": unit.name if unit is not None and able else "",
        "post": str(known.pk) if known else "",
    }
    return RouteForm(data, posts=posts, on=actor.today, initial=initial, auto_id="route-%s")


def show(
    request: HttpRequest, row: CoordinationCase, *, bound: dict[str, CommentForm] | None = None,
    route: RouteForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page; ``bound`` and ``route``: forms that could not be followed, with what was typed."""
    actor = request.actor
    held = acts.roles(row, actor)
    allowed = {move.name for move in flow.TABLE.available(row.state, held)}
    directives = list(row.directives.select_related("owner", "meeting").order_by("due_on", "id"))
    open_directives = sum(each.is_open for each in directives)
    spells = [Spell(each, actor.today) for each in row.holdings.select_related("unit", "post__unit").order_by("id")]
    offered = [each for each in moves(row, held, bound or {}) if each.move.name != "close" or not open_directives]
    context = {
        "title": f"{row.matter.code} {row.get_kind_display()}困难：{row.unit.name}",
        "row": row,
        "seen": Row(row, actor.today),
        "spells": spells,
        "waited": sum(each.days for each in spells if each.waited),
        "directives": [(each, each.is_late(actor.today)) for each in directives],
        "instructions": Instruction.objects.visible_to(actor).filter(case=row).select_related("leader__unit"),
        "meetings": _meetings(row, actor),
        "answers": bool(allowed & {"answer", "answer_at_once"}),
        "route": (route or route_form(row, actor)) if "route" in allowed else None,
        "proposal": _proposal(row, actor.today) if "route" in allowed else "",
        "moves": offered,
        "why_not": why_not(row, held, open_directives),
        "orders": actor.sees_everything and row.state in flow.OPEN,
        "notes": bool(may(actor, Verb.NOTE_INSTRUCTION)),
        "unit_names": names_of(may_answer(actor.today)) if "route" in allowed else [],
        "trail": trail.lines(row, actor, also=[row.directives.all()]),
    }
    return page(request, "cases/case.html", context, status=status)


def _meetings(row: CoordinationCase, actor: Actor) -> list[tuple[Meeting, str, Dispatch | None]]:
    """Meetings on whose agenda it is, what was resolved on it, their minutes."""
    items = row.agenda.filter(meeting__in=Meeting.objects.visible_to(actor)).select_related("meeting")
    found = list(items.order_by("meeting__held_on", "id"))
    issued = Dispatch.objects.filter(
        subject_type=Meeting._meta.label_lower, subject_id__in=[item.meeting_id for item in found]
    ).order_by("pk")
    minutes = {each.subject_id: each for each in issued}
    return [(item.meeting, item.resolution, minutes.get(item.meeting_id)) for item in found]


def _waited_for(row: CoordinationCase) -> Unit | None:
    """The unit that is waited for, or the one that it went into."""
    return (row.waiting_on.merged_into or row.waiting_on) if row.waiting_on else None


def _proposal(row: CoordinationCase, today: dt.date) -> str:
    """What the rule proposes, in a sentence."""
    unit = _waited_for(row)
    why = no_answer(unit, today) if unit is not None else ""
    holder = proposed(Reach(row.reach), waits_for_unit=unit is not None and not why)
    if holder is Holder.OFFICE and why:
        return f"涉及一个单位：{why}"
    return {
        Holder.OFFICE: "涉及一个单位且没有等待的单位：按规则由督查室直接答复。",
        Holder.UNIT: f"涉及一个单位：按规则先转请{unit}答复，逾期上提分管区领导。",
        Holder.LEADER: "涉及几个单位：按规则转请分管区领导协调。",
        Holder.GOVERNMENT: "涉及全区：按规则报区政府主要负责同志。",
    }[holder]
