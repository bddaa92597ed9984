"""附件: the table of every item with its light; the counts of the text can be counted again in it."""

from __future__ import annotations

from typing import Any

from duban.circulars.scope import Scope
from duban.core.circulars.wording import brief_number
from duban.core.gongwen.annex5 import full_width, term_of
from duban.core.gongwen.circular import Annex, Column
from duban.core.gongwen.document import Align
from duban.core.oversight.rules import COLOUR_LABELS
from duban.oversight.judging import MatterLight, Part

COLUMNS = (
    Column("序号", 12, Align.CENTRE),
    Column("责任事项", 70),
    Column("牵头单位", 26),
    Column("目标", 30),
    Column("序时应达到", 22),
    Column("进展", 18, Align.CENTRE),
    Column("情况", 50),
)


def rows_of(scope: Scope) -> list[list[str]]:
    """A row an item in printed order, with a band above each level; plain values for freezing."""
    found: list[list[str]] = []
    last: int | None = None
    sizes: dict[int, int] = {}
    for each in scope.lights.values():
        sizes[each.matter.programme_id] = sizes.get(each.matter.programme_id, 0) + 1
    for each in scope.lights.values():
        if each.matter.programme_id != last:
            last = each.matter.programme_id
            found.append([f"{scope.level_of(each)}责任事项（{sizes[last]}项）"])
        found.append(_row(scope, each))
    return found


def _row(scope: Scope, each: MatterLight) -> list[str]:
    goals = [part for part in each.parts if part.goal is not None]
    return [
        each.matter.number or each.matter.code,
        full_width(scope.bodies.get(each.matter.pk, "")),
        scope.name(each.unit_id),
        "\n".join(
            f"{full_width(part.use.target.what)}：{part.goal.shown()}" for part in goals if part.use and part.goal
        ),
        "\n".join(_expected(part) for part in goals) if any(p.light.expected is not None for p in goals) else "",
        COLOUR_LABELS[each.colour],
        each.sentence,
    ]


def _expected(part: Part) -> str:
    if part.light.expected is None or part.goal is None:
        return "—"
    return f"{brief_number(part.light.expected)}{part.goal.unit}"


def title_of(scope: Scope) -> str:
    """2023年责任事项前三季度落实情况表."""
    term = term_of(scope.period.covers_from, scope.period.covers_to) if scope.period else ""
    return f"{scope.year}年责任事项{term}落实情况表"


def frozen(scope: Scope) -> dict[str, Any]:
    """The annex as plain values."""
    note = f"注：数据截至{scope.on:%Y}年{scope.on.month}月{scope.on.day}日，进展按亮灯规则第{scope.rule or 1}版判定。"
    return {"title": title_of(scope), "rows": rows_of(scope), "note": note}


def annex(data: dict[str, Any]) -> Annex:
    """The annex again."""
    return Annex(data["title"], COLUMNS, tuple(tuple(row) for row in data["rows"]), data["note"])
