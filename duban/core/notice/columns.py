"""Words over columns: which of them number, name, describe, answer, report. Shared by the table layouts."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from duban.core.notice.vocabulary import EXTRA, LABEL, RESULT
from duban.core.text.patterns import regex
from duban.core.text.width import half


class Use(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    FIELD = "field"  # 领域, 类别
    TITLE = "title"  # 事项名称
    CONTENT = "content"  # 具体内容
    UNIT = "unit"
    RESULT = "result"
    EXTRA = "extra"
    NONE = ""


class Column(NamedTuple):
    """A column by its heading."""

    use: Use
    label: str


_NUMBER = regex(r"^(?:序号|编号|任务编号|项目编号|号|序|No\.?|NO\.?)$")
_FIELD = regex(r"(?:领域|类别|分类|类型|方面|板块|大类)$")
_TITLE = regex(r"(?:名称|题目|标题|实事项目|重点事项|事项|项目|实事|工程)$")
_CONTENT = regex(
    r"(?:内容|任务|目标|要求|措施|举措|指标|工作|做法|内容及规模|规模|任务及要求|任务分解|内容及目标|目标及要求|"
    r"任务目标)(?:\(.{1,12}\))?$"
)
_UNIT = regex(r"(?<!计量)(?<!度量)(?<!数量)(?:单位|部门|主体|责任科室|责任处室)(?:\(.{1,12}\))?$")
_RESULT = regex(r"(?:完成|进展|落实|推进|办理|督查).{0,4}(?:情况|进度|结果)|实际进度|工作进展|^进展$|^进度$|完成率")
_EXTRA = regex(r"领导|责任人|负责人|联系人|联络员|电话|时限|时间|期限|节点|日期|备注|资金|来源|投资|说明")


def column(heading: str) -> Column:
    """The use of a column by its heading.

    >>> [column(w).use.value for w in ("序 号", "重点工作任务", "责 任 单 位", "实际进度", "完成时限", "你好")]
    ['number', 'content', 'unit', 'result', 'extra', '']
    """
    label = re.sub(r"[\s*]", "", half(heading))
    for use, pattern in (
        (Use.NUMBER, _NUMBER),
        (Use.UNIT, _UNIT),
        (Use.RESULT, _RESULT),
        (Use.EXTRA, _EXTRA),
        (Use.FIELD, _FIELD),
        (Use.TITLE, _TITLE),
        (Use.CONTENT, _CONTENT),
    ):
        if len(label) <= 16 and pattern.search(label):
            return Column(use, label)
    if LABEL.match(label + ":") or EXTRA.match(label + ":") or RESULT.match(label + ":"):
        return Column(Use.UNIT if LABEL.match(label + ":") else Use.EXTRA, label)
    return Column(Use.NONE, label)


def heading_row(words: list[str]) -> list[Column] | None:
    """Columns of a row of headings, ``None`` where the row is none."""
    columns = [column(w) for w in words]
    known = [c for c in columns if c.use is not Use.NONE]
    body = any(c.use in (Use.TITLE, Use.CONTENT, Use.FIELD) for c in columns)
    other = any(c.use in (Use.NUMBER, Use.UNIT, Use.RESULT, Use.CONTENT, Use.TITLE) for c in columns)
    if len(columns) < 2 or len(known) < 2 or len(known) * 2 < len(columns) or not (body and other):
        return None
    return columns if any(c.use in (Use.NUMBER, Use.UNIT, Use.RESULT) for c in columns) else None
