"""What frames the items: header, programmes, sections, rules."""

from __future__ import annotations

from typing import Any

from duban.core.notice.corrections.values import (
    CorrectionError,
    Json,
    choice,
    date,
    index,
    programme_of,
    replaced,
    text,
    with_programme,
)
from duban.core.notice.reading import Level

HEADER = {
    "title": ("标题", 300),
    "document_number": ("文号", 60),
    "issuer": ("发文机关", 100),
    "index_number": ("索引号", 60),
    "published_on": ("公开日期", 10),
    "issued_on": ("成文日期", 10),
    "addressees": ("主送机关", 500),
}
LEVELS = frozenset(Level)


def set_header(reading: Json, payload: Json) -> Json:
    """``field`` is ``text``; its place in the source stays where it was read."""
    field = choice(payload, "field", frozenset(HEADER), "文头项目")
    label, limit = HEADER[field]
    value = text(payload, "text", label, limit=limit, needed=field == "title")
    if value and field in {"published_on", "issued_on"}:
        value = date(value, label)
    header = {**reading["header"], field: {**reading["header"][field], "text": value}}
    return {**reading, "header": header}


def set_programme(reading: Json, payload: Json) -> Json:
    """``level``, ``year``, ``title``: those given are changed."""
    at, _ = programme_of(reading, payload)
    changes: Json = {}
    if "level" in payload:
        changes["level"] = choice(payload, "level", LEVELS, "层级")
    if "year" in payload:
        changes["year"] = _year(payload["year"])
    if "title" in payload:
        changes["title"] = text(payload, "title", "标题", limit=300)
    if not changes:
        raise CorrectionError("没有要改的内容。")
    return with_programme(reading, at, **changes)


def _year(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1949 <= value <= 2200:
        raise CorrectionError(f"年度“{value}”应是四位数字，如 2023。")
    return value


def set_section(reading: Json, payload: Json) -> Json:
    """The heading is ``title``."""
    at, programme = programme_of(reading, payload)
    which = index(payload, "section", len(programme["sections"]), "部分")
    title = text(payload, "title", "部分标题", limit=300)
    sections = replaced(programme["sections"], which, {**programme["sections"][which], "title": title})
    items = [{**i, "section": title} if i["section_index"] == which else i for i in programme["items"]]
    return with_programme(reading, at, sections=sections, items=items)


def set_rule(reading: Json, payload: Json) -> Json:
    """Fields of the rule's ``data`` given in ``data`` are changed; null takes one away."""
    which = index(payload, "rule", len(reading["rules"]), "要求")
    given = payload.get("data")
    if not isinstance(given, dict) or not given:
        raise CorrectionError("没有要改的内容。")
    data = dict(reading["rules"][which]["data"])
    for key, value in given.items():
        if value is None:
            data.pop(key, None)
        else:
            data[key] = _rule_value(key, value)
    rule = {**reading["rules"][which], "data": data}
    return {**reading, "rules": replaced(reading["rules"], which, rule)}


_BOUNDS = {"day": ("日", 1, 31), "month_of_cycle": ("周期内的月份", 1, 12), "working_days": ("工作日数", 0, 365)}


def _rule_value(key: str, value: Any) -> Any:
    if key == "due":
        return date(str(value), "截止日期")
    if key in _BOUNDS:
        label, low, high = _BOUNDS[key]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise CorrectionError(f"{label}“{value}”应在 {low} 到 {high} 之间。")
        return value
    if isinstance(value, str):
        return text({key: value}, key, "内容", limit=200)
    if isinstance(value, bool | int) or _plain_numbers(value):
        return value
    raise CorrectionError("要求的内容应是文字、数字或日期。")


def _plain_numbers(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(k, str) and isinstance(v, int) and not isinstance(v, bool) for k, v in value.items()
    )
