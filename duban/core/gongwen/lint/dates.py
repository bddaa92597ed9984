"""Days that a document speaks of, and the day that it stands for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.core.gongwen.lint.roles import NUMBER, Part, Placed
from duban.core.notice.header import iso_date
from duban.core.text.patterns import regex

_DAY = regex(
    r"(?:(?P<year>20\d{2}) ?年 ?|(?P<same>当年|今年|本年) ?)?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日"
    r"(?: ?[（(](?P<prefix>星期|周|礼拜)(?P<weekday>[一二三四五六日天])[）)])?"
)
_PUBLISHED = regex(r"(?:公开|发布|公布)(?:日期|时间)")
_ISSUED = regex(r"(?:成文|发文|生成|印发)(?:日期|时间)")


@dataclass(frozen=True, slots=True)
class Said:
    """A day in a text. ``day``: ``None`` where the calendar has no such day; ``weekday`` 0–6 as it is written."""

    text: str
    day: dt.date | None
    weekday: int | None
    prefix: str
    year_given: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Basis:
    """The day of the document and what says so."""

    day: dt.date
    word: str  # 成文日期, 公开日期


def dates_in(text: str, of_document: dt.date | None) -> Iterator[Said]:
    """Days of a text; without a year they are of the year before in the text, else of the document's."""
    year = of_document.year if of_document else None
    for found in _DAY.finditer(text):
        given = found["year"] is not None
        year = int(found["year"]) if given else year
        if year is None:
            continue
        try:
            day = dt.date(year, int(found["month"]), int(found["day"]))
        except ValueError:
            leap = found["month"] == "2" and found["day"] == "29" and not given
            if leap:  # whether there is one depends on the year, which we only guess
                continue
            day = None
        written = found["weekday"]
        weekday = "一二三四五六日".index(written.replace("天", "日")) if written else None
        shown = found.group().split("（")[0].split("(")[0].strip()
        yield Said(shown, day, weekday, found["prefix"] or "", given, found.start(), found.end())


def basis(lines: Sequence[Placed]) -> Basis | None:
    """成文日期 at the end of the text or in the portal's head; else the day on which it was published."""
    found: dict[str, dt.date] = {}
    for at, each in enumerate(lines):
        if each.part is Part.DATE:
            _keep(found, "成文日期", each.text)
        elif each.part in {Part.HEAD, Part.TABLE}:
            value = lines[at + 1].text if at + 1 < len(lines) else ""  # some portals put it on the next line
            for word, pattern in (("成文日期", _ISSUED), ("公开日期", _PUBLISHED)):
                place = pattern.search(each.text)
                if place is not None:
                    rest = each.text[place.end() : place.end() + 24].strip(":： |")
                    _keep(found, word, rest or value[:24])
    # What the paper says last holds; a deadline is measured against the later of the two days.
    if not found:
        return None
    word = max(found, key=lambda name: found[name])
    return Basis(found[word], word)


def _keep(found: dict[str, dt.date], word: str, text: str) -> None:
    day = iso_date(text)
    if day is not None:
        try:
            found.setdefault(word, dt.date.fromisoformat(day))
        except ValueError:
            return


def year_of(lines: Sequence[Placed]) -> int | None:
    """Of the document: its day, else its number."""
    day = basis(lines)
    if day is not None:
        return day.day.year
    for each in lines:
        found = NUMBER.search(each.text) if each.part is Part.NUMBER else None
        if found is not None and len(found["year"]) == 4:
            return int(found["year"])
    return None
