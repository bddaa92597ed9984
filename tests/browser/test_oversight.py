"""What the office works with between two reports, and what a unit sees of it: every page at both widths, with axe."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from duban.core.oversight.ladder import Cause, Step
from duban.oversight.actions import cases, inspections, urging, verifications
from duban.oversight.actions.lights import log_changes
from duban.oversight.models import Inspection, SampleDraw, Urging, Verification
from tests.browser.test_circulars import sound
from tests.factories.progress import moment
from tests.oversight.test_inspections import scheme
from tests.oversight.test_yearly import SAID, to_leader
from tests.support.cast import make_cast
from tests.support.stage import Stage, make_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy(transactional_db: None) -> Stage:
    """A red matter, a difficulty with the leader, a check, an urging and an inspection."""
    stage = make_stage(make_cast())
    type(stage.plain.programme).objects.update(level="district")
    stage.counted.targets.update(value=1000, due="", kind="amount", op=">=")
    stage.filed(value="120")
    log_changes(year=2023, at=moment("2023-04-10 20:00:00"))
    clerk = stage.act(stage.cast.lead_clerk, "2023-04-12 10:00:00")
    case = cases.raise_case(matter=stage.plain, unit=stage.cast.lead_unit, said=SAID, **clerk)
    to_leader(stage, case, "2023-04-13 10:00:00")
    office = stage.act(stage.cast.supervisor, "2023-04-17 09:00:00")
    draw = verifications.draw(period=stage.periods[0], size=2, per_unit=5, **office)
    verifications.confirm(row=draw, **office)
    urging.prepare(
        unit=stage.cast.lead_unit, cause=Cause.RED, subjects=[stage.counted.pk], step=Step.REMIND,
        demand="抓紧办理并说明原因", reply_by=dt.date(2023, 4, 24), **office,
    )  # fmt: skip
    inspections.plan(scheme=scheme(stage), **office)
    return stage


def test_the_office_at_both_widths(page_for: Any, busy: Stage) -> None:
    office = page_for(busy.cast.supervisor)
    key = f"{busy.periods[0].pk}/{busy.counted.pk}/{busy.cast.lead_unit.pk}"
    for path in (
        "/ratings/", f"/ratings/{key}/", "/verifications/", "/verifications/draws/new",
        f"/verifications/draws/{SampleDraw.objects.get().pk}/", f"/verifications/{Verification.objects.first().pk}/",
        "/urgings/", f"/urgings/{Urging.objects.get().pk}/", "/adjustments/", "/closings/",
        "/inspections/", "/inspections/months", "/inspections/new", f"/inspections/{Inspection.objects.get().pk}/",
        "/rectifications/", "/meetings/", "/meetings/new", "/directives/", "/lights/", "/periods/filings",
    ):  # fmt: skip
        sound(office, path)


def test_a_unit_at_both_widths(page_for: Any, busy: Stage) -> None:
    clerk = page_for(busy.cast.lead_clerk, width=390, height=844)
    for path in (
        "/ratings/", "/verifications/", "/urgings/", f"/adjustments/new/{busy.counted.pk}",
        f"/closings/new/{busy.counted.pk}", "/closings/ready", "/directives/", "/periods/filings",
    ):  # fmt: skip
        sound(clerk, path)
