"""Corrections by hand of a reading: pure functions from JSON value to JSON value.

A correction is a ``kind`` (``item.split``) and a ``payload`` of plain JSON. :func:`apply` gives a new value
and never touches the old one, so that undoing is replaying without the last one, to the very same value.
Offsets in payloads count characters of the source text; ``programme``, ``item``, ``unit``, ``target``,
``section`` and ``rule`` are indices. Text that a correction takes from the source stands in the payload
(:func:`quoted` puts it there), so that applying needs no source.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duban.core.notice.corrections import frame, items, targets, units
from duban.core.notice.corrections.derived import refreshed
from duban.core.notice.corrections.values import CorrectionError, Json

__all__ = ["KINDS", "SEVERAL", "CorrectionError", "apply", "as_one", "describe", "quoted"]

KINDS: dict[str, tuple[str, Callable[[Json, Json], Json]]] = {
    "item.set": ("改事项的序号、部分或标题", items.set_fields),
    "item.bounds": ("改事项的起止", items.set_bounds),
    "item.split": ("拆成两项", items.split),
    "item.merge": ("与下一项合并", items.merge),
    "item.delete": ("删除事项", items.delete),
    "item.add": ("补一项", items.add),
    "unit.add": ("补承办单位", units.add),
    "unit.set": ("改承办单位", units.change),
    "unit.remove": ("删承办单位", units.remove),
    "unit.rename": ("统改单位名称", units.rename),
    "target.add": ("补指标", targets.add),
    "target.set": ("改指标", targets.change),
    "target.remove": ("删指标", targets.remove),
    "header.set": ("改文头", frame.set_header),
    "programme.set": ("改分解方案", frame.set_programme),
    "section.set": ("改部分标题", frame.set_section),
    "rule.set": ("改要求与时限", frame.set_rule),
}
SEVERAL = "several"  # payload: {"steps": [{"kind", "payload"}, …]}; made, and undone, as one


def apply(reading: Json, kind: str, payload: Json) -> Json:
    """The reading with one correction made. Raises :class:`CorrectionError` with a Chinese message."""
    if kind == SEVERAL:
        for step_kind, step in _steps(payload):
            reading = apply(reading, step_kind, step)
        return reading
    if kind not in KINDS:
        raise CorrectionError(f"没有“{kind}”这种改动。")
    changed = KINDS[kind][1](reading, payload)
    return refreshed(reading, changed)


def quoted(reading: Json, kind: str, payload: Json, source: str) -> Json:
    """The payload with the stretches of the source that the correction needs put into it."""
    if kind == SEVERAL:
        steps = []
        for step_kind, step in _steps(payload):
            step = quoted(reading, step_kind, step, source)
            reading = apply(reading, step_kind, step)
            steps.append({"kind": step_kind, "payload": step})
        return {**payload, "steps": steps}
    quote: Callable[[Json, Json, str], Json] | None = {
        "item.bounds": items.quote_bounds,
        "item.add": items.quote_bounds,
        "item.split": items.quote_split,
        "item.merge": items.quote_merge,
        "unit.add": units.quote_place,
        "target.add": targets.quote_place,
        "target.set": targets.quote_place,
    }.get(kind)
    return quote(reading, payload, source) if quote else payload


def as_one(steps: list[Json]) -> tuple[str, Json]:
    """Kind and payload for several steps (``{"kind", "payload"}``) made as one; a single step is itself."""
    if len(steps) == 1:
        return str(steps[0]["kind"]), dict(steps[0]["payload"])
    return SEVERAL, {"steps": steps}


def _steps(payload: Json) -> list[tuple[str, Json]]:
    steps = payload.get("steps")
    if not isinstance(steps, list) or not steps:
        raise CorrectionError("没有要改的内容。")
    if not all(isinstance(s, dict) and isinstance(s.get("payload"), dict) for s in steps):
        raise CorrectionError("改动的内容不完整。")
    if any(s.get("kind") == SEVERAL for s in steps):
        raise CorrectionError("改动不能套在改动里。")
    return [(str(s.get("kind")), s["payload"]) for s in steps]


def describe(kind: str, payload: Json) -> str:
    """A correction in a few Chinese words, for the list of changes."""
    if kind == SEVERAL:
        return "；".join(describe(k, p) for k, p in _steps(payload)[:3])
    label = KINDS[kind][0] if kind in KINDS else kind
    detail: Any = payload.get("to") or payload.get("unit_name") or payload.get("phrase") or payload.get("text") or ""
    detail = str(detail).strip().replace("\n", " ")
    return f"{label}：{detail[:24]}{'…' if len(detail) > 24 else ''}" if detail else label
