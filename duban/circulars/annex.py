"""附件 of a circular: what is behind or cannot be judged, in full with its figures; and every item with its class, so
that each count of the text can be counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from duban.circulars.figures import OFF_COLOURS, ON_COLOURS
from duban.circulars.lists import item
from duban.circulars.scope import Scope
from duban.core.circulars.wording import brief_number, gist
from duban.core.gongwen.annex5 import full_width, term_of
from duban.core.gongwen.circular import Annex, Column, Item
from duban.core.gongwen.document import Align
from duban.core.oversight.rules import COLOUR_LABELS, Colour
from duban.core.text.figures import show_number
from duban.oversight.judging import MatterLight, Part

BEHIND, ALL = "behind", "all"
COLUMNS = {
    BEHIND: (
        Column("事项", 24, Align.CENTRE),
        Column("内容", 81),
        Column("牵头单位", 27),
        Column("量化指标", 36),
        Column("目标", 19),
        Column("完成", 20),
        Column("序时应达", 18),
    ),
    ALL: (
        Column("序号", 11, Align.CENTRE),
        Column("责任事项", 58),
        Column("牵头单位", 27),
        Column("达到", 11, Align.CENTRE, "量化指标（个）"),
        Column("未达到", 14, Align.CENTRE, "量化指标（个）"),
        Column("未判断", 14, Align.CENTRE, "量化指标（个）"),
        Column("进展", 21, Align.CENTRE),
    ),
}
OPEN = (Colour.RED, Colour.YELLOW, Colour.GREY)  # what a reader has to look into comes first
_JUDGED = (ON_COLOURS, OFF_COLOURS, (Colour.GREY,))
GIST = 30  # characters of an item where only its class is told: two lines of the table


def tables(scope: Scope) -> list[dict[str, Any]]:
    """The annexes as plain values, for freezing. What does not occur has no annex."""
    behind = _behind(scope)
    made = [_table(BEHIND, f"{_of(scope)}滞后和暂不判断的责任事项", behind, _note(scope))] if behind else []
    return [*made, _table(ALL, f"{_of(scope)}责任事项落实情况表", _all(scope), _note(scope) + _SHORT)]


_SHORT = "责任事项较长的，列其要点，以来文所载为准。"


def _table(kind: str, title: str, rows: list[Any], note: str) -> dict[str, Any]:
    return {"kind": kind, "title": title, "rows": rows, "note": note}


def _of(scope: Scope) -> str:
    """2023年前三季度."""
    return f"{scope.year}年{term_of(scope.period.covers_from, scope.period.covers_to) if scope.period else ''}"


def _note(scope: Scope) -> str:
    return f"注：数据截至{scope.on:%Y}年{scope.on.month}月{scope.on.day}日，进展按亮灯规则第{scope.rule or 1}版判定。"


def _behind(scope: Scope) -> list[Any]:
    """By class, in printed order, a band above each."""
    found: list[Any] = []
    for colour in OPEN:
        rows = [each for each in scope.lights.values() if each.colour == colour]
        if rows:
            found.append(f"{COLOUR_LABELS[colour]}（{len(rows)}项）")
            found.extend((_unjudged if colour == Colour.GREY else _in_full)(scope, each) for each in rows)
    return found


def _in_full(scope: Scope, each: MatterLight) -> dict[str, Any]:
    goals = [part for part in each.parts if part.goal is not None]
    lines = [_goal(part) for part in goals]
    if each.override or not any(part.light.shortfall for part in goals):  # else the figures say why
        lines.append([each.sentence])
    body = full_width(scope.bodies.get(each.matter.pk, "")).strip()
    return {"cells": [item(each), body, scope.name(each.unit_id)], "lines": lines}


def _unjudged(scope: Scope, each: MatterLight) -> dict[str, Any]:
    """What it is and why: there is nothing yet to measure it by."""
    body = gist(full_width(scope.bodies.get(each.matter.pk, "")), GIST)
    return {"cells": [item(each), body, scope.name(each.unit_id)], "lines": [[each.sentence]]}


def _goal(part: Part) -> list[str]:
    """停车泊位, 260个, 120个, 64.1个; a dash where there is none."""
    goal, figure, expected = part.goal, part.situation.figure, part.light.expected
    assert goal is not None and part.use is not None
    done = f"{show_number(figure.value)}{goal.unit}" if figure is not None else "—"
    wanted = f"{brief_number(expected)}{goal.unit}" if expected is not None else "—"
    return [full_width(part.use.target.what), goal.shown(), done, wanted]


def _all(scope: Scope) -> list[Any]:
    """In printed order with a band above each level."""
    sizes = Counter(each.matter.programme_id for each in scope.lights.values())
    counted: dict[int, Counter[Colour]] = {}
    for each, _, colour in scope.parts():
        counted.setdefault(each.matter.pk, Counter())[colour] += 1
    found: list[Any] = []
    last: int | None = None
    for each in scope.lights.values():
        if each.matter.programme_id != last:
            last = each.matter.programme_id
            found.append(f"{scope.level_of(each)}责任事项（{sizes[last]}项）")
        found.append(_in_short(scope, each, counted.get(each.matter.pk)))
    return found


def _in_short(scope: Scope, each: MatterLight, counted: Counter[Colour] | None) -> dict[str, Any]:
    judged = [str(sum(counted[colour] for colour in colours)) if counted else "" for colours in _JUDGED]
    body = gist(full_width(scope.bodies.get(each.matter.pk, "")), GIST)
    number = each.matter.number or each.matter.code
    return {"cells": [number, body, scope.name(each.unit_id), *judged, COLOUR_LABELS[each.colour]], "lines": []}


def frozen(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The annexes of a frozen draft; one of the first manner had one table alone, without its kind."""
    if "annexes" in data:
        return list(data["annexes"])
    old = data.get("annex")
    return [{**old, "kind": "", "rows": [_as_now(row) for row in old["rows"]]}] if old else []


def _as_now(row: list[str]) -> Any:
    return row[0] if len(row) == 1 else {"cells": row, "lines": []}


_FIRST = tuple(Column(name, 1.0) for name in ("序号", "责任事项", "牵头单位", "量化指标", "进展", "说明"))


def annexes(tables: Iterable[dict[str, Any]]) -> tuple[Annex, ...]:
    """As they are printed."""
    return tuple(
        Annex(
            each["title"],
            COLUMNS.get(each["kind"], _FIRST),
            tuple(row if isinstance(row, str) else _item(row) for row in each["rows"]),
            each["note"],
            landscape=each["kind"] != ALL,
        )
        for each in tables
    )


def _item(row: dict[str, Any]) -> Item:
    return Item(tuple(row["cells"]), tuple(tuple(line) for line in row["lines"]))


def told(table: dict[str, Any]) -> list[str]:
    """Each row in one line, for comparing."""
    return [
        row if isinstance(row, str) else " ".join([*row["cells"], *(" ".join(line) for line in row["lines"])])
        for row in table["rows"]
    ]
