"""The daily look at the lights: every change of colour is written down, with why and from what."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from duban.ledger.models import Programme
from duban.oversight.actions.lights import log_changes

PAST_YEARS = 1  # reports of a year come in until the spring after it


def note_lights(at: dt.datetime) -> str:
    """Lights of this year and the last one that changed since the last look."""
    year = timezone.localtime(at).year
    years = Programme.objects.filter(year__gte=year - PAST_YEARS).order_by("year").values_list("year", flat=True)
    changed = sum(len(log_changes(year=each, at=at)) for each in years.distinct())
    return f"记录亮灯变化 {changed} 项"
