"""What a Word file says of paragraphs and characters, inherited: defaults, styles, the paragraph, its first run."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from duban.core.gongwen.document import Align
from duban.readers.word.styles import switched
from duban.readers.xmltree import attribute, child, children

_ALIGNS = {
    "left": Align.LEFT, "start": Align.LEFT, "center": Align.CENTRE, "right": Align.RIGHT, "end": Align.RIGHT,
    "both": Align.JUSTIFY, "distribute": Align.JUSTIFY,
}  # fmt: skip
_CHAIN = 20
TWIPS = 20.0  # in a point
NATURAL = 1.3  # of a Chinese face: height of a line to size
_RED = 0x90  # a red above, and the others well below it


@dataclass(frozen=True, slots=True)
class Shape:
    """What is said; ``None`` where it is left to what stands below. Points, ``first`` in hundredths of a character."""

    face: str | None = None
    size: float | None = None
    bold: bool | None = None
    red: bool | None = None
    spacing: float | None = None
    align: Align | None = None
    left: float | None = None
    first: float | None = None
    left_chars: float | None = None
    first_chars: float | None = None
    line: float | None = None
    rule: str | None = None
    snapped: bool | None = None


def over(upper: Shape, lower: Shape) -> Shape:
    """``upper`` where it says something."""
    said = {each.name: getattr(upper, each.name) for each in fields(upper)}
    return replace(lower, **{name: value for name, value in said.items() if value is not None})


def _number(element: Any, name: str, scale: float = 1.0) -> float | None:
    text = attribute(element, name) if element is not None else None
    try:
        return float(text) / scale if text is not None else None
    except ValueError:
        return None


def characters(properties: Any, theme: dict[str, str]) -> Shape:
    """Out of ``w:rPr``."""
    if properties is None:
        return Shape()
    fonts, colour = child(properties, "rFonts"), child(properties, "color")
    face = attribute(fonts, "eastAsia") if fonts is not None else None
    if fonts is not None and face is None:
        face = theme.get(attribute(fonts, "eastAsiaTheme", "") or "")
    return Shape(
        face=face or None,
        size=_number(child(properties, "sz"), "val", 2),
        bold=switched(properties, "b"),
        red=_is_red(attribute(colour, "val", "") or "") if colour is not None else None,
        spacing=_number(child(properties, "spacing"), "val", TWIPS),
    )


def _is_red(colour: str) -> bool:
    try:
        value = int(colour, 16)
    except ValueError:
        return False
    red, green, blue = value >> 16, value >> 8 & 255, value & 255
    return red > _RED and green < red / 2 and blue < red / 2


def paragraph(properties: Any) -> Shape:
    """Out of ``w:pPr``."""
    if properties is None:
        return Shape()
    indent, spacing, jc = (child(properties, name) for name in ("ind", "spacing", "jc"))
    hanging, hanging_chars = _number(indent, "hanging", TWIPS), _number(indent, "hangingChars", 100)
    return Shape(
        align=_ALIGNS.get(attribute(jc, "val", "") or "") if jc is not None else None,
        left=_first(indent, ("left", "start"), TWIPS),
        first=-hanging if hanging is not None else _number(indent, "firstLine", TWIPS),
        left_chars=_first(indent, ("leftChars", "startChars"), 100),
        first_chars=-hanging_chars if hanging_chars is not None else _number(indent, "firstLineChars", 100),
        line=_number(spacing, "line"),
        rule=(attribute(spacing, "lineRule", "auto") if _number(spacing, "line") is not None else None),
        snapped=switched(properties, "snapToGrid"),
    )


def _first(element: Any, names: tuple[str, ...], scale: float) -> float | None:
    return next((value for name in names if (value := _number(element, name, scale)) is not None), None)


class Shapes:
    """Styles of a file with what they inherit."""

    def __init__(self, root: Any | None, theme: dict[str, str]) -> None:
        self._theme = theme
        self._styles = (
            {attribute(each, "styleId", "") or "": each for each in children(root, "style")} if root is not None else {}
        )
        self.default = next(
            (
                name
                for name, each in self._styles.items()
                if attribute(each, "type") == "paragraph" and attribute(each, "default") in {"1", "true"}
            ),
            "",
        )
        defaults = child(root, "docDefaults")
        below = characters(child(child(defaults, "rPrDefault"), "rPr"), theme)
        self._base = over(over(paragraph(child(child(defaults, "pPrDefault"), "pPr")), below), Shape(size=10.0))
        self.style = cache(self._style)

    def _style(self, name: str) -> Shape:
        chain = []
        for _ in range(_CHAIN):
            element = self._styles.get(name)
            if element is None:
                break
            chain.append(over(paragraph(child(element, "pPr")), characters(child(element, "rPr"), self._theme)))
            based = child(element, "basedOn")
            name = (attribute(based, "val", "") or "") if based is not None else ""
        merged = self._base
        for each in reversed(chain):
            merged = over(each, merged)
        return merged

    def of_run(self, run: Any, below: Shape) -> Shape:
        """A run over its paragraph; its own style in between."""
        properties = child(run, "rPr")
        named = child(properties, "rStyle")
        if named is not None:
            element = self._styles.get(attribute(named, "val", "") or "")
            if element is not None:
                below = over(characters(child(element, "rPr"), self._theme), below)
        return over(characters(properties, self._theme), below)


def pitch(shape: Shape) -> float | None:
    """Points from line to line."""
    size = shape.size or 0.0
    if shape.line is None or shape.rule is None:
        return size * NATURAL or None
    if shape.rule == "exact":
        return shape.line / TWIPS
    if shape.rule == "atLeast":
        return max(shape.line / TWIPS, size * NATURAL)
    return size * NATURAL * shape.line / 240


def indent(shape: Shape) -> float:
    """Points before the first character; what is said in characters goes first."""
    size = (shape.size or 0.0) + (shape.spacing or 0.0)
    left = shape.left_chars * size if shape.left_chars is not None else shape.left or 0.0
    first = shape.first_chars * size if shape.first_chars is not None else shape.first or 0.0
    return left + first
