"""Reports on the screen: the stage of progress, with a period that does not close while the tests run."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from duban.progress.models import Period
from tests.support.stage import Stage


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Views go by the clock of today, the stage plays in 2023: its periods stay open."""
    Period.objects.update(closes_on=timezone.localdate().replace(year=timezone.localdate().year + 2))
    for period in stage.periods:
        period.refresh_from_db()
    return stage


def text(response: Any) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
