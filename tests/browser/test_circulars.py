"""A circular from the draft to the issue, each person at their own screen; then the pages of the year's end at both
widths: nothing scrolls sideways, axe finds nothing serious."""

from __future__ import annotations

from typing import Any

import pytest

from duban.appraisal.actions import appraisals
from duban.appraisal.models import Appraisal, UnitResult
from duban.circulars.models import Circular, Part
from tests.appraisal.year import AS_OF, NOW
from tests.factories import circulars as play
from tests.factories.dispatch import make_letterhead
from tests.support.browsing import assert_accessible
from tests.support.cast import make_cast
from tests.support.stage import Stage, make_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 390)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    """A draft that names the lead unit, which has not reported, and a shown appraisal of the same year."""
    made = make_stage(make_cast())
    make_letterhead(made.cast)
    play.begin(made)
    row = appraisals.begin(year=2023, as_of=AS_OF, **made.act(made.cast.supervisor, NOW))
    appraisals.show(row=row, **made.act(made.cast.supervisor, NOW))
    return made


def sound(page: Any, path: str = "") -> None:
    """The page, or the one that is open, at both widths."""
    if path:
        page.goto(path)
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} scrolls {wide} px sideways at {width}"
        assert_accessible(page)
    page.set_viewport_size(before)


def press(page: Any, name: str) -> None:
    """A button; some ask first."""
    page.get_by_role("button", name=name, exact=True).click()


def test_from_the_draft_to_the_issue(stage: Stage, page_for: Any) -> None:
    row = Circular.objects.get()
    office = page_for(stage.cast.supervisor)
    office.on("dialog", lambda dialog: dialog.accept())
    for path in ("/circulars/", "/circulars/new", "/circulars/templates", f"/circulars/{row.pk}/edit"):
        sound(office, path)
    sound(office, f"/circulars/{row.pk}/")
    office.locator(".circular-paper a").first.click()
    sound(office)
    office.goto(f"/circulars/{row.pk}/")
    press(office, "送单位核对")
    office.get_by_text("还有 1 个单位没有回复").wait_for()

    phone = page_for(stage.cast.lead_clerk, width=390, height=844)
    phone.goto(f"/circulars/parts/{Part.objects.get().pk}/")
    sound(phone)
    phone.get_by_label("无异议").check()
    phone.get_by_role("button", name="回复").click()
    phone.get_by_text("无异议").first.wait_for()

    office.reload()
    press(office, "报批")
    office.get_by_text("报批", exact=True).first.wait_for()
    leader = page_for(stage.cast.leader, width=390, height=844)
    leader.goto(f"/circulars/{row.pk}/")
    sound(leader)
    press(leader, "批准")
    leader.get_by_text("已批准").first.wait_for()
    office.reload()
    press(office, "印发")
    office.get_by_text("某政督〔").first.wait_for()
    sound(office)
    sound(office, f"/circulars/{row.pk}/recheck")
    row.refresh_from_db()
    assert row.issued is not None and row.approved_by == stage.cast.leader
    sound(office, f"/documents/{row.issued.pk}/")


def test_pages_of_the_end_of_the_year(stage: Stage, page_for: Any) -> None:
    appraisal, result = Appraisal.objects.get(), UnitResult.objects.filter(unit=stage.cast.lead_unit).get()
    office = page_for(stage.cast.supervisor_head)
    for path in (
        "/appraisals/", f"/appraisals/{appraisal.pk}/", f"/appraisals/{appraisal.pk}/sensitivity",
        f"/appraisals/results/{result.pk}/", "/appraisals/rules", "/yearend/?year=2023",
        "/yearend/units/?year=2023", "/yearend/archive/?year=2023", "/yearend/carry/?year=2023",
        "/yearend/next/?year=2024",
    ):  # fmt: skip
        sound(office, path)
