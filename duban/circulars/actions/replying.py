"""What a named unit does with its part, and what the office does with the reply."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duban.audit.actions import record
from duban.circulars.models import Part
from duban.core.text.days import day_in_words
from duban.core.workflow import circular as flow
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require


@transaction.atomic
def see(*, part: Part, by: Actor, at: dt.datetime) -> bool:
    """A person of the unit has opened it; the first counts. Returns whether this was the first."""
    if part.unit_id not in own_unit_ids(by):
        raise NotAllowed("这不是本单位的内容。")
    first = Part.objects.filter(pk=part.pk, seen_at__isnull=True).update(seen_at=at, seen_by=by.person)
    if first:
        part.refresh_from_db()
        record("circular_part.see", part, by=by, at=at)
    return bool(first)


@transaction.atomic
def reply(*, part: Part, agrees: bool, text: str, by: Actor, at: dt.datetime) -> Part:
    """回复: nothing to say against it, or what does not agree with the facts; once, within the time."""
    require(by, Verb.REPLY_CIRCULAR)
    if part.unit_id not in own_unit_ids(by):
        raise NotAllowed("这不是本单位的内容。")
    circular = part.circular
    if circular.state != flow.SHOWN or part.round != circular.round:
        raise Stale("核对已经结束，或草稿已撤回修改。")
    if circular.reply_by is not None and circular.reply_by < timezone.localdate(at):
        raise Stale(f"回复期限{day_in_words(circular.reply_by)}已过。请与督查室联系。")
    if not agrees and len(text.strip()) < 6:
        raise Invalid("有异议的，请写明哪一处与事实不符、依据什么。")
    changed = Part.objects.filter(pk=part.pk, replied_at__isnull=True).update(
        agrees=agrees, reply=text.strip(), replied_by=by.person, replied_at=at
    )
    if not changed:
        raise Stale("本单位已回复过。")
    Part.objects.filter(pk=part.pk, seen_at__isnull=True).update(seen_at=at, seen_by=by.person)
    part.refresh_from_db()
    after = {"agrees": "无异议" if agrees else "有异议"}
    record("circular_part.reply", part, by=by, at=at, after=after, reason=part.reply)
    return part


@transaction.atomic
def handle(*, part: Part, text: str, by: Actor, at: dt.datetime) -> Part:
    """采纳情况: what the office did with what the unit said; the leader reads both."""
    require(by, Verb.DRAFT_CIRCULAR)
    if part.replied_at is None:
        raise Invalid("单位还没有回复。")
    if part.circular.state not in (flow.DRAFT, flow.SHOWN):
        raise Stale("已报批，不能再改采纳情况；请先撤回。")
    if len(text.strip()) < 2:
        raise Invalid("请写明是否采纳、怎样处理。")
    Part.objects.filter(pk=part.pk).update(handling=text.strip(), handled_by=by.person, handled_at=at)
    part.refresh_from_db()
    record("circular_part.handle", part, by=by, at=at, reason=part.handling)
    return part
