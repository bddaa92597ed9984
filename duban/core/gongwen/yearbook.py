"""The book of the year (年度逐项对账表) and a unit's dossier (单位档案) as papers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.core.gongwen.document import Align, Cell, Document, Page, Paragraph, Role, Row, Table
from duban.core.gongwen.titles import title_lines
from duban.core.text.days import day_in_words

_LANDSCAPE = Page(landscape=True, top=28.0, bottom=26.0, left=25.0, right=25.0)


@dataclass(frozen=True, slots=True)
class BookLine:
    """An item of the book. ``settled`` is empty while it is open; ``notes`` are differences and their explanation."""

    code: str
    text: str
    unit: str
    goals: tuple[str, ...]  # 新增停车泊位：目标不少于260个，完成260个
    grade: str
    light: str
    notes: tuple[str, ...] = ()
    settled: str = ""


@dataclass(frozen=True, slots=True)
class BookPart:
    """The items of one printed list."""

    title: str
    lines: tuple[BookLine, ...]


def book(year: int, parts: tuple[BookPart, ...], *, on: dt.date, author: str = "") -> Document:
    """The book as a landscape table, a band for each list; counts that add up stand above it."""
    lines = [line for part in parts for line in part.lines]
    settled = sum(1 for line in lines if line.settled)
    said = f"共 {len(lines)} 项，已对账 {settled} 项，未对账 {len(lines) - settled} 项；数据截至{day_in_words(on)}。"
    heads = ("编号", "责任事项", "牵头单位", "目标和完成情况", "办结等次", "亮灯", "差异和说明", "对账")
    widths = (14.0, 62.0, 25.0, 58.0, 18.0, 12.0, 42.0, 16.0)
    rows = [Row(tuple(Cell.of(text) for text in heads), Role.HEAD)]
    for part in parts:
        rows.append(Row((Cell.of(part.title, columns=len(widths)),), Role.BAND))
        rows += [_book_row(line) for line in part.lines]
    return Document(
        title=title_lines(f"{year}年《政府工作报告》责任事项逐项对账表", line=34),
        parts=(Paragraph(said, Role.FORM), Table(widths, tuple(rows))),
        page=_LANDSCAPE,
        author=author,
    )


def _book_row(line: BookLine) -> Row:
    return Row(
        (
            Cell.of(line.code),
            Cell.of(line.text),
            Cell.of(line.unit),
            Cell(line.goals or ("无量化目标",)),
            Cell.of(line.grade or "未办结", align=Align.CENTRE),
            Cell.of(line.light, align=Align.CENTRE),
            Cell(line.notes),
            Cell.of(line.settled or "未对账", align=Align.CENTRE),
        )
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of a dossier: what it is of, its columns with widths that fill the page, its rows."""

    heading: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    none: str  # what stands there where it has no row


def dossier(year: int, unit: str, parts: tuple[Listed, ...], *, on: dt.date, author: str = "") -> Document:
    """Everything that the year has of a unit, a numbered part each; an empty part says that it is empty."""
    made: list[Paragraph | Table] = [Paragraph(f"数据截至{day_in_words(on)}。", Role.FORM)]
    for number, part in zip("一二三四五六七八九十", parts, strict=False):
        made.append(Paragraph(f"{number}、{part.heading}（{len(part.rows)}）", Role.LEVEL1, keep=bool(part.rows)))
        if not part.rows:
            made.append(Paragraph(part.none, Role.BODY))
            continue
        head = Row(tuple(Cell.of(name) for name, _ in part.columns), Role.HEAD)
        body = (Row(tuple(Cell.of(text) for text in row)) for row in part.rows)
        made.append(Table(tuple(width for _, width in part.columns), (head, *body)))
    return Document(
        title=title_lines(f"{unit}{year}年《政府工作报告》责任事项办理档案", line=34),
        parts=tuple(made),
        page=_LANDSCAPE,
        author=author,
    )
