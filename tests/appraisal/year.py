"""A year with something of everything that an appraisal looks at, acted through the verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from duban.appraisal.actions import appraisals
from duban.appraisal.models import Appraisal, UnitResult
from duban.core.appraisal.facts import Fact
from duban.core.appraisal.words import Item
from duban.orgs.models import Unit
from duban.progress.actions import periods

AS_OF = dt.date(2024, 2, 20)
NOW = "2024-02-20 10:00:00"


@pytest.fixture
def year(stage: Any) -> Any:
    """The stage: its first report in time, the second never filed; the cooperating unit owes a share of a matter."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.filed(period=0)
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    return stage


@pytest.fixture
def draft(year: Any) -> Appraisal:
    """The year's appraisal, computed by the supervisor."""
    return appraisals.begin(year=2023, as_of=AS_OF, **year.act(year.cast.supervisor, NOW))


@pytest.fixture
def shown(year: Any, draft: Appraisal) -> Appraisal:
    """Shown to the units."""
    return appraisals.show(row=draft, **year.act(year.cast.supervisor, "2024-02-20 11:00:00"))


def rows(row: Appraisal, unit: Unit, item: Item) -> list[Fact]:
    """The rows behind a line of a unit."""
    result = UnitResult.objects.get(appraisal=row, unit=unit)
    return [fact for fact in result.as_facts() if fact.item is item]
