"""Verification (核查): drawn by the system, confirmed, carried out, told to the unit, which may object."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import IntegrityError, transaction
from django.db.models import Max

from duban.audit.actions import record
from duban.audit.models import ChainHead
from duban.core.oversight import sampling
from duban.core.oversight.sampling import Candidate, Pick
from duban.core.reporting.values import Presence
from duban.ledger.enums import Level, MatterState
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight import comparing
from duban.oversight.actions.closings import record_verification
from duban.oversight.enums import DrawState, Found, Means
from duban.oversight.models import SampleDraw, Verification
from duban.progress.actions.corrections import correct
from duban.progress.enums import ChangeKind, ReportState
from duban.progress.models import Period, Report

MOST = 500  # of one draw: more than that nobody verifies


@transaction.atomic
def draw(*, period: Period, size: int, per_unit: int, seed: str = "", by: Actor, at: dt.datetime) -> SampleDraw:
    """抽样 from what was reported and accepted in the period and not drawn before. Nothing is checked yet.

    ``seed``: given from outside, such as a number that was drawn in public; without one it is the digest of the last
    event of the trail, which nobody chooses. The whole list is frozen with the picks.
    """
    require(by, Verb.VERIFY)
    if not 1 <= size <= MOST or per_unit < 1:
        raise Invalid(f"抽取项数应为 1 到 {MOST}，每个单位至少 1 项。")
    number = (SampleDraw.objects.filter(period=period).aggregate(last=Max("number"))["last"] or 0) + 1
    listed = candidates(period, at)
    if not listed:
        raise Invalid("本期还没有可以抽取的事项：已受理的报告中没有尚未抽过的已填报事项。")
    drawn = Verification.objects.filter(period=period, sampled=True).values_list("unit_id", flat=True)
    used = {str(unit): count for unit, count in Counter(drawn).items()}
    seed, basis = _seed(period, number, seed)
    picks = sampling.draw(listed, size=size, seed=seed, per_unit=per_unit, used=used)
    if not picks:
        raise Invalid("各单位本期抽取的项数都已达到上限，没有可以再抽的事项。")
    try:
        with transaction.atomic():
            row = SampleDraw.objects.create(
                period=period,
                number=number,
                size=size,
                per_unit=per_unit,
                seed=seed,
                seed_basis=basis,
                candidates=[[each.key, each.stratum, each.unit, each.gap] for each in listed],
                used=used,
                picks=[[pick.candidate.key, pick.by_stratum] for pick in picks],
                drawn_by=by.person,
                drawn_at=at,
            )
    except IntegrityError:
        raise Stale("本期已有一次抽样待确认，请先确认或作废。") from None
    after = {"candidates": len(listed), "picks": len(picks), "seed": seed}
    record("sample.draw", row, by=by, at=at, after=after)
    return row


def candidates(period: Period, at: dt.datetime) -> list[Candidate]:
    """What may be drawn: a key ``programme.code|unit id``, the level as its stratum, the width of its gap."""
    drawn = Verification.objects.filter(period=period, sampled=True).values_list("matter_id", "unit_id")
    before = set(drawn)
    rows = [
        row
        for row in comparing.compared(period, at)
        if row.accepted
        and row.presence is Presence.REPORTED
        and row.matter.state != MatterState.WITHDRAWN
        and (row.matter.pk, row.unit.pk) not in before
    ]
    return [
        Candidate(key_of(row.matter, row.unit), _stratum(row.matter), str(row.unit.pk), row.three.width) for row in rows
    ]


def _stratum(matter: Matter) -> str:
    return str(Level(matter.programme.level).label)


def key_of(matter: Matter, unit: Unit) -> str:
    """The name of a candidate in the draw: readable, and the same in every copy of the ledger."""
    return f"{matter.programme.ordinal}.{matter.code}|{unit.name}"


def _seed(period: Period, number: int, given: str) -> tuple[str, str]:
    start = f"{period.year}-{period.seq}-{number}"
    if given.strip():
        return f"{start}/{given.strip()[:120]}", "指定，例如当众摇号的号码"
    head = ChainHead.objects.filter(pk=1).first()
    seq, digest = (head.seq, head.hash) if head is not None else (0, "")
    return f"{start}/{digest}", f"抽取前最后一条办理留痕（第{seq}条）的摘要"


def again(row: SampleDraw) -> list[Pick]:
    """The draw made again from its frozen list and seed."""
    listed = [Candidate(key, stratum, unit, gap) for key, stratum, unit, gap in row.candidates]
    return sampling.draw(listed, size=row.size, seed=row.seed, per_unit=row.per_unit, used=row.used)


def repeats(row: SampleDraw) -> bool:
    """Whether drawing again gives what is recorded."""
    return [[pick.candidate.key, pick.by_stratum] for pick in again(row)] == row.picks


def why(pick: Pick) -> str:
    """Why it was drawn, in a sentence."""
    share = f"{pick.candidate.stratum}按比例应抽" if pick.by_stratum else "不分层抽取"
    gap = f"，评价相差{pick.candidate.gap}档，多{pick.candidate.gap}支签" if pick.candidate.gap else ""
    return f"第{pick.place}个抽出，{share}{gap}。"


@transaction.atomic
def confirm(*, row: SampleDraw, by: Actor, at: dt.datetime) -> list[Verification]:
    """确认: the picks become checks to be carried out. A draw that does not repeat is refused."""
    require(by, Verb.VERIFY)
    if not repeats(row):
        raise Invalid("按种子重算的结果与记录不一致，不能确认。请作废后重新抽取，并报告管理员。")
    _decide(row, DrawState.CONFIRMED, by=by, at=at)
    keys = {pick.candidate.key: pick for pick in again(row)}
    rows = [
        (each.matter, each.unit, keys[key])
        for each in comparing.compared(row.period, at)
        if (key := key_of(each.matter, each.unit)) in keys
    ]
    made = Verification.objects.bulk_create(
        Verification(
            matter=matter, unit=unit, period=row.period, sampled=True, draw=row, why=why(pick)[:200], drawn_at=at
        )
        for matter, unit, pick in sorted(rows, key=lambda each: each[2].place)
    )
    record("sample.confirm", row, by=by, at=at, after={"picks": len(made)})
    return made


@transaction.atomic
def discard(*, row: SampleDraw, reason: str, by: Actor, at: dt.datetime) -> SampleDraw:
    """作废 with its reason; the draw stays on record."""
    require(by, Verb.VERIFY)
    if len(reason.strip()) < 4:
        raise Invalid("作废抽样须写明理由。")
    _decide(row, DrawState.DISCARDED, reason=reason.strip()[:300], by=by, at=at)
    record("sample.discard", row, by=by, at=at, reason=row.reason)
    return row


def _decide(row: SampleDraw, state: DrawState, *, reason: str = "", by: Actor, at: dt.datetime) -> None:
    changed = SampleDraw.objects.filter(pk=row.pk, state=DrawState.DRAFT).update(
        state=state, reason=reason, decided_by=by.person, decided_at=at
    )
    if not changed:
        raise Stale("这次抽样已经确认或作废。")
    row.refresh_from_db()


@transaction.atomic
def record_result(
    *,
    row: Verification,
    means: Means,
    found: Found,
    note: str,
    done_on: dt.date | None,
    present: str = "",
    by: Actor,
    at: dt.datetime,
) -> Verification:
    """登记核查: how, when, what was seen, who was there. No photographs are asked for."""
    require(by, Verb.VERIFY)
    day = done_on or by.today
    if day > by.today:
        raise Invalid("核查日期不能晚于今天。")
    Verification.objects.filter(pk=row.pk, verified_at__isnull=True).update(done_on=day, present=present.strip()[:200])
    return record_verification(row=row, means=means, found=found, note=note, by=by, at=at)


@transaction.atomic
def object_to(*, row: Verification, text: str, by: Actor, at: dt.datetime) -> Verification:
    """异议 by the unit, in a sentence."""
    if row.unit_id not in by.unit_ids:
        raise NotAllowed("这不是对本单位的核查。")
    if len(text.strip()) < 4:
        raise Invalid("请写明不同意见，例如哪个数不对、依据是什么。")
    changed = Verification.objects.filter(pk=row.pk, verified_at__isnull=False, objected_at__isnull=True).update(
        objection=text.strip(), objected_by=by.person, objected_at=at
    )
    if not changed:
        raise Stale("已经提出过异议，或还没有核查结果。")
    row.refresh_from_db()
    record("verification.object", row, by=by, at=at, reason=row.objection)
    return row


@transaction.atomic
def decide(*, row: Verification, found: Found, text: str, by: Actor, at: dt.datetime) -> Verification:
    """复核 of an objection by somebody who did not carry out the check; the result may stay or change."""
    require(by, Verb.VERIFY)
    if by.user is not None and row.verified_by_id == by.user.pk:
        raise NotAllowed("复核应由没有参加这次核查的人员办理。")
    if len(text.strip()) < 4:
        raise Invalid("请写明复核意见。")
    changed = Verification.objects.filter(pk=row.pk, objected_at__isnull=False, decided_at__isnull=True).update(
        revised=found, decision=text.strip(), decided_by=by.person, decided_at=at
    )
    if not changed:
        raise Stale("没有待复核的异议。")
    row.refresh_from_db()
    kept = "维持" if row.revised == row.found else "改为"
    after = {"text": f"{kept}{row.stands_label}", "found": row.revised}
    record("verification.decide", row, by=by, at=at, after=after, reason=row.decision)
    return row


@transaction.atomic
def ask_correction(*, row: Verification, by: Actor, at: dt.datetime) -> Report:
    """要求更正: what was not true is corrected by the unit in a new version of its report, signed again."""
    require(by, Verb.VERIFY)
    if row.period is None or row.verified_at is None or row.stands == Found.TRUE:
        raise Invalid("只有核查结果为部分属实或不属实的，才要求更正报告。")
    if row.correction_id is not None:
        raise Stale("已经要求过更正。")
    report = Report.objects.filter(unit=row.unit_id, period=row.period, state=ReportState.ACCEPTED).first()
    if report is None:
        raise Invalid("该单位本期没有已受理的报告。")
    reason = f"{row.matter.code}经核查{row.stands_label}：{row.note}"
    made = correct(report=report, kind=ChangeKind.MATERIAL, reason=reason, requested_by="audit", by=by, at=at)
    Verification.objects.filter(pk=row.pk).update(correction=made)
    row.refresh_from_db()
    record("verification.correct", row, by=by, at=at, after={"report": made.pk}, reason=reason)
    return made


@transaction.atomic
def record_export(*, period: Period, count: int, kind: str, by: Actor, at: dt.datetime) -> None:
    """Put into the trail that results of a period left the system."""
    require(by, Verb.EXPORT_LEDGER)
    record("verification.export", period, by=by, at=at, after={"count": count, "kind": kind})
