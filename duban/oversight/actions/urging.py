"""Urging (催办) by the ladder: one unit, one reason, from facts of the day; never to everybody.

A reminder leaves at once. A letter is signed by the head of the office and issued under its number. A talk is put
before a leader. Each stops when its cause is gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from duban.audit.actions import Entry, record, record_many
from duban.core.oversight.ladder import Cause, Step, may_take
from duban.core.oversight.rules import Colour
from duban.core.workflow import urging as flow
from duban.dispatch.actions import issue as issue_document
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight import causes, letters
from duban.oversight.causes import Fact
from duban.oversight.enums import UrgingCause, UrgingStep
from duban.oversight.judging import lights
from duban.oversight.models import Urging, UrgingPoint

LONGEST = 2000
_KINDS = {Step.REMIND: "remind", Step.URGE: "letter", Step.TALK: "talk"}


@transaction.atomic
def prepare(
    *,
    unit: Unit,
    cause: Cause,
    subjects: Sequence[int],
    step: Step,
    demand: str,
    reply_by: dt.date,
    by: Actor,
    at: dt.datetime,
) -> Urging:
    """Write a step about one thing or several of one cause, from the facts as they are now.

    A reminder leaves with it; a letter waits for the head's signature, a talk goes to the leaders. Raises Invalid where
    a fact is no more, where the ladder rests, or where a step below is still to be taken.
    """
    require(by, Verb.URGE)
    if len(demand.strip()) < 4 or len(demand) > LONGEST:
        raise Invalid(f"请写明要求，4 到 {LONGEST} 字。")
    if reply_by <= by.today:
        raise Invalid("回复期限应晚于今天。")
    found = _facts(unit, cause, subjects, at)
    _require_due(found, step, by.today)
    row = Urging.objects.create(
        unit=unit,
        step=UrgingStep(step.value),
        cause=UrgingCause(cause.value),
        demand=demand.strip(),
        reply_by=reply_by,
        prepared_by=by.person,
        prepared_at=at,
    )
    points = [
        UrgingPoint(urging=row, since=fact.since, sentence=fact.sentence, **causes.columns(fact)) for fact in found
    ]
    UrgingPoint.objects.bulk_create(points)
    after = {"step": row.get_step_display(), "reply_by": reply_by, "points": len(points)}
    record("urging.prepare", row, by=by, at=at, after=after, reason="".join(fact.sentence for fact in found))
    if step is Step.REMIND:
        return _move("give", row, by=by, at=at, given_by=by.user, given_at=at)
    return _move("ask", row, by=by, at=at) if step is Step.TALK else row


def _facts(unit: Unit, cause: Cause, subjects: Sequence[int], at: dt.datetime) -> list[Fact]:
    """The facts that are meant, each looked at again."""
    wanted = set(subjects)
    if not wanted:
        raise Invalid("请至少选择一项。")
    there = {fact.subject_id: fact for fact in causes.facts(at, {unit.pk}) if fact.cause is cause}
    gone = wanted - set(there)
    if gone:
        many = "这一项" if len(wanted) == 1 else f"其中{len(gone)}项"
        raise Invalid(f"{many}的事由已经不存在：可能刚刚报送、完成，或在等待他人答复。请刷新后再看。")
    return [fact for pk, fact in there.items() if pk in wanted]


def _require_due(found: Sequence[Fact], step: Step, today: dt.date) -> None:
    past = causes.ladders({fact.unit_id for fact in found})
    for fact in found:
        points = past.of(fact)
        if any(point.urging.state in flow.UNDER_WAY for point in points):
            raise Stale(f"“{fact.title}”已有一份催办待签发或待审批。")
        refused = may_take(step, [causes.as_given(point) for point in points], today)
        if refused:
            raise Invalid(refused if len(found) == 1 else f"{fact.title}：{refused}")


def roles(row: Urging, by: Actor) -> set[str]:
    """What the actor is to the urging."""
    held = {flow.OFFICE} if by.is_office else set()
    held |= {flow.HEAD} if by.holds(PostKind.SUPERVISOR_HEAD) else set()
    held |= {flow.LEADER} if by.is_leader else set()
    return held | ({flow.UNIT} if row.unit_id in by.unit_ids else set())


def conditions(row: Urging) -> set[str]:
    """What the table asks of the row beside its state."""
    return {_KINDS[Step(row.step)]}


def _move(name: str, row: Urging, *, by: Actor, at: dt.datetime, comment: str = "", **columns: object) -> Urging:
    held = None if by.user is None else roles(row, by)
    if held is not None and not held:
        raise NotAllowed("这不是发给本单位的催办。")
    made = flow.TABLE.check(name, state=row.state, roles=held, comment=comment, facts=conditions(row))
    changed = Urging.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    after = {"step": row.get_step_display(), "state": row.get_state_display(), "reply_by": row.reply_by}
    if row.dispatch is not None:
        after["number"] = row.dispatch.full_number
    record(f"urging.{name}", row, by=by, at=at, after=after, reason=comment)
    return row


@transaction.atomic
def issue(*, row: Urging, by: Actor, at: dt.datetime) -> Urging:
    """签发 a letter: it is frozen and issued under the next number. A cause that is gone is not urged any more."""
    flow.TABLE.check("issue", state=row.state, roles=roles(row, by), facts=conditions(row))
    if row.reply_by <= by.today:
        raise Invalid(f"回复期限{row.reply_by:%Y-%m-%d}已到。请撤回后重新拟稿，给单位留出时间。")
    _facts(row.unit, Cause(row.cause), [point.subject_id for point in row.points.all()], at)
    sources = {"points": [[point.subject_id, point.sentence] for point in row.points.all()]}
    document = issue_document(
        kind="urging",
        compose=lambda number, on: letters.letter(row, number, on),
        units=[row.unit],
        approved_by=by.person,
        subject=row,
        sources=sources,
        by=by,
        at=at,
    )
    return _move("issue", row, by=by, at=at, given_by=by.user, given_at=at, dispatch=document)


@transaction.atomic
def decide_talk(*, row: Urging, agreed: bool, comment: str, by: Actor, at: dt.datetime) -> Urging:
    """A leader agrees to a talk, or not, with a word. Only then the unit hears of it."""
    columns: dict[str, object] = {"decided_by": by.user, "decided_at": at, "decision": comment.strip()}
    if agreed:
        columns |= {"given_by": by.user, "given_at": at}
    return _move("approve" if agreed else "decline", row, by=by, at=at, comment=comment, **columns)


@transaction.atomic
def reply(*, row: Urging, text: str, promised_on: dt.date | None, by: Actor, at: dt.datetime) -> Urging:
    """回复 by the unit, with the day by which it means to be done; until then the ladder rests."""
    _require_promise(text, promised_on, by)
    if row.step == UrgingStep.TALK:
        raise Invalid("约谈由督查室记录，不需要单位另行回复。")
    return _move(
        "reply", row, by=by, at=at, comment=text, reply=text.strip(), promised_on=promised_on, replied_by=by.user,
        replied_at=at,
    )  # fmt: skip


@transaction.atomic
def record_talk(*, row: Urging, text: str, promised_on: dt.date | None, by: Actor, at: dt.datetime) -> Urging:
    """记录约谈 by the office: when and with whom, what was agreed, by which day."""
    _require_promise(text, promised_on, by)
    return _move(
        "record_talk", row, by=by, at=at, comment=text, reply=text.strip(), promised_on=promised_on,
        replied_by=by.user, replied_at=at,
    )  # fmt: skip


def _require_promise(text: str, promised_on: dt.date | None, by: Actor) -> None:
    if len(text.strip()) < 4 or len(text) > LONGEST:
        raise Invalid(f"请写明情况和打算，4 到 {LONGEST} 字。")
    if promised_on is None:
        raise Invalid("请填写计划完成日期。要等其他单位或上级的，请提请协调，答复之前不再催办。")
    if promised_on < by.today:
        raise Invalid("计划完成日期不能早于今天。")
    if promised_on > by.today + dt.timedelta(days=366):
        raise Invalid("计划完成日期在一年以后。确需推迟的，请申请延期。")


@transaction.atomic
def withdraw(*, row: Urging, comment: str, by: Actor, at: dt.datetime) -> Urging:
    """撤回 with a reason: it was wrong. A letter that was issued keeps its number."""
    return _move(
        "withdraw", row, by=by, at=at, comment=comment, withdrawn_by=by.user, withdrawn_at=at,
        withdrawal=comment.strip(),
    )  # fmt: skip


@transaction.atomic
def settle(*, by: Actor, at: dt.datetime) -> list[Urging]:
    """了结 by the clock: every urging whose causes are all gone. Harmless when run again.

    A red light of a unit that merely waits for others, or owes a report as well, is not gone.
    """
    rows = list(Urging.objects.filter(state__in=[flow.GIVEN, flow.REPLIED]).prefetch_related("points"))
    standing = {fact.key for fact in causes.facts(at, {row.unit_id for row in rows})}
    red = _still_red([point for row in rows for point in row.points.all() if row.cause == UrgingCause.RED], at)
    gone = []
    for row in rows:
        keys = {(Cause(row.cause), row.unit_id, point.subject_id) for point in row.points.all()}
        if keys & standing or (row.cause == UrgingCause.RED and red & {pk for *_, pk in keys}):
            continue
        gone.append(row)
    for row in gone:
        made = flow.TABLE.check("settle", state=row.state, roles=None)
        Urging.objects.filter(pk=row.pk, revision=row.revision).update(
            state=made.target, settled_at=at, revision=row.revision + 1
        )
    after = {"state": flow.TABLE.states[flow.SETTLED]}
    record_many([Entry("urging.settle", row, after=after) for row in gone], by=by, at=at)
    return gone


def _still_red(points: Sequence[UrgingPoint], at: dt.datetime) -> set[int]:
    """Matters of the points whose light is red; the same number of queries for any number of a year."""
    found: set[int] = set()
    years = Matter.objects.filter(pk__in={point.matter_id for point in points}).values_list("programme__year", "pk")
    for year in {year for year, _ in years}:
        ids = [pk for other, pk in years if other == year]
        judged = lights(year=year, at=at, matter_ids=ids)
        found |= {pk for pk, each in judged.items() if each.colour is Colour.RED}
    return found
