"""Periods that open and close by themselves on their days."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from duban.orgs.actor import system
from duban.orgs.permissions import Refused
from duban.progress.actions import periods
from duban.progress.models import Period


def open_and_close(at: dt.datetime) -> str:
    """Open what is to open and close what is over. Twice is once; after missed days it catches up.

    A period whose time of filing is over before anybody opened it (a calendar made afterwards) is left to a
    person: its list would be frozen with assignments of today.
    """
    today = timezone.localdate(at)
    by = system(today, "定时作业")
    opened, closed, said = 0, 0, []
    for period in Period.objects.filter(opened_at__isnull=True, opens_on__lte=today, closes_on__gte=today):
        try:
            periods.open_period(period=period, by=by, at=at)
            opened += 1
        except Refused as no:  # nobody owes yet, or a person opened it this moment
            said.append(f"{period}未开启：{no.reason}")
    for period in Period.objects.filter(opened_at__isnull=False, closed_at__isnull=True, closes_on__lt=today):
        try:
            periods.close_period(period=period, by=by, at=at)
            closed += 1
        except Refused as no:
            said.append(f"{period}未关闭：{no.reason}")
    return "；".join([f"开启 {opened} 期，关闭 {closed} 期", *said])
