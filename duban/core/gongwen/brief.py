"""一页简报: the year on one page for the head of the district: counts that add up, what is red and why, who waits.

The values hold everything; :class:`Room` says how much of it is printed, and each list says how many more there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from duban.core.gongwen.document import Align, Cell, Document, Page, Paragraph, Part, Role, Row, Spread, Table
from duban.core.gongwen.titles import title_lines
from duban.core.text.days import day_in_words

PAGE = Page(top=18.0, bottom=15.0, left=20.0, right=20.0, numbers=False)
ITEM, WHY, WANTED = 26, 48, 44  # characters: two lines each of an item, a reason, what is asked


FIRST = 16.0  # mm: names of the levels


@dataclass(frozen=True, slots=True)
class Counts:
    """A line of the table of lights; ``numbers`` in the order of :attr:`Brief.colours`."""

    name: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class Red:
    """What is far behind, and why."""

    code: str
    unit: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Wait:
    """A difficulty whose turn is a leader's."""

    code: str
    unit: str
    wanted: str
    who: str
    due_on: dt.date
    held: int  # working days
    late: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A light that moved."""

    code: str
    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Room:
    """How many of each list are printed."""

    waits: int = 6
    reds: int = 14
    moved: int = 12
    coming: int = 5

    def less(self) -> Room | None:
        """The next smaller one: what is least missed goes first; ``None`` where nothing is left to take away."""
        for name, least in (("moved", 4), ("coming", 3), ("reds", 5), ("waits", 3), ("moved", 0), ("coming", 1)):
            if getattr(self, name) > least:
                return replace(self, **{name: getattr(self, name) - 1})
        for name in ("reds", "waits"):
            if getattr(self, name) > 1:
                return replace(self, **{name: getattr(self, name) - 1})
        return None


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything as it stood at the end of ``on``. Lists are whole or at least as long as any :class:`Room` asks."""

    year: int
    on: dt.date
    issuer: str
    colours: tuple[str, ...]
    counts: tuple[Counts, ...]  # a line a level; their sum is printed below
    reds: tuple[Red, ...]
    red_total: int
    waits: tuple[Wait, ...]
    since: dt.date
    moved: tuple[Change, ...]
    moved_total: int
    worse: int
    reports: tuple[str, ...]  # a sentence a period
    coming: tuple[str, ...]  # the nearest days

    @property
    def sum(self) -> Counts:
        """Of all levels."""
        columns = zip(*(each.numbers for each in self.counts), strict=True)
        return Counts("合计", tuple(sum(column) for column in columns) or (0,) * len(self.colours))


def document(brief: Brief, room: Room = Room()) -> Document:
    """The paper with as much as the room allows."""
    parts: list[Part] = [
        Spread(brief.issuer, f"截至{day_in_words(brief.on)}"),
        _heading("一、总体进展"),
        _lights(brief),
        *_waits(brief, room),
        *_reds(brief, room),
        *_moved(brief, room),
        *_rest(brief, room),
    ]
    title = f"{brief.year}年《政府工作报告》目标任务推进情况"
    return Document(
        title=title_lines(title), parts=tuple(parts), page=PAGE, author=brief.issuer, about="一页简报",
    )  # fmt: skip


def short(text: str, size: int) -> str:
    """Cut to a number of characters, with a mark where something is left out.

    >>> short("新建停车泊位一万个", 6), short("新建", 6)
    ('新建停车泊…', '新建')
    """
    text = " ".join(text.split())
    return text if len(text) <= size else text[: size - 1].rstrip("，、；：。") + "…"


def _heading(text: str) -> Paragraph:
    return Paragraph(text, Role.BAND, keep=True)


def _note(text: str) -> Paragraph:
    return Paragraph(text, Role.CELL)


def _table(
    widths: Sequence[float], heads: Sequence[str], rows: Sequence[Sequence[str]], aligns: Sequence[Align]
) -> Table:
    head = Row(tuple(Cell.of(each) for each in heads), Role.HEAD)
    body = [Row(tuple(Cell.of(each) for each in row)) for row in rows]
    return Table(tuple(widths), (head, *body), tuple(aligns))


def _lights(brief: Brief) -> Table:
    rows = [[each.name, *map(str, each.numbers), str(each.total)] for each in (*brief.counts, brief.sum)]
    wide = (PAGE.width - FIRST) / (len(brief.colours) + 1)
    aligns = [Align.CENTRE] * (len(brief.colours) + 2)
    return _table([FIRST, *[wide] * (len(brief.colours) + 1)], ["", *brief.colours, "合计"], rows, aligns)


def _more(total: int, shown: int, counter: str) -> list[Part]:
    return [_note(f"另有 {total - shown} {counter}，见系统。")] if total > shown else []


def _waits(brief: Brief, room: Room) -> list[Part]:
    if not brief.waits:
        return [_heading("二、等候区领导答复的困难"), _note("没有。")]
    shown = brief.waits[: room.waits]
    rows = [[short(f"{each.code} {each.unit}：{each.wanted}", WANTED), _turn(each)] for each in shown]
    table = _table([104.0, PAGE.width - 104.0], ["提请单位和事项", "答复人和期限"], rows, [])
    return [
        _heading(f"二、等候区领导答复的困难（{len(brief.waits)} 件）"),
        table,
        *_more(len(brief.waits), len(shown), "件"),
    ]


def _turn(each: Wait) -> str:
    late = "，逾期" if each.late else ""
    return f"{each.who}，{each.due_on.month}月{each.due_on.day}日前，已 {each.held} 个工作日{late}"


def _reds(brief: Brief, room: Room) -> list[Part]:
    if not brief.reds:
        return [_heading("三、严重滞后及原因"), _note("没有严重滞后的事项。")]
    shown = brief.reds[: room.reds]
    rows = [
        [short(f"{each.code} {each.unit}：{each.text}", ITEM), short(each.why.replace(f"{brief.year}年", ""), WHY)]
        for each in shown
    ]
    table = _table([62.0, PAGE.width - 62.0], ["事项", "原因"], rows, [])
    return [
        _heading(f"三、严重滞后及原因（{brief.red_total} 项，按省、市、区次序）"),
        table,
        *_more(brief.red_total, len(shown), "项"),
    ]


def _moved(brief: Brief, room: Room) -> list[Part]:
    heading = _heading(f"四、自{brief.since.month}月{brief.since.day}日以来的变化")
    if not brief.moved_total:
        return [heading, _note("亮灯没有变化。")]
    shown = brief.moved[: room.moved]
    said = "；".join(f"{each.code}（{each.unit}）{each.before}→{each.after}" for each in shown)
    text = (
        f"{brief.moved_total} 项的亮灯有变化，其中 {brief.worse} 项变差、{brief.moved_total - brief.worse} 项持平或变好"
    )
    rest = f"；另有 {brief.moved_total - len(shown)} 项" if brief.moved_total > len(shown) else ""
    return [heading, _note(f"{text}：{said}{rest}。" if said else f"{text}。")]


def _rest(brief: Brief, room: Room) -> list[Part]:
    said = [*brief.reports]
    coming = brief.coming[: room.coming]
    if coming:
        said.append("近期期限：" + "；".join(coming) + "。")
    return [_heading("五、报送和近期期限"), _note("".join(said) or "没有。")]
