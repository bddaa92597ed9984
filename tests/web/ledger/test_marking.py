"""The printed text with its marks."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from duban.web.ledger.marking import Mark, Stretch, circled, marked
from tests.support.pagecheck import problems

TEXT = "新建公园4座，改造<小区>26个。"


def plain(html: str) -> str:
    without = re.sub(r"<sup[^>]*>.*?</sup>", "", html)
    return re.sub(r"<[^>]+>", "", without).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_a_figure_leads_to_its_row() -> None:
    html = marked(TEXT, [Mark(4, 6, "fig", "target-0", "达到 4座")])
    assert '<a class="mark-link" href="#target-0" title="达到 4座"><mark class="fig">4座</mark></a>' in html


def test_the_text_of_a_document_is_no_markup() -> None:
    assert "&lt;小区&gt;" in marked(TEXT, [])
    assert 'title="&quot;&gt;' in marked("甲", [Mark(0, 1, "unit", "u", '">')])


def test_a_unit_inside_a_tag_is_a_unit() -> None:
    html = marked("甲（区建设局）", [Mark(1, 7, "tag"), Mark(2, 6, "unit", "unit-1")])
    assert html.count('class="unit-tag"') == 2
    assert '<mark class="unit">区建设局</mark>' in html


def test_numbers_of_clauses() -> None:
    assert (circled(1), circled(20), circled(21)) == ("①", "⑳", "（21）")


SPANS = st.tuples(st.integers(-2, 20), st.integers(-2, 20)).map(lambda pair: (min(pair), max(pair) + 1))


@given(st.lists(SPANS, max_size=5), st.lists(st.integers(1, len(TEXT) - 1), max_size=4, unique=True))
def test_any_marks_leave_the_text_and_close_what_they_open(spans: list[tuple[int, int]], cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(TEXT)]
    clauses = [Stretch(a, b, n) for n, (a, b) in enumerate(zip(edges, edges[1:], strict=False), start=1)]
    html = marked(TEXT, [Mark(a, b, "fig", f"t-{n}") for n, (a, b) in enumerate(spans)], clauses)
    assert plain(html) == TEXT
    assert html.count("<span") == html.count("</span>") == len(clauses)
    assert problems(html, fragment=True) == []
