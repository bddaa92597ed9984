"""Days that printed deadlines mean (4月前, 年底前, 上半年), and days as people type them into a sheet."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from duban.core.text.numerals import parse_chinese
from duban.core.text.width import half

_YEAR = re.compile(r"(20\d\d) ?年")
_MONTH = re.compile(r"(\d{1,2}) ?月(?:(\d{1,2}) ?日|(底|末|份|初|上旬|中旬|下旬))?")
_QUARTER = re.compile(r"第?([一二三四1-4]) ?季度")
_BEFORE = re.compile(r"(?:之前|以前|前)$")
_TYPED = re.compile(r"(20\d\d)[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")


def day_of(words: str, year: int) -> dt.date | None:
    """The last day that a printed deadline allows; None where the words fix none (每季度, 春节前).

    "4月前" ends with March: the month itself is not included, as the 10th is in "10日前"; "4月底前" includes April.

    >>> [str(day_of(w, 2023)) for w in ("4月底前", "4月前", "9月15日前", "年底前", "上半年", "第三季度内", "每季度")]
    ['2023-04-30', '2023-03-31', '2023-09-15', '2023-12-31', '2023-06-30', '2023-09-30', 'None']
    """
    plain = half(words).replace(" ", "")
    if plain.startswith("每"):
        return None
    if found := _YEAR.search(plain):
        year = int(found[1])
    elif "明年" in plain:
        year += 1
    plain = _YEAR.sub("", plain)
    if found := _MONTH.search(plain):
        return _of_month(year, found, before=bool(_BEFORE.search(plain)))
    if "上半年" in plain:
        return dt.date(year, 6, 30)
    if found := _QUARTER.search(plain):
        number = int(found[1]) if found[1].isdigit() else int(parse_chinese(found[1]) or 0)
        return _end(year, number * 3)
    if re.search(
        r"年[底末中]|年内|下半年|今年|当年|本年|明年|^[底末]|^(?:之?前|以前|内|[到至]年)", plain
    ) or not plain.strip("到至"):
        return dt.date(year, 6, 30) if "年中" in plain else dt.date(year, 12, 31)
    return None


def _of_month(year: int, found: re.Match[str], *, before: bool) -> dt.date | None:
    month = int(found[1])
    if not 1 <= month <= 12:
        return None
    if found[2]:
        day = int(found[2])
        return dt.date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None
    part = found[3]
    if part in ("初", "上旬"):
        return dt.date(year, month, 10)
    if part == "中旬":
        return dt.date(year, month, 20)
    if part is None and before:
        return _end(year, month - 1) if month > 1 else dt.date(year - 1, 12, 31)
    return _end(year, month)


def _end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def typed_day(text: str, year: int) -> dt.date | None:
    """A day as typed: 2023-6-30, 2023/6/30, 2023年6月30日, 6月30日, 2023年6月 (its last day). None for anything else.

    >>> [str(typed_day(t, 2023)) for t in ("2023-6-30", "６月３０日", "2023年6月", "6月底", "上半年", "随时")]
    ['2023-06-30', '2023-06-30', '2023-06-30', '2023-06-30', '2023-06-30', 'None']
    """
    plain = re.sub(r"\s", "", half(text)).removesuffix("前")
    try:
        if found := _TYPED.fullmatch(plain):
            if found[3] is None:
                return _end(int(found[1]), int(found[2]))
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _SHORT.fullmatch(plain):
            return dt.date(year, int(found[1]), int(found[2]))
    except (ValueError, calendar.IllegalMonthError):
        return None
    if re.fullmatch(
        r"\d{1,2}月(?:底|末|份)?|(?:[今本当]年)?年?[底末]|上半年|下半年|年中|第?[一二三四1-4]季度(?:内|末)?", plain
    ):
        return day_of(plain, year)
    return None
