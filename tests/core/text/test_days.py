"""Days without zero padding, and back."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from duban.core.text.days import day_in_words


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
def test_a_day_in_words_is_that_day_and_has_no_padding(day):
    text = day_in_words(day)
    year, rest = text.split("年")
    month, rest = rest.split("月")
    assert dt.date(int(year), int(month), int(rest.removesuffix("日"))) == day
    assert "年0" not in text and "月0" not in text
