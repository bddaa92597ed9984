"""A document as it is printed, as far as its file tells, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from duban.core.gongwen.document import Align


class Severity(StrEnum):
    """How sure a finding is."""

    MUST = "must"  # 须改: against a rule that leaves no choice
    LOOK = "look"  # 请核对: a person has to judge


LABELS = {Severity.MUST: "须改", Severity.LOOK: "请核对"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing. ``line``: number of the paragraph in the file (1-based; 0 for the whole), ``text`` its beginning."""

    rule: str
    severity: Severity
    found: str
    expected: str
    mend: str
    clause: str
    line: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """How pages are numbered; what the file does not tell is ``None``."""

    size: float | None = None  # points
    face: str = ""
    dashed: bool | None = None
    odd: Align | None = None
    even: Align | None = None  # None where even pages have no footer of their own


@dataclass(frozen=True, slots=True)
class Sheet:
    """A run of pages with one set-up; millimetres. ``lines``, ``characters``: of the grid, or as measured."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    pitch: float | None = None  # points, of the grid
    character: float | None = None  # points, width of a character in the grid
    number: PageNumber | None = None
    measured: bool = False  # from the text as printed: the margins are those of the text, not of the set-up

    @property
    def landscape(self) -> bool:
        """Turned."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file. Sizes in points, ``indent`` of its first line in points; ``None``: not told."""

    text: str
    number: int
    face: str = ""  # of its first characters
    size: float | None = None
    bold: bool = False
    align: Align | None = None
    indent: float | None = None
    pitch: float | None = None  # from line to line
    spacing: float = 0.0  # between characters
    gridded: bool = False  # stands on the lines of the page's grid
    red: bool = False
    in_table: bool = False
    sheet: int = 0


@dataclass(frozen=True, slots=True)
class Print:
    """The document. ``laid_out``: faces and page set-up are told (a docx), not only words."""

    name: str
    format: str
    lines: tuple[Line, ...]
    sheets: tuple[Sheet, ...] = field(default=())
    laid_out: bool = False
