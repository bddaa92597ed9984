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
    STAGE = "stage"  # 一季度, 5月, 上半年: what is to be done by then
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
_UNIT = regex(
    r"^(?!督办|监督|督查|督导|考核|审核|验收|填报|上报)(?:.*)(?<!计量)(?<!度量)(?<!数量)(?:单位|部门|主体|责任科室|责任处室)(?:\(.{1,12}\))?"
    r"(?:(?:及|和|、|/)(?:责任|负责|联系)人)?(?:\(.{1,12}\))?$"
)
_RESULT = regex(r"(?:完成|进展|落实|推进|办理|督查).{0,4}(?:情况|进度|结果)|实际进度|工作进展|^进展$|^进度$|完成率")
_STAGE = regex(
    r"^(?:第?[一二三四1-4]季度?|[1-4]Q|Q[1-4]|(?:1|4|7|10)[-—~至](?:3|6|9|12)月(?:份)?|\d{1,2}月(?:底|份|底前|末)?|[一二三四五六七八九十]{1,3}月(?:份)?|"
    r"[上下]半年|前[一二三1-3]季度|年底)(?:末|前|底)?(?:工作|节点|目标|任务|计划|进度|形象进度|内容|安排){0,3}$|"
    r"(?:形象进度|节点目标|阶段目标|季度目标|季度节点)$"
)
_EXTRA = regex(
    r"领导|责任人|负责人|联系人|联络员|电话|时限|时间|期限|节点|日期|备注|资金|来源|投资|说明|进度|序时|"
    r"(?:督办|监督|督查|督导|考核|审核|验收|填报|上报)(?:单位|部门)"
)


def column(heading: str) -> Column:
    """The use of a column by its heading.

    >>> [column(w).use.value for w in ("序 号", "重点工作任务", "责 任 单 位", "实际进度", "完成时限", "你好")]
    ['number', 'content', 'unit', 'result', 'extra', '']
    """
    label = re.sub(r"[\s*]", "", half(heading))
    for use, pattern in (
        (Use.NUMBER, _NUMBER),
        (Use.STAGE, _STAGE),
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


_MEASURE = regex(r"\((?:单位:)?((?:万|亿|千|百)?[^\W\d_]{1,4}|%)\)$")
_SET = regex(
    r"(?:年度|当年|今年|本年|年内|计划|\d{4}年)[^\W\d_]{0,6}(?:投资|资金|目标|任务|计划)|^(?:目标|任务|计划)(?:值|数|量)$|年度(?:目标|任务)值?$"
)


def sets_figures(label: str) -> bool:
    """Whether a column of bare numbers sets what is to be reached: 年度投资(万元), 目标值, not 总投资.

    >>> [sets_figures(w) for w in ("年度投资(万元)", "2023年计划投资", "总投资(万元)", "目标值", "联系电话")]
    [True, True, False, True, False]
    """
    return bool(_SET.search(_MEASURE.sub("", label)))


def measure_of(label: str) -> str:
    """The measure that a heading prints: 万元 of 年度投资(万元)."""
    found = _MEASURE.search(label)
    return found.group(1) if found else ""
