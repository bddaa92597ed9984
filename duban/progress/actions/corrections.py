"""Corrections of an accepted report as a new version, and the signature carried over a clerical one (沿用签字).

A clerical correction (文字更正) changes words only. Unless the unit wants to sign again, the signature of the version
before is carried over by a record of its own: it names both digests and the changed fields. The principal is told and
may object until the version is accepted, a working day at least; an objection means signing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from duban.audit.actions import record
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress import digest, firings, signatures
from duban.progress.actions.moves import move
from duban.progress.changes import changes_of
from duban.progress.enums import ChangeKind, ReportState, SignMode
from duban.progress.models import CheckAnswer, Evidence, Line, Observation, Report, Signature
from duban.progress.settings import needs_check

REQUESTED_BY = {"unit": "承办单位", "office": "督查室", "audit": "审计或核查"}


@transaction.atomic
def correct(*, report: Report, kind: ChangeKind, reason: str, requested_by: str, by: Actor, at: dt.datetime) -> Report:
    """A new version of an accepted report; the old one stays in force until the new one is accepted.

    ``requested_by``: unit | office | audit. Clerical changes alter no figure, presence or rating.
    """
    if not (by.is_office or report.unit_id in by.unit_ids):
        raise NotAllowed("这不是本单位的报告。")
    if report.state != ReportState.ACCEPTED:
        raise Stale("只有已受理的报告可以更正。")
    if kind == ChangeKind.NONE or not reason.strip():
        raise Invalid("更正须写明性质和理由。")
    if requested_by not in REQUESTED_BY:
        raise Invalid("请选择由谁提出更正。")
    if Report.objects.filter(supersedes=report).exists():
        raise Stale("这份报告已有一份更正在办。")
    new = Report.objects.create(
        period=report.period,
        unit=report.unit,
        version=report.version + 1,
        supersedes=report,
        change_kind=kind,
        change_reason=reason.strip(),
        requested_by=requested_by,
        answer=report.answer,
        created_by=by.user,
        created_at=at,
    )
    _copy(report, new)
    record("report.correct", new, by=by, at=at, after={"kind": kind, "version": new.version}, reason=reason)
    return new


def _copy(old: Report, new: Report) -> None:
    """Lines with their evidence and answers, and figures: the new version begins as the old one stands."""
    lines = list(old.lines.order_by("id"))
    for line in lines:
        line.pk, line.report, line.decision, line.decision_comment = None, new, "", ""
    Line.objects.bulk_create(lines)
    line_of = {line.matter_id: line for line in lines}
    answers = list(CheckAnswer.objects.filter(line__report=old).select_related("line").order_by("id"))
    for answer in answers:
        answer.pk, answer.line = None, line_of[answer.line.matter_id]
    CheckAnswer.objects.bulk_create(answers)
    files = Evidence.objects.filter(Q(line__report=old) | Q(report=old), withdrawn_at__isnull=True)
    evidence = list(files.select_related("line").order_by("id"))
    for row in evidence:
        row.pk, row.report = None, new if row.line is None else None
        row.line = None if row.line is None else line_of[row.line.matter_id]
    Evidence.objects.bulk_create(evidence)
    values = list(old.observations.order_by("id"))
    for value in values:
        value.pk, value.report = None, new
    Observation.objects.bulk_create(values)


@transaction.atomic
def send_carried(*, report: Report, by: Actor, at: dt.datetime) -> Report:
    """The unit sends a clerical correction; the signature is carried over."""
    from duban.progress.actions.signing import require_ready

    require(by, Verb.DRAFT_REPORT)
    firings.keep(report, require_ready(report, by), at=at)
    if needs_check(report.unit_id) and not by.holds(PostKind.OFFICE_HEAD, report.unit_id):
        raise Invalid("本单位设置为先由办公室负责人审核，请先送审。")
    return carry("send_carried", report, by=by, at=at, submitted_at=at, submitted_by=by.user, return_comment="")


@transaction.atomic
def pass_carried(*, report: Report, by: Actor, at: dt.datetime) -> Report:
    """办公室负责人 has checked a clerical correction; the signature is carried over."""
    return carry("pass_carried", report, by=by, at=at, checked_at=at, checked_by=by.user)


def carry(name: str, report: Report, *, by: Actor, at: dt.datetime, **columns: Any) -> Report:
    """Make the move ``name`` and write the record that carries the signature: both digests, the changed fields."""
    old = report.supersedes
    origin = signatures.live(old) if old is not None else None
    rows = changes_of(report)
    if not rows:
        raise Invalid("这一版与上一版没有差别，不需要更正。")
    if any(row["material"] for row in rows):
        raise Invalid("文字更正不能改动数据、填报情形和自评。请改回，或作为内容更正重新提出。")
    now, fields = digest.of(report), [[row["code"], row["field"]] for row in rows]
    after = {"digest": now, "carried": origin.digest if origin else "", "fields": fields}
    report = move(name, report, by=by, at=at, signed_at=at, after=after, **columns)
    if origin is None or signatures.trouble(origin):
        raise Invalid("上一版没有可以沿用的有效签字，请送签。")
    if signatures.holder(report.unit_id, PostKind.PRINCIPAL, by.today) is None:
        raise Invalid("本单位没有在任的主要领导，不能沿用签字。请督查室先登记任职。")
    Signature.objects.create(
        report=report,
        post=origin.post,
        user=origin.user,
        delegation=origin.delegation,
        mode=SignMode.CARRIED,
        meaning=signatures.CARRIED_MEANING,
        digest=now,
        at=at,
        carried_from=origin,
        carried_changes=fields,
    )
    return report


@transaction.atomic
def concur(*, report: Report, by: Actor, at: dt.datetime) -> Report:
    """The principal agrees to the signature being carried over, so that nobody need wait."""
    report = move("concur", report, by=by, at=at)
    report.signatures.live().update(concurred_at=at)
    return report


@transaction.atomic
def object_to_carrying(*, report: Report, comment: str, by: Actor, at: dt.datetime) -> Report:
    """The principal does not agree: the version is a draft again and has to be signed."""
    report = move("object", report, by=by, at=at, comment=comment, return_comment=comment.strip())
    report.signatures.live().update(
        revoked_at=at, revoked_by=by.user, revoked_reason=comment.strip()[:200], objected_at=at
    )
    return report
