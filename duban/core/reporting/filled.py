"""Rows of a filled 附件5, whoever filled it: our own print, or the notice's blank form by hand in WPS or Word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from duban.core.document import Block, BlockKind, SourceDocument
from duban.core.gongwen.annex5 import Purpose, purpose_of
from duban.core.notice.reading import Level
from duban.core.text.numerals import parse_chinese

_DETAIL = "填报情形"  # heads the second sheet of our own workbook, which only repeats the first
_NOTE = re.compile(r"^(?:备注|注|说明|填表说明|填报说明)\s*[:：]")
_DOTS = re.compile(r"^[.…·。\s]*$")
_UNIT = re.compile(r"(?:填报)?单\s*位(?:名称)?(?:[（(]盖章[）)])?\s*[:：]\s*([^\s:：|]{2,60}?)(?:\s*主要负责人.*)?$")
_SIGNING = re.compile(r"主要负责人|签字|填表人|联系电话|填报时间|审核人|未签字|待签")
_LIST = re.compile(r"[省市区县][、，,（(和及][省市区县]")
_LEVEL = re.compile(r"(国家|省|市|区|县)(?=级|[《〈（(]|政府|人民政府|目标|重点|责任)")
_LEVELS = {
    "国家": Level.NATION, "国": Level.NATION, "省": Level.PROVINCE, "市": Level.CITY, "区": Level.DISTRICT,
    "县": Level.DISTRICT,
}  # fmt: skip
_PREFIX = re.compile(r"^(国家|[国省市区县])级?\s*[-—–_.、:：]?\s*(?=[0-9一二三四五六七八九十])")
_FRAME = re.compile(r"^(?:第|NO\.?|No\.?|№)?\s*[(\[]?\s*(.*?)\s*[)\].．、,，:：]*\s*(?:项|号|条)?$")
_BAND = 60  # characters: a longer text is no sub-heading


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row as it was filled in; ``level`` from the number (市-54), the sub-heading above, or none."""

    number: str = ""  # 54, as Arabic where it is a number
    level: Level = Level.NONE
    matter: str = ""
    result: str = ""
    problem: str | None = None  # None where the form has no column for it
    next_step: str | None = None
    note: str = ""  # what was assumed in reading the row, Chinese


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a file holds. ``leftovers``: texts of the tables that belong to no row, so that nothing is lost unseen."""

    rows: tuple[FilledRow, ...] = ()
    unit: str = ""  # as the form says
    term: str = ""  # 前二季度, as the title says
    leftovers: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()  # headings that were not read
    found: bool = False  # whether there is a table with the form's headings


_TERM = re.compile(r"第[一二三四1-4]季度|前[一二三四1-4]个?季度|[上下]半年|全年|1\s*[—\-至~]\s*\d{1,2}\s*月")


def number_of(text: str) -> tuple[Level, str]:
    """Level and number of a cell: "1.", "（1）", "第1项", "１", "01", "市-54", "一、".

    >>> number_of("市-54"), number_of("（３）"), number_of("第十二项")
    ((<Level.CITY: 'city'>, '54'), (<Level.NONE: ''>, '3'), (<Level.NONE: ''>, '12'))
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    level = Level.NONE
    if prefix := _PREFIX.match(plain):
        level, plain = _LEVELS[prefix[1]], plain[prefix.end() :]
    framed = _FRAME.match(plain)
    plain = (framed[1] if framed else plain).strip()
    if re.fullmatch(r"\d+(?:\.0+)?", plain):
        return level, str(int(plain.split(".")[0]))
    value = parse_chinese(plain)
    return level, str(int(value)) if value is not None else plain


def level_of(text: str) -> Level:
    """The level that a sub-heading or a title names; none where it names several.

    >>> level_of("二、市级目标任务"), level_of("武汉市武昌区《政府工作报告》"), level_of("省(市、区)《政府工作报告》")
    (<Level.CITY: 'city'>, <Level.DISTRICT: 'district'>, <Level.NONE: ''>)
    """
    if _LIST.search(text):
        return Level.NONE
    found = {_LEVELS[match[1]] for match in _LEVEL.finditer(text)}
    return found.pop() if len(found) == 1 else Level.NONE


@dataclass
class _State:
    """How far the reading is."""

    purposes: tuple[Purpose, ...] = ()
    head: tuple[str, ...] = ()
    table: int | None = None
    level: Level = Level.NONE
    rows: list[FilledRow] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    unit: str = ""
    term: str = ""
    found: bool = False
    skipped: int | None = None  # a table that is not the form


def read_form(document: SourceDocument) -> FilledForm:
    """Rows of all tables that have the form's headings, in the order of the file."""
    state = _State()
    for block in document.blocks:
        text = block.span.of(document.text)
        if block.kind is BlockKind.LINE:
            _line(state, text)
        else:
            _row(state, block, [cell.of(document.text).strip() for cell in block.cells])
    return FilledForm(
        tuple(state.rows), state.unit, state.term, tuple(state.leftovers), tuple(state.columns), state.found
    )


def _line(state: _State, text: str) -> None:
    if unit := _UNIT.search(text.replace("\u3000", " ").strip()):
        state.unit = state.unit or unit[1]
    if not state.found and (term := _TERM.search(text)):
        state.term = state.term or re.sub(r"\s", "", term[0])
    if len(text) <= _BAND and (level := level_of(text)) is not Level.NONE:
        state.level = level


def _row(state: _State, block: Block, cells: list[str]) -> None:
    filled = [cell for cell in cells if cell]
    if block.table != state.table:
        if state.skipped == block.table:
            return
        if len(filled) == 1:  # a title or a unit inside the table's frame
            _line(state, filled[0])
        purposes = tuple(purpose_of(cell) for cell in cells)
        if _is_head(purposes, cells):
            _open(state, block, cells, purposes)
            return
        if _DETAIL in cells:
            state.skipped = block.table
            return
        if not state.found or len(cells) != len(state.purposes):
            return
        state.table = block.table  # a table that was cut in two goes on without a head
    _body(state, block, cells, filled)


def _is_head(purposes: tuple[Purpose, ...], cells: list[str]) -> bool:
    short = all(len(cell) <= 30 for cell in cells)
    needed = Purpose.RESULT in purposes and bool({Purpose.NUMBER, Purpose.MATTER} & set(purposes))
    return short and needed and _DETAIL not in cells


def _open(state: _State, block: Block, cells: list[str], purposes: tuple[Purpose, ...]) -> None:
    first: list[Purpose] = []
    for purpose in purposes:
        first.append(Purpose.OTHER if purpose in first else purpose)
    state.purposes, state.head, state.table, state.found = tuple(first), tuple(cells), block.table, True
    unread = [cell for cell, purpose in zip(cells, first, strict=True) if purpose is Purpose.OTHER and cell]
    state.columns += [each for each in unread if each not in state.columns]


def _body(state: _State, block: Block, cells: list[str], filled: list[str]) -> None:
    if len(filled) == 1 and (len(cells) == 1 or cells[0] == filled[0]):
        text = filled[0]
        level = level_of(text)
        if level is not Level.NONE and len(text) <= _BAND:
            state.level = level
            return
        if len(cells) == 1:
            _line(state, text)
            if _is_said(text):
                state.leftovers.append(text)
            return
    if len(cells) != len(state.purposes):
        state.leftovers.append("　".join(filled))
        return
    got: dict[Purpose, str] = dict(zip(state.purposes, cells, strict=True))
    if tuple(cells) != state.head and not (len(filled) == 1 and _NOTE.match(filled[0])):
        _take(state, block, got)


def _is_said(text: str) -> bool:
    """Whether a text across the table is more than a sub-heading, a remark or the line for the signature."""
    framing = _NOTE.match(text) or _UNIT.search(text) or _SIGNING.search(text)
    return not framing and (len(text) > _BAND or "。" in text)


def _take(state: _State, block: Block, got: dict[Purpose, str]) -> None:
    number, matter = got.get(Purpose.NUMBER, ""), got.get(Purpose.MATTER, "")
    texts = {name: got[purpose] for name, purpose in _TEXTS.items() if purpose in got}
    if _DOTS.match(number) and number:
        number = ""
    below = {state.purposes[at] for at in block.continued if at < len(state.purposes)}
    goes_on = not number and (not matter or bool({Purpose.NUMBER, Purpose.MATTER} & below))
    if goes_on:
        if not any(texts.values()) and not matter:
            return
        if state.rows:
            state.rows[-1] = _joined(state.rows[-1], matter, texts)
        else:
            state.leftovers.append("　".join(filter(None, (matter, *texts.values()))))
        return
    level, plain = number_of(number)
    row = FilledRow(plain, level or state.level, matter, **texts)
    if Purpose.RESULT in below and state.rows and not row.result:
        row = replace(row, result=state.rows[-1].result, note="完成情况与上一项合并在一格，内容取自上一项。")
    state.rows.append(row)


_TEXTS = {"result": Purpose.RESULT, "problem": Purpose.PROBLEM, "next_step": Purpose.NEXT}


def _joined(row: FilledRow, matter: str, texts: dict[str, str]) -> FilledRow:
    """A row that a page break or a further line of the grid cut in two."""
    both: dict[str, Any] = {n: "\n".join(filter(None, (getattr(row, n), text))) for n, text in texts.items()}
    return replace(row, matter=row.matter + matter, **both)
