"""通报 and 表彰决定: the text by levels, the signature, and the tables of items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from duban.core.circulars.paragraphs import Level, level_of
from duban.core.gongwen.document import (
    Align,
    Attachment,
    AttachmentNote,
    Cell,
    Document,
    Head,
    Imprint,
    Page,
    Paragraph,
    Part,
    Role,
    Row,
    Signature,
    Table,
    attachment_marks,
)
from duban.core.gongwen.titles import LINE, title_lines

TURNED_LINE = 28.0  # characters of a title on a turned page
ROLES = {
    Level.FIRST: Role.LEVEL1,
    Level.SECOND: Role.LEVEL2,
    Level.THIRD: Role.LEVEL3,
    Level.BODY: Role.BODY,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an annex: its heading, its share of the width, how its cells stand; neighbours of one ``group``
    have a common heading above their own."""

    heading: str
    share: float
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an annex. ``cells`` fill the first columns; each of ``lines`` the others, one below another: a text
    a column, or one text over them all."""

    cells: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: a table of items. A row that is a plain text is a band over the columns (省级责任事项)."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[str | Item, ...]
    note: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular as it is printed. ``recipients``: 主送机关, without colon. ``standing``: 起草稿; empty when issued."""

    title: str
    recipients: str
    paragraphs: tuple[str, ...]
    annexes: tuple[Annex, ...] = ()
    standing: str = ""
    about: str = ""


def document(
    paper: Circular, *, head: Head | None = None, signature: Signature | None = None, imprint: Imprint | None = None
) -> Document:
    """The paper; without head and signature where nobody has set them yet."""
    parts: list[Part] = []
    if paper.recipients.strip():
        parts.append(Paragraph(paper.recipients.strip().rstrip("：:") + "：", Role.PLAIN))
    parts.extend(_paragraph(text) for text in paper.paragraphs)
    if paper.annexes:
        parts.append(AttachmentNote(tuple(each.title for each in paper.annexes)))
    if signature is not None:
        parts.append(signature)
    marks = attachment_marks(len(paper.annexes))
    parts.extend(_attachment(mark, each) for mark, each in zip(marks, paper.annexes, strict=True))
    return Document(
        title=title_lines(paper.title),
        parts=tuple(parts),
        head=head,
        imprint=imprint,
        header=paper.standing,
        about=paper.about,
    )


def _paragraph(text: str) -> Paragraph:
    """A heading by itself, text, or text whose first sentence is its heading (（一）抓紧补齐进度。未达到……)."""
    level = level_of(text)
    if level is not Level.BODY:
        return Paragraph(text, ROLES[level], keep=True)
    lead, stop, rest = text.partition("。")
    first = level_of(lead) if rest.strip() else Level.BODY
    if first is Level.BODY:
        return Paragraph(text)
    return Paragraph(lead + stop, ROLES[first], then=rest)


def _attachment(mark: str, annex: Annex) -> Attachment:
    width = (
        Page().height if annex.landscape else Page().width
    )  # of the type area; a turned page is as wide as it is high
    whole = sum(column.share for column in annex.columns)
    widths = tuple(round(column.share * width / whole, 2) for column in annex.columns)
    rows = (*_heads(annex.columns), *(row for each in annex.rows for row in _rows(each, len(widths))))
    table = Table(widths, rows, tuple(column.align for column in annex.columns), fine=True)
    parts: list[Table | Paragraph] = [table]
    if annex.note:
        parts.append(Paragraph(annex.note, Role.NOTE))
    line = TURNED_LINE if annex.landscape else LINE
    return Attachment(mark, title_lines(annex.title, line=line), tuple(parts), landscape=annex.landscape)


def _heads(columns: tuple[Column, ...]) -> Iterator[Row]:
    """The headings; a second row of them where columns have a common one."""
    if not any(column.group for column in columns):
        yield Row(tuple(Cell.of(column.heading) for column in columns), Role.HEAD)
        return
    first: list[Cell] = []
    for group, found in groupby(columns, lambda column: column.group):
        same = list(found)
        if group:
            first.append(Cell.of(group, columns=len(same)))
        else:
            first.extend(Cell.of(column.heading, rows=2) for column in same)
    yield Row(tuple(first), Role.HEAD)
    yield Row(tuple(Cell.of(column.heading) for column in columns if column.group), Role.HEAD)


def _rows(each: str | Item, width: int) -> Iterator[Row]:
    if isinstance(each, str):
        yield Row((Cell.of(each, columns=width),), Role.BAND)
        return
    left = width - len(each.cells)
    lines = each.lines or ((("",) * left,) if left else ((),))
    for at, line in enumerate(lines):
        own = () if at else tuple(Cell.of(text, rows=len(lines)) for text in each.cells)
        whole = len(line) == 1 and left > 1
        yield Row((*own, *(Cell.of(text, columns=left if whole else 1) for text in line)))
