"""Items (责任事项): their bounds, number and section, splitting, merging, adding, deleting."""

from __future__ import annotations

from typing import Any

from duban.core.notice.corrections.values import (
    CorrectionError,
    Json,
    index,
    inside,
    item_of,
    programme_of,
    section_fields,
    span,
    text,
    with_item,
    with_programme,
)

NUMBER_LENGTH = 20


def set_fields(reading: Json, payload: Json) -> Json:
    """``number``, ``section`` (index or null), ``title``: those given are changed."""
    at, place, item = item_of(reading, payload)
    changes: Json = {}
    if "number" in payload:
        changes["number"] = text(payload, "number", "序号", limit=NUMBER_LENGTH, needed=False)
    if "title" in payload:
        changes["title"] = text(payload, "title", "标题", limit=300, needed=False)
    if "section" in payload:
        changes.update(section_fields(reading["programmes"][at], payload["section"]))
    if not changes:
        raise CorrectionError("没有要改的内容。")
    return with_item(reading, at, place, {**item, **changes})


def quote_bounds(reading: Json, payload: Json, source: str) -> Json:
    """Adds ``text``: the stretch of the source, without blanks at its ends."""
    start, end = span(payload)
    if end > len(source):
        raise CorrectionError("结束位置超出了原文。")
    found = source[start:end]
    start += len(found) - len(found.lstrip())
    return {**payload, "start": start, "end": start + len(found.strip()), "text": found.strip()}


def set_bounds(reading: Json, payload: Json) -> Json:
    """The item is ``[start, end)`` of the source; what was read inside the old bounds and not in the new goes."""
    at, place, item = item_of(reading, payload)
    new = _quoted_span(payload)
    old = item["span"]

    def stays(stretch: list[int]) -> bool:
        return inside(stretch, new) or not inside(stretch, old)

    changed = {
        **item,
        "span": new,
        "text": payload["text"],
        "units": [u for u in item["units"] if stays(u["span"])],
        "targets": [t for t in item["targets"] if inside(t["span"], new)],
        "tags": [t for t in item["tags"] if inside(t, new)],
    }
    return with_item(reading, at, place, changed)


def _quoted_span(payload: Json) -> list[int]:
    stretch = span(payload)
    words = payload.get("text")
    if not isinstance(words, str) or not words.strip():
        raise CorrectionError("选取的原文是空的。请选取事项的文字。")
    if len(words) != stretch[1] - stretch[0]:
        raise CorrectionError("选取的文字与原文位置对不上。请重新选取。")
    return stretch


def quote_split(reading: Json, payload: Json, source: str) -> Json:
    """Adds ``before`` and ``after``, trimmed, with their places."""
    _, _, item = item_of(reading, payload)
    start, end = item["span"]
    cut = payload.get("at")
    if not isinstance(cut, int) or not start < cut < end:
        raise CorrectionError("拆分点应在事项的文字中间。")
    sides: dict[str, Any] = {}
    for name, first, last in (("before", start, cut), ("after", cut, end)):
        sides[name] = quote_bounds(reading, {"start": first, "end": last}, source)
    return {**payload, **sides}


def split(reading: Json, payload: Json) -> Json:
    """One item becomes two. Units go where they are printed; a side that prints none takes those of the other."""
    at, place, item = item_of(reading, payload)
    before, after = payload.get("before"), payload.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        raise CorrectionError("请给出拆分点。")
    left, right = _quoted_span(before), _quoted_span(after)
    if not (inside(left, item["span"]) and inside(right, item["span"]) and left[1] <= right[0]):
        raise CorrectionError("拆分点应在事项的文字中间。")
    cut = right[0]
    units = [[u for u in item["units"] if (u["span"][0] >= cut) == second] for second in (False, True)]
    first = {
        **item,
        "span": left,
        "text": before["text"],
        "units": units[0] or units[1],
        "targets": [t for t in item["targets"] if inside(t["span"], left)],
        "tags": [t for t in item["tags"] if inside(t, left)],
    }
    second = {
        **item,
        "number": text(payload, "number", "序号", limit=NUMBER_LENGTH, needed=False),
        "number_span": None,
        "title": "",
        "span": right,
        "text": after["text"],
        "units": units[1] or units[0],
        "targets": [t for t in item["targets"] if inside(t["span"], right)],
        "tags": [t for t in item["tags"] if inside(t, right)],
        "extras": [],
        "result": None,
    }
    return _shifted(with_item(reading, at, place, first, second), at, place, 1)


def quote_merge(reading: Json, payload: Json, source: str) -> Json:
    """Adds the ``text`` from the start of the item to the end of the next one."""
    first, second = _pair(reading, payload)
    stretch = {"start": first["span"][0], "end": second["span"][1]}
    return {**payload, **quote_bounds(reading, stretch, source)}


def _pair(reading: Json, payload: Json) -> tuple[Json, Json]:
    at, place, item = item_of(reading, payload)
    items = reading["programmes"][at]["items"]
    if place + 1 >= len(items):
        raise CorrectionError("这是最后一项，后面没有可以合并的事项。")
    following = items[place + 1]
    if item["section_index"] != following["section_index"]:
        raise CorrectionError("两项分属不同部分，不能合并。请先把它们改到同一部分。")
    if following["span"][0] < item["span"][1]:
        raise CorrectionError("两项在原文里不是前后相接的，不能合并。")
    return item, following


def merge(reading: Json, payload: Json) -> Json:
    """The item and the next one become one, under the first number, with the units and targets of both."""
    at, place, _ = item_of(reading, payload)
    first, second = _pair(reading, payload)
    stretch = _quoted_span(payload)
    if stretch[0] > first["span"][0] or stretch[1] < second["span"][1]:
        raise CorrectionError("合并后的文字应包含两项的全部文字。")
    merged = {
        **first,
        "span": stretch,
        "text": payload["text"],
        "units": [*first["units"], *(u for u in second["units"] if not _known(u, first["units"]))],
        "targets": [*first["targets"], *second["targets"]],
        "tags": [*first["tags"], *second["tags"]],
        "extras": [*first["extras"], *second["extras"]],
        "result": first["result"] or second["result"],
    }
    items = reading["programmes"][at]["items"]
    changed = with_programme(reading, at, items=[*items[:place], merged, *items[place + 2 :]])
    return _shifted(changed, at, place + 1, -1)


def _known(unit: Json, units: list[Json]) -> bool:
    same = ("unit", "role", "scope", "part")
    return any(all(unit[key] == other[key] for key in same) for other in units)


def delete(reading: Json, payload: Json) -> Json:
    """The item is none (a heading, a note)."""
    at, place, _ = item_of(reading, payload)
    return _shifted(with_item(reading, at, place), at, place, -1)


def add(reading: Json, payload: Json) -> Json:
    """A new item from a stretch of the source, in printed order (or at ``index``)."""
    at, programme = programme_of(reading, payload)
    stretch = _quoted_span(payload)
    items = programme["items"]
    if any(i["span"][0] < stretch[1] and stretch[0] < i["span"][1] for i in items):
        raise CorrectionError("选取的文字已属于另一事项。请先改那一项的起止，再补这一项。")
    place = next((n for n, i in enumerate(items) if i["span"][0] >= stretch[1]), len(items))
    if payload.get("index") is not None:
        place = index(payload, "index", len(items) + 1, "位置")
    item = {
        "number": text(payload, "number", "序号", limit=NUMBER_LENGTH, needed=False),
        **section_fields(programme, payload.get("section")),
        "text": payload["text"],
        "span": stretch,
        "units": [],
        "targets": [],
        "tags": [],
        "title": "",
        "extras": [],
        "result": None,
        "number_span": None,
    }
    changed = with_programme(reading, at, items=[*items[:place], item, *items[place:]])
    return _shifted(changed, at, place - 1, 1)


def _shifted(reading: Json, at: int, place: int, by: int) -> Json:
    """Findings of later items of the programme follow their items; those of a removed item go."""

    def moved(finding: Json) -> Json | None:
        if finding["programme"] != at or finding["item"] is None or finding["item"] < place:
            return finding
        if finding["item"] == place:
            return finding if by > 0 else None
        return {**finding, "item": finding["item"] + by}

    kept = [moved(finding) for finding in reading["findings"]]
    return {**reading, "findings": [finding for finding in kept if finding is not None]}
