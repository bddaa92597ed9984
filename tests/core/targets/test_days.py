"""Printed deadlines as days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.targets.days import last_day
from duban.core.targets.due import find_due
from duban.core.targets.scene import look


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("年底前", "2023-12-31"), ("年底", "2023-12-31"), ("年内", "2023-12-31"), ("当年", "2023-12-31"),
        ("今年6月底前", "2023-06-30"), ("2月底前", "2023-02-28"), ("2024年2月底前", "2024-02-29"),
        ("6月前", "2023-06-30"), ("3月初前", "2023-03-10"), ("9月上旬前", "2023-09-10"), ("9月中旬前", "2023-09-20"),
        ("9月下旬前", "2023-09-30"), ("10月1日前", "2023-10-01"), ("2025年10月1日之前", "2025-10-01"),
        ("上半年", "2023-06-30"), ("下半年前", "2023-12-31"), ("第一季度前", "2023-03-31"), ("4季度前", "2023-12-31"),
        ("2024年第二季度前", "2024-06-30"), ("年中前", "2023-06-30"), ("国庆节前", "2023-09-30"),
        ("到2025年", "2025-12-31"), ("到2025年底", "2025-12-31"), ("明年6月前", "2024-06-30"), ("至年底", "2023-12-31"),
    ],
)  # fmt: skip
def test_the_last_day(words, day):
    assert str(last_day(words, 2023)) == day


@pytest.mark.parametrize("words", ["每季度", "每年", "汛期前", "春节前", "入汛前", "2月30日前", "13月前", ""])
def test_no_day(words):
    assert last_day(words, 2023) is None


@given(st.integers(1, 12), st.sampled_from(["底", "末", "份", "上旬", "中旬", "下旬", ""]), st.integers(2000, 2099))
def test_a_month_named_is_the_month_of_the_day(month, part, year):
    found = last_day(f"{year}年{month}月{part}前", 2023)
    assert (found.year, found.month) == (year, month)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2039, 12, 31)))
def test_a_day_named_is_the_day(day):
    assert last_day(f"{day.year}年{day.month}月{day.day}日前", 2023) == day


def test_what_the_reader_finds_is_understood():
    text = "6月底前完成选址，9月30日前开工，2024年第二季度前建成，每月调度，年内投用"
    found = [last_day(words, 2023) for _, words in find_due(look(text))]
    assert [str(day) for day in found] == ["2023-06-30", "2023-09-30", "2024-06-30", "None", "2023-12-31"]
