"""What was given and not yet answered: receipts, disputes, liaison lists, plans."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from duban.ledger.models import Assignment
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb, may
from duban.progress import liaison_lists as lists
from duban.progress import planning, receiving
from duban.progress.enums import PlanState
from duban.progress.models import HandlingPlan
from duban.progress.receiving import Standing
from duban.web.home.waiting import Waiting
from duban.web.own_units import own_units
from duban.web.receipts.disputes import waiting_for_office

SHOWN = 5


def to_sign(actor: Actor) -> Iterable[Waiting]:
    """Items that one's own units have not signed for."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    year = receiving.newest_year()
    units = own_units(actor)
    for unit in units if year else []:
        rows = receiving.asked_of(unit, year=year, on=actor.today)
        waiting = [each for each in rows if each.standing is Standing.UNSIGNED]
        if waiting:
            whose = f"（{unit.name}）" if len(units) > 1 else ""
            last = max((e.dispute_until for e in waiting if e.dispute_until >= actor.today), default=None)
            note = "可以一次全部签收；不属于本单位的，在期限内提出异议" if last else "可以一次全部签收"
            href = f"{reverse('receipts')}?{urlencode({'unit': unit.pk, 'show': 'unsigned'})}"
            yield Waiting(f"待签收 {len(waiting)} 项{whose}", href, note, due=last)


def disputes(actor: Actor) -> Iterable[Waiting]:
    """For the office: disputes that wait for its decision, by its own clock, and those that wait for re-assignment."""
    if not may(actor, Verb.EDIT_MATTER):
        return
    rows, upheld = waiting_for_office(actor.today)
    for each in rows[:SHOWN]:
        days = (actor.today - timezone.localdate(each.row.raised_at)).days
        title = f"异议待裁：{each.row.assignment.matter.code}（{each.row.unit.name}）"
        note = f"今天提出：{each.row.reason[:60]}" if days <= 0 else f"已等 {days} 天：{each.row.reason[:60]}"
        yield Waiting(title, reverse("dispute", args=[each.row.pk]), note, due=each.due)
    if len(rows) > SHOWN:
        yield Waiting(f"另有 {len(rows) - SHOWN} 件异议待裁", f"{reverse('disputes')}?state=open", due=rows[SHOWN].due)
    if upheld:
        yield Waiting(f"{upheld} 件异议成立，待改派", f"{reverse('disputes')}?state=upheld", "改派后由新单位签收")


def liaison_lists(actor: Actor) -> Iterable[Waiting]:
    """One's own unit's list: not sent, not complete, somebody left; of units that answer for something."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    term = lists.term()
    for unit in own_units(actor):
        rows = lists.current(unit, actor.today)
        if not rows and (term.notice is None or not _answers(unit, actor)):
            continue
        line = lists.Line(unit, rows, lists.who_left(rows, actor.today))
        href = reverse("liaison", args=[unit.pk])
        if line.state == "none":
            yield Waiting("联络员名单未报", href, f"{unit.name}的分管领导、办公室负责人、经办人", due=term.due)
        elif line.missing:
            yield Waiting("联络员名单不全", href, f"缺{'、'.join(line.missing)}", due=term.due)
        if line.left:
            gone = "、".join(row.name for row in rows if row.pk in line.left)
            yield Waiting("联络员已离任，请更新名单", href, gone)


def _answers(unit: Unit, actor: Actor) -> bool:
    return Assignment.objects.live().held_by([unit.pk], actor.today).exists()


def missing_lists(actor: Actor) -> Iterable[Waiting]:
    """For the office: units that have not sent their list, once the notice's term has begun to run."""
    if not may(actor, Verb.MANAGE_PERIODS):
        return
    term = lists.term()
    if term.notice is None:
        return
    states = [line.state for line in lists.board(actor.today)]
    lacking = sum(state != "full" for state in states)
    if lacking:
        none = states.count("none")
        note = f"未报 {none} 家，不全 {lacking - none} 家"
        yield Waiting(f"联络员名单：{lacking} 家未报齐", f"{reverse('liaisons')}?show=none", note, due=term.due)


def plans(actor: Actor) -> Iterable[Waiting]:
    """One's own unit's plans: sent back first, then those that are not filed; asked for by the notice."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    year = receiving.newest_year()
    due, rule = planning.term()
    units = own_units(actor)
    for unit in units if year else []:
        lines = planning.lines_of(unit, year=year, on=actor.today)
        whose = f"（{unit.name}）" if len(units) > 1 else ""
        back = [line for line in lines if line.state == PlanState.RETURNED]
        missing = sum(line.open for line in lines) - len(back)
        href = f"{reverse('plans')}?unit={unit.pk}"
        if back:
            codes = "、".join(line.matter.code for line in back[:6])
            yield Waiting(f"办理方案退回 {len(back)} 项{whose}", f"{href}&show=returned", codes, due=due)
        if missing and (rule is not None or len(lines) > missing + len(back)):
            yield Waiting(
                f"办理方案未报 {missing} 项{whose}", href, "写明工作内容、时间节点、分管负责同志、责任部门", due=due
            )


def plans_to_review(actor: Actor) -> Iterable[Waiting]:
    """For the office: plans that wait for its decision."""
    if not may(actor, Verb.REVIEW_REPORT):
        return
    waiting = HandlingPlan.objects.filter(state=PlanState.SUBMITTED)
    count = waiting.count()
    if count:
        first = waiting.order_by("submitted_at").values_list("submitted_at", flat=True)[0]
        days = (actor.today - timezone.localtime(first).date()).days if first else 0
        note = f"最早的已等 {days} 天" if days > 0 else "今天报送"
        yield Waiting(f"办理方案待审 {count} 份", reverse("plans"), note)
