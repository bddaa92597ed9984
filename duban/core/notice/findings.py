"""What a person should look at before the ledger is made: repairs, guesses, oddities. Ids are stable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from duban.core.document import Span
from duban.core.notice.items import Oddity
from duban.core.notice.reading import (
    Finding,
    Header,
    Item,
    Programme,
    RoleSource,
    Rule,
    Scope,
    Section,
    Severity,
    UnitEntry,
    UnitName,
)
from duban.core.units import UnitKind, analyse

_ODD = {
    "nested-label": (
        "units.nested-label",
        "“{text}”一个标签套着另一个，已按里面的标签读取，请核对角色。",
    ),
    "unclosed": ("brackets.unclosed", "“{text}”缺少右括号，已读到行末，请核对单位。"),
    "mixed": ("brackets.mixed", "“{text}”左右括号不是一种，已按一对读取，请核对。"),
}


Oddities = Sequence[Sequence[Sequence[Oddity]]]  # [programme][item]
Places = list[list[str]]  # [programme][item] → place for an id


def places(programmes: Sequence[Programme]) -> Places:
    """Places of items for ids: ``2-56``; with the section where a number comes twice (``3-二-1``); else by order."""
    return [_places(at, programme) for at, programme in enumerate(programmes, start=1)]


def _places(at: int, programme: Programme) -> list[str]:
    numbers = Counter(item.number for item in programme.items)
    heads = [programme.sections[i.section].number if i.section is not None else "" for i in programme.items]
    nearer = Counter(zip(heads, (i.number for i in programme.items), strict=True))
    result = []
    for index, (item, head) in enumerate(zip(programme.items, heads, strict=True), start=1):
        if item.number and numbers[item.number] == 1:
            result.append(f"{at}-{item.number}")
        elif item.number and head and nearer[head, item.number] == 1:
            result.append(f"{at}-{head}-{item.number}")
        else:
            result.append(f"{at}-#{index}")
    return result


def of_items(programmes: Sequence[Programme], odd: Oddities, text: str, places: Places) -> list[Finding]:
    """Repairs inside items."""
    found = []
    for at, programme in enumerate(programmes):
        for index in range(len(programme.items)):
            for oddity in odd[at][index]:
                code, message = _ODD[oddity.code]
                shown = oddity.span.of(text)
                shown = shown if len(shown) <= 40 else shown[:40] + "…"
                place = places[at][index]
                found.append(
                    Finding(
                        f"{code}:{place}", code, Severity.CONFIRM, message.format(text=shown), oddity.span, at, index
                    )
                )
    return _unique(found)


def of_numbers(programmes: Sequence[Programme], places: Places) -> list[Finding]:
    """Repeated section numbers, gaps and repetitions of item numbers, items without units in a list that has them."""
    found: list[Finding] = []
    for at, programme in enumerate(programmes):
        found += _sections(at, programme)
        with_units = sum(1 for i in programme.items if i.units)
        for index, item in enumerate(programme.items):
            if not item.units and with_units * 2 > len(programme.items):
                place = places[at][index]
                message = f"第{item.number or index + 1}项没有读到承办单位，其余事项多数写明，请核对原文。"
                found.append(
                    Finding(f"item.no-units:{place}", "item.no-units", Severity.CONFIRM, message, item.span, at, index)
                )
        found += _gaps(places, at, programme)
    return found


def _sections(at: int, programme: Programme) -> list[Finding]:
    found = []
    counts = Counter(s.number for s in programme.sections if s.number)
    for number, count in counts.items():
        same = [s for s in programme.sections if s.number == number]
        if count > 1 and all(len(s.number) == len(number) for s in same) and _one_kind(same):
            message = f"“{number}、”作标题出现 {count} 次，已按原文顺序保留，请核对是否编号有误。"
            span = same[-1].span
            found.append(
                Finding(
                    f"section.repeated-number:{at + 1}-{number}",
                    "section.repeated-number",
                    Severity.HINT,
                    message,
                    span,
                    at,
                )
            )
    return found


def _one_kind(sections: Sequence[Section]) -> bool:
    heads = {re.sub(r"[一二三四五六七八九十\d]+", "#", s.title[:3]) for s in sections}
    return len(heads) == 1 and next(iter(heads)).startswith("#")


def _gaps(places: Places, at: int, programme: Programme) -> list[Finding]:
    found = []
    for index in range(1, len(programme.items)):
        before, item = programme.items[index - 1], programme.items[index]
        if not (before.number.isdecimal() and item.number.isdecimal()):
            continue
        step = int(item.number) - int(before.number)
        if step == 1 or int(item.number) == 1:
            continue
        message = f"编号由{before.number}到{item.number}，不相连续，请核对是否有漏读或原文编号有误。"
        code = "number.gap" if step > 1 else "number.out-of-order"
        place = places[at][index]
        found.append(
            Finding(f"{code}:{place}", code, Severity.CONFIRM, message, item.number_span or item.span, at, index)
        )
    return found


def of_leads(programmes: Sequence[Programme]) -> list[Finding]:
    """Where the first unit was taken for the lead, once a programme."""
    found = []
    for at, programme in enumerate(programmes):
        items = [
            index
            for index, item in enumerate(programme.items)
            if any(u.lead and u.role_source is RoleSource.INFERRED for u in item.units)
        ]
        if items:
            message = f"{len(items)}项没有写明牵头单位，已推定排在第一位的单位牵头，请确认。"
            span = programme.items[items[0]].span
            data: dict[str, object] = {"items": items}
            found.append(
                Finding(
                    f"units.inferred-lead:{at + 1}",
                    "units.inferred-lead",
                    Severity.CONFIRM,
                    message,
                    span,
                    at,
                    None,
                    data,
                )
            )
    return found


def of_units(
    units: Sequence[UnitName], reasons: dict[str, tuple[str, str]], entries: Sequence[tuple[int, int, UnitEntry]]
) -> list[Finding]:
    """Groups to expand and names that may be one unit."""
    first: dict[str, tuple[int, int, Span]] = {}
    for at, index, entry in entries:
        first.setdefault(entry.unit, (at, index, entry.span))
    found = []
    for unit in units:
        at, index, span = first[unit.name]
        if unit.group:
            message = f"“{unit.name}”是统称（{unit.count}处），请确认包括哪些单位。"
            data: dict[str, object] = {"name": unit.name, "count": unit.count}
            found.append(
                Finding(f"units.group:{unit.name}", "units.group", Severity.CONFIRM, message, span, at, index, data)
            )
        if unit.alias_of:
            reason = reasons[unit.name][1]
            message = f"{reason}。是同一单位请合并，不是请分开。"
            data = {"names": [unit.name, unit.alias_of]}
            found.append(
                Finding(f"units.alias:{unit.name}", "units.alias", Severity.CONFIRM, message, span, at, index, data)
            )
    return found


_SCOPES = {Scope.CITY: "市级", Scope.PROVINCE: "省级", Scope.DISTRICT: "区级", Scope.NATION: "国家"}


def of_scopes(programmes: Sequence[Programme], places: Places) -> list[Finding]:
    """A district's government under a city-level label and the like."""
    found = []
    for at, programme in enumerate(programmes):
        for index, item in enumerate(programme.items):
            for unit in item.units:
                if unit.scope in (Scope.CITY, Scope.PROVINCE) and _is_lower(unit.unit):
                    message = f"“{unit.unit}”列在“{unit.label}”之下，名称却是下一级，请核对。"
                    place = places[at][index]
                    found.append(
                        Finding(
                            f"units.scope-mismatch:{place}",
                            "units.scope-mismatch",
                            Severity.HINT,
                            message,
                            unit.span,
                            at,
                            index,
                        )
                    )
    return _unique(found)


def _is_lower(name: str) -> bool:
    facts = analyse(name)
    return (
        facts.kind is UnitKind.GOVERNMENT
        and bool(re.search(r"[区县](?:人民)?政府$", name))
        or facts.prefix in ("区", "县")
    )


def of_rules(rules: Iterable[Rule], header: Header) -> list[Finding]:
    """A deadline that had passed when the notice was published."""
    published = header.published_on.text or header.issued_on.text
    found = []
    for rule in rules:
        due = rule.data.get("due")
        if isinstance(due, str) and published and due < published:
            message = f"要求{due}前办理，而公开日期是{published}，期限早于公开日期，请核对。"
            code = "rules.due-before-published"
            found.append(
                Finding(f"{code}:{rule.kind}", code, Severity.HINT, message, rule.span, None, None, {"due": due})
            )
    return _unique(found)


def glued(programmes: Sequence[Programme], marks: Sequence[tuple[str, Span]], places: Places) -> list[Finding]:
    """An annex mark that stood at the end of an item and was cut off."""
    found = []
    for mark, span in marks:
        for at, programme in enumerate(programmes):
            for index, item in enumerate(programme.items):
                if 0 <= span.start - item.span.end <= 2:
                    message = f"第{item.number}项末尾粘连着“{mark}”，已从事项中分出，作为附件标记。"
                    place = places[at][index]
                    found.append(
                        Finding(
                            f"annex.glued-mark:{place}",
                            "annex.glued-mark",
                            Severity.CONFIRM,
                            message,
                            span,
                            at,
                            index,
                            {"mark": mark},
                        )
                    )
    return found


def no_items() -> Finding:
    """Nothing that assigns or promises work was found."""
    message = (
        "没有读到责任事项。应有编号的事项清单或带“责任单位”列的表格；"
        "请确认上传的是否为分解方案，附件是否齐全，扫描件请先转成文字。"
    )
    return Finding("notice.no-items:document", "notice.no-items", Severity.BLOCK, message)


def _unique(found: list[Finding]) -> list[Finding]:
    """One finding an id; later ones of the same place only say the same again."""
    return list({f.id: f for f in reversed(found)}.values())[::-1]


def run_together(programmes: Sequence[Programme], starts: set[int], places: Places) -> list[Finding]:
    """Items that began in the middle of a line."""
    found = []
    for at, programme in enumerate(programmes):
        for index, item in enumerate(programme.items):
            if item.span.start in starts:
                message = f"第{item.number}项与上一项连在一行，已按编号分开，请核对。"
                place = places[at][index]
                code = "item.run-together"
                found.append(
                    Finding(
                        f"{code}:{place}", code, Severity.CONFIRM, message, item.number_span or item.span, at, index
                    )
                )
    return found


def items_of(programmes: Sequence[Programme]) -> list[tuple[int, int, Item]]:
    """Every item with the index of its programme and its own."""
    return [(at, index, item) for at, programme in enumerate(programmes) for index, item in enumerate(programme.items)]
