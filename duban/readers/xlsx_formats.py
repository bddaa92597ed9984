"""What an .xlsx says about its cells beside their values: percentages (0.065 shown as 6.5%) and hidden rows.

Without it a goal of 6.5% in a cell of its own would be read as 0.065.
"""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from duban.readers.archive import Archive
from duban.readers.errors import Unreadable
from duban.readers.xmltree import attribute, child, children, local, part

_BUILT_IN = {9: 0, 10: 2}  # number formats 0% and 0.00%
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(slots=True)
class SheetFormats:
    """``percent``: (row, column) from 0 → decimal places shown. ``hidden_rows`` from 0."""

    percent: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


def show_percent(value: Any, places: int) -> str:
    """0.065 → 6.5%; digits beyond the format are kept where the value has them."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    shown = f"{value * 100:.{max(places, 10)}f}".rstrip("0").rstrip(".")
    return f"{shown}%"


def formats_of(archive: Archive) -> list[SheetFormats]:
    """For each sheet in the workbook's order; empty where the parts are not as expected."""
    try:
        styles = _percent_styles(archive)
        return [_sheet(archive, path, styles) for path in _sheet_paths(archive)]
    except Unreadable:  # the values are read by another reader, which decides whether the file is broken
        return []


def _percent_styles(archive: Archive) -> dict[int, int]:
    if "xl/styles.xml" not in archive:
        return {}
    root = part(archive, "xl/styles.xml")
    formats = dict(_BUILT_IN)
    for each in child(root, "numFmts") if child(root, "numFmts") is not None else []:
        code = _QUOTED.sub("", attribute(each, "formatCode", "") or "")
        first = code.partition(";")[0]
        if "%" in first:
            decimals = first.partition(".")[2]
            formats[int(attribute(each, "numFmtId", "0") or 0)] = len(re.match(r"[0#?]*", decimals).group())  # type: ignore[union-attr]
    crossed = child(root, "cellXfs")
    numbers = [int(attribute(each, "numFmtId", "0") or 0) for each in crossed] if crossed is not None else []
    return {style: formats[number] for style, number in enumerate(numbers) if number in formats}


def _sheet_paths(archive: Archive) -> list[str]:
    targets = {}
    for each in children(part(archive, "xl/_rels/workbook.xml.rels"), "Relationship"):
        target = attribute(each, "Target", "") or ""
        targets[attribute(each, "Id")] = target.lstrip("/") if target[:1] == "/" else posixpath.join("xl", target)
    sheets = child(part(archive, "xl/workbook.xml"), "sheets")
    found = []
    for each in sheets if sheets is not None else []:
        link = next((value for key, value in each.attrib.items() if key.endswith("}id")), None)
        path = posixpath.normpath(targets.get(link, ""))
        if "worksheets" in path:
            found.append(path)
    return found


def _sheet(archive: Archive, path: str, styles: dict[int, int]) -> SheetFormats:
    from lxml import etree

    found = SheetFormats()
    if path not in archive:
        return found
    source = io.BytesIO(archive.bytes(path))
    try:
        for _, element in etree.iterparse(source, tag=("{*}row",), resolve_entities=False, no_network=True):
            number = int(attribute(element, "r", "0") or 0) - 1
            if attribute(element, "hidden") in {"1", "true"}:
                found.hidden_rows.add(number)
            for cell in element:
                style = attribute(cell, "s")
                if local(cell) == "c" and style and style.isdigit() and int(style) in styles:
                    place = _PLACE.fullmatch(attribute(cell, "r", "") or "")
                    if place:
                        found.percent[(int(place[2]) - 1, _column(place[1]))] = styles[int(style)]
            element.clear()
    except (etree.XMLSyntaxError, ValueError):
        return SheetFormats()
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
