"""Objections to an appraisal: raised by the unit with evidence, decided by people who took no part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from duban.appraisal import computing
from duban.appraisal.actions.appraisals import took_part
from duban.appraisal.enums import AppraisalState
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.appraisal.parties import parties
from duban.audit.actions import record
from duban.core.appraisal.facts import Fact, judge
from duban.core.appraisal.words import FINDING_LABELS, FINDINGS, RESULT_ITEMS, Finding, Item
from duban.core.workflow import appraisal_objection as flow
from duban.files.models import StoredFile
from duban.orgs.actor import Actor
from duban.orgs.models import User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require

MOST = 10  # files of one objection
NO_PROOF = (
    "这份异议没有附佐证材料，不能据此改变事项完成或核查的认定。可以不计入或维持，也可以请单位撤回后附材料重新提出。"
)


@transaction.atomic
def object_to(
    *, result: UnitResult, item: Item, key: str = "", text: str, evidence: Sequence[StoredFile] = (), by: Actor,
    at: dt.datetime,
) -> Objection:  # fmt: skip
    """提出异议 to an item, or to one row of it, within the term of the rule."""
    require(by, Verb.OBJECT_APPRAISAL)
    if result.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的考核结果。")
    row = result.appraisal
    if row.state != AppraisalState.SHOWN or row.objection_until is None:
        raise Stale("现在不在核对期间，不能提出异议。")
    if by.today > row.objection_until:
        raise Invalid(f"异议应在{row.objection_until:%Y-%m-%d}之前提出，现已过期。")
    if len(text.strip()) < 10:
        raise Invalid("请写明异议的事实和理由。")
    if len(evidence) > MOST:
        raise Invalid(f"一份异议最多附 {MOST} 份材料。请只附最能说明情况的。")
    about = _about(result, item, key, row.as_of)
    try:
        with transaction.atomic():
            made = Objection.objects.create(
                appraisal=row,
                unit=result.unit,
                item=item,
                key=key,
                about=about[:300],
                text=text.strip(),
                raised_by=by.person,
                raised_at=at,
            )
    except IntegrityError:
        raise Stale("对这一内容已有一份待复核的异议。") from None
    made.evidence.set(evidence)
    UnitResult.objects.filter(pk=result.pk).update(agreed_at=None, agreed_by=None)
    said = {"about": about[:60], "files": len(evidence)}
    record("appraisal.object", made, by=by, at=at, after=said, reason=made.text)
    return made


def _about(result: UnitResult, item: Item, key: str, as_of: dt.date) -> str:
    if not key:
        return ""
    found = row_of(result, item, key)
    if found is None:
        raise Invalid("没有找到所指的依据，请回到结果页重新选择。")
    return f"{found.label}：{judge(found, as_of).sentence}"


def row_of(result: UnitResult, item: str, key: str) -> Fact | None:
    """The row of a result by item and key."""
    return next((fact for fact in result.as_facts() if fact.item.value == item and fact.key == key), None)


@transaction.atomic
def withdraw(*, row: Objection, by: Actor, at: dt.datetime) -> Objection:
    """撤回异议 by the unit; it stays on record."""
    require(by, Verb.OBJECT_APPRAISAL)
    if row.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的异议。")
    flow.TABLE.check("withdraw", state=row.state, roles={flow.UNIT})
    if not Objection.objects.open().filter(pk=row.pk).update(state=flow.WITHDRAWN):
        raise Stale()
    row.refresh_from_db()
    record("appraisal_objection.withdraw", row, by=by, at=at)
    return row


def recusal(row: Objection, person: User, by: Actor) -> str:
    """Why a person may not decide this objection; empty where nothing stands against it."""
    if row.unit_id in by.unit_ids:
        return "异议单位的人员应当回避。"
    if took_part(row.appraisal, person):
        return "参加过本年度考核测算或送核对的人员应当回避，请由其他人员复核。"
    if person.pk in _parties(row):
        return "经办过所指事项的人员应当回避，请由其他人员复核。"
    return ""


def _parties(row: Objection) -> set[int]:
    """Who found what the objection is about: of one row or of all rows of an item, by the trail of what they are of."""
    result = UnitResult.objects.get(appraisal=row.appraisal_id, unit=row.unit_id)
    keys = {key for fact in result.as_facts() if fact.item == row.item for key in (fact.key, *fact.also)}
    return parties(own_keys(result, row) if row.key else keys)


def own_keys(result: UnitResult, row: Objection) -> set[str]:
    """The ledger's rows that the row of an objection is of."""
    found = row_of(result, row.item, row.key)
    return {row.key, *(found.also if found else ())}


@dataclass(frozen=True)
class Change:
    """What is found of a row instead; ``finding=None``: the row is left out."""

    key: str
    finding: Finding | None


@transaction.atomic
def decide(
    *, row: Objection, upheld: bool, text: str, changes: Sequence[Change] = (), by: Actor, at: dt.datetime
) -> Objection:
    """复核 by somebody who took no part. An upheld objection changes what was found of rows, never points by hand."""
    require(by, Verb.DECIDE_APPRAISAL)
    against = recusal(row, by.person, by)
    if against:
        raise NotAllowed(against)
    name = "uphold" if upheld else "reject"
    made = flow.TABLE.check(name, state=row.state, roles={flow.REVIEWER}, comment=text)
    if row.appraisal.state not in (AppraisalState.SHOWN, AppraisalState.DRAFT):
        raise Stale("考核结果已经报批，不能再复核异议。")
    kept = _checked(row, changes) if upheld else []
    if upheld and not kept:
        raise Invalid("异议成立的，须写明改了哪一条依据。")
    if any(change["finding"] for change in kept) and row.item in RESULT_ITEMS and not row.evidence.exists():
        raise Invalid(NO_PROOF)
    changed = (
        Objection.objects.open()
        .filter(pk=row.pk)
        .update(state=made.target, decided_by=by.user, decided_at=at, decision=text.strip(), changes=kept)
    )
    if not changed:
        raise Stale("这份异议已经复核或撤回。")
    row.refresh_from_db()
    before = _standing(row)
    if upheld:
        _recompute(row.appraisal)
    after = _standing(row)
    record(
        f"appraisal_objection.{name}", row, by=by, at=at, before={"result": before},
        after={"text": row.get_state_display(), "result": after}, reason=row.decision,
    )  # fmt: skip
    return row


def _checked(row: Objection, changes: Sequence[Change]) -> list[dict[str, object]]:
    """The changes as plain values, each of a row of the unit and of a finding that the item knows."""
    result = UnitResult.objects.get(appraisal=row.appraisal, unit=row.unit)
    there = {fact.key: fact for fact in result.as_facts() if fact.item.value == row.item}
    kept: list[dict[str, object]] = []
    for change in changes:
        if change.key not in there:
            raise Invalid("更改的依据不属于这个单位的这一项。")
        if change.finding is not None and change.finding not in FINDINGS[Item(row.item)]:
            raise Invalid(f"“{FINDING_LABELS[change.finding]}”不是这一项的情形。")
        if row.key and change.key != row.key:
            raise Invalid("只能更改异议所指的依据。")
        kept.append({"item": row.item, "key": change.key, "finding": change.finding.value if change.finding else None})
    return kept


def _standing(row: Objection) -> str:
    result = UnitResult.objects.get(appraisal=row.appraisal_id, unit=row.unit_id)
    return f"{result.points} 分，{result.get_klass_display()}" if result.points is not None else "不评定"


def _recompute(row: Appraisal) -> None:
    """All units: the district's averages move with every row."""
    computing.write_again(row)
    Appraisal.objects.filter(pk=row.pk).update(averages=row.averages, revision=row.revision + 1)
    row.refresh_from_db()
