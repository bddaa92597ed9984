"""The way of a year's appraisal: computed, shown to the units, submitted, approved and frozen."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from duban.appraisal import computing
from duban.appraisal.actions.rules import rules
from duban.appraisal.enums import AppraisalState, ObjectionState
from duban.appraisal.facts import gather
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.audit.actions import record
from duban.audit.models import Event
from duban.core.appraisal.jsonform import rule_json
from duban.core.appraisal.rules import in_force
from duban.core.appraisal.snapshot import freeze
from duban.core.workflow import appraisal as flow
from duban.orgs.actor import Actor
from duban.orgs.models import User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require


@transaction.atomic
def begin(*, year: int, as_of: dt.date, reason: str = "", by: Actor, at: dt.datetime) -> Appraisal:
    """开始考核 of a year. Where one was approved already, this one corrects it and says why."""
    require(by, Verb.APPRAISE)
    _check_day(year, as_of, by.today)
    last = Appraisal.objects.light().filter(year=year).order_by("-version").first()
    if last is not None and last.state != AppraisalState.APPROVED:
        raise Stale(f"{year}年度已有一份未批准的考核。")
    if last is not None and len(reason.strip()) < 6:
        raise Invalid("更正已批准的考核须写明理由。")
    try:
        with transaction.atomic():
            row = Appraisal.objects.create(
                year=year,
                version=last.version + 1 if last else 1,
                supersedes=last,
                reason=reason.strip() if last else "",
                as_of=as_of,
                rule=rule_json(in_force(rules(), year)),
                computed_at=at,
                computed_by=by.person,
            )
    except IntegrityError:
        raise Stale(f"{year}年度已有一份未批准的考核。") from None
    _compute(row)
    record("appraisal.begin", row, by=by, at=at, after=_said(row), reason=row.reason)
    return row


def _check_day(year: int, as_of: dt.date, today: dt.date) -> None:
    if as_of > today:
        raise Invalid(f"截至日期{as_of:%Y-%m-%d}还没有到。")
    if as_of < dt.date(year, 1, 1):
        raise Invalid(f"截至日期{as_of:%Y-%m-%d}早于{year}年。")


def _compute(row: Appraisal) -> None:
    gathered = gather(year=row.year, as_of=row.as_of)
    if not gathered.units:
        raise Invalid(f"{row.year}年度没有可以考核的内容：台账中没有该年度的事项，或没有开启报告期。")
    row.skipped = list(gathered.skipped)
    computing.write_first(row, gathered)
    row.save(update_fields=["skipped", "averages"])


def _said(row: Appraisal) -> dict[str, object]:
    return {"as_of": row.as_of, "units": row.results.count(), "rule": row.rule["version"]}


@transaction.atomic
def compute(*, row: Appraisal, as_of: dt.date, revision: int, by: Actor, at: dt.datetime) -> Appraisal:
    """重新测算 a draft, from the ledger as it stands and by the rule that counts now."""
    require(by, Verb.APPRAISE)
    _check_day(row.year, as_of, by.today)
    changed = Appraisal.objects.filter(pk=row.pk, state=AppraisalState.DRAFT, revision=revision).update(
        revision=revision + 1,
        as_of=as_of,
        rule=rule_json(in_force(rules(), row.year)),
        computed_at=at,
        computed_by=by.person,
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    _compute(row)
    record("appraisal.compute", row, by=by, at=at, after=_said(row))
    return row


def _move(
    name: str,
    row: Appraisal,
    *,
    by: Actor,
    at: dt.datetime,
    comment: str = "",
    facts: tuple[str, ...] = (),
    after: dict[str, object] | None = None,
    **columns: object,
) -> Appraisal:
    held = ({flow.OFFICE} if by.is_office else set()) | ({flow.LEADER} if by.is_leader else set())
    if not held:
        raise NotAllowed("考核由督查室组织、区领导批准。")
    made = flow.TABLE.check(name, state=row.state, roles=held, comment=comment, facts=facts)
    changed = Appraisal.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    told = {"state": row.get_state_display(), **(after or {})}
    record(f"appraisal.{name}", row, by=by, at=at, after=told, reason=comment)
    return row


@transaction.atomic
def show(*, row: Appraisal, by: Actor, at: dt.datetime) -> Appraisal:
    """送单位核对: from today each unit sees its own and may object within the days of the rule."""
    require(by, Verb.APPRAISE)
    until = computing.day_after_term(by.today, row.as_rule().objection_days)
    return _move(
        "show", row, by=by, at=at, after={"until": until}, shown_at=at, shown_by=by.user, objection_until=until
    )


@transaction.atomic
def take_back(*, row: Appraisal, comment: str, by: Actor, at: dt.datetime) -> Appraisal:
    """收回重新测算: objections stay, what the units confirmed does not."""
    require(by, Verb.APPRAISE)
    row = _move("take_back", row, by=by, at=at, comment=comment)
    UnitResult.objects.filter(appraisal=row).update(agreed_at=None, agreed_by=None)
    return row


def obstacles(row: Appraisal, today: dt.date) -> list[str]:
    """Why the results cannot be submitted yet: sentences; empty if they can. Two queries."""
    found = []
    open_ones = Objection.objects.open().filter(appraisal=row).count()
    if open_ones:
        found.append(f"还有 {open_ones} 份异议待复核。")
    if row.objection_until is not None and today <= row.objection_until:
        waiting = UnitResult.objects.filter(appraisal=row, agreed_at__isnull=True).count()
        if waiting:
            found.append(f"异议期到{row.objection_until:%Y-%m-%d}，还有 {waiting} 个单位没有确认。")
    return found


@transaction.atomic
def submit(*, row: Appraisal, by: Actor, at: dt.datetime) -> Appraisal:
    """报批, once every unit was heard."""
    require(by, Verb.APPRAISE)
    left = obstacles(row, by.today) if row.state == flow.SHOWN else []
    if left:
        raise Invalid("".join(left))
    return _move("submit", row, by=by, at=at, facts=(flow.HEARD,), submitted_at=at, submitted_by=by.user)


@transaction.atomic
def send_back(*, row: Appraisal, comment: str, by: Actor, at: dt.datetime) -> Appraisal:
    """退回 by a leader, with reasons."""
    require(by, Verb.APPROVE_APPRAISAL)
    return _move("send_back", row, by=by, at=at, comment=comment)


@transaction.atomic
def approve(*, row: Appraisal, by: Actor, at: dt.datetime) -> Appraisal:
    """批准 by a leader who neither computed it nor decided an objection: frozen with what it comes from."""
    require(by, Verb.APPROVE_APPRAISAL)
    if took_part(row, by.person):
        raise NotAllowed("参加测算的人员不能批准考核结果。")
    if Objection.objects.filter(appraisal=row, decided_by=by.person).exists():
        raise NotAllowed("复核过本次考核异议的人员不能批准考核结果，请由其他区领导批准。")
    made = computing.whole(row)
    snapshot = freeze(
        year=row.year,
        version=row.version,
        as_of=row.as_of,
        rule=row.as_rule(),
        units=made.names,
        facts=made.facts,
        notes=_notes(row),
    )
    if row.supersedes is not None:
        old = row.supersedes
        Appraisal.objects.filter(pk=old.pk).update(state=AppraisalState.SUPERSEDED, revision=old.revision + 1)
        record("appraisal.supersede", old, by=by, at=at, after={"by": str(row)}, reason=row.reason)
    return _move(
        "approve",
        row,
        by=by,
        at=at,
        after={"digest": snapshot["digest"]},
        snapshot=snapshot,
        digest=snapshot["digest"],
        approved_by=by.user,
        approved_at=at,
    )


def _notes(row: Appraisal) -> list[dict[str, object]]:
    """What was objected and decided, as it goes into the frozen value."""
    rows = Objection.objects.filter(appraisal=row).exclude(state=ObjectionState.OPEN)
    return [
        {
            "unit": each.unit_id,
            "item": each.item,
            "key": each.key,
            "text": each.text,
            "outcome": each.get_state_display(),
            "decision": each.decision,
            "decided_by": str(each.decided_by) if each.decided_by_id else "",
            "changes": each.changes,
        }
        for each in rows.select_related("decided_by").order_by("id")
    ]


def took_part(row: Appraisal, person: User) -> bool:
    """Whether a person computed or showed these results, ever; by the trail."""
    if person.pk in (row.computed_by_id, row.shown_by_id):
        return True
    verbs = ["appraisal.begin", "appraisal.compute", "appraisal.show", "appraisal.take_back", "appraisal.submit"]
    own = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk, actor=person, verb__in=verbs)
    return own.exists()


@transaction.atomic
def agree(*, result: UnitResult, by: Actor, at: dt.datetime) -> UnitResult:
    """确认无异议 by the unit, so that nobody has to wait for the term."""
    require(by, Verb.OBJECT_APPRAISAL)
    if result.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的考核结果。")
    if Objection.objects.open().filter(appraisal=result.appraisal_id, unit=result.unit_id).exists():
        raise Invalid("本单位还有异议待复核，请等复核后再确认，或先撤回异议。")
    changed = UnitResult.objects.filter(
        pk=result.pk, agreed_at__isnull=True, appraisal__state=AppraisalState.SHOWN
    ).update(agreed_at=at, agreed_by=by.user)
    if not changed:
        raise Stale("已经确认过，或现在不在核对期间。")
    result.refresh_from_db()
    record("appraisal.agree", result, by=by, at=at, after={"klass": result.get_klass_display()})
    return result
