"""The plans of a unit as .xlsx to be filled in Excel or WPS: one row a milestone, and a sheet of explanations."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duban.core.plans.sheet import CODE, CONTENT, DAY, EXPECTED, HEADS, KEY, MEASURE, TEXT
from duban.core.plans.values import WORDS, MeasureRef, PlanValue
from duban.writers.sheets import as_text

_WIDTHS = (9, 38, 40, 14, 16, 24, 20, 16, 13, 34, 22, 13, 4)
HEAD_ROW = 2
EXPLANATIONS = (
    "一行写一个时间节点。一个事项有几个节点，就写几行：复制该事项的整行再改完成时间、节点内容。",
    "具体工作内容、分管负责同志、责任部门等写在该事项的第一行，其余行可以留空。",
    "完成时间写日期，如 2023-06-30，也可以写 6月30日、6月底、上半年。",
    "有量化指标的，在“指标”中照下表写指标名称，在“预期累计值”写到那一天的累计数（可写 12万）；逐个节点不减。",
    "没有量化指标的事项，写明完成标志（怎样算完成）和佐证方式（以什么证明）。",
    "“编号”“责任事项”是来文原文，读入时不看这两列有没有改动。请不要删去表头，不要改动最后一列隐藏的识别码。",
    "填好后在“办理方案”页读入：先逐项显示与系统中方案的不同，勾选确认后才保存；导出后系统里又改过的，会提示，不会覆盖。",
)


@dataclass(frozen=True)
class PlanRow:
    """A matter with its plan (empty where there is none yet) and its measures."""

    code: str
    text: str
    key: str
    state: str
    value: PlanValue
    measures: tuple[MeasureRef, ...] = ()


def write(rows: Sequence[PlanRow], *, title: str, note: str) -> bytes:
    """The workbook."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        formats = _formats(book)
        _plans(book.add_worksheet("办理方案"), rows, title, note, formats)
        _explanations(book.add_worksheet("填写说明"), rows, formats)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"font_name": "宋体", "font_size": 11, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    text = {**cell, "text_wrap": True, "num_format": "@"}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#595959"}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#F2F2F2", "align": "center", "text_wrap": True}),
        "printed": book.add_format({**text, "bg_color": "#F7F7F7"}),
        "text": book.add_format(text),
        "day": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
        "number": book.add_format({**cell, "num_format": "General"}),
        "plain": book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"}),
    }


def _plans(page: Any, rows: Sequence[PlanRow], title: str, note: str, formats: dict[str, Any]) -> None:
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width, None, {"hidden": at == KEY})
    page.set_row(0, 28)
    page.write_string(0, 0, as_text(title), formats["title"])
    page.write_string(1, 0, as_text(note), formats["note"])
    for at, head in enumerate(HEADS):
        page.write_string(HEAD_ROW, at, head, formats["head"])
    line = HEAD_ROW + 1
    for row in rows:
        labels = {measure.id: measure.label for measure in row.measures}
        for number, node in enumerate(row.value.nodes or (None,)):
            page.write_string(line, CODE, row.code, formats["printed"])
            page.write_string(line, TEXT, as_text(row.text) if not number else "", formats["printed"])
            for at, name in enumerate(WORDS, start=TEXT + 1):
                words = row.value.by_name[name] if not number else ""
                page.write_string(line, at, as_text(words), formats["text"])
            _node(page, line, node, labels, formats)
            page.write_string(line, KEY, row.key, formats["text"])
            line += 1
    page.freeze_panes(HEAD_ROW + 1, 1)
    page.autofilter(HEAD_ROW, 0, max(line - 1, HEAD_ROW), KEY)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROW)


def _node(page: Any, line: int, node: Any, labels: dict[int, str], formats: dict[str, Any]) -> None:
    day = node.due_on if node else None
    if day:
        page.write_datetime(line, DAY, dt.datetime.combine(day, dt.time()), formats["day"])
    else:
        page.write_blank(line, DAY, None, formats["day"])
    page.write_string(line, CONTENT, as_text(node.content) if node else "", formats["text"])
    page.write_string(line, MEASURE, labels.get(node.measure_id, "") if node else "", formats["text"])
    expected = node.expected if node else None
    if expected is None:
        page.write_blank(line, EXPECTED, None, formats["number"])
    elif len(expected.normalize().as_tuple().digits) <= 15:
        page.write_number(line, EXPECTED, float(expected), formats["number"])
    else:
        page.write_string(line, EXPECTED, as_text(expected), formats["text"])


def _explanations(page: Any, rows: Sequence[PlanRow], formats: dict[str, Any]) -> None:
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 60)
    page.set_column(2, 2, 16)
    page.write_string(0, 0, "填写说明", formats["title"])
    for line, words in enumerate(EXPLANATIONS, start=1):
        page.write_number(line, 0, line, formats["plain"])
        page.merge_range(line, 1, line, 2, words, formats["plain"])
        page.set_row(line, 32)
    line = len(EXPLANATIONS) + 2
    for at, head in enumerate(("编号", "指标（照抄到“指标”一列）", "方案状态")):
        page.write_string(line, at, head, formats["head"])
    for row in rows:
        for label in [measure.label for measure in row.measures] or ["（没有量化指标：写完成标志和佐证方式）"]:
            line += 1
            for at, words in enumerate((row.code, label, row.state)):
                page.write_string(line, at, as_text(words), formats["text"])
