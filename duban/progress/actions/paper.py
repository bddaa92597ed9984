"""A signature on paper: equal to one on screen, recorded by the office with the scan."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duban.core.reporting.codes import PaperCode, code_of
from duban.files import actions as files
from duban.files.models import StoredFile
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.progress import digest
from duban.progress.actions.evidence import check_size
from duban.progress.actions.moves import move
from duban.progress.enums import SignMode
from duban.progress.models import Delegation, Report, Signature
from duban.progress.signatures import MEANING, first_signed, holder
from duban.readers.errors import Unreadable
from duban.readers.sniff import sniff


def seen_on(report: Report, code: PaperCode) -> str:
    """The digest that the paper with this code shows, or a refusal where it shows other content.

    A report has many printed states in its life; only the one that stands in it now can be signed.
    """
    now = digest.of(report)
    if code.report != report.pk:
        raise Invalid(f"这个核验码属于另一份报告（{code.report} 号），不是这一份（{report.pk} 号）。请核对纸质件。")
    if not code.fits(now):
        raise Stale(
            f"这份纸质件是旧内容：打印之后报告有改动，现内容的核验码是 {code_of(report.pk, now)}。"
            "请单位重新打印、签字后再登记。"
        )
    return now


SCANS = {"pdf": "application/pdf", "image": ""}


def keep_scan(*, data: bytes, name: str, media_type: str, by: Actor, at: dt.datetime) -> StoredFile:
    """Keep the scan of the signed paper: a PDF or a picture, by its content and not by its name."""
    check_size(len(data), name)
    try:
        kind = sniff(data)
    except Unreadable as no:
        raise Invalid(f"“{name}”打不开：{no.message}扫描件请用 PDF 或图片（jpg、png）。") from None
    if kind not in SCANS:
        raise Invalid(f"“{name}”不是扫描件：收到的是 {kind} 文件。请上传 PDF 或图片（jpg、png）。")
    return files.store(data=data, name=name, media_type=SCANS[kind] or media_type, by=by, at=at)


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

    Equal to a signature on screen; the day on the paper counts for timeliness, never a later upload. The name must be
    that of the principal of the day, or of who held a delegation then.
    """
    require(by, Verb.REVIEW_REPORT)
    _require_day(report, signed_on, by)
    principal, delegation = _signer(report, name.strip(), signed_on)
    now = digest.of(report)
    if seen != now:
        raise Stale("打印之后报告有改动，纸质签字与现内容不符，请重新打印签字。")
    at_signing = at if signed_on == by.today else _noon(signed_on)
    signature = Signature(
        report=report,
        post=principal.post,
        user=delegation.delegate if delegation else principal.user,
        delegation=delegation,
        mode=SignMode.PAPER,
        meaning=MEANING,
        digest=now,
        at=at,
        paper_name=name.strip(),
        paper_date=signed_on,
        paper_scan=scan,
    )
    after = {"digest": now, "paper": name.strip(), "signed_on": signed_on, "scan": scan.sha256}
    report = move("record_paper", report, by=by, at=at, signed_at=at_signing, after=after)
    signature.report = report
    signature.save()
    first_signed(report, at_signing)
    return report


def _require_day(report: Report, signed_on: dt.date, by: Actor) -> None:
    """The content was frozen when it was sent for signature, so nothing was signed before."""
    if signed_on > by.today:
        raise Invalid("签字日期不能晚于今天。")
    sent = timezone.localtime(report.submitted_at).date() if report.submitted_at else None
    if sent is not None and signed_on < sent:
        raise Invalid(f"签字日期早于送签日期 {sent:%Y-%m-%d}。请核对纸质件上的日期。")


def _signer(report: Report, name: str, signed_on: dt.date) -> tuple[Appointment, Delegation | None]:
    """Who of the unit signed: a principal of the day, or a delegate; a name that is neither is refused."""
    if not name:
        raise Invalid("请填写纸质签字人的姓名。")
    if holder(report.unit_id, PostKind.PRINCIPAL, signed_on) is None:
        raise Invalid("该单位在签字日期没有在任的主要领导，请先登记任职。")
    held = Appointment.objects.current(signed_on).filter(post__unit_id=report.unit_id, post__kind=PostKind.PRINCIPAL)
    principals = list(held.select_related("post", "user").order_by("id"))
    for each in principals:
        if each.user.name == name:
            return each, None
    given = Delegation.objects.in_force(_noon(signed_on)).filter(
        post__unit_id=report.unit_id, post__kind=PostKind.PRINCIPAL, delegate__name=name
    )
    delegation = given.select_related("delegate", "appointment__post", "appointment__user").first()
    if delegation is not None and delegation.appointment is not None:
        return delegation.appointment, delegation
    names = "、".join(each.user.name for each in principals)
    raise Invalid(
        f"“{name}”在 {signed_on:%Y-%m-%d} 既不是该单位在任的主要领导（{names}），也没有生效的代签委托。"
        "请核对姓名；任职有变动的先登记任职，受托签字的先登记委托。"
    )


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)), timezone.get_current_timezone())
