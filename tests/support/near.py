"""The stage of progress brought to the real day, for tests of pages: views ask the clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from duban.progress.models import Obligation, Period


def bring_near(stage: Any) -> Any:
    """The first period of the stage is due in a week from the real today."""
    today = timezone.localdate()
    Period.objects.filter(pk=stage.periods[0].pk).update(
        opens_on=today - dt.timedelta(days=3),
        due_on=today + dt.timedelta(days=7),
        closes_on=today + dt.timedelta(days=60),
    )
    Obligation.objects.update(due_on=today + dt.timedelta(days=7))
    stage.periods[0].refresh_from_db()
    return stage
