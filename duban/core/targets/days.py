"""The last day that printed words of a deadline allow: 年底前, 6月30日前, 第三季度内."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

from duban.core.text.numerals import parse_chinese

_YEAR = re.compile(r"(20[0-9]{2}) ?年")
_DAY = re.compile(r"([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日")
_MONTH = re.compile(r"([0-9]{1,2}) ?月(初|上旬|中旬|下旬|底|末|份)?")
_QUARTER = re.compile(r"([一二三四1-4])季度")
_THIRD = {"初": 10, "上旬": 10, "中旬": 20}
_PARTS = (("上半年", 6), ("下半年", 12), ("年中", 6), ("国庆", 9), ("年底", 12), ("年末", 12), ("年内", 12))


@lru_cache(4096)  # the same few words stand in most documents
def last_day(words: str, year: int) -> dt.date | None:
    """The last day on which the deadline is kept, for a document of the year ``year``.

    A month without a day counts to its end, also 4月前, which some read as "before April": where two readings
    are usual, the one that is kinder to the unit counts. ``None`` for a rhythm (每季度) and for words whose day
    no calendar gives (汛期前).

    >>> [str(last_day(words, 2023)) for words in ("年底前", "6月30日前", "2024年9月底前", "第三季度", "4月前")]
    ['2023-12-31', '2023-06-30', '2024-09-30', '2023-09-30', '2023-04-30']
    >>> last_day("每季度", 2023), last_day("汛期前", 2023)
    (None, None)
    """
    if words.startswith("每"):
        return None
    named = _YEAR.search(words)
    if named:
        year = int(named[1])
    elif "明年" in words:
        year += 1
    rest = _YEAR.sub("年", words)
    if found := _DAY.search(rest):
        return _date(year, int(found[1]), int(found[2]))
    if found := _MONTH.search(rest):
        return _date(year, int(found[1]), _THIRD.get(found[2] or ""))
    if found := _QUARTER.search(rest):
        number = parse_chinese(found[1]) or int(found[1])
        return _date(year, int(number) * 3, None)
    for part, month in _PARTS:
        if part in rest:
            return _date(year, month, None)
    if named or "年" in rest:  # 当年、今年、到2025年
        return dt.date(year, 12, 31)
    return None


def _date(year: int, month: int, day: int | None) -> dt.date | None:
    """The day, the end of the month without one; ``None`` for days that are none (2月30日, 13月)."""
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return dt.date(year, month, last)
    return dt.date(year, month, day) if 1 <= day <= last else None
