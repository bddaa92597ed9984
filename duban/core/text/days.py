"""Days as official papers print them."""

from __future__ import annotations

import datetime as dt


def day_in_words(day: dt.date) -> str:
    """Without zero padding (GB/T 9704-2012, 7.3.5.4).

    >>> day_in_words(dt.date(2023, 4, 1))
    '2023年4月1日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
