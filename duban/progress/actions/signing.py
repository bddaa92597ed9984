"""Sending for signature, the principal's signature on screen or on paper, recall, refusal, delegation."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duban.audit.actions import record
from duban.core.checks import Severity
from duban.files.models import StoredFile
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress import digest
from duban.progress.actions.moves import mandate, move
from duban.progress.changes import changes_of
from duban.progress.checking import open_findings
from duban.progress.enums import ChangeKind, SignMode
from duban.progress.models import Delegation, Measure, Obligation, Report, Signature, UnitSetting

MEANING = "我已阅读本单位本期各项完成情况，内容属实，同意报送。"


def needs_check(unit_id: int) -> bool:
    """Whether the unit's office manager checks before the principal sees the report (a setting)."""
    setting = UnitSetting.objects.filter(unit_id=unit_id).first()
    return setting.office_head_check if setting else True


@transaction.atomic
def submit(*, report: Report, by: Actor, at: dt.datetime) -> Report:
    """送审 or 送签: refused while a blocking finding is open or a confirmation is unanswered."""
    require(by, Verb.DRAFT_REPORT)
    if report.period.opened_at is None:
        raise Invalid(f"本期从 {report.period.opens_on:%Y-%m-%d} 起报送，现在可以先起草。")
    if by.today > report.period.closes_on and report.version == 1:
        raise Invalid(f"本期已于 {report.period.closes_on:%Y-%m-%d} 截止，补报请联系督查室。")
    if report.change_kind == ChangeKind.CLERICAL and any(row["material"] for row in changes_of(report)):
        raise Invalid("文字更正不能改动数据、填报情形和自评。请改回，或作为内容更正重新提出。")
    left = open_findings(report)
    blocks = [f for f in left if f.severity is Severity.BLOCK]
    if blocks:
        raise Invalid(f"还有 {len(blocks)} 处须改正，改正后才能送签。")
    if left:
        raise Invalid(f"还有 {len(left)} 处须用一句话说明，说明后才能送签。")
    if not holder(report.unit_id, PostKind.PRINCIPAL, by.today):
        raise Invalid("本单位没有在任的主要领导，请督查室先登记任职。")
    is_head = by.holds(PostKind.OFFICE_HEAD, report.unit_id)
    name = "submit" if needs_check(report.unit_id) and not is_head else "send_to_sign"
    return move(name, report, by=by, at=at, submitted_at=at, submitted_by=by.user, return_comment="")


def holder(unit_id: int, kind: PostKind, on: dt.date) -> Appointment | None:
    """Who holds the post on the day."""
    return Appointment.objects.current(on).filter(post__unit_id=unit_id, post__kind=kind).select_related("post").first()


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
    if delegation is not None and _wrote(report, by.user):
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
    _first_signed(report, at)
    return report


def _signing_post(report: Report, by: Actor, at: dt.datetime) -> tuple[Post, Delegation | None]:
    for held in by.posts:
        if held.unit_id == report.unit_id and held.kind == PostKind.PRINCIPAL:
            return Post.objects.get(pk=held.post_id), None
    given = mandate(report, by, at)
    if given is None:
        raise NotAllowed("签字由本单位主要领导或其书面委托的人办理。")
    return given.post, given


def _wrote(report: Report, user: User) -> bool:
    return (
        report.lines.filter(updated_by=user).exists()
        or report.observations.filter(updated_by=user).exists()
        or report.submitted_by_id == user.pk
    )


def _first_signed(report: Report, at: dt.datetime) -> None:
    """Written once; measures with a signed value have their kind frozen."""
    Obligation.objects.filter(period=report.period, unit=report.unit, first_signed_at__isnull=True).update(
        first_signed_at=at
    )
    Measure.objects.filter(
        observations__report=report, observations__value__isnull=False, frozen_at__isnull=True
    ).update(frozen_at=at)


@transaction.atomic
def record_paper(
    *,
    report: Report,
    seen: str,
    name: str,
    signed_on: dt.date,
    scan: StoredFile,
    by: Actor,
    at: dt.datetime,
) -> Report:
    """The office records a signature on paper: the printed 附件5 with its code, scanned.

    Equal to a signature on screen; the day on the paper counts for timeliness, never a later upload.
    """
    require(by, Verb.REVIEW_REPORT)
    if not name.strip():
        raise Invalid("请填写纸质签字人的姓名。")
    if signed_on > by.today:
        raise Invalid("签字日期不能晚于今天。")
    principal = holder(report.unit_id, PostKind.PRINCIPAL, signed_on)
    if principal is None:
        raise Invalid("该单位在签字日期没有在任的主要领导，请先登记任职。")
    now = digest.of(report)
    if seen != now:
        raise Stale("打印之后报告有改动，纸质签字与现内容不符，请重新打印签字。")
    at_signing = at if signed_on == by.today else _noon(signed_on, at)
    report = move("record_paper", report, by=by, at=at, signed_at=at_signing, after={"digest": now, "paper": name})
    Signature.objects.create(
        report=report,
        post=principal.post,
        user=principal.user,
        mode=SignMode.PAPER,
        meaning=MEANING,
        digest=now,
        at=at,
        paper_name=name.strip(),
        paper_date=signed_on,
        paper_scan=scan,
    )
    _first_signed(report, at_signing)
    return report


def _noon(day: dt.date, like: dt.datetime) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)), timezone.get_current_timezone())


@transaction.atomic
def delegate(
    *, post: Post, to: User, start: dt.datetime, end: dt.datetime, basis: str, by: Actor, at: dt.datetime
) -> Delegation:
    """授权代签: by the principal, or by the office on a written mandate. No chains: a delegate cannot delegate."""
    if post.kind != PostKind.PRINCIPAL:
        raise Invalid("只有主要领导可以授权代签。")
    own = by.holds(PostKind.PRINCIPAL, post.unit_id)
    if not own:
        require(by, Verb.MANAGE_PERIODS)
    if end <= start:
        raise Invalid("授权的终止时间应晚于起始时间。")
    if not basis.strip():
        raise Invalid("授权须有文号。")
    clerks = Appointment.objects.current(by.today).filter(
        post__unit_id=post.unit_id, post__kind=PostKind.CLERK, user=to
    )
    if clerks.exists():
        raise Invalid("不能授权给起草报告的经办人。")
    row = Delegation.objects.create(
        post=post, delegate=to, start=start, end=end, basis=basis.strip(), created_by=by.person, created_at=at
    )
    record("delegation.create", row, by=by, at=at, after={"start": start, "end": end, "basis": basis})
    return row
