"""What waits for a signature, a check, a word; mandates that end; units that have nobody to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from django.db.models import Count, Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import Event
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment
from duban.orgs.permissions import Verb, may
from duban.progress import signatures
from duban.progress.enums import ReportState
from duban.progress.models import Delegation, Obligation, Report, Signature
from duban.web.home.waiting import Waiting

SHOWN = 20
SOON = dt.timedelta(days=7)


def _day(at: dt.datetime) -> str:
    day = timezone.localtime(at)
    return f"{day.month}月{day.day}日"


def _units(actor: Actor, kind: PostKind) -> set[int]:
    return {post.unit_id for post in actor.posts if post.kind == kind}


class Owed(Protocol):
    """A report with its number of items and the day it is owed by."""

    pk: int
    unit_id: int
    version: int
    submitted_at: dt.datetime | None
    n: int
    due: dt.date | None


def _waiting(state: ReportState, units: Iterable[int]) -> list[Owed]:
    """Reports in the state with their number of items and the day they are owed by; the longest waiting first."""
    owed = Obligation.objects.filter(period=OuterRef("period"), unit=OuterRef("unit"))
    rows = Report.objects.filter(state=state, unit_id__in=list(units)).select_related("unit", "period")
    rows = rows.annotate(n=Count("lines"), due=Subquery(owed.values("due_on")[:1]))
    return list(rows.order_by("due", "submitted_at", "id")[:SHOWN])


def _delegated_units(actor: Actor) -> set[int]:
    given = Delegation.objects.in_force(timezone.now()).filter(
        delegate=actor.user, post__kind=PostKind.PRINCIPAL, post__unit_id__in=actor.unit_ids
    )
    return set(given.values_list("post__unit_id", flat=True))


def to_sign(actor: Actor) -> Iterable[Waiting]:
    """待我签字: for the principal, and for who holds a mandate now."""
    if not may(actor, Verb.SIGN_REPORT):
        return
    own = _units(actor, PostKind.PRINCIPAL)
    for row in _waiting(ReportState.SIGNING, own | _delegated_units(actor)):
        behalf = "" if row.unit_id in own else "，受托代签"
        note = f"{row.n} 项{behalf}；{_day(row.submitted_at)}送签" if row.submitted_at else f"{row.n} 项{behalf}"
        first = row.version == 1
        yield Waiting(f"待我签字：{row}", reverse("report_sign", args=[row.pk]), note, due=row.due if first else None)


def to_check(actor: Actor) -> Iterable[Waiting]:
    """待审核: for 办公室负责人."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    for row in _waiting(ReportState.CHECKING, _units(actor, PostKind.OFFICE_HEAD)):
        href = reverse("report_check", args=[row.pk])
        yield Waiting(
            f"待审核：{row}", href, f"{row.n} 项；通过后送主要领导签字", due=row.due if row.version == 1 else None
        )


def carried(actor: Actor) -> Iterable[Waiting]:
    """Signatures that were carried over a clerical correction: the principal may object."""
    units = _units(actor, PostKind.PRINCIPAL)
    if not units:
        return
    rows = Signature.objects.live().filter(
        carried_from__isnull=False,
        concurred_at__isnull=True,
        report__state=ReportState.SIGNED,
        report__unit_id__in=units,
    )
    for row in rows.select_related("report__unit", "report__period").order_by("id")[:SHOWN]:
        yield Waiting(
            f"文字更正沿用了您的签字：{row.report}",
            reverse("report_read", args=[row.report_id]),
            "没有改动数据、填报情形和自评；不同意的，请写明理由退回",
            due=signatures.objection_until(row),
        )


def delegations(actor: Actor) -> Iterable[Waiting]:
    """Mandates that end within a week: for who gave and who holds them."""
    if not may(actor, Verb.SIGN_REPORT):
        return
    now = timezone.now()
    rows = Delegation.objects.in_force(now).filter(end__lte=now + SOON)
    mine = rows.filter(delegate=actor.user) | rows.filter(post__unit_id__in=_units(actor, PostKind.PRINCIPAL))
    for row in mine.select_related("delegate", "post__unit").order_by("end", "id")[:SHOWN]:
        last = timezone.localtime(row.end - dt.timedelta(microseconds=1)).date()
        title = "您的代签授权将到期" if row.delegate_id == actor.person.pk else f"授权{row.delegate}代签将到期"
        yield Waiting(title, reverse("delegations"), f"{row.basis}；需要继续的，请另行授权", due=last)


def without_principal(actor: Actor) -> Iterable[Waiting]:
    """Reports that wait for a signature which nobody can give: for the office, until somebody is appointed."""
    if not may(actor, Verb.REVIEW_REPORT):
        return
    held = Appointment.objects.current(actor.today).filter(
        post__unit=OuterRef("unit"), post__kind=PostKind.PRINCIPAL, user__is_active=True
    )
    rows = Report.objects.filter(~Exists(held), state__in=[ReportState.SIGNING, ReportState.CHECKING])
    owed = Obligation.objects.filter(period=OuterRef("period"), unit=OuterRef("unit"))
    rows = rows.annotate(due=Subquery(owed.values("due_on")[:1])).select_related("unit", "period")
    for row in rows.order_by("due", "id")[:SHOWN]:
        yield Waiting(
            f"{row.unit}无在任主要领导，报告等待签字",
            reverse("unit", args=[row.unit_id]) + "#posts",
            f"{row.period}；请办理任职登记。原主要领导的授权已随任职结束失效",
            due=row.due if row.version == 1 else None,
        )


def broken(actor: Actor) -> Iterable[Waiting]:
    """The last check of all signatures found some that do not hold: for the audit administrator."""
    if not may(actor, Verb.VIEW_TRAIL):
        return
    last = Event.objects.filter(verb="signature.verify").order_by("-seq").first()
    found = (last.after or {}) if last is not None else {}
    if last is not None and found.get("broken"):
        yield Waiting(
            "签字核验发现不符",
            reverse("trail") + "?verb=signature.verify",
            f"{_day(last.at)}：{found.get('result', '')}",
        )
