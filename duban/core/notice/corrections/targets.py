"""Quantified goals (量化目标) of items."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from duban.core.notice.corrections.values import (
    CorrectionError,
    Json,
    choice,
    index,
    inside,
    item_of,
    replaced,
    text,
    with_item,
)
from duban.core.notice.jsonform import number
from duban.core.notice.reading import TargetKind

OPS = frozenset({"=", ">=", ">", "<=", "<", "~"})
KINDS = frozenset(TargetKind)
LARGEST = Decimal(10) ** 17


def quote_place(reading: Json, payload: Json, source: str) -> Json:
    """Adds where the ``phrase`` stands in the item (``start`` and ``end``)."""
    if "phrase" not in payload:
        return payload
    _, _, item = item_of(reading, payload)
    phrase = text(payload, "phrase", "指标原文", limit=300)
    found = source.find(phrase, *item["span"])
    if found < 0:
        raise CorrectionError(f"事项里没有“{phrase}”这几个字。指标原文应与事项的文字一字不差。")
    return {**payload, "start": found, "end": found + len(phrase)}


def add(reading: Json, payload: Json) -> Json:
    """One more target, in the order of the text."""
    at, place, item = item_of(reading, payload)
    target: Json = {"base": None, "due": "", "part": 0, "unit": "", **_fields(payload, item)}
    missing = {"phrase", "what", "op", "value", "kind"} - set(target)
    if missing:
        raise CorrectionError("请填写指标的原文、名称、关系、数值和类别。")
    if any(_same(target, t) for t in item["targets"]):
        raise CorrectionError("这个指标已在这一项里。")
    targets = sorted([*item["targets"], target], key=lambda t: t["span"])
    return with_item(reading, at, place, {**item, "targets": targets})


def _same(a: Json, b: Json) -> bool:
    return bool(a["span"] == b["span"] and a["what"] == b["what"])


def change(reading: Json, payload: Json) -> Json:
    """``phrase``, ``what``, ``op``, ``value``, ``measure`` (unit), ``kind``, ``due``: those given are changed."""
    at, place, item = item_of(reading, payload)
    which = index(payload, "target", len(item["targets"]), "指标")
    changed = {**item["targets"][which], **_fields(payload, item)}
    targets = sorted(replaced(item["targets"], which, changed), key=lambda t: t["span"])
    return with_item(reading, at, place, {**item, "targets": targets})


def remove(reading: Json, payload: Json) -> Json:
    """The figure is none to measure against."""
    at, place, item = item_of(reading, payload)
    which = index(payload, "target", len(item["targets"]), "指标")
    return with_item(reading, at, place, {**item, "targets": replaced(item["targets"], which)})


def _fields(payload: Json, item: Json) -> Json:
    changes: Json = {}
    if "phrase" in payload:
        changes.update(_place(payload, item))
    if "what" in payload:
        changes["what"] = text(payload, "what", "指标名称", limit=150)
    if "op" in payload:
        changes["op"] = choice(payload, "op", OPS, "关系")
    if "value" in payload:
        changes["value"] = _value(payload["value"])
    if "measure" in payload:
        changes["unit"] = text(payload, "measure", "计量单位", limit=30, needed=False)
    if "kind" in payload:
        changes["kind"] = choice(payload, "kind", KINDS, "类别")
    if "due" in payload:
        changes["due"] = text(payload, "due", "时限", limit=60, needed=False)
    return changes


def _place(payload: Json, item: Json) -> Json:
    phrase = text(payload, "phrase", "指标原文", limit=300)
    start, end = payload.get("start"), payload.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not inside([start, end], item["span"]) or start >= end:
        raise CorrectionError("指标原文应在事项的文字里。")
    return {"phrase": phrase, "span": [start, end], "figure": _figure(phrase, start)}


def _figure(phrase: str, start: int) -> list[int]:
    """From the last run of digits to the end of the phrase; the whole phrase where it has none."""
    last = next((i for i in range(len(phrase) - 1, -1, -1) if phrase[i].isdigit()), None)
    if last is None:
        return [start, start + len(phrase)]
    first = last
    while first and (phrase[first - 1].isdigit() or phrase[first - 1] in ".,．，"):
        first -= 1
    return [start + first, start + len(phrase)]


def _value(given: object) -> int | float | str:
    """The plain number; 12万 and 3.65亿 are understood, a thousands comma too."""
    words = str(given).strip().replace(",", "").replace("，", "")
    power = 0
    for suffix, zeros in (("亿", 8), ("万", 4)):
        if words.endswith(suffix):
            words, power = words[:-1], power + zeros
    try:
        value = Decimal(words).scaleb(power)
    except InvalidOperation:
        raise CorrectionError(f"数值“{given}”不是数字，应如 120000 或 12万。") from None
    if not value.is_finite() or abs(value) >= LARGEST or -int(value.normalize().as_tuple().exponent) > 6:
        raise CorrectionError(f"数值“{given}”太大或小数位太多（最多 6 位）。")
    return number(value)
