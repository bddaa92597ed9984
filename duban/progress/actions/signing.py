"""Sending for signature, the check inside the unit, the principal's signature on screen, recall, refusal.

Paper: :mod:`paper`; delegations: :mod:`delegations`; signatures carried over: :mod:`corrections`.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.core.checks import Severity
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Post, User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress import digest, firings
from duban.progress.actions.delegations import delegate
from duban.progress.actions.moves import mandate, move
from duban.progress.actions.paper import record_paper
from duban.progress.changes import changes_of
from duban.progress.checking import LineFinding, findings
from duban.progress.enums import ChangeKind
from duban.progress.models import Delegation, Report, Signature
from duban.progress.settings import needs_check
from duban.progress.signatures import MEANING, first_signed, holder

__all__ = [
    "MEANING", "delegate", "fail_check", "holder", "needs_check", "pass_check", "recall", "record_paper", "refuse",
    "require_ready", "sign", "submit", "wrote",
]  # fmt: skip


@transaction.atomic
def submit(*, report: Report, by: Actor, at: dt.datetime) -> Report:
    """送审 or 送签: refused while a blocking finding is open or a confirmation is unanswered."""
    require(by, Verb.DRAFT_REPORT)
    firings.keep(report, require_ready(report, by), at=at)
    is_head = by.holds(PostKind.OFFICE_HEAD, report.unit_id)
    name = "submit" if needs_check(report.unit_id) and not is_head else "send_to_sign"
    return move(name, report, by=by, at=at, submitted_at=at, submitted_by=by.user, return_comment="")


def require_ready(report: Report, by: Actor) -> list[LineFinding]:
    """Whether the report may leave the unit's desk: the period, the kind of correction, the checks, a principal.

    Returns what the checks said, to be kept with the sending.
    """
    if report.period.opened_at is None:
        raise Invalid(f"本期从 {report.period.opens_on:%Y-%m-%d} 起报送，现在可以先起草。")
    if by.today > report.period.closes_on and report.version == 1:
        raise Invalid(f"本期已于 {report.period.closes_on:%Y-%m-%d} 截止，补报请联系督查室。")
    if report.change_kind == ChangeKind.CLERICAL and any(row["material"] for row in changes_of(report)):
        raise Invalid("文字更正不能改动数据、填报情形和自评。请改回，或作为内容更正重新提出。")
    if report.period.is_special and not report.lines.exists() and not report.answer.strip():
        raise Invalid("还没有填写专项情况，填写后才能送签。")
    found = findings(report)
    left = [each for each in found if each.open]
    blocks = [f for f in left if f.severity is Severity.BLOCK]
    if blocks:
        raise Invalid(f"还有 {len(blocks)} 处须改正，改正后才能送签。")
    if left:
        raise Invalid(f"还有 {len(left)} 处须用一句话说明，说明后才能送签。")
    if not holder(report.unit_id, PostKind.PRINCIPAL, by.today):
        raise Invalid("本单位没有在任的主要领导，请督查室先登记任职。")
    return found


@transaction.atomic
def pass_check(*, report: Report, by: Actor, at: dt.datetime) -> Report:
    """办公室负责人 has checked: on to the principal."""
    return move("pass_check", report, by=by, at=at, checked_at=at, checked_by=by.user)


@transaction.atomic
def fail_check(*, report: Report, comment: str, by: Actor, at: dt.datetime) -> Report:
    """办公室负责人 returns it to the clerk with a comment."""
    return move("fail_check", report, by=by, at=at, comment=comment, return_comment=comment)


@transaction.atomic
def recall(*, report: Report, by: Actor, at: dt.datetime) -> Report:
    """The unit takes it back before signature."""
    return move("recall", report, by=by, at=at)


@transaction.atomic
def refuse(*, report: Report, comment: str, by: Actor, at: dt.datetime) -> Report:
    """The principal does not agree, with a reason."""
    return move("refuse", report, by=by, at=at, comment=comment, return_comment=comment)


@transaction.atomic
def sign(*, report: Report, seen: str, password: str, by: Actor, at: dt.datetime) -> Report:
    """The principal (or a delegate) signs exactly what was seen.

    ``seen`` is the digest shown on the page; if the content has changed since, nothing is signed.
    The first signing time is written to the obligation once and kept for ever (domain §4.6).
    """
    require(by, Verb.SIGN_REPORT)
    if by.user is None or not by.user.check_password(password):
        raise Invalid("密码不对，没有签字。请重新输入登录密码。")
    post, delegation = _signing_post(report, by, at)
    if delegation is not None and wrote(report, by.user):
        raise NotAllowed("起草人不能受托代签本人填写的报告。")
    now = digest.of(report)
    if seen != now:
        raise Stale("报告在您阅读后有改动，没有签字。请重新阅读。")
    report = move(
        "sign",
        report,
        by=by,
        at=at,
        signed_at=at,
        after={"digest": now, "delegation": delegation.basis if delegation else ""},
    )
    Signature.objects.create(
        report=report, post=post, user=by.user, delegation=delegation, meaning=MEANING, digest=now, at=at
    )
    first_signed(report, at)
    return report


def _signing_post(report: Report, by: Actor, at: dt.datetime) -> tuple[Post, Delegation | None]:
    for held in by.posts:
        if held.unit_id == report.unit_id and held.kind == PostKind.PRINCIPAL:
            return Post.objects.get(pk=held.post_id), None
    given = mandate(report, by, at)
    if given is None:
        raise NotAllowed("签字由本单位主要领导或其书面委托的人办理。")
    return given.post, given


def wrote(report: Report, user: User) -> bool:
    """Whether the person wrote in the report or sent it: such a person does not sign it for another."""
    return (
        report.lines.filter(updated_by=user).exists()
        or report.observations.filter(updated_by=user).exists()
        or report.submitted_by_id == user.pk
    )
