"""Events as Chinese sentences. Each verb has a short label (for filters) and a sentence about its subject.

A sentence is a template over the event: ``{subject}`` is the label of the subject, ``{after[name]}`` and
``{before[name]}`` are values of what changed; a value that is not there is left empty. Apps add their verbs with
:func:`register`; a test fails for a verb that is recorded somewhere and told nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from duban.audit.models import Event
from duban.core.text.days import day_in_words

SHORT = 60  # characters of one value inside a sentence


@dataclass(frozen=True)
class Telling:
    """How a verb is told. ``text``: a template, or a function of the event."""

    label: str
    text: str | Callable[[Event], str]


_TELLINGS: dict[str, Telling] = {}


def register(tellings: Mapping[str, Telling]) -> None:
    """Add verbs. One verb is told in one way: a second telling is our mistake."""
    twice = set(tellings) & set(_TELLINGS)
    if twice:
        raise ValueError(f"told twice: {sorted(twice)}")
    _TELLINGS.update(tellings)


def told() -> frozenset[str]:
    """Verbs that have a telling."""
    _load()
    return frozenset(_TELLINGS)


def label(verb: str) -> str:
    """Short name of a verb; the verb itself where nobody told it."""
    _load()
    return _TELLINGS[verb].label if verb in _TELLINGS else verb


def sentence(event: Event, *, subject: str | None = None) -> str:
    """The event as a sentence without its actor and time. ``subject`` replaces the label of the subject."""
    _load()
    shown = event.subject_label if subject is None else subject
    telling = _TELLINGS.get(event.verb)
    if telling is None:
        return f"{event.verb}：{shown}"
    if callable(telling.text):
        return telling.text(event)
    values = {"subject": shown, "before": _Values(event.before), "after": _Values(event.after)}
    return _tidy(telling.text.format_map(_Names(values)))


class _Names(dict):
    def __missing__(self, key: str) -> str:
        return ""


class _Values:
    """Values of one side of an event; absent ones are empty, lists are joined, dates are Chinese."""

    def __init__(self, values: Any) -> None:
        self._values = values if isinstance(values, dict) else {}

    def __getitem__(self, key: str) -> str:
        return show(self._values.get(key))


def show(value: Any) -> str:
    """A plain JSON value in words: 是/否, 2023年4月10日, lists with 、, long texts cut."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        words = "、".join(show(each) for each in value[:8])
        return f"{words}等{len(value)}个" if len(value) > 8 else words
    if isinstance(value, dict):
        return _cut("，".join(f"{key} {show(each)}" for key, each in value.items()))
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = dt.date.fromisoformat(text)
        return day_in_words(day)
    return _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def _tidy(text: str) -> str:
    """Drop bracketed parts and quotes that came out empty."""
    return re.sub(r"（[^（）]*：）|（）|“”", "", text)


def _load() -> None:
    """The tellings of the apps that lie in this package (imported late: they need :func:`register`)."""
    from duban.audit import tellings  # noqa: F401
