"""通报 and 表彰决定: the text by levels, the signature, and the table of items on landscape pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
)
from duban.core.gongwen.titles import title_lines

ROLES = {
    Level.FIRST: Role.LEVEL1,
    Level.SECOND: Role.LEVEL2,
    Level.THIRD: Role.LEVEL3,
    Level.BODY: Role.BODY,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the annex: its heading, its share of the width, how its cells stand."""

    heading: str
    share: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: a table of items. A row of one text is a band over the columns (省级目标任务)."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular as it is printed. ``recipients``: 主送机关, without colon. ``standing``: 起草稿; empty when issued."""

    title: str
    recipients: str
    paragraphs: tuple[str, ...]
    annex: Annex | None = None
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
    if paper.annex is not None:
        parts.append(AttachmentNote((paper.annex.title,)))
    if signature is not None:
        parts.append(signature)
    if paper.annex is not None:
        parts.append(_attachment(paper.annex))
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


def _attachment(annex: Annex) -> Attachment:
    width = Page().height  # of the type area when the page is turned
    whole = sum(column.share for column in annex.columns)
    widths = tuple(round(column.share * width / whole, 2) for column in annex.columns)
    table = Table(widths, tuple(_rows(annex)), tuple(column.align for column in annex.columns))
    parts: list[Table | Paragraph] = [table]
    if annex.note:
        parts.append(Paragraph(annex.note, Role.NOTE))
    return Attachment("附件", title_lines(annex.title, line=36), tuple(parts), landscape=True)


def _rows(annex: Annex) -> Sequence[Row]:
    count = len(annex.columns)
    rows = [Row(tuple(Cell.of(column.heading) for column in annex.columns), Role.HEAD)]
    for cells in annex.rows:
        if len(cells) == 1:
            rows.append(Row((Cell.of(cells[0], columns=count),), Role.BAND))
        else:
            rows.append(Row(tuple(Cell.of(text) for text in cells)))
    return rows
