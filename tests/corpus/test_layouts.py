"""Every example notice is read as a careful reader would, and every layout has an example that it wins."""

from __future__ import annotations

import pytest

from duban.core.document import from_text
from duban.core.notice import read
from duban.core.notice.layouts import all_layouts
from duban.core.notice.reading import Role, RoleSource, Severity
from tests.corpus import expected


@pytest.mark.parametrize("name", expected.NAMES)
def test_example(name: str) -> None:
    text, wanted = expected.load(name)
    reading = read(from_text(text, name))
    items = expected.all_items(reading)
    shown = [expected.seen(p, i, w) for (p, i), w in zip(items, wanted["items"], strict=False)]
    assert shown == wanted["items"]
    assert len(items) == len(wanted["items"])
    if "layout" in wanted:
        assert reading.explanations[0].layout == wanted["layout"]
    ids = {f.id for f in reading.findings}
    assert ids >= set(wanted.get("findings", ()))
    if wanted.get("first_leads"):
        leads = [u for _, i in items for u in i.units if u.role is Role.LEAD]
        assert leads and all(u.role_source is RoleSource.INFERRED and u.lead for u in leads)


def test_every_layout_wins_an_example() -> None:
    winners = {expected.load(name)[1].get("layout") for name in expected.NAMES}
    assert {layout.name for layout in all_layouts()} <= winners


def test_winner_comes_first_and_the_runner_up_is_visible() -> None:
    text, _ = expected.load("label-lines-title-content")
    explanations = read(from_text(text)).explanations
    assert [e.layout for e in explanations] == ["label_lines", "plain"]
    assert explanations[0].score > explanations[1].score > 0
    assert "另起一行写明单位" in explanations[0].reason


def test_a_report_that_lists_nothing_says_so() -> None:
    text, _ = expected.load("report-without-list")
    reading = read(from_text(text))
    (finding,) = reading.findings
    assert reading.programmes == ()
    assert finding.severity is Severity.BLOCK
    assert "没有读到责任事项" in finding.message


@pytest.mark.parametrize("ending", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "name", ["bracketed-verbs", "label-lines-leaders", "cell-lines", "spaced-columns", "plain-one-is"]
)
def test_blank_lines_change_nothing(name: str, ending: str) -> None:
    text, wanted = expected.load(name)
    reading = read(from_text(text.replace("\n", ending)))
    shown = [expected.seen(p, i, w) for (p, i), w in zip(expected.all_items(reading), wanted["items"], strict=True)]
    assert shown == wanted["items"]
