"""Days of difficulties and directives in a person's calendar (.ics), beside those of ``progress.deadlines``.

A feed is read by programs outside the building, so an entry names the matter and the unit and not what is in the way:
difficulties are internal (政府信息公开条例; domain §6). What waits for others stands in the calendar page, not here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from duban.ledger.querysets import own_unit_ids
from duban.messaging.outside import absolute
from duban.orgs.actor import Actor
from duban.oversight.enums import DirectiveState, HolderKind
from duban.oversight.models import Directive, Holding
from duban.oversight.querysets import of_units
from duban.progress.deadlines import PAST, uid
from duban.writers.calendar import Entry

MORE = "内容请登录查看。"
ENDED = {DirectiveState.DONE: "（已办结）", DirectiveState.REPORTED: "（已报结果）"}


def entries(actor: Actor) -> list[Entry]:
    """Answers that are the actor's to give and directives that are theirs to keep, of the office those of everybody."""
    if actor.is_administrator:
        return []
    since = actor.today - PAST
    found = [*_answers(actor, since), *_directives(actor, since)]
    return sorted(found, key=lambda each: (each.day, each.uid))


def _turns(actor: Actor) -> QuerySet[Holding]:
    rows = Holding.objects.all()
    if actor.is_office:
        return rows
    own = own_unit_ids(actor)
    turn = Q(post__in=[post.post_id for post in actor.posts])
    turn |= Q(of_units(own, "unit"), kind=HolderKind.UNIT) | Q(of_units(own, "case__unit"), kind=HolderKind.ASKER)
    return rows.filter(turn)


def _answers(actor: Actor, since: dt.date) -> Iterator[Entry]:
    """One entry a turn; it is cancelled when the turn ends, by an answer or by going on to somebody else."""
    rows = _turns(actor).filter(due_on__gte=since).select_related("case__matter", "case__unit", "unit", "post__unit")
    for row in rows.order_by("pk"):
        whose = row.who if actor.is_office else ""
        act = "补充" if row.kind == HolderKind.ASKER else "答复"
        yield Entry(
            uid=uid("answer", row.pk),
            day=row.due_on,
            title=f"{whose}{act}协调事项到期：{row.case.matter.code}（{row.case.unit}提请）",
            text=MORE,
            address=absolute(f"/cases/{row.case_id}/"),
            sequence=int(row.ended_at is not None),
            changed=row.ended_at or row.since,
            cancelled=row.ended_at is not None,
        )


def _directives(actor: Actor, since: dt.date) -> Iterator[Entry]:
    """Of a unit those that it has to do, of a leader those on difficulties that came to him."""
    rows = Directive.objects.filter(due_on__gte=since)
    if not actor.is_office:
        posts = [post.post_id for post in actor.posts]
        came = Holding.objects.filter(post__in=posts).order_by().values("case")
        rows = rows.filter(Q(case__in=came) | of_units(own_unit_ids(actor), "owner"))
    for row in rows.select_related("case__matter", "owner").order_by("pk"):
        moved = f"原定{row.first_due_on.month}月{row.first_due_on.day}日。" if row.first_due_on else ""
        whose = "" if row.owner_id in own_unit_ids(actor) else f"（{row.owner}承办）"
        yield Entry(
            uid=uid("directive", row.pk),
            day=row.due_on,
            title=f"交办事项到期{ENDED.get(DirectiveState(row.state), '')}：{row.case.matter.code}{whose}",
            text=moved + MORE,
            address=absolute(f"/cases/{row.case_id}/"),
            sequence=row.revision,
            changed=row.decided_at or row.given_at,
            cancelled=row.state == DirectiveState.CANCELLED,
        )
