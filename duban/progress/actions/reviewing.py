"""The office's side: accept or return line by line, in bulk, and corrections after acceptance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from duban.audit.actions import record
from duban.core.refusal import Refused
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress import digest
from duban.progress.actions.moves import move
from duban.progress.enums import ChangeKind, LineDecision, ReportState
from duban.progress.models import Line, Observation, Report, Signature


def entered_by(report: Report, by: Actor) -> bool:
    """Whether the person entered anything of the report for the unit."""
    user = by.user
    return (
        report.created_by_id == user.pk  # type: ignore[union-attr]
        or report.lines.filter(updated_by=user).exists()
        or report.observations.filter(updated_by=user).exists()
    )


@transaction.atomic
def decide_line(*, line: Line, decision: LineDecision, comment: str, by: Actor, at: dt.datetime) -> Line:
    """Pass or return one line with its reason; the report moves when the whole is accepted or sent back."""
    require(by, Verb.REVIEW_REPORT)
    if line.report.state != ReportState.SIGNED:
        raise Stale("这份报告不在待受理状态。")
    if decision == LineDecision.RETURNED and not comment.strip():
        raise Invalid("退回须逐项写明理由。")
    line.decision = decision
    line.decision_comment = comment.strip() if decision == LineDecision.RETURNED else ""
    line.save(update_fields=["decision", "decision_comment"])
    record("line.decide", line, by=by, at=at, after={"decision": decision}, reason=line.decision_comment)
    return line


@transaction.atomic
def accept(*, report: Report, by: Actor, at: dt.datetime) -> Report:
    """受理: the digest must still be that of the signature; who entered data may not accept it."""
    require(by, Verb.REVIEW_REPORT)
    if report.lines.filter(decision=LineDecision.RETURNED).exists():
        raise Invalid("有事项标为退回，请退回报告，或先取消退回。")
    if entered_by(report, by):
        raise NotAllowed("代单位填写过数据的人不能受理这份报告，请由其他督查员受理。")
    signature = report.signatures.filter(revoked_at__isnull=True).first()
    if report.state == ReportState.SIGNED and signature is None:
        raise Invalid("这份报告没有有效的签字。")
    if signature is not None and signature.digest != digest.of(report):
        raise Invalid("报告内容与签字时不符，不能受理。请退回单位重新签字，并联系审计管理员核查。")
    old = report.supersedes
    if old is not None and old.state == ReportState.ACCEPTED:
        move("supersede", old, by=by, at=at, system=True)
    report = move("accept", report, by=by, at=at, accepted_at=at, accepted_by=by.user)
    report.lines.update(decision=LineDecision.ACCEPTED, decision_comment="")
    return report


def accept_many(
    *, reports: Iterable[Report], by: Actor, at: dt.datetime
) -> tuple[list[Report], list[tuple[Report, str]]]:
    """Bulk accept: each by itself, so that one refusal holds up nobody and the events are those of single ones."""
    done, refused = [], []
    for report in reports:
        try:
            with transaction.atomic():
                done.append(accept(report=report, by=by, at=at))
        except Refused as no:
            refused.append((report, no.reason))
    return done, refused


@transaction.atomic
def send_back(*, report: Report, comment: str, by: Actor, at: dt.datetime) -> Report:
    """退回: the signature is revoked, not deleted; the first signing time stays."""
    require(by, Verb.REVIEW_REPORT)
    lines = report.lines.filter(decision=LineDecision.RETURNED).count()
    text = comment.strip() or (f"{lines} 项退回，理由见各项。" if lines else "")
    report = move("send_back", report, by=by, at=at, comment=text, return_comment=text, returned_at=at)
    report.signatures.filter(revoked_at__isnull=True).update(
        revoked_at=at, revoked_by=by.user, revoked_reason=text[:200]
    )
    return report


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
        created_by=by.user,
        created_at=at,
    )
    _copy(report, new)
    record("report.correct", new, by=by, at=at, after={"kind": kind, "version": new.version}, reason=reason)
    return new


def _copy(old: Report, new: Report) -> None:
    lines = list(old.lines.order_by("id"))
    for line in lines:
        line.pk, line.report, line.decision, line.decision_comment = None, new, "", ""
    Line.objects.bulk_create(lines)
    values = list(old.observations.order_by("id"))
    for value in values:
        value.pk, value.report = None, new
    Observation.objects.bulk_create(values)


def verify(report: Report) -> Signature | None:
    """The live signature if the content is still what was signed, else ``None``."""
    signature = report.signatures.filter(revoked_at__isnull=True).first()
    return signature if signature is not None and signature.digest == digest.of(report) else None
