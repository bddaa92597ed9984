"""Instructions of leaders (批示): recorded with who may see them, withdrawn, never counted (减负规定)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from duban.audit.actions import record
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Post
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.models import CoordinationCase, Instruction


@dataclass(frozen=True)
class Saying:
    """What a leader wrote, when, and whether the units see it."""

    leader: Post
    text: str
    given_on: dt.date
    shown_to_units: bool = False


@transaction.atomic
def note(*, about: Matter | CoordinationCase, said: Saying, by: Actor, at: dt.datetime) -> Instruction:
    """登记批示 on a matter or a case: by the office for any leader, by a leader for their own post."""
    require(by, Verb.NOTE_INSTRUCTION)
    if said.leader.kind != PostKind.LEADER:
        raise Invalid("请选择批示的区领导。")
    if not by.is_office and said.leader.pk not in {post.post_id for post in by.posts}:
        raise NotAllowed("区领导只登记本人的批示，其他批示由督查室登记。")
    if not said.text.strip():
        raise Invalid("请填写批示内容。")
    if said.given_on > by.today:
        raise Invalid("批示日期不能晚于今天。")
    row = Instruction.objects.create(
        matter=about if isinstance(about, Matter) else None,
        case=about if isinstance(about, CoordinationCase) else None,
        leader=said.leader, text=said.text.strip(), given_on=said.given_on, shown_to_units=said.shown_to_units,
        recorded_by=by.person, recorded_at=at,
    )  # fmt: skip
    # The words are not in the event: the trail of a matter is read by units that may not see them.
    after = {"about": about.code if isinstance(about, Matter) else str(about), "shown": _shown(row)}
    record("instruction.note", row, by=by, at=at, after=after)
    return row


@transaction.atomic
def show(*, row: Instruction, shown: bool, by: Actor, at: dt.datetime) -> Instruction:
    """承办单位可见, or no longer."""
    require(by, Verb.NOTE_INSTRUCTION)
    if (
        not Instruction.objects.filter(pk=row.pk, withdrawn_at=None)
        .exclude(shown_to_units=shown)
        .update(shown_to_units=shown)
    ):
        raise Stale()
    row.refresh_from_db()
    record("instruction.show", row, by=by, at=at, after={"shown": _shown(row)})
    return row


@transaction.atomic
def withdraw(*, row: Instruction, reason: str, by: Actor, at: dt.datetime) -> Instruction:
    """撤销登记, with its reason: it was entered wrongly; the row stays."""
    require(by, Verb.NOTE_INSTRUCTION)
    if not by.is_office and row.recorded_by_id != by.person.pk:
        raise NotAllowed("由登记人或督查室撤销。")
    if not reason.strip():
        raise Invalid("请填写撤销原因。")
    changed = Instruction.objects.filter(pk=row.pk, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_by=by.user, withdrawn_for=reason.strip()
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    record("instruction.withdraw", row, by=by, at=at, reason=reason)
    return row


def _shown(row: Instruction) -> str:
    return "承办单位可见" if row.shown_to_units else "仅督查室和区领导可见"
