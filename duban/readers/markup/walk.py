"""Walks a page and hands lines and rows to the assembler."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from duban.readers import limits
from duban.readers.assembly import Assembler
from duban.readers.markup.article import Article
from duban.readers.markup.nodes import (
    HEADINGS,
    INLINE,
    deeper,
    elements,
    is_bold,
    is_centred,
    text_of,
)
from duban.readers.markup.tables import cells_of, grid, is_layout, rows_of, spans
from duban.readers.numerals import numeral

_SPACE = re.compile(r"[ \t\r\n\f]+")
_LIST_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NO_MARKER = re.compile(r"list-style(?:-type)?\s*:[^;]*none", re.I)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the elements around a text say about it."""

    tag: str = ""
    heading: int | None = None
    bold: bool = False
    centred: bool = False
    inside: bool = False  # the article
    preformatted: bool = False
    depth: int = 0
    tables: int = 0


class Flow:
    """One walk over one page."""

    def __init__(self, assembler: Assembler, article: Article) -> None:
        self._out = assembler
        self._article = article
        self._line: list[tuple[str, bool]] = []  # text, bold
        self._number = ""
        self._cell: list[str] | None = None  # lines of the cell being read, else None

    def run(self, body: Any) -> None:
        """The whole page."""
        self._block(body, Setting())

    def _block(self, node: Any, around: Setting) -> None:
        setting = replace(
            around,
            tag=node.tag,
            heading=HEADINGS.get(node.tag, around.heading),
            bold=around.bold or is_bold(node) or node.tag in HEADINGS,
            centred=around.centred or is_centred(node),
            inside=around.inside or node.mem_id == self._article.element,
            preformatted=around.preformatted or node.tag == "pre",
            depth=deeper(around.depth),
        )
        self._flush(around)
        self._article.begun |= setting.inside
        if node.tag == "table" and not is_layout(node):
            self._table(node, setting)
        elif node.tag == "ol":
            self._list(node, setting)
        else:
            self._children(node, setting)
        self._flush(setting)

    def _children(self, node: Any, setting: Setting) -> None:
        for each in elements(node):
            if each.tag == "-text":
                text = text_of(each)
                self._line.append((text if setting.preformatted else _SPACE.sub(" ", text), setting.bold))
            elif each.tag == "br":
                self._line.append(("\n", setting.bold))
            elif each.tag in INLINE and not (each.tag == "a" and self._is_link_list(each)):
                self._inline(each, setting)
            else:
                self._block(each, setting)

    def _inline(self, node: Any, setting: Setting) -> None:
        if node.tag in {"rt", "rp"}:
            return
        self._children(node, replace(setting, bold=setting.bold or is_bold(node), depth=deeper(setting.depth)))

    @staticmethod
    def _is_link_list(node: Any) -> bool:
        """A link that wraps blocks."""
        return any(each.tag not in INLINE and each.tag not in {"-text", "br"} for each in elements(node))

    def _list(self, node: Any, setting: Setting) -> None:
        """Numbers that the browser prints in front of the entries of an ordered list."""
        style = node.attributes.get("style") or ""
        start = node.attributes.get("start") or "1"
        count = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        format = _LIST_FORMATS.get(node.attributes.get("type") or "", "decimal")
        for each in elements(node):
            if each.tag != "li":
                if each.tag != "-text":
                    self._block(each, setting)
                continue
            self._flush(setting)
            own = style + (each.attributes.get("style") or "")
            self._number = "" if _NO_MARKER.search(own) else numeral(count, format) + "."
            self._block(each, setting)
            self._number = ""
            count += 1

    def _flush(self, setting: Setting) -> None:
        """End of a block: what was collected becomes lines."""
        pieces, self._line = self._line, []
        text = "".join(text for text, _ in pieces)
        if not text.strip():
            return
        number, self._number = self._number, ""
        if self._cell is not None:
            self._cell.append(number + text.strip())
            return
        if not setting.inside and not self._article.keeps(text.strip(), setting.tag):
            return
        self._out.line(
            number + (text.lstrip() if number else text),
            heading=setting.heading,
            bold=all(bold for piece, bold in pieces if piece.strip()),
            centred=setting.centred,
            number_length=len(number),
        )

    def _table(self, table: Any, setting: Setting) -> None:
        if setting.tables >= limits.TABLE_DEPTH:
            raise limits.too_deep()
        inner = replace(setting, tables=setting.tables + 1)
        texts = [[(self._text(cell, inner), *spans(cell)) for cell in cells_of(row)] for row in rows_of(table)]
        rows, continued = grid(texts)
        if self._cell is not None:
            self._cell.extend(" ".join(cell for cell in row if cell) for row in rows)
            return
        if not setting.inside and not self._keeps(texts):
            return
        ordinal = self._out.table()
        for row, given, below in zip(rows, texts, continued, strict=True):
            whole_row = len(given) == 1 and given[0][1] >= len(row)
            self._out.row(row[:1] if whole_row else row, table=ordinal, continued=below)

    def _keeps(self, texts: list[list[tuple[str, int, int]]]) -> bool:
        """A table outside the article that holds labels and values, or sentences."""
        return any(self._article.keeps(text, "td") for row in texts for text, _, _ in row)

    def _text(self, cell: Any, setting: Setting) -> str:
        outer, self._cell = self._cell, []
        line, self._line = self._line, []
        number, self._number = self._number, ""
        self._block(cell, setting)
        lines, self._cell, self._line, self._number = self._cell, outer, line, number
        return "\n".join(line for line in lines if line.strip())
