"""提醒: the office's page of what was given to whom and what followed, and of what goes out next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone

from duban.messaging.gathering import next_digest
from duban.orgs.permissions import Verb
from duban.progress.models import Nudge, Period
from duban.progress.reminders import STAGE_SAID, Planned, planned, step_said
from duban.web.http import methods, page
from duban.web.request import HttpRequest

PAGE = 50


@methods(read=True, verb=Verb.MANAGE_PERIODS)
def reminders(request: HttpRequest) -> HttpResponse:
    """The next sending as things stand, and the log of earlier ones with their outcome."""
    period = request.GET.get("period", "")
    rows = Nudge.objects.select_related("obligation__period", "obligation__unit", "person")
    if period.isdigit():
        rows = rows.filter(obligation__period=int(period))
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    day = next_digest(request.actor.today)
    context = {
        "title": "提醒",
        "day": day,
        "next": _next(day),
        "page": found,
        "log": [_logged(row) for row in found],
        "effects": _effects(period),
        "periods": Period.objects.filter(obligations__nudges__isnull=False).distinct(),
        "period": period,
        "query": f"period={period}&" if period.isdigit() else "",
    }
    return page(request, "messages/reminders.html", context)


def _next(day: dt.date) -> list[dict[str, Any]]:
    """What the sending of the day gives, one line a unit and step, each with its reason."""
    lines: dict[tuple[int, str, bool], list[Planned]] = {}
    for one in planned(day, at=timezone.now()):
        lines.setdefault((one.facts.obligation.pk, one.step.code, one.for_office), []).append(one)
    return [_line(group) for group in lines.values()]


def _line(group: list[Planned]) -> dict[str, Any]:
    one = group[0]
    row = one.facts.obligation
    return {
        "obligation": row,
        "step": step_said(one.step.code),
        "people": "督查室（名单）" if one.for_office else "、".join(str(each.person) for each in group),
        "stage": STAGE_SAID[one.facts.owed.stage],
        "why": _why(one),
    }


def _why(one: Planned) -> str:
    row = one.facts.obligation
    extended = "（已延期）" if row.due_on != row.period.due_on else ""
    seen = "" if row.first_opened_at else "，尚未打开"
    missing = f"，{one.facts.missing} 项未填" if one.facts.missing else ""
    promised = f"，计划 {row.promised_on:%m-%d} 送签" if row.promised_on else ""
    return f"期限 {row.due_on:%Y-%m-%d}{extended}，{STAGE_SAID[one.facts.owed.stage]}{seen}{missing}{promised}"


def _logged(row: Nudge) -> dict[str, Any]:
    return {"nudge": row, "step": step_said(row.step), "outcome": outcome(row)}


def outcome(row: Nudge) -> str:
    """What followed: filed n days later, excused, or not yet."""
    owed = row.obligation
    if owed.first_signed_at is not None:
        days = (timezone.localdate(owed.first_signed_at) - timezone.localdate(row.at)).days
        return f"{days} 天后报送" if days > 0 else "当天报送"
    if owed.waived_at is not None:
        return "已免报"
    return "关闭时未报送" if owed.period.closed_at else "尚未报送"


def _effects(period: str) -> list[dict[str, Any]]:
    """Per step, how many reports had been reminded and how many came within three days: to judge the timing."""
    rows = Nudge.objects.select_related("obligation").order_by("at")
    if period.isdigit():
        rows = rows.filter(obligation__period=int(period))
    given, soon = Counter[str](), Counter[str]()
    seen = set()
    for row in rows:
        step = "w" if row.step.startswith("w") else row.step
        if (row.obligation_id, row.step) in seen:
            continue
        seen.add((row.obligation_id, row.step))
        given[step] += 1
        signed = row.obligation.first_signed_at
        if signed is not None and 0 <= (timezone.localdate(signed) - timezone.localdate(row.at)).days <= 3:
            soon[step] += 1
    order = ["open", "-3", "-1", "+1", "+3", "w"]
    label = {"w": "逾期后每周"}
    return [{"step": label.get(s) or step_said(s), "given": given[s], "soon": soon[s]} for s in order if given[s]]
