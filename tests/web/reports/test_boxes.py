"""What is typed into a box, and what stands in it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from duban.orgs.permissions import Invalid
from duban.progress.models import Line, Observation
from duban.web.reports import boxes
from tests.factories.orgs import UnitAliasFactory, UnitFactory


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12万", 120000), ("120,000", 120000), ("１２万个", 120000), ("3.2 万", 32000), ("0", 0), ("-3", -3),
        ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_figures_are_understood_as_people_write_them(typed, value):
    assert boxes.read("value", typed, "个") == (None if value is None else Decimal(value))


@pytest.mark.parametrize("typed", ["十二左右", "12个半", "约30", "1e9", "NaN"])
def test_what_is_no_number_is_named(typed):
    with pytest.raises(Invalid, match="这里应填数字，收到的是"):
        boxes.read("value", typed, "个")


def test_days_in_the_usual_ways():
    for typed in ("2023-03-31", "2023/3/31", "2023年3月31日"):
        assert boxes.read("as_of", typed) == dt.date(2023, 3, 31)
    assert boxes.read("as_of", "") is None
    with pytest.raises(Invalid, match="预计发布日期.*下周"):
        boxes.read("expected_on", "下周")


@pytest.mark.django_db
def test_a_unit_by_name_or_by_another_name():
    unit = UnitFactory(name="区财政局")
    UnitAliasFactory(unit=unit, text="财政局")
    assert boxes.read("waiting_on", "区财政局") == boxes.read("waiting_on", " 财政局 ") == unit.pk
    assert boxes.read("waiting_on", "") is None
    with pytest.raises(Invalid, match="没有名为“区财正局”的单位"):
        boxes.read("waiting_on", "区财正局")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["999999", "x", "１", "-1"])
def test_a_period_that_is_none(typed):
    with pytest.raises(Invalid):
        boxes.read("corrects", typed)


def test_words_keep_their_lines_and_blank_is_nothing():
    assert boxes.read("done", "一\r\n二\r三\x00") == "一\n二\n三"
    assert boxes.read("done", " \r\n ") == ""
    with pytest.raises(Invalid, match="“数据来源”最多 200 字"):
        boxes.read("source", "长" * 201)


@pytest.mark.parametrize(
    ("value", "text"),
    [("120000", "120,000"), ("-1234.50", "-1,234.5"), ("0", "0"), ("-0.5", "-0.5"), ("1E+3", "1,000"), ("12", "12")],
)
def test_a_figure_stands_with_commas(value, text):
    assert boxes.grouped(Decimal(value)) == text
    assert boxes.read("value", text) == Decimal(value)


def test_a_box_shows_its_value_so_that_reading_it_again_is_the_same():
    row = Observation(value=Decimal("120000"), as_of=dt.date(2023, 3, 31), source="统计局")
    assert boxes.shown(row, "value") == "120,000" and boxes.shown(row, "as_of") == "2023-03-31"
    assert boxes.shown(row, "numerator") == "" and boxes.shown(Line(), "waiting_on") == ""


def test_tokens_tell_values_apart_and_zero_from_nothing():
    assert boxes.token(None) == boxes.token("") == ""
    assert boxes.token(Decimal("0")) != "" and boxes.token(Decimal("1.0")) == boxes.token(Decimal("1"))
    seen = boxes.token("甲")
    assert boxes.base_of("甲", seen) == "甲" and boxes.base_of("乙", seen) is boxes.UNSEEN
    assert len(boxes.tokens(Line(), boxes.LINE_BOXES).split(".")) == len(boxes.LINE_BOXES)
