"""What waits of circulars: for a unit its part, for a leader the approval, for the office the next step."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Q
from django.urls import reverse

from duban.circulars.models import Circular, Part
from duban.core.workflow import circular as flow
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.web.home.waiting import Waiting

SHOWN = 20


def parts_to_check(actor: Actor) -> Iterable[Waiting]:
    """A unit is named in a draft and may reply, until its day."""
    if not may(actor, Verb.REPLY_CIRCULAR):
        return
    rows = Part.objects.visible_to(actor).waiting().filter(circular__reply_by__gte=actor.today)
    for row in rows.select_related("circular").order_by("circular__reply_by", "id")[:SHOWN]:
        note = f"涉及本单位 {len(row.lines)} 处；到期没有回复的，视为没有异议"
        yield Waiting(
            f"待核对：{row.circular.name}", reverse("circular-part", args=[row.pk]), note, due=row.circular.reply_by
        )


def to_approve(actor: Actor) -> Iterable[Waiting]:
    """待我批准: for the leaders."""
    if not may(actor, Verb.APPROVE_CIRCULAR):
        return
    for row in Circular.objects.filter(state=flow.SUBMITTED).order_by("submitted_at", "id")[:SHOWN]:
        yield Waiting(f"待批准：{row.name}", reverse("circular", args=[row.pk]), row.get_kind_display())


def next_steps(actor: Actor) -> Iterable[Waiting]:
    """The office goes on where it is its turn."""
    if not may(actor, Verb.DRAFT_CIRCULAR):
        return
    this_round = Q(parts__round=F("round"))
    rows = Circular.objects.filter(state__in=[flow.DRAFT, flow.SHOWN, flow.APPROVED]).annotate(
        waiting=Count("parts", filter=this_round & Q(parts__replied_at__isnull=True)),
        against=Count("parts", filter=this_round & Q(parts__agrees=False, parts__handling="")),
    )
    for row in rows.order_by("-state", "id")[:SHOWN]:
        href = reverse("circular", args=[row.pk])
        if row.state == flow.APPROVED:
            yield Waiting(f"待印发：{row.name}", href, "区领导已批准")
        elif row.state == flow.DRAFT:
            back = bool(row.comment)
            yield Waiting(f"起草中：{row.name}", href, f"退回意见：{row.comment}" if back else "", first=back)
        elif not row.waiting or (row.reply_by is not None and row.reply_by < actor.today):
            note = f"{row.against} 个单位的异议待处理" if row.against else "单位核对已结束"
            yield Waiting(f"待报批：{row.name}", href, note)
