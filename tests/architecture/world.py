"""One of everything, for the matrix of addresses and people: what belongs to whom is plain to see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.core.reporting.filled import FilledForm
from duban.core.reporting.jsonform import form_json
from duban.files.models import StoredFile
from duban.ledger.models import Assignment, Clause, Matter, MatterLink, SavedView, Target
from duban.notices.models import NoticeDraft
from duban.orgs.models import Appointment, GroupMember, Post, Unit, UnitAlias
from duban.progress.models import Delegation, Evidence, Line, Measure, Obligation, ReadBack, Report, Signature
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
from tests.factories.progress import make_periods, measure_for
from tests.support.cast import AT, Cast, make_cast


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
    report: Report
    paper: Signature
    evidence: Evidence
    delegation: Delegation
    obligation: Obligation
    line: Line
    measure: Measure
    readback: ReadBack


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
    period = make_periods()[0]
    period.opened_at = AT  # its list is frozen: the obligation below
    period.save()
    report = Report.objects.create(period=period, unit=cast.lead_unit, created_at=AT)
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
        report=report,
        paper=make_paper(cast, report, draft.file),
        evidence=Evidence.objects.create(report=report, file=draft.file, by=cast.lead_clerk, at=AT),
        delegation=make_delegation(cast),
        obligation=Obligation.objects.create(period=report.period, unit=cast.lead_unit, due_on=report.period.due_on),
        line=Line.objects.create(report=report, matter=matter, assignment=lead),
        measure=measure_for(matter),
        readback=ReadBack.objects.create(
            report=report, file=draft.file, form=form_json(FilledForm()), uploaded_by=cast.lead_clerk, uploaded_at=AT
        ),
    )


def make_paper(cast: Cast, report: Report, scan: StoredFile) -> Signature:
    """A signature on paper, with its scan."""
    post = Post.objects.get(unit=cast.lead_unit, kind="principal")
    return Signature.objects.create(
        report=report, post=post, user=cast.lead_principal, mode="paper", meaning="同意", digest="0" * 64, at=AT,
        paper_name="钱局", paper_date=AT.date(), paper_scan=scan,
    )  # fmt: skip


def make_delegation(cast: Cast) -> Delegation:
    """A mandate of the lead unit's principal for its deputy, over long ago."""
    held = Appointment.objects.get(post__unit=cast.lead_unit, post__kind="principal")
    return Delegation.objects.create(
        appointment=held, post=held.post, delegate=cast.lead_deputy, start=AT, end=AT + dt.timedelta(days=1),
        basis="区建设局授〔2023〕1号", created_by=cast.lead_principal, created_at=AT,
    )  # fmt: skip
