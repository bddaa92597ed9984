"""Tests of progress play on ``stage`` (``tests/support/stage.py``)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.stage import TEXT, Stage

__all__ = ["TEXT", "Stage"]


@pytest.fixture
def day() -> type[dt.date]:
    return dt.date
