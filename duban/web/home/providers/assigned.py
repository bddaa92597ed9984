"""What was given and not yet answered: receipts, disputes."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.progress import receiving
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
        days = (actor.today - each.row.raised_at.date()).days
        title = f"异议待裁：{each.row.assignment.matter.code}（{each.row.unit.name}）"
        note = f"今天提出：{each.row.reason[:60]}" if days <= 0 else f"已等 {days} 天：{each.row.reason[:60]}"
        yield Waiting(title, reverse("dispute", args=[each.row.pk]), note, due=each.due)
    if len(rows) > SHOWN:
        yield Waiting(f"另有 {len(rows) - SHOWN} 件异议待裁", f"{reverse('disputes')}?state=open", due=rows[SHOWN].due)
    if upheld:
        yield Waiting(f"{upheld} 件异议成立，待改派", f"{reverse('disputes')}?state=upheld", "改派后由新单位签收")
