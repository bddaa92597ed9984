"""A paper as values: title, paragraphs, tables, signature, page. The writers turn it into docx and pdf.

Sizes and faces are not said here but by role (:class:`Role`): what a role looks like is the writers' business,
after GB/T 9704-2012. Lengths are millimetres.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from duban.core.text.clean import printable


class Role(StrEnum):
    """What a paragraph is in the paper; each has a named style in the docx."""

    MARK = "mark"  # 附件5, top left
    TITLE = "title"
    BODY = "body"  # 正文, indented by two characters
    PLAIN = "plain"  # flush left: 主送机关
    FORM = "form"  # the lines above a form: 单位：
    LEVEL1 = "level1"  # 一、
    LEVEL2 = "level2"  # （一）
    LEVEL3 = "level3"  # 1.
    LEVEL4 = "level4"  # （1）
    REMARK = "remark"  # 附注, below the date, in （）
    SECRECY = "secrecy"  # 份号, 密级, 紧急程度, top left
    ISSUER = "issuer"  # 发文机关标志
    NUMBER = "number"  # 发文字号
    ENCLOSED = "enclosed"  # 附件说明
    ATTENDED = "attended"  # 出席, 请假, 列席
    IMPRINT = "imprint"  # 版记
    NOTE = "note"  # 备注
    SIGNATURE = "signature"  # 落款
    CELL = "cell"
    HEAD = "head"  # of a table
    BAND = "band"  # a heading inside a table
    FINE_CELL = "fineCell"  # the same three of a long table
    FINE_HEAD = "fineHead"
    FINE_BAND = "fineBand"


class Align(StrEnum):
    """How the lines of a paragraph stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``keep``: stays on the page of what follows. ``align``: of the role where it is not given.

    ``then``: body text that goes on behind a heading in the same line (（一）区建设局。其中……).
    """

    text: str
    role: Role = Role.BODY
    align: Align | None = None
    keep: bool = False
    then: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text).replace("\n", " "))
        object.__setattr__(self, "then", printable(self.then).replace("\n", " "))


@dataclass(frozen=True, slots=True)
class Spread:
    """A line with one part at the left and one at the right: 单位：……  主要负责人（签字）：……

    ``room``: millimetres that stay empty after the right part, for a hand to write in.
    """

    left: str
    right: str
    room: float = 0.0
    role: Role = Role.FORM

    def __post_init__(self) -> None:
        object.__setattr__(self, "left", printable(self.left).replace("\n", " "))
        object.__setattr__(self, "right", printable(self.right).replace("\n", " "))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, and how many columns and rows it spans."""

    paragraphs: tuple[str, ...] = ()
    columns: int = 1
    rows: int = 1
    align: Align | None = None

    def __post_init__(self) -> None:
        lines = [line for text in self.paragraphs for line in printable(text).split("\n")]
        object.__setattr__(self, "paragraphs", tuple(lines))
        if self.columns < 1 or self.rows < 1:
            raise ValueError("a cell spans at least itself")

    @classmethod
    def of(cls, text: str, **more: int | Align) -> Cell:
        """A cell of one text, a line a paragraph."""
        return cls((text,) if text else (), **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Row:
    """A row. ``role``: CELL, HEAD or BAND (a heading that stays with the row below)."""

    cells: tuple[Cell, ...]
    role: Role = Role.CELL


_FINE = {Role.CELL: Role.FINE_CELL, Role.HEAD: Role.FINE_HEAD, Role.BAND: Role.FINE_BAND}


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first rows of role HEAD come again on each page. ``widths`` in millimetres, a column each.

    ``fine``: a long list, in smaller type.
    """

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    aligns: tuple[Align, ...] = ()  # of the columns' cells; left where not given
    fine: bool = False

    def __post_init__(self) -> None:
        for _ in self.placed():  # raises where the cells do not fit
            pass

    @property
    def heads(self) -> int:
        """How many rows come again on each page."""
        count = 0
        for row in self.rows:
            if row.role is not Role.HEAD:
                break
            count += 1
        return count

    def printed_as(self, row: Row) -> Role:
        """The role whose look a row has."""
        return _FINE[row.role] if self.fine else row.role

    def align_of(self, column: int, cell: Cell) -> Align:
        """How a cell's lines stand."""
        return cell.align or (self.aligns[column] if column < len(self.aligns) else Align.LEFT)

    def placed(self) -> Iterator[tuple[Row, list[tuple[int, Cell | None, int]]]]:
        """Each row with (column, cell, columns spanned); ``None`` is a place that the cell above covers.

        Raises ValueError where a row does not fill the columns exactly.
        """
        covered: dict[int, tuple[int, int]] = {}  # column → rows still covered, columns wide
        for row in self.rows:
            cells, at = list(row.cells), 0
            places: list[tuple[int, Cell | None, int]] = []
            below: dict[int, tuple[int, int]] = {}
            while at < len(self.widths):
                if at in covered:
                    left, wide = covered[at]
                    places.append((at, None, wide))
                    if left > 1:
                        below[at] = (left - 1, wide)
                    at += wide
                    continue
                if not cells:
                    raise ValueError("a row has too few cells")
                cell = cells.pop(0)
                places.append((at, cell, cell.columns))
                if cell.rows > 1:
                    below[at] = (cell.rows - 1, cell.columns)
                at += cell.columns
            if cells or at != len(self.widths):
                raise ValueError("a row has too many cells")
            covered = below
            yield row, places
        if covered:
            raise ValueError("a cell spans rows that are not there")


@dataclass(frozen=True, slots=True)
class Signature:
    """落款: lines at the right, the issuer above the date. ``sealed``: with room for the seal (7.3.5.1)."""

    lines: tuple[str, ...]
    sealed: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(printable(line).replace("\n", " ") for line in self.lines))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label in 黑体 and what it names: 出席：……, of minutes (10.3)."""

    label: str
    text: str

    def __post_init__(self) -> None:
        label = printable(self.label).replace("\n", " ").rstrip("：: ")  # the colon is printed with it
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "text", printable(self.text).replace("\n", " "))


@dataclass(frozen=True, slots=True)
class AttachmentNote:
    """附件说明 (7.3.4), a blank line below the body: the names of the attachments, without marks at their end."""

    names: tuple[str, ...]

    def __post_init__(self) -> None:
        names = (printable(name).replace("\n", " ").strip().rstrip("。；，、") for name in self.names)
        object.__setattr__(self, "names", tuple(name for name in names if name))


Inner = Paragraph | Spread | Table | Signature | PageBreak | Labelled | AttachmentNote


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件 (7.3.7): on a new page, its mark at the top left, the title on the third line; page numbers go on.

    ``mark``: 附件1, or 附件 where there is one alone. A wide table stands on landscape pages.
    """

    mark: str
    title: tuple[str, ...]
    parts: tuple[Inner, ...] = ()
    landscape: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "mark", printable(self.mark).replace("\n", " "))
        object.__setattr__(self, "title", tuple(printable(line).replace("\n", " ") for line in self.title))


Part = Inner | Attachment


class Form(StrEnum):
    """Which of the layouts of GB/T 9704-2012 a paper has."""

    GENERAL = "general"  # 文件格式 (7)
    LETTER = "letter"  # 信函格式 (10.1)
    MINUTES = "minutes"  # 纪要格式 (10.3)


@dataclass(frozen=True, slots=True)
class Head:
    """版头 (7.2): what stands above the red line. ``number``: 武昌政督〔2023〕3号; ``signer``: to a superior only."""

    mark: str  # 发文机关标志
    number: str = ""
    signer: str = ""
    secrecy: str = ""  # 秘密★1年
    urgency: str = ""  # 特急, 加急
    copy_number: str = ""  # 份号: six digits
    form: Form = Form.GENERAL

    def __post_init__(self) -> None:
        for name in ("mark", "number", "signer", "secrecy", "urgency", "copy_number"):
            object.__setattr__(self, name, printable(getattr(self, name)).replace("\n", " ").strip())
        if not self.mark:
            raise ValueError("a head without the mark of the issuer")


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 (7.4): who gets a copy, who printed it, when. ``recipients``: 主送 that were too long for the top."""

    issuer: str = ""  # 印发机关
    issued_on: dt.date | None = None
    copies: tuple[str, ...] = ()  # 抄送
    recipients: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "issuer", printable(self.issuer).replace("\n", " ").strip())
        for name in ("copies", "recipients"):
            lines = (printable(each).replace("\n", " ").strip("。 ，、；") for each in getattr(self, name))
            object.__setattr__(self, name, tuple(line for line in lines if line))


@dataclass(frozen=True, slots=True)
class Page:
    """A4 with the margins of GB/T 9704-2012 (天头 37, 订口 28; type area 156 × 225)."""

    landscape: bool = False
    top: float = 37.0
    bottom: float = 35.0
    left: float = 28.0
    right: float = 26.0
    numbers: bool = True  # — 1 — at the outer edge

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return (297.0, 210.0) if self.landscape else (210.0, 297.0)

    @property
    def width(self) -> float:
        """Width of the type area (版心)."""
        return self.size[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the type area."""
        return self.size[1] - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. ``header`` and ``footer`` stand on every page; ``about`` is for the file's properties."""

    title: tuple[str, ...]  # lines, broken by sense
    parts: tuple[Part, ...] = ()
    mark: str = ""  # 附件5
    page: Page = field(default_factory=Page)
    header: str = ""
    footer: str = ""
    author: str = ""
    about: str = ""
    head: Head | None = None  # 版头
    imprint: Imprint | None = None  # 版记

    def __post_init__(self) -> None:
        for name in ("mark", "header", "footer", "author", "about"):
            object.__setattr__(self, name, printable(getattr(self, name)).replace("\n", " "))
        object.__setattr__(self, "title", tuple(printable(line).replace("\n", " ") for line in self.title))
        if self.attachments != tuple(self.parts[len(self.parts) - len(self.attachments) :]):
            raise ValueError("what follows an attachment belongs into it")

    @property
    def name(self) -> str:
        """The title as one line."""
        return "".join(self.title)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The attachments, in order."""
        return tuple(part for part in self.parts if isinstance(part, Attachment))


def attachment_marks(count: int) -> tuple[str, ...]:
    """附件 where there is one alone, else 附件1, 附件2 …

    >>> attachment_marks(1), attachment_marks(2)
    (('附件',), ('附件1', '附件2'))
    """
    return ("附件",) if count == 1 else tuple(f"附件{number}" for number in range(1, count + 1))
