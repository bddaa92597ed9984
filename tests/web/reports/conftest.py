"""A unit's draft of an open period, seen on the real day."""

from __future__ import annotations

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from duban.progress.actions import drafting
from duban.progress.models import Line, Report
from duban.web.reports import boxes
from tests.support.near import bring_near


@pytest.fixture
def near(stage: Any) -> Any:
    """The stage with its first period due in a week from the real today (views ask the clock)."""
    return bring_near(stage)


@pytest.fixture
def draft(near: Any) -> Report:
    """An empty draft of the lead unit."""
    by = near.act(near.cast.lead_clerk, "2023-04-03 09:00:00")
    return drafting.open_draft(period=near.periods[0], unit=near.cast.lead_unit, **by)


@pytest.fixture
def line(near: Any, draft: Report) -> Line:
    """The line with the figure."""
    return draft.lines.get(matter=near.counted)


class Form:
    """What a browser would send: every box of the page as it stands."""

    def __init__(self, html: str) -> None:
        self.tree = LexborHTMLParser(html)
        self.data: dict[str, str] = {}
        for node in self.tree.css("#report input, #report textarea, #report select"):
            self._take(node)

    def _take(self, node: Any) -> None:
        given = node.attributes
        name = given.get("name")
        if not name or given.get("type") in {"file", "submit"}:
            return
        if given.get("type") == "radio":
            if "checked" in given:
                self.data[name] = given["value"]
        elif node.tag == "textarea":
            self.data[name] = node.text(deep=True).replace("\n", "\r\n")  # as browsers send it
        elif node.tag == "select":
            chosen = [o for o in node.css("option") if "selected" in o.attributes] or node.css("option")[:1]
            self.data[name] = chosen[0].attributes.get("value", "")
        else:
            self.data[name] = given.get("value") or ""

    def text(self, selector: str) -> str:
        node = self.tree.css_first(selector)
        return " ".join(node.text(deep=True).split()) if node else ""


@pytest.fixture
def form_of() -> Any:
    """``form_of(html)``."""
    return Form


def base(line: Line) -> str:
    """Tokens of the line as it stands."""
    line = Line.objects.get(pk=line.pk)
    return boxes.tokens(line, boxes.LINE_BOXES)
