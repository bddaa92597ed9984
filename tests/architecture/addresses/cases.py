"""困难协调、交办、调度会、批示."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, COOPERATING, LEAD, LEADER, OFFICE, UNITS, Line
from tests.architecture.world import World

SEEN = OFFICE | LEADER | LEAD
OWNER = OFFICE | LEADER | COOPERATING


def make_case(world: World) -> Any:
    """A difficulty of the lead unit, at the office."""
    from duban.oversight.models import CoordinationCase, Holding
    from tests.support.cast import AT, TODAY

    row = CoordinationCase.objects.filter(matter=world.matter, state="raised", directives=None).first()
    if row is None:
        row = CoordinationCase.objects.create(
            matter=world.matter, unit=world.cast.lead_unit, kind="land", reach="one", text="地块权属不清。",
            wanted="请明确用地主体。", raised_by=world.cast.lead_clerk, raised_at=AT,
        )  # fmt: skip
        Holding.objects.create(case=row, kind="office", since=AT, due_on=TODAY)
    return row


def case(world: World) -> Mapping[str, Any]:
    return {"pk": make_case(world).pk}


def directive(world: World) -> Mapping[str, Any]:
    """What the cooperating unit has to do, on a difficulty of its own."""
    from duban.oversight.models import CoordinationCase, Directive
    from tests.support.cast import AT, TODAY

    row = Directive.objects.filter(case__text="办不了证。").first()
    if row is None:
        own = CoordinationCase.objects.create(
            matter=world.matter, unit=world.cast.cooperating_unit, kind="other", reach="one", text="办不了证。",
            wanted="请协调。", state="answered", answer="请办。", raised_by=world.cast.cooperating_clerk, raised_at=AT,
            answered_at=AT,
        )  # fmt: skip
        row = Directive.objects.create(
            case=own, text="确认权属。", owner=world.cast.cooperating_unit, due_on=TODAY,
            given_by=world.cast.supervisor, given_at=AT,
        )  # fmt: skip
    return {"pk": row.pk}


def make_meeting(world: World, state: str = "planned") -> Any:
    """A meeting on the lead unit's difficulty."""
    from duban.oversight.models import AgendaItem, Meeting
    from tests.support.cast import AT, TODAY

    row = Meeting.objects.filter(state=state).first()
    if row is None:
        held = {"attended": "区长", "recorded_at": AT} if state == "held" else {}
        row = Meeting.objects.create(
            title="调度会", held_on=TODAY, created_by=world.cast.supervisor, created_at=AT, state=state, **held
        )
        AgendaItem.objects.create(meeting=row, case=make_case(world), ordinal=1)
    return row


def meeting(world: World) -> Mapping[str, Any]:
    return {"pk": make_meeting(world).pk}


def held(world: World) -> Mapping[str, Any]:
    return {"pk": make_meeting(world, "held").pk}


def instruction(world: World) -> Mapping[str, Any]:
    """A leader's instruction on the matter."""
    from duban.orgs.models import Post
    from duban.oversight.models import Instruction
    from tests.support.cast import AT, TODAY

    row, _ = Instruction.objects.get_or_create(
        matter=world.matter, withdrawn_at=None, leader=Post.objects.get(kind="leader"), text="请抓紧。",
        defaults={"given_on": TODAY, "recorded_by": world.cast.supervisor, "recorded_at": AT},
    )  # fmt: skip
    return {"pk": row.pk}


LINES = [
    Line("cases", BUSINESS),
    Line("cases-export", BUSINESS, data={"query": ""}),
    Line("case-new", UNITS),
    Line("case", SEEN, BUSINESS - SEEN, keys=case),
    Line("case-move", OFFICE | LEAD, UNITS - LEAD, keys=case, data={"move": "ask_more", "comment": "请补充"}),
    Line("case-route", OFFICE, keys=case, data={"holder": "unit", "unit": "区民政局"}),
    Line("case-answer", OFFICE, UNITS - LEAD, keys=case),
    Line("case-order", OFFICE | LEADER, UNITS - LEAD, keys=case),
    Line("directives", BUSINESS),
    Line("directives-export", BUSINESS, data={"query": ""}),
    Line("directive", OWNER, BUSINESS - OWNER, keys=directive),
    Line(
        "directive-move",
        OFFICE | COOPERATING,
        UNITS - COOPERATING,
        keys=directive,
        data={"move": "report", "comment": "已办"},
    ),
    Line("meetings", BUSINESS),
    Line("meeting-new", OFFICE),
    Line("meeting", SEEN, BUSINESS - SEEN, keys=meeting),
    Line("meeting-change", OFFICE, keys=meeting),
    Line("meeting-hold", OFFICE, keys=meeting, data={"attended": ""}),
    Line("meeting-cancel", OFFICE, keys=meeting, data={"comment": ""}),
    Line("meeting-decide", OFFICE, keys=lambda w: {**held(w), "item": make_meeting(w, "held").agenda.get().pk}),
    Line("meeting-issue", OFFICE, keys=held, data={"approved_by": ""}),
    Line("meeting-paper", OFFICE, keys=lambda w: {**held(w), "what": "agenda", "format": "docx"}),
    Line("instructions", BUSINESS),
    Line("instruction-new", OFFICE | LEADER, keys=lambda w: {"kind": "matter", "pk": w.matter.pk}),
    Line("instruction", OFFICE | LEADER, keys=instruction),
    Line("instruction-change", OFFICE | LEADER, keys=instruction, data={"do": "show"}),
]
