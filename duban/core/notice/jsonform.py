"""The reading as plain JSON and back: ``duban read --json``, drafts, corrections.

Field names are those of :mod:`duban.core.notice.reading`. A span is ``[start, end]``. ``value`` and
``base`` are JSON numbers where that is exact to the digit, else strings. An item's ``section`` is the
heading as printed (``section_index`` its place in ``sections``).
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from duban.core.document import Span
from duban.core.notice import reading as r


def number(value: Decimal) -> int | float | str:
    """A JSON number that reads back to the same decimal, else the digits as a string."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else format(value, "f")


def plain(value: Any) -> Any:
    """Any value of :mod:`reading` as JSON."""
    kind = type(value)
    if kind is str or kind is int or value is None or kind is bool:
        return value
    if kind is Span:
        return [value.start, value.end]
    if isinstance(value, StrEnum):
        return value.value
    if kind is Decimal:
        return number(value)
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value


_NAMES: dict[type, tuple[str, ...]] = {}  # of the fields of a class: thousands of values, few classes


def _names(kind: type) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(f.name for f in fields(kind))
    return _NAMES[kind]


def to_json(reading: r.Reading) -> dict[str, Any]:
    """The whole reading as JSON values."""
    data: dict[str, Any] = plain(reading)
    for programme in data["programmes"]:
        for item in programme["items"]:
            item["section_index"] = item["section"]
            index = item["section"]
            item["section"] = programme["sections"][index]["title"] if index is not None else ""
    return data


def _span(value: Any) -> Span | None:
    return Span(*value) if value is not None else None


def _need(value: Any) -> Span:
    return Span(*value)


def target_from(data: dict[str, Any]) -> r.Target:
    """A target back from JSON."""
    return r.Target(
        phrase=data["phrase"],
        what=data["what"],
        op=data["op"],
        value=Decimal(str(data["value"])),
        unit=data["unit"],
        kind=r.TargetKind(data["kind"]),
        span=_need(data["span"]),
        figure=_need(data["figure"]),
        base=Decimal(str(data["base"])) if data.get("base") is not None else None,
        due=data.get("due", ""),
        part=data.get("part", 0),
    )


def unit_from(data: dict[str, Any]) -> r.UnitEntry:
    """A unit entry back from JSON."""
    return r.UnitEntry(
        **{
            **data,
            "role": r.Role(data["role"]),
            "scope": r.Scope(data["scope"]),
            "span": _need(data["span"]),
            "role_source": r.RoleSource(data["role_source"]),
        }
    )


def item_from(data: dict[str, Any]) -> r.Item:
    """An item back from JSON."""
    result = data.get("result")
    return r.Item(
        number=data["number"],
        section=data["section_index"],
        text=data["text"],
        span=_need(data["span"]),
        units=tuple(unit_from(u) for u in data["units"]),
        targets=tuple(target_from(t) for t in data["targets"]),
        tags=tuple(_need(t) for t in data["tags"]),
        title=data["title"],
        extras=tuple(r.Extra(e["label"], e["text"], _need(e["span"])) for e in data["extras"]),
        result=r.Result(
            result["text"],
            _need(result["span"]),
            tuple(target_from(t) for t in result["figures"]),
            result["status"],
        )
        if result
        else None,
        number_span=_span(data["number_span"]),
    )


def from_json(data: dict[str, Any]) -> r.Reading:
    """The reading back from :func:`to_json`; ``from_json(to_json(x)) == x``."""
    return r.Reading(
        header=r.Header(**{k: r.Valued(v["text"], _span(v["span"])) for k, v in data["header"].items()}),
        body=_span(data["body"]),
        annexes=tuple(r.Annex(a["mark"], a["title"], _need(a["span"])) for a in data["annexes"]),
        programmes=tuple(
            r.Programme(
                level=r.Level(p["level"]),
                year=p["year"],
                title=p["title"],
                span=_need(p["span"]),
                sections=tuple(r.Section(s["number"], s["title"], _need(s["span"])) for s in p["sections"]),
                items=tuple(item_from(i) for i in p["items"]),
                annex=p["annex"],
            )
            for p in data["programmes"]
        ),
        rules=tuple(r.Rule(x["kind"], x["sentence"], _need(x["span"]), x["data"]) for x in data["rules"]),
        forms=tuple(
            r.Form(
                f["kind"],
                f["annex"],
                f["title"],
                _need(f["span"]),
                tuple(f["columns"]),
                tuple(f["rows"]),
                tuple(f["notes"]),
            )
            for f in data["forms"]
        ),
        units=tuple(
            r.UnitName(
                u["name"],
                u["count"],
                tuple(r.Scope(s) for s in u["scopes"]),
                u["group"],
                u["kind"],
                u["alias_of"],
            )
            for u in data["units"]
        ),
        findings=tuple(
            r.Finding(
                f["id"],
                f["code"],
                r.Severity(f["severity"]),
                f["message"],
                _span(f["span"]),
                f["programme"],
                f["item"],
                f["data"],
            )
            for f in data["findings"]
        ),
        explanations=tuple(r.Explanation(**e) for e in data["explanations"]),
        version=data["version"],
    )
