"""Days that printed deadlines mean, and days as people type them."""

import datetime as dt

import pytest

from duban.core.plans.dates import day_of, typed_day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("6月底前", "2023-06-30"), ("2月底前", "2023-02-28"), ("4月前", "2023-03-31"), ("1月前", "2022-12-31"),
        ("9月15日前", "2023-09-15"), ("2024年3月底前", "2024-03-31"), ("2024年2月底前", "2024-02-29"),
        ("年底前", "2023-12-31"), ("年内", "2023-12-31"), ("到年底", "2023-12-31"), ("年中前", "2023-06-30"),
        ("上半年内", "2023-06-30"), ("下半年前", "2023-12-31"), ("第三季度内", "2023-09-30"),
        ("一季度前", "2023-03-31"),
        ("明年6月底前", "2024-06-30"), ("10月上旬前", "2023-10-10"), ("到2025年", "2025-12-31"),
        ("8月份内", "2023-08-31"),
        ("2023年底前", "2023-12-31"), ("２０２３年６月底前", "2023-06-30"),
    ],
)  # fmt: skip
def test_printed_deadlines(words, day):
    assert str(day_of(words, 2023)) == day


@pytest.mark.parametrize("words", ["每季度", "每月", "春节前", "汛期前", "13月前", "2月30日前"])
def test_what_fixes_no_day(words):
    assert day_of(words, 2023) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-06-30", "2023-06-30"), ("2023/6/3", "2023-06-03"), ("2023.6.30", "2023-06-30"),
        (" 6月30日前 ", "2023-06-30"),
        ("６／３０", "2023-06-30"), ("2023年6月", "2023-06-30"), ("6月底", "2023-06-30"), ("年底", "2023-12-31"),
        ("第三季度末", "2023-09-30"), ("上半年", "2023-06-30"),
    ],
)  # fmt: skip
def test_typed_days(text, day):
    assert typed_day(text, 2023) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "随时", "2023-13-01", "2月30日", "每月", "6"])
def test_what_is_no_day(text):
    assert typed_day(text, 2023) is None
