"""Whatever the text: a reading comes back, every place holds what it claims, and time grows with length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.core.document import SourceDocument, from_text
from duban.core.notice import read
from duban.core.notice.jsonform import from_json, to_json
from duban.core.notice.reading import Reading
from tests.corpus import expected

SIGNS = (
    "一二三十、.（）()：:；;，,。\n |*#-附件表牵头责任单位负责配合市区局委厅12３.第条是"
    "【】〈〉〔〕等和及各年月日完成情况①②其中"
)
TEXTS = [expected.load(name)[0] for name in expected.NAMES]


def check(document: SourceDocument, reading: Reading) -> None:
    """Every span of a reading says what the document says there."""
    text = document.text
    for programme in reading.programmes:
        for section in programme.sections:
            assert section.span.of(text) == section.title
        for item in programme.items:
            assert item.span.of(text) == item.text
            assert all(span.of(text) for span in item.tags)
            assert all("".join(u.span.of(text).split()) == u.unit for u in item.units)
            assert all(e.span.of(text) == e.text for e in item.extras)
            assert item.result is None or item.result.span.of(text) == item.result.text
            assert all(t.span.of(text) == t.phrase for t in item.targets)
            assert item.section is None or item.section < len(programme.sections)
    assert all(rule.span.of(text) == rule.sentence for rule in reading.rules)
    assert all(annex.span.end <= len(text) for annex in reading.annexes)
    ids = [finding.id for finding in reading.findings]
    assert len(ids) == len(set(ids))
    assert bool(reading.programmes) != ("notice.no-items:document" in ids)
    assert from_json(to_json(reading)) == reading


@settings(deadline=None)
@given(st.text(alphabet=SIGNS, max_size=300))
def test_any_text_of_the_trade(text: str) -> None:
    document = from_text(text)
    check(document, read(document))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all(text: str) -> None:
    document = from_text(text)
    check(document, read(document))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """An example with signs lost, added and moved."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(text)))
        until = min(len(text), at + draw(st.integers(0, 20)))
        text = text[:at] + draw(st.text(alphabet=SIGNS, max_size=4)) + text[until:]
    return text


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_damaged_notices(text: str) -> None:
    document = from_text(text)
    check(document, read(document))


@pytest.mark.parametrize("name", expected.NAMES)
def test_places_of_the_examples(name: str) -> None:
    document = from_text(expected.load(name)[0])
    check(document, read(document))


def test_an_empty_document() -> None:
    reading = read(from_text(""))
    assert [f.id for f in reading.findings] == ["notice.no-items:document"]


def seconds(text: str) -> float:
    document = from_text(text)
    begun = time.process_time()
    read(document)
    return time.process_time() - begun


HOSTILE = [
    "(责任单位:",
    "(责任单位:甲局)",
    "责任单位:甲局;",
    "1.甲。",
    "(",
    "①",
    "一",
    "、",
    "| a ",
    "附件1 标题啊\n",
    "序号\n内容\n单位\n1\n",
    "1.甲(其中,乙〈责任单位:丙局〉",
    "1.甲。\n—— 乙局\n",
    "一、市教育局(2项)\n1.甲\n",
    "第一节 甲(责任单位:乙局)\n1.丙\n",
    "| 指标 | 甲县 | 乙县 |\n| a | 1 | 2 |\n",
    "百分之一万二千",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "2024年实事\n1.甲(责任单位:乙局)\n2.{}\n3.丙(责任单位:丁局)"])
def test_time_grows_with_length_not_with_its_square(piece: str, frame: str) -> None:
    many = 4000 // len(piece)
    short = seconds(frame.format(piece * many))
    long = seconds(frame.format(piece * many * 6))
    assert long < 0.3 or long < 18 * short  # six times the text; its square would be 36 times
