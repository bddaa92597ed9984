"""The daily look at the lights: every change of colour is written down, with why and from what."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from duban.audit.models import ChainHead
from duban.ledger.models import Programme
from duban.oversight import boards
from duban.oversight.actions.lights import log_changes
from duban.oversight.models import LightLook

PAST_YEARS = 1  # reports of a year come in until the spring after it


def note_lights(at: dt.datetime) -> str:
    """Lights of this year and the last one that changed since the last look."""
    year = timezone.localtime(at).year
    years = Programme.objects.filter(year__gte=year - PAST_YEARS).order_by("year").values_list("year", flat=True)
    changed = sum(len(log_changes(year=each, at=at)) for each in years.distinct())
    return f"记录亮灯变化 {changed} 项"


def keep_large(at: dt.datetime) -> str:
    """Years that pages read from the last look (:mod:`duban.oversight.boards`): look again where something was done.

    A look leaves the processor at least nine times as long in peace as it took.
    """
    head = ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    looked = []
    for look in LightLook.objects.filter(seq__lt=head, year__gte=timezone.localtime(at).year - PAST_YEARS):
        rested = (at - look.at).total_seconds() >= 9 * look.seconds
        if rested and boards.stored(look.year) is not None:
            log_changes(year=look.year, at=at)
            looked.append(str(look.year))
    return f"重新核对 {'、'.join(looked)} 年" if looked else "没有变动"
