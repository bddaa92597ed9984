"""The office's side: accept or return line by line, and in bulk. Corrections: :mod:`corrections`, :mod:`amending`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from duban.audit.actions import record
from duban.core.refusal import Refused
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress import signatures
from duban.progress.actions.corrections import correct
from duban.progress.actions.moves import move
from duban.progress.enums import LineDecision, ReportState
from duban.progress.models import Line, Report, Signature

__all__ = ["accept", "accept_many", "correct", "decide_line", "entered_by", "send_back", "verify"]


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
    if report.state == ReportState.SIGNED:
        _require_signature(report, by)
    old = report.supersedes
    if old is not None and old.state == ReportState.ACCEPTED:
        move("supersede", old, by=by, at=at, system=True)
    report = move("accept", report, by=by, at=at, accepted_at=at, accepted_by=by.user)
    report.lines.update(decision=LineDecision.ACCEPTED, decision_comment="")
    return report


def _require_signature(report: Report, by: Actor) -> None:
    signature = signatures.live(report)
    if signature is None:
        raise Invalid("这份报告没有有效的签字。")
    if reason := signatures.trouble(signature):
        words = "报告内容与签字时不符" if signature.carried_from is None else reason.rstrip("。")
        raise Invalid(f"{words}，不能受理。请退回单位重新签字，并联系审计管理员核查。")
    if signature.carried_from is not None and signature.concurred_at is None:
        until = signatures.objection_until(signature)
        if by.today <= until:
            raise Invalid(
                f"这份文字更正沿用原签字，主要领导可在 {until:%Y-%m-%d} 前（含当日）提出不同意。"
                "本人表示同意或期满后即可受理；在此之前原版本继续有效。"
            )


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


def verify(report: Report) -> Signature | None:
    """The live signature if it holds (:func:`signatures.trouble`), else ``None``."""
    signature = signatures.live(report)
    return signature if signature is not None and not signatures.trouble(signature) else None
