"""Walking the JSON of a reading and making changed copies of it, with checks that speak Chinese."""

from __future__ import annotations

import datetime as dt
from typing import Any

Json = dict[str, Any]


class CorrectionError(ValueError):
    """The correction cannot be made; the message is Chinese: found / expected / how to mend."""


def index(payload: Json, key: str, length: int, what: str) -> int:
    """``payload[key]`` as an index below ``length``."""
    value = payload.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < length:
        raise CorrectionError(f"找不到要改的{what}，可能已被删除。请刷新后再改。")
    return value


def programme_of(reading: Json, payload: Json) -> tuple[int, Json]:
    """The programme that the payload speaks of, with its index."""
    at = index(payload, "programme", len(reading["programmes"]), "分解方案")
    return at, reading["programmes"][at]


def item_of(reading: Json, payload: Json) -> tuple[int, int, Json]:
    """The item that the payload speaks of: index of its programme, its own, and the item."""
    at, programme = programme_of(reading, payload)
    item = index(payload, "item", len(programme["items"]), "事项")
    return at, item, programme["items"][item]


def replaced(values: list[Any], at: int, *new: Any) -> list[Any]:
    """The list with the element at ``at`` replaced by none, one or several."""
    return [*values[:at], *new, *values[at + 1 :]]


def with_programme(reading: Json, at: int, **changes: Any) -> Json:
    """The reading with fields of one programme changed."""
    programme = {**reading["programmes"][at], **changes}
    return {**reading, "programmes": replaced(reading["programmes"], at, programme)}


def with_item(reading: Json, at: int, item: int, *new: Json) -> Json:
    """The reading with one item replaced by none, one or several."""
    return with_programme(reading, at, items=replaced(reading["programmes"][at]["items"], item, *new))


def text(payload: Json, key: str, what: str, *, limit: int, needed: bool = True) -> str:
    """``payload[key]`` as a trimmed text."""
    value = payload.get(key, "")
    if not isinstance(value, str):
        raise CorrectionError(f"{what}应是文字。")
    value = value.strip()
    if needed and not value:
        raise CorrectionError(f"{what}不能为空。")
    if len(value) > limit:
        raise CorrectionError(f"{what}有 {len(value)} 字，最多 {limit} 字。")
    return value


def choice(payload: Json, key: str, allowed: frozenset[str], what: str) -> str:
    """``payload[key]`` as one of the allowed codes."""
    value = payload.get(key)
    if not isinstance(value, str) or value not in allowed:
        raise CorrectionError(f"{what}不是可选的值。")
    return value


def span(payload: Json, start: str = "start", end: str = "end") -> list[int]:
    """A stretch with something in it."""
    first, last = payload.get(start), payload.get(end)
    if not _count(first) or not _count(last):
        raise CorrectionError("起止位置应是原文里的位置。")
    if last <= first:  # type: ignore[operator]
        raise CorrectionError("结束位置应在开始位置之后。")
    return [first, last]  # type: ignore[list-item]


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def date(value: str, what: str) -> str:
    """An ISO date."""
    try:
        return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        raise CorrectionError(f"{what}“{value}”不是日期，应如 2023-02-28。") from None


def inside(inner: list[int], outer: list[int]) -> bool:
    """Whether one stretch lies in another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def section_fields(programme: Json, section: Any) -> Json:
    """The two JSON fields that say where an item stands."""
    if section is None:
        return {"section": "", "section_index": None}
    at = index({"section": section}, "section", len(programme["sections"]), "部分")
    return {"section": programme["sections"][at]["title"], "section_index": at}
