"""Unit entries (承办关系) of items."""

from __future__ import annotations

from duban.core.notice.corrections.values import (
    CorrectionError,
    Json,
    choice,
    index,
    item_of,
    replaced,
    text,
    with_item,
)
from duban.core.notice.reading import Role, RoleSource, Scope

ROLES = frozenset(Role)
SCOPES = frozenset(Scope)
NAME_LENGTH = 100


def quote_place(reading: Json, payload: Json, source: str) -> Json:
    """Adds where the name stands: in the item's tags, in its text, else the end of the item."""
    _, _, item = item_of(reading, payload)
    name = text(payload, "unit_name", "单位名称", limit=NAME_LENGTH)
    for start, end in (*item["tags"], item["span"]):
        found = source.find(name, start, end)
        if found >= 0:
            return {**payload, "start": found, "end": found + len(name)}
    return {**payload, "start": item["span"][1], "end": item["span"][1]}


def add(reading: Json, payload: Json) -> Json:
    """One more unit, behind those of its part."""
    at, place, item = item_of(reading, payload)
    start, end = payload.get("start"), payload.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        raise CorrectionError("缺少单位在原文里的位置。")
    entry = {
        "unit": text(payload, "unit_name", "单位名称", limit=NAME_LENGTH),
        "role": choice(payload, "role", ROLES, "角色"),
        "scope": choice(payload, "scope", SCOPES, "层级"),
        "span": [start, end],
        "part": _part(payload, item),
        "part_text": "",
        "order": 0,
        "label": "",
        "role_source": RoleSource.PRINTED.value,
        "full_name": "",
        "lead": payload.get("role") == Role.LEAD,
        "group": payload.get("group") is True,
    }
    entry["part_text"] = next((u["part_text"] for u in item["units"] if u["part"] == entry["part"]), "")
    _refuse_twice(entry, item["units"])
    return with_item(reading, at, place, {**item, "units": _ordered([*item["units"], entry])})


def _part(payload: Json, item: Json) -> int:
    part = payload.get("part", 0)
    if not isinstance(part, int) or isinstance(part, bool) or not 0 <= part <= 99:
        raise CorrectionError("部分应是数字；整项填 0。")
    return part


def change(reading: Json, payload: Json) -> Json:
    """``unit_name``, ``role``, ``scope``, ``part``, ``lead``, ``group``: those given are changed."""
    at, place, item = item_of(reading, payload)
    which = index(payload, "unit", len(item["units"]), "承办单位")
    entry = dict(item["units"][which])
    if "unit_name" in payload:
        name = text(payload, "unit_name", "单位名称", limit=NAME_LENGTH)
        entry["full_name"] = entry["full_name"] if name == entry["unit"] else ""
        entry["unit"] = name
    if "role" in payload:
        role = choice(payload, "role", ROLES, "角色")
        if role != entry["role"]:
            entry.update(role=role, role_source=RoleSource.PRINTED.value, lead=role == Role.LEAD)
    if "scope" in payload:
        entry["scope"] = choice(payload, "scope", SCOPES, "层级")
    if "part" in payload:
        entry["part"] = _part(payload, item)
    if "group" in payload:
        entry["group"] = payload["group"] is True
    others = replaced(item["units"], which)
    _refuse_twice(entry, others)
    units = replaced(item["units"], which, entry)
    if payload.get("lead") is True:
        units = _led_by(units, which)
    elif payload.get("lead") is False and entry["role"] != Role.LEAD:
        units = replaced(units, which, {**entry, "lead": False})
    return with_item(reading, at, place, {**item, "units": _ordered(units)})


def _led_by(units: list[Json], which: int) -> list[Json]:
    """The unit at ``which`` heads its level and part; an inferred head there steps back, a printed one stays."""
    head = units[which]

    def seen(place: int, unit: Json) -> Json:
        if place == which:
            return {**unit, "lead": True}
        same = unit["part"] == head["part"] and unit["scope"] == head["scope"]
        return {**unit, "lead": False} if same and unit["role"] != Role.LEAD else unit

    return [seen(place, unit) for place, unit in enumerate(units)]


def remove(reading: Json, payload: Json) -> Json:
    """The unit does not answer for the item."""
    at, place, item = item_of(reading, payload)
    which = index(payload, "unit", len(item["units"]), "承办单位")
    return with_item(reading, at, place, {**item, "units": _ordered(replaced(item["units"], which))})


def rename(reading: Json, payload: Json) -> Json:
    """``from`` is printed wrongly or was read wrongly: it is ``to`` everywhere."""
    old = text(payload, "from", "原名称", limit=NAME_LENGTH)
    new = text(payload, "to", "新名称", limit=NAME_LENGTH)
    if old == new:
        raise CorrectionError("新名称与原名称相同。")
    if not any(u["unit"] == old for p in reading["programmes"] for i in p["items"] for u in i["units"]):
        raise CorrectionError(f"事项里没有单位“{old}”，可能已被改名。")

    def renamed(item: Json) -> Json:
        if not any(u["unit"] == old for u in item["units"]):
            return item
        units: list[Json] = []
        for unit in item["units"]:
            entry = {**unit, "unit": new, "full_name": ""} if unit["unit"] == old else unit
            if not _same_as_any(entry, units):
                units.append(entry)
        return {**item, "units": _ordered(units)}

    programmes = [{**p, "items": [renamed(i) for i in p["items"]]} for p in reading["programmes"]]
    return {**reading, "programmes": programmes}


def _same_as_any(entry: Json, units: list[Json]) -> bool:
    same = ("unit", "role", "scope", "part")
    return any(all(entry[key] == other[key] for key in same) for other in units)


def _refuse_twice(entry: Json, others: list[Json]) -> None:
    if _same_as_any(entry, others):
        raise CorrectionError(f"“{entry['unit']}”已在这一项里，角色和层级都相同。")


def _ordered(units: list[Json]) -> list[Json]:
    """``order`` counts from 0 inside each group of one label, level and part."""
    counts: dict[tuple[str, str, int], int] = {}
    result = []
    for unit in units:
        group = (unit["label"], unit["scope"], unit["part"])
        order = counts.get(group, 0)
        counts[group] = order + 1
        result.append(unit if unit["order"] == order else {**unit, "order": order})
    return result
