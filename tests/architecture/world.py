"""One of everything, for the matrix of addresses and people: what belongs to whom is plain to see."""

from __future__ import annotations

from dataclasses import dataclass

from duban.files.models import StoredFile
from duban.ledger.models import Assignment, Clause, Matter, MatterLink, SavedView, Target
from duban.notices.models import NoticeDraft
from duban.orgs.models import Appointment, GroupMember, Post, Unit, UnitAlias
from tests.factories.ledger import (
    AssignmentFactory,
    ClauseFactory,
    MatterFactory,
    MatterLinkFactory,
    SavedViewFactory,
    TargetFactory,
)
from tests.factories.notices import NoticeDraftFactory
from tests.factories.orgs import GroupMemberFactory, UnitAliasFactory, UnitFactory
from tests.support.cast import Cast, make_cast


@dataclass(frozen=True)
class World:
    """The matter is led by the lead unit and helped by the cooperating one; the outsider has nothing to do with it."""

    cast: Cast
    matter: Matter
    twin: Matter
    link: MatterLink
    clause: Clause
    lead: Assignment
    helper: Assignment
    target: Target
    draft: NoticeDraft
    failed: NoticeDraft
    file: StoredFile
    view: SavedView
    unit: Unit
    group: Unit
    member: GroupMember
    alias: UnitAlias
    post: Post
    appointment: Appointment


def make_world() -> World:
    """Everybody and one of everything."""
    cast = make_cast()
    matter = MatterFactory()
    lead = AssignmentFactory(matter=matter, unit=cast.lead_unit, leads=True)
    helper = AssignmentFactory(matter=matter, unit=cast.cooperating_unit)
    twin = MatterFactory(programme=matter.programme)
    AssignmentFactory(matter=twin, unit=cast.lead_unit)
    post = Post.objects.get(unit=cast.lead_unit, kind="clerk")
    draft = NoticeDraftFactory(ready=True, uploaded_by=cast.supervisor)
    group = UnitFactory(is_group=True)
    return World(
        cast=cast,
        matter=matter,
        twin=twin,
        link=MatterLinkFactory(a=matter, b=twin),
        clause=ClauseFactory(matter=matter),
        lead=lead,
        helper=helper,
        target=TargetFactory(matter=matter),
        draft=draft,
        failed=NoticeDraftFactory(failed=True),
        file=draft.file,
        view=SavedViewFactory(owner=cast.supervisor),
        unit=cast.lead_unit,
        group=group,
        member=GroupMemberFactory(group=group, unit=cast.lead_unit),
        alias=UnitAliasFactory(unit=cast.lead_unit),
        post=post,
        appointment=post.appointments.get(),
    )
