"""Styles of a Word document, as far as they tell something about the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from duban.readers.xmltree import attribute, child, children

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_CHAIN = 20  # a style based on a style …; more is a circle


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says; None where it leaves it to the style below."""

    bold: bool | None = None
    hidden: bool | None = None
    centred: bool | None = None
    outline: int | None = None  # 1..9, 0 = body text
    list_id: str | None = None
    list_level: int | None = None


def switched(properties: Any, name: str) -> bool | None:
    """A toggle (w:b, w:vanish …): None where it is not there."""
    found = child(properties, name)
    if found is None:
        return None
    return (attribute(found, "val", "true") or "true").lower() not in {"0", "false", "off", "none"}


def paragraph_look(properties: Any) -> Look:
    """Look out of ``w:pPr`` (``w:rPr`` beside it excluded)."""
    if properties is None:
        return Look()
    jc, outline, numbered = (child(properties, name) for name in ("jc", "outlineLvl", "numPr"))
    list_id, level = child(numbered, "numId"), child(numbered, "ilvl")
    depth = attribute(outline, "val", "") if outline is not None else None
    return Look(
        centred=attribute(jc, "val") == "center" if jc is not None else None,
        outline=(int(depth) + 1) % 10 if depth is not None and re.fullmatch(r"[0-9]", depth) else None,
        list_id=attribute(list_id, "val") if list_id is not None else None,
        list_level=_small(attribute(level, "val")) if level is not None else None,
    )


def _small(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"\d", text) else None


class Styles:
    """Styles with what they inherit."""

    def __init__(self, root: Any | None) -> None:
        self._elements: dict[str, Any] = {}
        self._looks: dict[str, Look] = {}
        self.default = ""
        for each in children(root, "style") if root is not None else []:
            name = attribute(each, "styleId", "") or ""
            self._elements[name] = each
            if attribute(each, "type") == "paragraph" and attribute(each, "default") in {"1", "true"}:
                self.default = name

    def look(self, style: str) -> Look:
        """Everything that a style says, its ancestors' word included."""
        if style not in self._looks:
            self._looks[style] = self._resolve(style)
        return self._looks[style]

    def _resolve(self, style: str) -> Look:
        merged = Look()
        for _ in range(_CHAIN):
            element = self._elements.get(style)
            if element is None:
                break
            merged = over(merged, self._own(element))
            based = child(element, "basedOn")
            style = (attribute(based, "val", "") or "") if based is not None else ""
        return merged

    def _own(self, element: Any) -> Look:
        look = paragraph_look(child(element, "pPr"))
        runs = child(element, "rPr")
        name = child(element, "name")
        heading = _HEADING_NAME.fullmatch(attribute(name, "val", "") or "") if name is not None else None
        return Look(
            bold=switched(runs, "b"),
            hidden=switched(runs, "vanish"),
            centred=look.centred,
            outline=int(heading.group(1)) if look.outline is None and heading else look.outline,
            list_id=look.list_id,
            list_level=look.list_level,
        )


def over(upper: Look, lower: Look) -> Look:
    """``upper`` where it says something, else ``lower``."""
    return Look(
        *(getattr(upper, name) if getattr(upper, name) is not None else getattr(lower, name) for name in Look.__slots__)
    )
