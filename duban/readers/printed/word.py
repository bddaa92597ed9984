"""A .docx as it is printed: sections with margins, grid and page numbers; paragraphs with face, size and place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from duban.core.gongwen.document import Align
from duban.core.gongwen.lint import Line, PageNumber, Print, Sheet
from duban.readers import limits
from duban.readers.archive import Archive
from duban.readers.errors import damaged
from duban.readers.printed.styles import TWIPS, Shape, Shapes, indent, over, paragraph, pitch
from duban.readers.word import KIND, main_part, optional
from duban.readers.word.numbering import Numbering
from duban.readers.word.paragraph import Collector
from duban.readers.word.styles import Styles, paragraph_look
from duban.readers.word.styles import over as over_look
from duban.readers.xmltree import attribute, child, children, local, part

_MM = 25.4 / 1440  # of a twip
_WRAPPERS = frozenset({"sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo"})


def read(data: bytes, name: str, *, format: str = "docx") -> Print:
    """Raises Unreadable."""
    archive = Archive(data, KIND)
    main = main_part(archive)
    body = child(part(archive, main), "body")
    if body is None:
        raise damaged(KIND)
    walk = _Walk(archive, posixpath.dirname(main))
    lines = list(walk.lines(body))
    return Print(name, format, tuple(lines), tuple(walk.sheets), laid_out=True)


class _Walk:
    """One walk over one document."""

    def __init__(self, archive: Archive, folder: str) -> None:
        self._archive, self._folder = archive, folder
        styles = optional(archive, posixpath.join(folder, "styles.xml"))
        self._shapes = Shapes(styles, _theme(archive, folder))
        self._styles = Styles(styles)
        self._collector = Collector(self._styles)
        self._numbering = Numbering(optional(archive, posixpath.join(folder, "numbering.xml")))
        self._footers = _footers(archive, folder)
        settings = optional(archive, posixpath.join(folder, "settings.xml"))
        self._even = settings is not None and child(settings, "evenAndOddHeaders") is not None
        self._number = 0
        self.sheets: list[Sheet] = []
        self._inherited: dict[str, str] = {}

    def lines(self, body: Any) -> Iterator[Line]:
        """Paragraphs in order; the set-up of a section stands in its last paragraph."""
        yield from self._emit(body, False, 0)
        for each in children(body, "sectPr"):
            self.sheets.append(self._sheet(each))

    def _emit(self, container: Any, in_table: bool, depth: int) -> Iterator[Line]:
        if depth > limits.TABLE_DEPTH:
            raise limits.too_deep()
        for element in container:
            name = local(element)
            if name == "p":
                yield self._line(element, in_table)
                section = child(child(element, "pPr"), "sectPr")
                if section is not None:
                    self.sheets.append(self._sheet(section))
            elif name in _WRAPPERS:
                yield from self._emit(element, in_table, depth)
            elif name == "tbl":
                rows = children(element, "tr")
                # A table of one column is a frame: 版记 is often one.
                framed = all(len(children(row, "tc")) <= 1 for row in rows)
                for row in rows:
                    for cell in children(row, "tc"):
                        yield from self._emit(cell, in_table or not framed, depth + 1)

    def _line(self, element: Any, in_table: bool) -> Line:
        self._number += 1
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        style = (attribute(named, "val", "") or "") if named is not None else self._shapes.default
        shape = over(paragraph(properties), self._shapes.style(style))
        text = self._collector.collect(element, style).text
        text = self._label(properties, style, text) + text
        first = self._first_run(element, shape)
        return Line(
            text=text.replace("\n", ""),
            number=self._number,
            face=first.face or "",
            size=first.size,
            bold=bool(first.bold),
            align=shape.align or Align.LEFT,
            indent=indent(over(Shape(size=first.size, spacing=first.spacing), shape)),
            pitch=pitch(over(Shape(size=first.size), shape)),
            spacing=first.spacing or 0.0,
            gridded=shape.snapped is not False and shape.rule != "exact",
            red=bool(first.red),
            in_table=in_table,
            sheet=len(self.sheets),
        )

    def _label(self, properties: Any, style: str, text: str) -> str:
        """The number that Word prints and the text does not hold."""
        own = paragraph_look(properties)
        look = over_look(own, self._styles.look(style))
        list_id, level = look.list_id, look.list_level
        if own.list_id is None and (bound := self._numbering.of_style(style)) is not None:
            list_id, level = list_id or bound[0], own.list_level if own.list_level is not None else bound[1]
        if list_id in {None, "0"} or not text.strip():
            return ""
        return self._numbering.next(list_id or "", level or 0)

    def _first_run(self, element: Any, shape: Shape) -> Shape:
        """The look of the first characters that are no room."""
        for run in element.iter():
            if local(run) != "r":
                continue
            if any(local(each) == "t" and (each.text or "").strip() for each in run):
                return self._shapes.of_run(run, shape)
        return shape

    def _sheet(self, section: Any) -> Sheet:
        size, margins, grid = (child(section, name) for name in ("pgSz", "pgMar", "docGrid"))

        def length(element: Any, name: str, default: float) -> float:
            text = attribute(element, name) if element is not None else None
            try:
                return float(text) * _MM if text is not None else default
            except ValueError:
                return default

        kind = attribute(grid, "type", "") if grid is not None else ""
        pitch_twips = _whole(grid, "linePitch") if kind in {"lines", "linesAndChars", "snapToChars"} else None
        normal = self._shapes.style(self._shapes.default).size or 10.5
        extra = _whole(grid, "charSpace") or 0
        return Sheet(
            width=length(size, "w", 210.0),
            height=length(size, "h", 297.0),
            top=abs(length(margins, "top", 25.4)),
            bottom=abs(length(margins, "bottom", 25.4)),
            left=length(margins, "left", 31.8) + length(margins, "gutter", 0.0),
            right=length(margins, "right", 31.8),
            pitch=pitch_twips / TWIPS if pitch_twips else None,
            character=normal + extra / 4096 if kind in {"linesAndChars", "snapToChars"} else None,
            number=self._page_number(section),
        )

    def _page_number(self, section: Any) -> PageNumber | None:
        for each in children(section, "footerReference"):
            self._inherited[attribute(each, "type", "default") or "default"] = attribute(each, "id", "") or ""
        found = {
            kind: self._footer_number(self._footers.get(target, ""))
            for kind, target in self._inherited.items()
            if kind == "default" or (kind == "even" and self._even)
        }
        odd = found.get("default")
        if odd is None:
            return None
        even = found.get("even")
        return PageNumber(odd.size, odd.face, odd.dashed, odd.odd, even.odd if even is not None else None)

    def _footer_number(self, path: str) -> PageNumber | None:
        """Of the first paragraph with a PAGE field."""
        root = optional(self._archive, path) if path else None
        for element in root.iter() if root is not None else ():
            if local(element) != "p" or not _has_page_field(element):
                continue
            properties = child(element, "pPr")
            named = child(properties, "pStyle")
            style = (attribute(named, "val", "") or "") if named is not None else self._shapes.default
            shape = over(paragraph(properties), self._shapes.style(style))
            run = _number_run(element)
            first = self._shapes.of_run(run, shape) if run is not None else shape
            text = self._collector.collect(element, style).text
            return PageNumber(first.size, first.face or "", _dashed(text), _stands(element, shape))
        return None


def _is_page_field(element: Any) -> bool:
    word = attribute(element, "instr", "") if local(element) == "fldSimple" else None
    word = (element.text or "") if local(element) == "instrText" else word
    return bool(word) and (word or "").split()[:1] == ["PAGE"]


def _has_page_field(element: Any) -> bool:
    return any(_is_page_field(each) for each in element.iter())


def _tab_before_field(element: Any) -> bool:
    """Whether a tab stands before the number in its line."""
    for each in element.iter():
        if _is_page_field(each):
            return False
        if local(each) in {"tab", "ptab"} and local(each.getparent()) == "r":
            return True
    return False


def _number_run(element: Any) -> Any:
    runs = [each for each in element.iter() if local(each) == "r"]
    return next(
        (run for run in runs if any(local(t) == "t" and any(c.isdigit() for c in t.text or "") for t in run)), None
    )


def _dashed(text: str) -> bool:
    bare = "".join(text.split())
    return len(bare) >= 2 and any(dash in bare for dash in "—－-–―─")


def _stands(element: Any, shape: Shape) -> Align:
    """Left or right: by alignment, by a tab before the number, by a frame."""
    frame = child(child(element, "pPr"), "framePr")
    at = attribute(frame, "xAlign") if frame is not None else None
    if at in {"outside", "inside"}:
        return Align.RIGHT  # the even pages are mirrored by the frame itself
    if at == "center":
        return Align.CENTRE
    if _tab_before_field(element):
        return Align.RIGHT
    return shape.align if shape.align in {Align.RIGHT, Align.CENTRE} else Align.LEFT


def _whole(element: Any, name: str) -> int | None:
    text = attribute(element, name) if element is not None else None
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def _footers(archive: Archive, folder: str) -> dict[str, str]:
    """Parts by the id under which sections name them."""
    path = posixpath.join(folder, "_rels", "document.xml.rels")
    root = optional(archive, path)
    found = {}
    for each in children(root, "Relationship") if root is not None else []:
        target = attribute(each, "Target", "") or ""
        if (attribute(each, "Type", "") or "").endswith("/footer"):
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            if whole in archive:
                found[attribute(each, "Id", "") or ""] = whole
    return found


def _theme(archive: Archive, folder: str) -> dict[str, str]:
    """Chinese faces of the theme, by the names that runs call them."""
    root = optional(archive, posixpath.join(folder, "theme", "theme1.xml"))
    found = {}
    for scheme in root.iter() if root is not None else ():
        if local(scheme) in {"majorFont", "minorFont"}:
            name = local(scheme).removesuffix("Font")
            fonts = [each for each in children(scheme, "font") if attribute(each, "script") == "Hans"]
            plain = child(scheme, "ea")
            face = (attribute(plain, "typeface", "") if plain is not None else "") or ""
            if not face and fonts:
                face = attribute(fonts[0], "typeface", "") or ""
            if face:
                found[f"{name}EastAsia"] = face
    return found
