"""Kinds of messages: each app registers its own in its ``messages.py``; the settings page lists them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Kind:
    """What is said and how. ``subject`` and ``body`` are templates over named values; an unknown name is our mistake.

    A ``duty`` (to sign, to mend what was returned) cannot be muted. An ``urgent`` kind may leave at once, at most
    once a day and object; all others wait for the day's digest.
    """

    code: str
    label: str
    to: str  # who gets it, in words, for the settings page
    subject: str
    body: str = ""
    duty: bool = False
    urgent: bool = False
    office: bool = False  # for the supervision office; all others are for units

    def say(self, values: Mapping[str, object]) -> tuple[str, str]:
        """Subject (cut to its column) and body."""
        subject = self.subject.format_map(values)
        if len(subject) > SUBJECT_LENGTH:
            subject = subject[: SUBJECT_LENGTH - 1] + "…"
        return subject, self.body.format_map(values).strip()

    @property
    def names(self) -> set[str]:
        """Values that the templates use."""
        return {name for text in (self.subject, self.body) for _, name, _, _ in Formatter().parse(text) if name}


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds; one code is registered once."""
    for each in kinds:
        if _KINDS.setdefault(each.code, each) != each:
            raise ValueError(f"registered twice: {each.code}")


def kind(code: str) -> Kind:
    """The kind of a code; an unknown one is our mistake."""
    return _KINDS[code]


def label(code: str) -> str:
    """Its Chinese name; for a kind that exists no more, a general word."""
    return _KINDS[code].label if code in _KINDS else "消息"


def every() -> list[Kind]:
    """All kinds in the order of registration."""
    return list(_KINDS.values())


def mutable() -> list[Kind]:
    """Those that a person may keep in the inbox alone."""
    return [each for each in every() if not each.duty]


def of(*, office: bool) -> list[Kind]:
    """Kinds that the office gets, or those that units get."""
    return [each for each in every() if each.office is office]
