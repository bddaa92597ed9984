"""Difficulties, directives and meetings: what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from duban.core.oversight.routes import Holder, next_holder
from duban.core.workflow import case as flow
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.oversight.actions.cases import leaders
from duban.oversight.enums import DirectiveState, HolderKind, MeetingState
from duban.oversight.models import CoordinationCase, Directive, Holding, Meeting
from duban.oversight.querysets import of_units
from duban.web.home.waiting import Waiting

SHOWN = 5
TITLES = {
    HolderKind.ASKER: "请补充协调事项",
    HolderKind.OFFICE: "协调事项待处理",
    HolderKind.UNIT: "请答复协调事项",
    HolderKind.LEADER: "请答复协调事项",
    HolderKind.GOVERNMENT: "请答复协调事项",
}


def to_answer(actor: Actor) -> Iterable[Waiting]:
    """Difficulties whose turn is the person's, by the day to answer."""
    held = CoordinationCase.objects.held_by(actor).filter(state__in=flow.OPEN).order_by().values("pk")
    rows = Holding.objects.open().filter(case__in=held).select_related("case__matter", "case__unit")
    found = list(rows.order_by("due_on", "id"))
    for row in found[:SHOWN]:
        answers = row.kind in (HolderKind.UNIT, HolderKind.LEADER, HolderKind.GOVERNMENT)
        href = reverse("case-answer" if answers else "case", args=[row.case_id])
        title = f"{TITLES[HolderKind(row.kind)]}：{row.case.matter.code}（{row.case.unit.name}）"
        yield Waiting(title, href, row.case.wanted[:80], due=row.due_on)
    if len(found) > SHOWN:
        yield Waiting(f"另有 {len(found) - SHOWN} 件协调事项", f"{reverse('cases')}?mine=yes", due=found[SHOWN].due_on)


def stuck(actor: Actor) -> Iterable[Waiting]:
    """For the office: a holder let its day pass, and who is next is not known."""
    if not may(actor, Verb.CLOSE_CASE):
        return
    rows = Holding.objects.late(actor.today).filter(case__state=flow.ROUTED)
    late = list(rows.select_related("case__matter", "unit", "post__unit").order_by("due_on", "id"))
    if not late:
        return
    choice = len(leaders(actor.today))
    for row in late[:SHOWN]:
        above = next_holder(Holder(row.kind))
        note = "已到最后一级，请列入调度会或当面汇报" if above is None else f"区领导 {choice} 位，上提给谁由督查室定"
        title = f"逾期未答复：{row.case.matter.code}，在{row.who}手里"
        yield Waiting(title, f"{reverse('case', args=[row.case_id])}#acts", note, due=row.due_on)
    if len(late) > SHOWN:
        yield Waiting(f"另有 {len(late) - SHOWN} 件逾期未答复", f"{reverse('cases')}?late=yes")


def to_do(actor: Actor) -> Iterable[Waiting]:
    """Directives of one's own unit."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    rows = Directive.objects.filter(of_units(own_unit_ids(actor), "owner"), state=DirectiveState.OPEN)
    found = list(rows.select_related("case__matter").order_by("due_on", "id"))
    for row in found[:SHOWN]:
        yield Waiting(
            f"交办：{row.text[:40]}", reverse("directive", args=[row.pk]), row.case.matter.code, due=row.due_on
        )
    if len(found) > SHOWN:
        href = f"{reverse('directives')}?mine=yes"
        yield Waiting(f"另有 {len(found) - SHOWN} 项交办", href, due=found[SHOWN].due_on)


def to_confirm(actor: Actor) -> Iterable[Waiting]:
    """For the office: results to look at, cases that only have to be ended, meetings to record and to write up."""
    if not may(actor, Verb.CLOSE_CASE):
        return
    reported = Directive.objects.filter(state=DirectiveState.REPORTED).count()
    if reported:
        yield Waiting(f"交办办理结果待核 {reported} 项", f"{reverse('directives')}?state=reported")
    open_ = Directive.objects.open().order_by().values("case")
    done = CoordinationCase.objects.filter(state=flow.ANSWERED, directives__isnull=False).exclude(pk__in=open_)
    ready = done.distinct().count()
    if ready:
        yield Waiting(f"{ready} 件协调事项的交办已全部落实，可以销结", f"{reverse('cases')}?state=answered")
    rows = Meeting.objects.filter(
        Q(state=MeetingState.HELD) | Q(state=MeetingState.PLANNED, held_on__lte=actor.today)
    ).order_by("held_on", "id")
    for row in rows[:SHOWN]:
        word = "待印发纪要" if row.state == MeetingState.HELD else "待登记召开"
        yield Waiting(f"{row.title}{word}", reverse("meeting", args=[row.pk]), f"{row.held_on:%Y-%m-%d}")
