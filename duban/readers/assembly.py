"""Puts a :class:`SourceDocument` together block by block; the only place that joins cells and counts limits.

Conventions that every reader keeps and that the core relies on:

* a paragraph is one LINE block; a forced line break inside it makes two blocks; empty paragraphs are left out;
* a table row is a ROW block, all rows of a table with the same number of cells. A merged cell stands once, in
  its first place; the places that it covers are empty cells, and those below it are named in ``continued``. A
  cell that spans the whole row is the row's only cell;
* text carries no control characters and no spaces at its edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from duban.core.document import Block, BlockKind, ReaderNote, SourceDocument, Span
from duban.readers import limits

CELL_SEPARATOR = " | "
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b\u2060\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_EDGES = " \t\u00a0\u3000"


def clean(text: str) -> str:
    """One kind of line end, no control or invisible characters, nothing that cannot be written as UTF-8."""
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", text).replace("\u00a0", " ")


def tidy(text: str) -> str:
    """:func:`clean`, each line without spaces at its edges, empty lines left out."""
    lines = (line.strip(_EDGES) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


class Assembler:
    """Collects blocks. Raises :class:`Unreadable` as soon as a limit is passed."""

    def __init__(self, name: str, format: str) -> None:
        self.name = name
        self.format = format
        self.encoding = ""
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._notes: list[ReaderNote] = []
        self._at = 0
        self._tables = 0
        self._rows = 0

    def line(
        self,
        text: str,
        *,
        page: int | None = None,
        heading: int | None = None,
        bold: bool = False,
        centred: bool = False,
        number_length: int = 0,
    ) -> None:
        """A paragraph. ``number_length`` counts characters at the head of ``text``."""
        for line in tidy(text).split("\n"):
            if line:
                span = self._append(line)
                self._blocks.append(
                    Block(
                        span,
                        page=page,
                        heading=heading,
                        bold=bold,
                        centred=centred,
                        number_length=min(number_length, len(line)),
                    )
                )
                number_length = 0

    def table(self) -> int:
        """Open a table; its ordinal."""
        self._tables += 1
        return self._tables - 1

    def row(self, cells: Sequence[str], *, table: int, page: int | None = None, continued: Iterable[int] = ()) -> None:
        """A row of the table; a row without any text is left out. ``continued``: covered by the cell above."""
        texts = [tidy(cell) for cell in cells[: limits.COLUMNS]]
        if not any(texts):
            return
        self._rows += 1
        if self._rows > limits.ROWS:
            raise limits.too_many_rows()
        span = self._append(CELL_SEPARATOR.join(texts))
        spans, at = [], span.start
        for text in texts:
            spans.append(Span(at, at + len(text)))
            at += len(text) + len(CELL_SEPARATOR)
        below = tuple(sorted(at for at in set(continued) if at < len(texts) and not texts[at]))
        self._blocks.append(Block(span, BlockKind.ROW, cells=tuple(spans), table=table, page=page, continued=below))

    def note(self, code: str, message: str) -> None:
        """Say, once a code, what was decided or left out."""
        if all(note.code != code for note in self._notes):
            self._notes.append(ReaderNote(code, message))

    def has_text(self) -> bool:
        """Whether anything was read yet."""
        return bool(self._blocks)

    def finish(self) -> SourceDocument:
        """The document; a file without any text is refused."""
        if not self._blocks:
            raise limits.Unreadable("empty", "文件里没有文字；请确认导出的是通知正文，而不是空白文档，再重新上传。")
        return SourceDocument(
            name=self.name,
            format=self.format,
            text="\n".join(self._parts),
            blocks=tuple(self._blocks),
            encoding=self.encoding,
            notes=tuple(self._notes),
        )

    def _append(self, text: str) -> Span:
        span = Span(self._at, self._at + len(text))
        self._parts.append(text)
        self._at += len(text) + 1
        if self._at > limits.CHARACTERS:
            raise limits.too_long()
        return span
