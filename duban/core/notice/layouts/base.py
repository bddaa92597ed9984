"""What every layout reader works with and hands back.

A layout (版式) explains one zone of a document as a list of items. Several try; the account that explains
the zone best wins (:mod:`duban.core.notice.competition`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from duban.core.document import Span
from duban.core.notice.duties import Tag
from duban.core.notice.marks import MarkKind, stands_inside
from duban.core.notice.page import Line, Page
from duban.core.notice.reading import Section
from duban.core.notice.vocabulary import LABEL
from duban.core.notice.zones import Zone


class Cell(NamedTuple):
    """A stretch whose meaning a column (or a row of cells) gives: units, a result, a further fact."""

    use: str  # unit | result | extra | title | figure (its label is the measure)
    label: str
    span: Span
    part: int = 0  # rows that go on with the same item count 1, 2 …
    part_span: Span | None = None  # words of that part


class Draft(NamedTuple):
    """An item as a layout sees it: where it stands, under which heading, what its cells say."""

    number: str
    number_span: Span | None
    span: Span
    section: int | None = None
    title: Span | None = None
    cells: tuple[Cell, ...] = ()
    result: bool = False  # the text itself reports a result
    run_together: bool = False  # began in the middle of a line


Listed = tuple[list[Draft], list[Section]]


@dataclass(slots=True)
class Account:
    """How one layout explains one zone. ``score`` is 0..1, ``reason`` a Chinese sentence.

    The items themselves are drafted only for the account that wins (:meth:`listed`).
    """

    layout: str
    zone: Zone
    size: int  # number of items
    score: float
    reason: str
    draft: Callable[[], Listed]
    units: bool = False  # its items name who answers

    def listed(self) -> Listed:
        """Items and the headings above them."""
        return self.draft()


@dataclass(slots=True)
class View:
    """A zone with what all layouts want to know about it, computed once."""

    page: Page
    zone: Zone
    title: str  # of the zone, or of the document for the main zone
    report: bool = False  # the document is a work report: its own text tells and lists nothing
    lines: list[Line] = field(init=False)
    starts: list[int] = field(init=False)  # where the lines begin, to look places up
    _text: str = ""
    known: dict[object, Any] = field(default_factory=dict)  # what one layout worked out and others ask again

    def __post_init__(self) -> None:
        self.lines = self.zone.lines
        self.starts = [line.span.start for line in self.lines]

    def counts_inside(self, kind: MarkKind) -> bool:
        """Whether marks of the kind may stand inside the lines: one look at all of them, for most zones have none."""
        key = (View.counts_inside, kind)
        if key not in self.known:
            self._text = self._text or "\n".join([line.half for line in self.lines])
            self.known[key] = stands_inside(self._text, kind)
        return bool(self.known[key])

    def tags(self, line: Line) -> tuple[Tag, ...]:
        """Tags of one line; their places count from the line's start."""
        return self.page.tags(line)

    def evidence(self, line: Line) -> int:
        """How many unit tags a line holds; a label whose value follows on the next line counts."""
        found = len(self.tags(line))
        if not found and not line.cells and (label := LABEL.match(line.half)) and not line.half[label.end() :].strip():
            return 1
        return found


class Layout(Protocol):
    """A layout reader. ``name`` is stable, ``title`` is Chinese and shown."""

    name: str
    title: str

    def explain(self, view: View) -> Sequence[Account]:
        """Accounts of the zone, none where the layout does not fit."""
        ...
