"""What a signature says, and whether it still holds: the digest of what stands there is the digest that was signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment
from duban.orgs.workdays import office_calendar
from duban.progress import digest
from duban.progress.changes import changes_of
from duban.progress.enums import SignMode
from duban.progress.models import Delegation, Measure, Obligation, Report, Signature

MEANING = "我已阅读本单位本期各项完成情况，内容属实，同意报送。"
CARRIED_MEANING = "文字更正，未改动数据、填报情形和自评，沿用原签字；主要领导可在受理前提出不同意。"
SHOWN = (  # what the lines of a signature are made of
    "user", "post__unit", "delegation__post__unit", "delegation__appointment__user", "paper_scan",
    "carried_from__report",
)  # fmt: skip
OBJECTION_DAYS = 1  # working days in which the principal may object to a signature carried over


def live(report: Report) -> Signature | None:
    """The signature under the report that was not revoked."""
    return report.signatures.live().select_related(*SHOWN).first()


def trouble(signature: Signature) -> str:
    """Why the signature does not hold, as a sentence; empty where it holds.

    A signature that was carried over holds as long as the one that it rests on, and as nothing material differs.
    """
    if digest.of(signature.report) != signature.digest:
        return "报告内容与签字时不符。"
    origin = signature.carried_from
    if origin is None:
        return ""
    if origin.revoked_at is not None:
        return "所沿用的签字已经撤销。"
    if reason := trouble(origin):
        return f"所沿用的签字（第 {origin.report.version} 版）不符：{reason}"
    if any(row["material"] for row in changes_of(signature.report)):
        return "沿用签字的版本改动了数据、填报情形或自评。"
    return ""


def broken() -> Iterator[tuple[Signature, str]]:
    """Every live signature that does not hold, with the reason. Reads all reports that were ever signed."""
    rows = Signature.objects.live().select_related(
        "report__unit", "report__period", "report__supersedes", "carried_from__report", "user"
    )
    for signature in rows.order_by("id").iterator(chunk_size=200):
        if reason := trouble(signature):
            yield signature, reason


def sentence(signature: Signature) -> str:
    """The signature as the block under the report prints it.

    张三 2023-04-08 系统签字（受区建设局主要领导李四委托，武建授〔2023〕1号）
    """
    day = timezone.localtime(signature.at).date()
    if signature.mode == SignMode.PAPER:
        name, day = signature.paper_name, signature.paper_date or day
    else:
        name = str(signature.user)
    notes = []
    if signature.delegation is not None:
        notes.append(f"受{giver(signature.delegation)}委托，{signature.delegation.basis}")
    if signature.carried_from is not None:
        notes.append(f"文字更正，沿用第 {signature.carried_from.report.version} 版签字")
    note = f"（{'；'.join(notes)}）" if notes else ""
    return f"{name} {day:%Y-%m-%d} {signature.get_mode_display()}{note}"


def giver(delegation: Delegation) -> str:
    """Who gave the mandate: 区建设局主要领导张三."""
    post, held = delegation.post, delegation.appointment
    return f"{post.unit}{post.title or post.get_kind_display()}{held.user if held else ''}"


def objection_until(signature: Signature) -> dt.date:
    """The last day on which the principal may object to a signature carried over."""
    return office_calendar().after(timezone.localtime(signature.at).date(), OBJECTION_DAYS)


def holder(unit_id: int, kind: PostKind, on: dt.date) -> Appointment | None:
    """Who holds the post on the day."""
    held = Appointment.objects.current(on).filter(post__unit_id=unit_id, post__kind=kind)
    return held.select_related("post", "user").order_by("id").first()


def first_signed(report: Report, at: dt.datetime) -> None:
    """The first signing time is written once; measures with a signed value have their kind frozen."""
    Obligation.objects.filter(period=report.period, unit=report.unit, first_signed_at__isnull=True).update(
        first_signed_at=at
    )
    Measure.objects.filter(
        observations__report=report, observations__value__isnull=False, frozen_at__isnull=True
    ).update(frozen_at=at)
