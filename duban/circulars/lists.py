"""Lists by name (清单): what is off schedule, who reported late, which difficulties are open, whom to commend."""

from __future__ import annotations

from collections import Counter

from duban.circulars.enums import Kind, Naming
from duban.circulars.figures import LEVELS, OFF_COLOURS, ORDER, REPORTS, figure
from duban.circulars.scope import Corrected, Scope, Standing, matter_row, said_day
from duban.circulars.values import Entry, Row, Value, without
from duban.core.circulars.wording import brief_number, quoted
from duban.core.gongwen.annex5 import full_width
from duban.core.oversight.rules import COLOUR_LABELS
from duban.core.text.days import day_in_words
from duban.core.text.figures import show_number
from duban.ledger import naming
from duban.ledger.enums import Level
from duban.orgs.workdays import office_calendar
from duban.oversight.enums import Grade, HolderKind
from duban.oversight.judging import MatterLight, Part
from duban.oversight.models import Holding

PRAISE = (Kind.COMMENDATION,)


def item(each: MatterLight) -> str:
    """An item as a text names it: 市级第33项."""
    return naming.item(each.matter)


def _naming(scope: Scope, each: MatterLight, naming: str, text: str, rows: tuple[Row, ...] = ()) -> Entry:
    units = (each.unit_id,) if each.unit_id else ()
    return Entry(text, naming, units, each.matter.pk, rows or (matter_row(each),))


@figure("各级情况", "各层级的项数和分类，一级一段；只有一个层级的为空", kinds=REPORTS)
def _levels(scope: Scope, argument: str) -> Value:
    groups: dict[str, list[MatterLight]] = {}
    for each in scope.lights.values():
        groups.setdefault(scope.level_of(each), []).append(each)
    entries = []
    for level in (*LEVELS, Level.NONE.label):
        rows = groups.get(level, [])
        if rows and len(groups) > 1:
            counts = Counter(each.colour for each in rows)
            parts = "，".join(f"{COLOUR_LABELS[colour]}{counts[colour]}项" for colour in ORDER)
            entries.append(Entry(f"{level}{len(rows)}项：{parts}。", rows=tuple(matter_row(each) for each in rows)))
    return Value.listed(entries, scope.rule)


@figure("未达序时清单", "未达到序时进度的指标，逐个点名：目标、完成、序时", kinds=REPORTS)
def _off_schedule(scope: Scope, argument: str) -> Value:
    """One fact is named once, however many items print it."""
    facts: dict[tuple[object, ...], list[tuple[MatterLight, Part]]] = {}
    for each, part, colour in scope.parts():
        if colour in OFF_COLOURS and part.use is not None and part.goal is not None:
            same = (each.unit_id, part.use.measure_id, part.goal.value, part.goal.due, bool(each.override))
            facts.setdefault(same, []).append((each, part))
    entries = []
    for found in facts.values():
        first, part = found[0]
        assert part.use is not None
        items = "、".join(dict.fromkeys(item(each) for each, _ in found))
        text = (
            f"{items}（{scope.name(first.unit_id)}）{full_width(part.use.target.what)}：{_stands(scope, first, part)}"
        )
        rows = [row for each, one in found for row in (matter_row(each), *_target_rows(one))]
        entries.append(_naming(scope, first, Naming.SCHEDULE, text, tuple(rows)))
    return Value.listed(without(entries, scope.exempt), scope.rule)


@figure("未达序时单位清单", "未达到序时进度的指标，一个单位一句：几个、在哪几项；逐个情况见附件", kinds=REPORTS)
def _off_by_unit(scope: Scope, argument: str) -> Value:
    """The same as 未达序时清单 for a text that would be too long; what is not named after all is not counted here."""
    groups: dict[int | None, list[tuple[MatterLight, Part]]] = {}
    left: list[Row] = []
    for each, part, colour in scope.parts():
        if colour not in OFF_COLOURS or part.use is None:
            continue
        if (Naming.SCHEDULE, each.unit_id, each.matter.pk) in scope.exempt:
            left.append(matter_row(each))
        else:
            groups.setdefault(each.unit_id, []).append((each, part))
    entries = []
    for unit_id, found in groups.items():
        items = "、".join(dict.fromkeys(item(each) for each, _ in found))
        rows = [row for each, part in found for row in (matter_row(each), *_target_rows(part))]
        units = (unit_id,) if unit_id else ()
        text = f"{scope.name(unit_id)}{len(found)}个，在{items}。"
        entries.append(Entry(text, Naming.SCHEDULE, units, None, tuple(dict.fromkeys(rows))))
    found_entries = without(entries, scope.exempt, "个单位")
    if left:
        more = f"另有{len(left)}个经核实不予点名。" if entries else "经核实，均不予点名。"
        found_entries.append(Entry(more, rows=tuple(left)))
    return Value.listed(found_entries, scope.rule)


SHORTER = {"未达序时清单": "未达序时单位清单"}  # a list → what says it by units, where the text gets too long


def _target_rows(part: Part) -> tuple[Row, ...]:
    return (Row("ledger.target", part.use.target.pk, part.use.target.what),) if part.use else ()


def _stands(scope: Scope, each: MatterLight, part: Part) -> str:
    """Goal, done, schedule in one sentence; where that does not say why, the reason of the light."""
    goal, figure, light = part.goal, part.situation.figure, part.light
    assert goal is not None
    if each.override or figure is None or light.shortfall is None:
        return f"目标{goal.shown()}，{each.sentence if each.override else light.sentence}"
    whole = scope.period.covers_to if scope.period else None
    as_of = f"（截至{said_day(figure.as_of)}）" if figure.as_of != whole else ""
    text = f"目标{goal.shown()}，完成{show_number(figure.value)}{goal.unit}{as_of}"
    if light.expected is not None and light.expected != goal.value:
        text += f"，序时应达{brief_number(light.expected)}{goal.unit}"
    part_of = brief_number(light.shortfall * 100)
    if goal.is_limit:
        return f"{text}，突破控制目标。"
    return f"{text}，落后目标的{part_of}%。" if part_of != "0" else f"{text}，略落后于序时。"


@figure("节点逾期清单", "没有量化指标、节点或期限逾期的事项，逐项点名", kinds=REPORTS)
def _off_nodes(scope: Scope, argument: str) -> Value:
    """Items of one unit for which the same is to be said are named together."""
    groups: dict[tuple[int | None, str], list[MatterLight]] = {}
    for each in scope.plain():
        if each.colour in OFF_COLOURS:
            groups.setdefault((each.unit_id, each.sentence), []).append(each)
    entries = []
    for found in groups.values():
        first = found[0]
        items = "、".join(item(each) for each in found)
        body = quoted(_short(scope.bodies.get(first.matter.pk, ""))) if len(found) == 1 else ""
        text = f"{items}（{scope.name(first.unit_id)}）{body}：{first.sentence}"
        entries.append(_naming(scope, first, Naming.NODE, text, tuple(matter_row(each) for each in found)))
    return Value.listed(without(entries, scope.exempt), scope.rule)


def _short(text: str, most: int = 24) -> str:
    text = full_width(text.strip()).rstrip("。；")
    return text if len(text) <= most else text[: most - 1] + "…"


@figure("逾期报送清单", "逾期报送的单位，逐个点名：何时报送、逾期几个工作日", kinds=REPORTS)
def _late_list(scope: Scope, argument: str) -> Value:
    entries = [
        Entry(
            f"{each.row.unit}：应于{said_day(each.row.due_on)}前报送，{_how_late(each)}。",
            Naming.LATE,
            (each.row.unit_id,),
            None,
            (Row("progress.obligation", each.row.pk, each.row.unit.name),),
        )
        for each in scope.standings
        if each.late
    ]
    return Value.listed(without(entries, scope.exempt, "个单位"))


def _how_late(each: Standing) -> str:
    days = -office_calendar().left(each.filed or each.on, each.row.due_on)
    late = f"，逾期{days}个工作日" if days else ""
    if each.filed is not None:
        return f"{said_day(each.filed)}报送{late}"
    return f"截至{said_day(each.on)}尚未报送{late}"


@figure("协调事项清单", "尚未答复的困难：谁提请、现由谁答复、期限；区领导只称“区领导”", kinds=REPORTS)
def _case_list(scope: Scope, argument: str) -> Value:
    entries = []
    for each in scope.holdings:
        case = each.case
        who, units = _holder(scope, each)
        past = "，已超过期限" if each.due_on < scope.on else ""
        text = (
            f"{case.unit}关于{naming.item(case.matter)}{case.get_kind_display()}的困难：{_short(case.wanted, 40)}，"
            f"现由{who}办理，期限{said_day(each.due_on)}{past}。"
        )
        rows = (
            Row("oversight.coordinationcase", case.pk, str(case)),
            Row("ledger.matter", case.matter_id, case.matter.code),
        )
        entries.append(Entry(text, Naming.CASE, (case.unit_id, *units), case.matter_id, rows))
    return Value.listed(without(entries, scope.exempt))


def _holder(scope: Scope, each: Holding) -> tuple[str, tuple[int, ...]]:
    """Who answers, as a paper for many readers says it, and which unit that is."""
    if each.kind == HolderKind.UNIT and each.unit_id:
        return scope.name(each.unit_id), (each.unit_id,)
    if each.kind == HolderKind.OFFICE:
        return scope.office, ()
    if each.kind == HolderKind.ASKER:
        return f"{each.case.unit}补充后再报", ()
    return ("区政府" if each.kind == HolderKind.GOVERNMENT else "区领导"), ()


# Commendation.


def praised(scope: Scope, unit_id: int) -> tuple[str, tuple[Row, ...]]:
    """What a unit is commended for, in words, with the rows: results alone."""
    rows = [row for row in scope.good if row.unit_id == unit_id]
    exceeded = sum(row.grade == Grade.EXCEEDED for row in rows)
    more = f"，其中超额完成{exceeded}项" if exceeded else ""
    codes = "、".join(naming.item(row.matter) for row in rows)
    text = f"牵头的{len(rows)}项责任事项按期办结（{codes}）{more}"
    return text, tuple(Row("oversight.closing", row.pk, str(row)) for row in rows)


@figure("表彰单位清单", "选定的表彰单位和事由，一个单位一段", kinds=PRAISE)
def _praise_list(scope: Scope, argument: str) -> Value:
    entries = []
    for unit_id in scope.praised:
        why, rows = praised(scope, unit_id)
        entries.append(Entry(f"{scope.name(unit_id)}：{why}。", Naming.PRAISE, (unit_id,), None, rows))
    return Value.listed(entries)


@figure("表彰单位名单", "选定的表彰单位，只列名称", kinds=PRAISE)
def _praise_names(scope: Scope, argument: str) -> Value:
    found = _praise_list(scope, argument)
    entries = [Entry(scope.name(e.units[0]), e.naming, e.units, None, e.rows) for e in found.entries or ()]
    return Value.listed(entries)


@figure("表彰单位数", "选定的表彰单位个数", kinds=PRAISE)
def _praise_count(scope: Scope, argument: str) -> Value:
    entries = _praise_list(scope, argument).entries or ()
    return Value.count([Row("orgs.unit", each.units[0], scope.name(each.units[0])) for each in entries])


@figure("表彰事项数", "表彰单位按期或超额办结的事项项数", kinds=PRAISE)
def _praise_matters(scope: Scope, argument: str) -> Value:
    units = {each.units[0] for each in _praise_list(scope, argument).entries or ()}
    return Value.count([Row("oversight.closing", r.pk, str(r)) for r in scope.good if r.unit_id in units])


# Corrections of issued documents.


def _corrected(scope: Scope) -> Corrected:
    return scope.corrected or Corrected("（原文号）", "（原标题）", None, "（原因）", 0)


def _from_document(scope: Scope, text: str) -> Value:
    found = _corrected(scope)
    return Value(text, rows=(Row("dispatch.dispatch", found.pk, found.number),) if found.pk else ())


@figure("更正文号", "被更正文件的文号")
def _number(scope: Scope, argument: str) -> Value:
    return _from_document(scope, _corrected(scope).number)


@figure("更正标题", "被更正文件的标题")
def _title(scope: Scope, argument: str) -> Value:
    return _from_document(scope, _corrected(scope).title)


@figure("更正日期", "被更正文件的成文日期")
def _issued(scope: Scope, argument: str) -> Value:
    day = _corrected(scope).issued_on
    return _from_document(scope, day_in_words(day) if day else "（原日期）")


@figure("更正原因", "起草更正时填写的原因")
def _why(scope: Scope, argument: str) -> Value:
    return Value(_corrected(scope).reason)


__all__ = ["SHORTER", "item", "praised"]
