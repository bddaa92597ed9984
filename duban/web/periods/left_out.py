"""What a regular period does not ask for any more, and why: matters that are closed or written off (办结、销号)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.oversight.models import Closing
from duban.progress.models import Period


@dataclass(frozen=True)
class LeftOut:
    """A matter with the closing for which it is not asked for."""

    matter: Matter
    why: str


def left_out(period: Period, actor: Actor) -> list[LeftOut]:
    """As of the freezing of the list, or as of now where it is not frozen; of the matters that the actor sees.

    One query for any number of matters.
    """
    if period.is_special:
        return []
    at = period.opened_at or timezone.now()
    matters = Matter.objects.visible_to(actor).live().filter(programme__year=period.year)
    rows = Closing.objects.filter(~Q(grade=""), matter__in=matters.order_by().values("pk"), decided_at__lte=at)
    rows = rows.filter(Q(reopened_at__isnull=True) | Q(reopened_at__gt=at)).select_related("matter__programme")
    rows = rows.order_by("matter__programme__ordinal", "matter__ordinal", "pk")
    return [LeftOut(row.matter, _why(row, at)) for row in rows]


def _why(row: Closing, at: dt.datetime) -> str:
    """The words of the state of that instant, with its day and the grade."""
    written_off = row.written_off_at is not None and row.written_off_at <= at
    since = row.written_off_at if written_off else row.decided_at
    day = timezone.localtime(since)
    return f"{day.year}年{day.month}月{day.day}日{'销号' if written_off else '办结'}，结果：{row.get_grade_display()}"
