"""From the draft to the issued document: shown to those it names, submitted, approved, issued (domain §4.17)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.audit.actions import record
from duban.circulars import checking, drafts, naming, paper, unsourced
from duban.circulars.enums import Kind
from duban.circulars.models import Circular, Part
from duban.core.workflow import circular as flow
from duban.dispatch import actions as dispatch
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.orgs.workdays import office_calendar
from duban.progress.actions.periods import expected

DAYS_TO_REPLY = 3  # working days, where no other day is set


def roles_of(by: Actor) -> set[str]:
    """What the person is in the flow."""
    return ({flow.OFFICE} if by.is_office else set()) | ({flow.LEADER} if by.is_leader else set())


def facts_of(row: Circular, on: dt.date, *, named: bool) -> set[str]:
    """Conditions of the table that hold. ``named``: whether the draft names a unit."""
    facts = {flow.QUIET} if row.kind == Kind.COMMENDATION or not named else set()
    waiting = Part.objects.waiting().filter(circular=row).exists()
    over = row.reply_by is not None and row.reply_by < on
    return facts | ({flow.ANSWERED} if row.state == flow.SHOWN and (over or not waiting) else set())


def _check(name: str, row: Circular, by: Actor, comment: str = "", facts: set[str] | None = None) -> str:
    verb = Verb.APPROVE_CIRCULAR if flow.LEADER in flow.TABLE.by_name[name].roles else Verb.DRAFT_CIRCULAR
    require(by, verb)
    made = flow.TABLE.check(name, state=row.state, roles=roles_of(by), comment=comment, facts=facts or ())
    return made.target


def _move(
    name: str, row: Circular, target: str, *, by: Actor, at: dt.datetime, comment: str = "",
    after: dict[str, Any] | None = None, **columns: object,
) -> Circular:  # fmt: skip
    changed = Circular.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=target, revision=row.revision + 1, comment=comment.strip(), **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    record(f"circular.{name}", row, by=by, at=at, after=after, reason=comment.strip())
    return row


def show(*, row: Circular, reply_by: dt.date | None = None, by: Actor, at: dt.datetime) -> Circular:
    """送单位核对: figures are frozen, each named unit gets its own part and a day by which it may reply.

    A unit that is told nothing new since it answered need not answer again. Raises Invalid.
    """
    target = _check("show", row, by)
    first = office_calendar().after(by.today, 1)
    until = reply_by or office_calendar().after(by.today, DAYS_TO_REPLY)
    if until < first:
        raise Invalid(f"回复期限应留出时间，最早为{first:%Y-%m-%d}。")
    checking.require_sound(row, at)
    instant = drafts.instant_of(row.as_of, at)
    row.frozen, row.instant = drafts.freeze(row, instant), instant
    parts = naming.named(drafts.thawed(row))
    if not parts:
        raise Invalid("没有点名单位，不需要核对，可以直接报批。")
    earlier = _earlier(row)
    with transaction.atomic():
        made = [_part(row, unit, lines, earlier.get(unit), at) for unit, lines in parts.items()]
        Part.objects.bulk_create(made)
        after = {"units": len(made), "reply_by": until}
        return _move(
            "show", row, target, by=by, at=at, after=after, round=row.round + 1, reply_by=until, frozen=row.frozen,
            frozen_at=at, instant=instant,
        )  # fmt: skip


def _earlier(row: Circular) -> dict[int, Part]:
    """The last part that each unit answered."""
    return {each.unit_id: each for each in row.parts.filter(replied_at__isnull=False).order_by("round")}


def _part(row: Circular, unit: int, lines: list[dict[str, Any]], earlier: Part | None, at: dt.datetime) -> Part:
    made = Part(circular=row, unit_id=unit, round=row.round + 1, lines=lines, shown_at=at)
    if earlier is not None and all(line in earlier.lines for line in lines):
        for name in ("seen_at", "seen_by_id", "agrees", "reply", "replied_by_id", "replied_at"):
            setattr(made, name, getattr(earlier, name))
        for name in ("handling", "handled_by_id", "handled_at"):
            setattr(made, name, getattr(earlier, name))
    return made


def submit(*, row: Circular, by: Actor, at: dt.datetime) -> Circular:
    """报批, with what the units said. What is named now must have been shown: nobody is named unheard."""
    reading = drafts.read(row, now=at)
    parts = naming.named(reading)
    facts = facts_of(row, timezone.localdate(at), named=bool(parts))
    name = "submit_at_once" if row.state == flow.DRAFT else "submit"
    if name == "submit" and flow.ANSWERED not in facts:
        waiting = Part.objects.waiting().filter(circular=row).count()
        raise Invalid(f"还有{waiting}个单位没有回复，回复期限{row.reply_by:%Y-%m-%d}没有过。")
    target = _check(name, row, by, facts=facts)
    checking.require_sound(row, at)
    instant = row.instant if row.state == flow.SHOWN and row.instant else drafts.instant_of(row.as_of, at)
    frozen = drafts.freeze(row, instant)
    row.frozen, row.instant = frozen, instant
    if name == "submit":
        _require_heard(row, naming.named(drafts.thawed(row)))
    with transaction.atomic():
        return _move(
            name, row, target, by=by, at=at, frozen=frozen, frozen_at=at, instant=instant, submitted_by=by.person,
            submitted_at=at,
        )  # fmt: skip


def _require_heard(row: Circular, parts: dict[int, list[dict[str, Any]]]) -> None:
    shown = {each.unit_id: each for each in row.parts.filter(round=row.round).select_related("unit")}
    changed = [
        unit for unit, lines in parts.items() if unit not in shown or any(x not in shown[unit].lines for x in lines)
    ]
    if changed:
        names = "、".join(Unit.objects.filter(pk__in=changed).values_list("name", flat=True))
        raise Invalid(f"送核对以后，涉及{names}的内容有变化。请撤回修改后重新送核对。")
    open_ = [each for each in shown.values() if each.agrees is False and not each.handling and each.unit_id in parts]
    if open_:
        names = "、".join(str(each.unit) for each in open_)
        raise Invalid(f"{names}提出了异议，请先逐个写明采纳情况，或撤销点名。")


def recall(*, row: Circular, by: Actor, at: dt.datetime) -> Circular:
    """撤回修改: the figures are live again."""
    target = _check("recall", row, by)
    with transaction.atomic():
        return _move("recall", row, target, by=by, at=at, **_LIVE)


_LIVE: dict[str, Any] = {
    "frozen": None, "frozen_at": None, "instant": None, "submitted_by": None, "submitted_at": None,
    "approved_by": None, "approved_at": None,
}  # fmt: skip


def send_back(*, row: Circular, comment: str, by: Actor, at: dt.datetime) -> Circular:
    """退回修改 by a leader, with reasons."""
    target = _check("send_back", row, by, comment)
    with transaction.atomic():
        return _move("send_back", row, target, by=by, at=at, comment=comment, **_LIVE)


def reopen(*, row: Circular, comment: str, by: Actor, at: dt.datetime) -> Circular:
    """撤回重办 before it is issued, with reasons: a leader approves the new text anew."""
    target = _check("reopen", row, by, comment)
    with transaction.atomic():
        return _move("reopen", row, target, by=by, at=at, comment=comment, **_LIVE)


def approve(*, row: Circular, comment: str = "", by: Actor, at: dt.datetime) -> Circular:
    """批准 by a leader: exactly the frozen text that was read (compare-and-set on its revision).

    Refused as long as a number of the text has no source, however the draft came to be submitted.
    """
    target = _check("approve", row, by)
    checking.require_sound(row, at)
    with transaction.atomic():
        return _move(
            "approve", row, target, by=by, at=at, comment=comment, approved_by=by.person, approved_at=at,
            after={"figures": len(row.frozen["values"]) if row.frozen else 0},
        )  # fmt: skip


def cancel(*, row: Circular, comment: str, by: Actor, at: dt.datetime) -> Circular:
    """作废 with reasons; it stays on record."""
    target = _check("cancel", row, by, comment)
    with transaction.atomic():
        return _move("cancel", row, target, by=by, at=at, comment=comment)


def issue(*, row: Circular, by: Actor, at: dt.datetime) -> Circular:
    """印发: the next number, the frozen paper, receipts of the units that owe reports and of those that it names."""
    target = _check("issue", row, by)
    assert row.approved_by is not None and row.frozen is not None
    reading = drafts.thawed(row)
    units = receivers(row, reading, timezone.localdate(at))
    sources = {key: row.frozen[key] for key in ("at", "rule", "values")}
    sources["typed"] = [each.as_json() for each in unsourced.findings(row, reading)]
    with transaction.atomic():
        made = dispatch.issue(
            kind=row.kind,
            compose=lambda number, day: paper.compose(row, reading, number=number, on=day),
            units=units,
            approved_by=row.approved_by,
            subject=row,
            sources=sources,
            corrects=row.corrects.issued if row.corrects else None,
            by=by,
            at=at,
        )
        return _move("issue", row, target, by=by, at=at, after={"number": made.full_number}, issued=made)


def receivers(row: Circular, reading: drafts.Reading, on: dt.date) -> list[Unit]:
    """Units that owe reports for the year, and those that are named; for a correction those of the old document too."""
    ids = set(expected(row.year, on)) | set(naming.named(reading))
    if row.corrects is not None and row.corrects.issued is not None:
        ids |= set(row.corrects.issued.receipts.values_list("unit_id", flat=True))
    return list(Unit.objects.filter(pk__in=ids).order_by("position", "pk"))
