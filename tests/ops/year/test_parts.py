"""The parts of the simulation that know no database: choices, the clock, courses of figures, texts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.liaisons import is_mobile, is_office_phone
from duban.core.reporting.values import MeasureKind
from duban.core.targets import find_targets
from duban.ops.year import figures, names, sentences, texts
from duban.ops.year.clock import after, moment, run, workdays
from duban.ops.year.dice import Dice


def test_choices_follow_from_the_keys():
    assert [Dice("甲", 1).between(0, 99) for _ in range(3)] == [Dice("甲", 1).between(0, 99)] * 3
    assert Dice("甲").order(range(20)) != Dice("乙").order(range(20))
    assert sorted(Dice("甲").order(range(20))) == list(range(20))


@given(st.integers(0, 50), st.integers(0, 50), st.text())
def test_a_number_lies_between_its_bounds(a, b, key):
    low, high = sorted((a, b))
    assert low <= Dice(key).between(low, high) <= high


def test_several_at_once_act_in_order_of_time():
    acts = []

    def person(name, *hours):
        for hour in hours:
            at = yield moment(dt.date(2023, 4, 3), hour)
            acts.append((at.hour, name))

    run([person("甲", 9, 15), person("乙", 8, 11, 16)])
    assert acts == [(8, "乙"), (9, "甲"), (11, "乙"), (15, "甲"), (16, "乙")]


def test_who_falls_behind_acts_at_once_and_nobody_goes_back():
    acts = []

    def person():
        for hour in (12, 9):
            at = yield moment(dt.date(2023, 4, 3), hour)
            acts.append(at.hour)

    run([person()])
    assert acts == [12, 12]


def test_working_days_know_the_holidays():
    assert workdays(dt.date(2023, 10, 1), dt.date(2023, 10, 10)) == [dt.date(2023, 10, d) for d in (7, 8, 9, 10)]
    assert after(dt.date(2023, 4, 4), 1) == dt.date(2023, 4, 6)


@given(
    st.text(min_size=1), st.sampled_from(list(MeasureKind)), st.sampled_from(["=", ">=", ">", "~"]),
    st.sampled_from(["个", "公里", "%", "元", ""]), st.decimals(1, 10**9, places=0),
)  # fmt: skip
def test_a_running_total_never_falls_and_every_value_is_finite(key, kind, op, unit, aim):
    found = figures.course(key, kind=kind, op=op, unit=unit, aim=aim, goal=aim)
    assert len(found.values) == 4 and all(v.is_finite() and v >= 0 for v in found.values)
    if kind is MeasureKind.YTD:
        assert list(found.values) == sorted(found.values)


def test_whole_things_stay_whole_and_a_promise_of_none_is_kept():
    counted = figures.course("泊位", kind=MeasureKind.YTD, op="=", unit="个", aim=Decimal(7), goal=Decimal(7))
    assert all(v == v.to_integral_value() for v in counted.values)
    none = figures.course("事故", kind=MeasureKind.YTD, op="=", unit="起", aim=Decimal(0), goal=Decimal(0))
    assert none.values == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("value", "quarter", "rating"),
    [(100, 2, "done"), (50, 2, "on_schedule"), (35, 2, "behind"), (10, 2, "at_risk"), (80, 4, "missed")],
)
def test_the_rating_that_a_figure_suggests(value, quarter, rating):
    assert figures.standing(Decimal(value), Decimal(100), quarter, MeasureKind.YTD, "=") == rating


def test_every_sentence_can_be_filled_and_none_is_of_another_quarter():
    for body in ("零售总额增长", "招商", "湖泊", "道路", "隐患", "养老", "文化", "审批", "其他"):
        for quarter in (1, 2, 3, 4):
            for turn in range(12):
                about = texts.About(f"区{turn}局", "综合科", "区-1", body, quarter, 2023)
                text = texts.Writer(about).done([])
                assert "{" not in text and "}" not in text and len(text) >= 20
    assert all(len(seasons) == 4 for seasons in sentences.DONE.values())
    assert set(sentences.DONE) == set(sentences.PROBLEM) == {name for name, _ in sentences.KINDS}


def test_the_figure_in_the_text_is_read_back_as_the_same():
    said = texts.Said("停车泊位", "个", MeasureKind.YTD, Decimal(1250), Decimal(2500))
    about = texts.About("区建设局", "综合科", "区-4", "新增停车泊位2500个。", 2, 2023)
    text = texts.Writer(about).done([said])
    assert "截至6月底，停车泊位1250个，完成年度目标的50%" in text
    assert any(t.value == 1250 and t.unit == "个" for t in find_targets(text))


def test_a_topic_is_a_whole_clause_or_nothing():
    assert texts.topic("创建国家知识产权保护示范区。") == "创建国家知识产权保护示范区"
    assert texts.topic("推进“一网通办”。") == "" and texts.topic("新建100个。") == ""


def test_telephone_numbers_are_well_formed_and_nobodys():
    assert is_mobile(names.mobile(17)) and is_office_phone(names.office_phone(17))
    assert names.mobile(17).startswith("1990000")
    assert names.person("区建设局", "clerk") == names.person("区建设局", "clerk")
