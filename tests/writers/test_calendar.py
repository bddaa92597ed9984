"""The calendar feed, read back by the library that calendar programs use."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar

from duban.writers.calendar import Entry, write_calendar

DAY = dt.date(2023, 4, 10)
AT = dt.datetime(2023, 4, 1, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def events(entries):
    return list(Calendar.from_ical(write_calendar(entries, name="督办期限")).walk("VEVENT"))


def test_an_all_day_event():
    (event,) = events(
        [Entry("a@duban", DAY, "2023年第一季度报告到期", "依据：武政办〔2023〕1号", "https://x.example/", 3, AT)]
    )
    assert event["UID"] == "a@duban" and event["SUMMARY"] == "2023年第一季度报告到期"
    assert event["DTSTART"].dt == DAY and event["DTEND"].dt == DAY + dt.timedelta(days=1)
    assert event["DTSTART"].params["VALUE"] == "DATE", "no hour: the day is the same in every time zone"
    assert event["SEQUENCE"] == 3 and event["STATUS"] == "CONFIRMED" and event["TRANSP"] == "TRANSPARENT"
    assert event["DTSTAMP"].dt == AT and event["LAST-MODIFIED"].dt == AT
    assert event["URL"] == "https://x.example/"


def test_cancelled_and_tentative():
    states = [
        e["STATUS"] for e in events([Entry("a", DAY, "甲", cancelled=True), Entry("b", DAY, "乙", tentative=True)])
    ]
    assert states == ["CANCELLED", "TENTATIVE"]


def test_long_chinese_lines_are_folded_by_bytes_and_come_back():
    title = "征地拆迁、场地平整，含；分号与\n换行" * 8
    raw = write_calendar([Entry("a", DAY, title)], name="督办期限")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert str(events([Entry("a", DAY, title)])[0]["SUMMARY"]) == title


def test_the_same_entries_give_the_same_bytes():
    entries = [Entry("a", DAY, "甲", changed=AT)]
    assert write_calendar(entries, name="督办期限") == write_calendar(entries, name="督办期限")


def test_an_empty_calendar_is_one():
    calendar = Calendar.from_ical(write_calendar([], name="督办期限"))
    assert calendar["X-WR-TIMEZONE"] == "Asia/Shanghai" and calendar["METHOD"] == "PUBLISH"
