"""附件: the table of every item with its light; the counts of the text can be counted again in it."""

from __future__ import annotations

from typing import Any

from duban.circulars.scope import Scope
from duban.core.circulars.wording import brief_number
from duban.core.gongwen.annex5 import full_width, term_of
from duban.core.gongwen.circular import Annex, Column
from duban.core.gongwen.document import Align
from duban.core.oversight.rules import COLOUR_LABELS, Colour
from duban.core.text.figures import show_number
from duban.oversight.judging import MatterLight, Part

COLUMNS = (
    Column("序号", 14, Align.CENTRE),
    Column("责任事项", 70),
    Column("牵头单位", 26),
    Column("量化指标（目标／完成／序时应达）", 72),
    Column("进展", 26, Align.CENTRE),
    Column("说明", 42),
)
LONGEST = 46  # characters of an item: its number leads to the whole text
OPEN = (Colour.YELLOW, Colour.RED, Colour.GREY)


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
    body = full_width(scope.bodies.get(each.matter.pk, "")).rstrip("。；")
    return [
        each.matter.number or each.matter.code,
        body if len(body) <= LONGEST else body[: LONGEST - 1] + "…",
        scope.name(each.unit_id),
        "\n".join(_goal(part) for part in goals),
        COLOUR_LABELS[each.colour],
        _why(each, goals),
    ]


def _goal(part: Part) -> str:
    """停车泊位：260个／120个／64.1个; a dash where there is none."""
    goal, figure, expected = part.goal, part.situation.figure, part.light.expected
    assert goal is not None and part.use is not None
    done = f"{show_number(figure.value)}{goal.unit}" if figure is not None else "—"
    wanted = f"{brief_number(expected)}{goal.unit}" if expected is not None else "—"
    return f"{full_width(part.use.target.what)}：{goal.shown()}／{done}／{wanted}"


def _why(each: MatterLight, goals: list[Part]) -> str:
    """The reason, where the figures beside it do not say it."""
    if each.override or (each.colour in OPEN and not any(part.light.shortfall for part in goals)):
        return each.sentence
    return ""


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
