"""A source document as the readers hand it to the core: one string and a map of it.

Everything that is later read out of the document points back into ``text`` by a :class:`Span`, so that a
screen can highlight the very characters. Offsets count Unicode code points, from 0, end exclusive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A stretch ``[start, end)`` of :attr:`SourceDocument.text`."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        if start < 0 or end < start:
            raise ValueError(f"not a span: {start}..{end}")
        _set_start(self, start)  # thousands are made for a notice: by way of the slots, past the frozen __setattr__
        _set_end(self, end)

    def of(self, text: str) -> str:
        """The characters it stands for."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


_set_start: Callable[[Span, int], None] = Span.__dict__["start"].__set__
_set_end: Callable[[Span, int], None] = Span.__dict__["end"].__set__


class BlockKind(StrEnum):
    """What a block was in the file."""

    LINE = "line"  # a paragraph, or a line of a text file
    ROW = "row"  # a row of a table; ``cells`` holds its cells


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table row. ``span`` never includes the line end.

    ``cells`` are spans inside ``span`` (rows only). In ``text`` the cells of a row are joined by
    ``" | "``; a line break inside a cell is kept as ``"\\n"`` inside the cell's span.
    ``number`` is a number that the file holds as a property and not as text (automatic numbering of
    Word); the reader has already put it at the head of the block's text and says here how long it is.
    """

    span: Span
    kind: BlockKind = BlockKind.LINE
    cells: tuple[Span, ...] = ()
    table: int | None = None  # ordinal of the table in the file, from 0
    page: int | None = None  # from 1, where the format has pages
    heading: int | None = None  # 1..9, where the format says so
    bold: bool = False
    centred: bool = False
    number_length: int = 0
    continued: tuple[int, ...] = ()  # cells (by index) that are empty because the merged cell above covers them


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """What a reader made of a file. ``text`` uses ``"\\n"`` between blocks and nothing else as line end."""

    name: str
    format: str  # txt html docx pdf xlsx …
    text: str
    blocks: tuple[Block, ...]
    encoding: str = ""  # as detected, for text formats
    notes: tuple[ReaderNote, ...] = field(default=())

    def line_of(self, offset: int) -> int:
        """1-based number of the line of ``text`` that holds ``offset``."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True, slots=True)
class ReaderNote:
    """Something that the reader had to decide or leave out (deleted revisions, hidden rows, encoding)."""

    code: str  # stable, e.g. "docx.tracked-deletion"
    message: str  # Chinese, fit to show
    span: Span | None = None


def from_text(text: str, name: str = "", *, format: str = "txt", encoding: str = "") -> SourceDocument:
    """A document of plain lines, for text files and for tests.

    >>> from_text("一、目标\\n1.新增停车泊位12万个。").blocks[1].span
    Span(start=5, end=18)
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(Span(at, at + len(line))))
        at += len(line) + 1
    return SourceDocument(name=name, format=format, text=text, blocks=tuple(blocks), encoding=encoding)
