"""What a person decided about a draft besides correcting its text: the shape of ``NoticeDraft.decisions``.

``decisions`` is one JSON object::

    {
      "findings":   {"<finding id>": {"answer": "accepted" | "corrected" | "ignored", "note": "…", …}},
      "rules":      {"<index in current['rules']>": {"answer": "confirmed" | "dropped", …}},
      "units":      {"<name as printed>": <unit choice>},
      "difference": {"<key of the difference>": {"answer": "apply" | "skip"}},
      "kind":       {"notice": {"answer": "original" | "addition" | "correction"}},
    }

and every answer carries ``by`` (user id or null), ``by_label`` and ``at`` (ISO). A unit choice is one of::

    {"as": "unit",  "unit": 12}                       the unit 12 of the register, under this very name
    {"as": "alias", "unit": 12}                       another name of the unit 12: becomes an alias of it
    {"as": "same",  "name": "区人力资源局"}             the same as another printed name of this notice
    {"as": "new",   "name": "区城改局", "kind": "department", "level": "district"}
    {"as": "group", "unit": 30 | null, "name": "各街道办事处", "members": [1, 2], "names": ["水果湖街道办事处"]}

``names`` of a group are printed names of this notice that have no unit yet. The functions below are the
only ones that read this shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from duban.notices.enums import NoticeKind


class About(StrEnum):
    """What an answer is about."""

    FINDING = "findings"
    RULE = "rules"
    UNIT = "units"
    DIFFERENCE = "difference"
    KIND = "kind"


class UnitAs(StrEnum):
    """What a printed name is taken for."""

    UNIT = "unit"
    ALIAS = "alias"
    SAME = "same"
    NEW = "new"
    GROUP = "group"


ANSWERS: dict[About, frozenset[str]] = {
    About.FINDING: frozenset({"accepted", "corrected", "ignored"}),
    About.RULE: frozenset({"confirmed", "dropped"}),
    About.DIFFERENCE: frozenset({"apply", "skip"}),
    About.KIND: frozenset(NoticeKind.values),
}


@dataclass(frozen=True)
class UnitChoice:
    """What a printed name is taken for."""

    printed: str
    taken_as: UnitAs
    unit_id: int | None = None
    name: str = ""
    kind: str = ""
    level: str = ""
    members: tuple[int, ...] = ()
    member_names: tuple[str, ...] = field(default=())


def unit_choices(decisions: Mapping[str, Any]) -> dict[str, UnitChoice]:
    """Choices by printed name."""
    return {
        printed: UnitChoice(
            printed=printed,
            taken_as=UnitAs(value["as"]),
            unit_id=value.get("unit"),
            name=value.get("name", ""),
            kind=value.get("kind", ""),
            level=value.get("level", ""),
            members=tuple(value.get("members", ())),
            member_names=tuple(value.get("names", ())),
        )
        for printed, value in decisions.get(About.UNIT, {}).items()
    }


def answer(decisions: Mapping[str, Any], about: About, key: str | int) -> str:
    """The answer given, "" if none."""
    return str(decisions.get(about, {}).get(str(key), {}).get("answer", ""))


def kind(decisions: Mapping[str, Any]) -> NoticeKind | None:
    """What the notice is to the year's ledger, if somebody said so."""
    value = answer(decisions, About.KIND, "notice")
    return NoticeKind(value) if value else None


def open_findings(current: Mapping[str, Any], decisions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Findings that wait for an answer: those to settle or confirm; hints never wait."""
    answered = decisions.get(About.FINDING, {})
    return [f for f in current.get("findings", ()) if f["severity"] != "hint" and f["id"] not in answered]


def blocking_findings(current: Mapping[str, Any], decisions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Open findings that must be settled before the ledger is made."""
    return [f for f in open_findings(current, decisions) if f["severity"] == "block"]


def open_rules(current: Mapping[str, Any], decisions: Mapping[str, Any]) -> list[int]:
    """Indices of the rules that nobody has looked at yet."""
    answered = decisions.get(About.RULE, {})
    return [i for i in range(len(current.get("rules", ()))) if str(i) not in answered]


def open_units(current: Mapping[str, Any], decisions: Mapping[str, Any]) -> list[str]:
    """Printed names without a choice."""
    chosen = decisions.get(About.UNIT, {})
    return [u["name"] for u in current.get("units", ()) if u["name"] not in chosen]
