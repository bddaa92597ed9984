"""Days as a calendar feed (.ics, RFC 5545): all-day events with lasting ids, changes and cancellations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event

REFRESH = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """A day in the calendar. ``uid`` stays the same for ever; ``sequence`` grows with each change of it.

    ``changed``: the instant of the last change (so that the same content is the same bytes).
    """

    uid: str
    day: dt.date
    title: str
    text: str = ""
    address: str = ""
    sequence: int = 0
    changed: dt.datetime = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    cancelled: bool = False
    tentative: bool = False


def write_calendar(entries: Iterable[Entry], *, name: str) -> bytes:
    """The feed. The same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//duban//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    made: bytes = calendar.to_ical()
    return made


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed.astimezone(dt.UTC))
    event.add("last-modified", entry.changed.astimezone(dt.UTC))
    event.add("dtstart", entry.day)  # a date: the whole day, wherever the calendar is read
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("summary", entry.title)
    if entry.text:
        event.add("description", entry.text)
    if entry.address:
        event.add("url", entry.address)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.tentative else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a term does not fill the day
    return event
