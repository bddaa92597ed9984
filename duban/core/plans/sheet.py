"""The sheet in which units that prefer it write their plans: one row a milestone. Reading it back, fault by cell.

Rows belong together by the key in the last column (matter, version, revision of the plan at export), so the sheet may
be sorted and rows may be added by copying. Words of a plan stand in its first row; another row may leave them empty.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from duban.core.plans import values
from duban.core.plans.dates import typed_day
from duban.core.plans.values import LENGTHS, NODE_LENGTH, WORDS, MeasureRef, PlanNode, PlanValue
from duban.core.text.typed import NotANumber, typed_number
from duban.core.text.width import half

HEADS = (
    "编号",
    "责任事项",
    *WORDS.values(),
    "完成时间",
    "节点内容",
    "指标",
    "预期累计值",
    "识别码",
)
CODE, TEXT, DAY, CONTENT, MEASURE, EXPECTED, KEY = 0, 1, 8, 9, 10, 11, 12
_KEY = re.compile(r"(\d{1,15})-(\d{1,5})-(\d{1,9})")
_WORD_COLUMNS = {name: 2 + at for at, name in enumerate(WORDS)}


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be taken: its address and a sentence (found, expected)."""

    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.cell}：{self.message}"


@dataclass(frozen=True, slots=True)
class Known:
    """A matter that the sheet may speak of."""

    code: str
    measures: tuple[MeasureRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """What the sheet says of a matter. ``version`` and ``revision`` are of the plan that was exported (0: none)."""

    matter_id: int
    version: int
    revision: int
    value: PlanValue
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """Everything that was read. ``faults``: of rows that belong to no matter, or of the sheet itself."""

    plans: tuple[Filled, ...]
    faults: tuple[CellFault, ...] = ()


def key(matter_id: int, version: int, revision: int) -> str:
    """The key of the last column.

    >>> key(12, 1, 4)
    '12-1-4'
    """
    return f"{matter_id}-{version}-{revision}"


@dataclass
class _Group:
    """The rows of a matter while they are read."""

    version: int
    revision: int
    words: dict[str, tuple[str, str]] = field(default_factory=dict)  # column → text, cell
    nodes: list[PlanNode] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


Cell = Callable[[int], str]


def read(
    rows: Sequence[Sequence[Any]], known: Mapping[int, Known], year: int, address: Callable[[int, int], str]
) -> FilledSheet:
    """Plans by matter in the order of the sheet. ``address``: row and column from 0 → name of the cell."""
    head = next((at for at, row in enumerate(rows) if {"编号", "节点内容"} <= {_text(c) for c in row}), None)
    if head is None:
        fault = CellFault("A1", "没有找到写着“编号”“节点内容”的表头。请用导出的表格填写，不要删去表头。")
        return FilledSheet((), (fault,))
    places = {_text(cell): at for at, cell in enumerate(rows[head])}
    lacking = [name for name in HEADS if name not in places]
    if lacking:
        fault = CellFault(address(head, 0), f"表头缺“{'”“'.join(lacking)}”。请用导出的表格填写，不要删去列。")
        return FilledSheet((), (fault,))
    columns = [places[name] for name in HEADS]
    groups: dict[int, _Group] = {}
    faults: list[CellFault] = []
    for at in range(head + 1, len(rows)):
        cells = [rows[at][column] if column < len(rows[at]) else "" for column in columns]
        if not any(_text(cell) for cell in cells):
            continue

        def name(which: int, at: int = at) -> str:
            return address(at, columns[which])

        found = _matter(cells, known, name)
        if isinstance(found, CellFault):
            faults.append(found)
            continue
        matter_id, version, revision = found
        group = groups.setdefault(matter_id, _Group(version, revision))
        if (group.version, group.revision) != (version, revision):
            group.faults.append(CellFault(name(KEY), "同一事项的识别码不一致，请不要混用不同时间导出的表格。"))
        _words(group, cells, name)
        _node(group, cells, known[matter_id], year, name)
    return FilledSheet(tuple(_filled(matter, group) for matter, group in groups.items()), tuple(faults))


def _filled(matter_id: int, group: _Group) -> Filled:
    words = {name: text for name, (text, _) in group.words.items()}
    return Filled(matter_id, group.version, group.revision, values.plan(words, group.nodes), tuple(group.faults))


def _matter(cells: Sequence[Any], known: Mapping[int, Known], name: Cell) -> tuple[int, int, int] | CellFault:
    """Matter, version and revision of a row; a row put in by hand is known by its printed number."""
    typed = _text(cells[KEY])
    if typed:
        match = _KEY.fullmatch(typed)
        if match is None or int(match[1]) not in known:
            return CellFault(name(KEY), f"识别码“{typed}”不是本单位的事项。请不要改动这一列。")
        return int(match[1]), int(match[2]), int(match[3])
    code = half(_text(cells[CODE])).replace(" ", "")
    fits = [pk for pk, matter in known.items() if half(matter.code) == code]
    if len(fits) != 1:
        return CellFault(name(CODE), f"编号“{_text(cells[CODE])}”不是本单位的事项，这一行没有读入。")
    return CellFault(name(KEY), f"{known[fits[0]].code}这一行没有识别码。增加节点时请复制同一事项的整行再改。")


def _words(group: _Group, cells: Sequence[Any], name: Cell) -> None:
    for column, at in _WORD_COLUMNS.items():
        text = _text(cells[at])
        if not text:
            continue
        if column in group.words and group.words[column][0] != text:
            said = f"与 {group.words[column][1]} 写的不同。一个事项的“{WORDS[column]}”只写在一行里。"
            group.faults.append(CellFault(name(at), said))
        elif len(text) > LENGTHS.get(column, 20_000):
            said = f"“{WORDS[column]}”有 {len(text)} 字，应不超过 {LENGTHS[column]} 字。"
            group.faults.append(CellFault(name(at), said))
        else:
            group.words.setdefault(column, (text, name(at)))


def _node(group: _Group, cells: Sequence[Any], matter: Known, year: int, name: Cell) -> None:
    if not any(_text(cells[at]) for at in (DAY, CONTENT, MEASURE, EXPECTED)):
        return
    faults: list[CellFault] = []
    day = _day(cells[DAY], year, name(DAY), faults)
    content = _text(cells[CONTENT])
    if not content:
        faults.append(CellFault(name(CONTENT), "时间节点须写明内容。"))
    elif len(content) > NODE_LENGTH:
        faults.append(CellFault(name(CONTENT), f"节点内容有 {len(content)} 字，应不超过 {NODE_LENGTH} 字。"))
    measure, expected = _expected(cells, matter, name, faults)
    group.faults += faults
    if not faults and day is not None:
        group.nodes.append(PlanNode(day, content, measure, expected))


def _day(value: Any, year: int, cell: str, faults: list[CellFault]) -> dt.date | None:
    day: dt.date | None
    if isinstance(value, dt.datetime):
        day = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, int | float) and not isinstance(value, bool) and 30_000 <= value <= 80_000:
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(value))  # a date whose format was lost
    else:
        day = typed_day(_text(value), year)
    if day is None:
        said = f"收到“{_text(value)}”" if _text(value) else "没有填写"
        faults.append(CellFault(cell, f"完成时间{said}，应为日期，如 {year}-06-30 或 6月30日。"))
    elif not year - 1 <= day.year <= year + 5:
        faults.append(CellFault(cell, f"完成时间是 {day}，不在 {year} 年前后，请核对年份。"))
    return day


def _expected(
    cells: Sequence[Any], matter: Known, name: Cell, faults: list[CellFault]
) -> tuple[int | None, Decimal | None]:
    label, typed = _text(cells[MEASURE]), _text(cells[EXPECTED])
    if not label and not typed:
        return None, None
    fits = [m for m in matter.measures if label in (m.label, m.name)]
    if not label and len(matter.measures) == 1:
        fits = list(matter.measures)
    if len(fits) != 1:
        there = "、".join(m.label for m in matter.measures) or "无"
        said = f"收到“{label}”" if label else "没有填写"
        faults.append(CellFault(name(MEASURE), f"指标{said}，{matter.code}的指标有：{there}。"))
        return None, None
    if not typed:
        faults.append(CellFault(name(EXPECTED), "填了指标，没有填预期累计值。不定预期的请把指标也清空。"))
        return None, None
    try:
        number = _number(cells[EXPECTED], typed)
    except (NotANumber, InvalidOperation):
        faults.append(
            CellFault(name(EXPECTED), f"预期累计值收到“{typed}”，应为数字，如 120000 或 12万，计量单位不用写。")
        )
        return None, None
    return fits[0].id, number


def _number(value: Any, typed: str) -> Decimal:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value)).normalize() + 0
    return typed_number(typed)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
