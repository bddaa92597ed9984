"""Reading a whole notice: lines, zones, head data, competing layouts, items, rules, forms, findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from duban.core.document import SourceDocument, Span
from duban.core.notice import competition, findings, forms, header, page, rules, zones
from duban.core.notice.items import Builder, FindTargets, Oddity
from duban.core.notice.layouts.base import Account, Draft
from duban.core.notice.reading import (
    Annex,
    Finding,
    Item,
    Level,
    Programme,
    Reading,
    Rule,
    Scope,
    UnitEntry,
    UnitName,
)
from duban.core.notice.vocabulary import says_lead_first
from duban.core.notice.zones import Zone, ZoneKind
from duban.core.text.patterns import HAN, regex
from duban.core.text.width import half
from duban.core.units import analyse, proposals

Progress = Callable[[str, int], None]


def _silent(stage: str, percent: int) -> None:
    """Nobody listens."""


def _targets() -> FindTargets | None:
    try:
        from duban.core.targets import find_targets
    except ImportError:
        return None
    return find_targets


@dataclass(slots=True)
class _Work:
    """What is gathered on the way."""

    programmes: list[Programme] = field(default_factory=list)
    oddities: list[list[list[Oddity]]] = field(default_factory=list)
    together: set[int] = field(default_factory=set)


def read(document: SourceDocument, progress: Progress | None = None) -> Reading:
    """The reading of a document; never fails, a text without items gives a finding that says so."""
    tell = progress or _silent
    tell("整理文本", 5)
    sheet = page.make(document)
    parts, announced = zones.cut(sheet)
    tell("识别来文要素", 15)
    before = next((z.opener.index for z in parts if z.opener is not None), len(sheet.lines))
    head = header.read(sheet, before)
    tell("比较版式", 30)
    chosen, explanations = competition.compete(competition.views(sheet, parts, head.header.title.text))
    tell("读取事项和单位", 55)
    work = _build(sheet, chosen, head.header.title.text, head.header.issuer.text or _congress(sheet))
    tell("读取规定和表样", 85)
    year = _first_year(work.programmes, head.header.issued_on.text, head.header.published_on.text)
    body_lines = _body(sheet, parts, head, work.programmes)
    body = Span(body_lines[0].span.start, body_lines[-1].span.end) if body_lines else None
    found_rules = rules.read(sheet, body_lines, year)
    found_forms = [forms.read(sheet, z) for z in parts if z.kind is ZoneKind.FORM and z.lines]
    tell("核对", 95)
    units, found = _findings(sheet, work, found_rules, head)
    return Reading(
        header=head.header,
        body=body,
        annexes=_annexes(parts, announced),
        programmes=tuple(work.programmes),
        rules=tuple(found_rules),
        forms=tuple(found_forms),
        units=tuple(units),
        findings=tuple(found),
        explanations=tuple(explanations),
    )


def _build(sheet: page.Page, chosen: list[Account], title: str, issuer: str) -> _Work:
    work = _Work()
    builder = Builder(sheet, _targets())
    builder.lead_first = _first_leads(sheet)
    for account in chosen:
        drafts, sections = account.listed()
        zone = account.zone
        name = zone.title or title
        level = level_of(name, title, issuer)
        builder.own_scope = Scope(level.value) if issuer and level is level_of(issuer, "", "") else Scope.NONE
        built = [builder.build(d) for d in _told(drafts, sheet.text)]
        built = [b for b in built if b.item.text.strip()]
        items = _titled([b.item for b in built])
        if not items:
            continue
        work.oddities.append([b.oddities for b in built])
        work.together |= {d.span.start for d in drafts if d.run_together}
        span = _span(zone, drafts)
        work.programmes.append(
            Programme(
                level=level,
                year=_year(name) or _year(title),
                title=name,
                span=span,
                sections=tuple(sections),
                items=tuple(items),
                annex=zone.mark,
            )
        )
    return work


_TOLD_SHARE = 0.7
_TOLD = regex(r"[。;；](?:现|均|全部|目前|截至目前|目前均)?已[^。;；]{0,12}\d")


def _told(drafts: list[Draft], text: str) -> list[Draft]:
    """Items of which most say after the plan what was done (改造28个。已完工28个。) report results, all of them."""
    if len(drafts) < 3 or any(d.result for d in drafts):
        return drafts
    places = [(d.span.start, d.span.end) for d in drafts]
    told = sum(1 for a, b in places if text.find("已", a, b) > 0 and _TOLD.search(text, a, b))
    return [d._replace(result=True) for d in drafts] if told >= _TOLD_SHARE * len(drafts) else drafts


def _span(zone: Zone, drafts: list[Draft]) -> Span:
    start = zone.title_span.start if zone.title_span else drafts[0].span.start
    return Span(min(start, drafts[0].span.start), max(d.span.end for d in drafts))


def _first_leads(sheet: page.Page) -> bool:
    """Whether the notice says, outside its list that the first unit leads (每项工作列第一位的为牵头单位)."""
    before = ""  # a line that is broken in the middle of the sentence
    for line in sheet.lines:
        if not line.cells and says_lead_first(before + line.half) and not sheet.tags(line):
            return True
        before = "" if line.cells or line.half.endswith(("。", ":", ";", ")")) else line.half[-60:]
    return False


_CONGRESS = regex(rf"({HAN}{{1,12}}?(?:自治区|省|市|州|盟|县|区|旗))第.{{1,6}}届人民代表大会")


def _congress(sheet: page.Page) -> str:
    """The place before whose people's congress a report was held; stands in for an issuer."""
    for line in sheet.lines[:30]:
        if found := _CONGRESS.search(line.half):
            return found.group(1).rpartition("在")[2]
    return ""


_TITLE_END = regex(r"^([^。:;\n]{2,28})(?:。|:)\**(?=\S)")


def _titled(items: list[Item]) -> list[Item]:
    """Short first sentences are titles where most items have one (1.公交出行优化。续建地铁…)."""
    heads: list[str] = []
    for item in items:
        first, _, rest = half(item.text).partition("\n")
        found = _TITLE_END.match(first)
        if rest.strip() and len(first) <= 40 and not found:
            heads.append(first.rstrip("。: *"))
        else:
            tag = item.tags[0].start - item.span.start if item.tags else len(item.text)
            heads.append(found.group(1) if found and found.end() < tag and "," not in found.group(1) else "")
    have = sum(1 for h in heads if h)
    if have < 0.7 * len(items):
        return items
    return [
        i if i.title or not h else replace(i, title=i.text[: len(h)].strip(" *\n"))
        for i, h in zip(items, heads, strict=True)
    ]


def _year(text: str) -> int | None:
    found = re.search(r"(20\d\d|19\d\d)(?: ?年|-|—)", half(text))
    return int(found.group(1)) if found else None


def _first_year(programmes: list[Programme], *dates: str) -> int | None:
    years = [p.year for p in programmes if p.year]
    return years[0] if years else next((int(d[:4]) for d in dates if d), None)


_LEVEL_WORDS = (
    ("国家", Level.NATION),
    ("国务院", Level.NATION),
    ("省", Level.PROVINCE),
    ("自治区", Level.PROVINCE),
    ("市", Level.CITY),
    ("州", Level.CITY),
    ("盟", Level.CITY),
    ("区", Level.DISTRICT),
    ("县", Level.DISTRICT),
    ("旗", Level.DISTRICT),
)
_OWN_REPORT = regex(r"(自治区|省|市|州|盟|区|县|旗)(?:级|人民政府|政府)?(?:\([^()]*\))?《?政府工作报告")
_BEHIND_YEAR = regex(r"\d年(国家|省|自治区|市|州|盟|区|县|旗)")
_PLACE = regex(r"^[^《,。]{0,10}?(国务院|自治区|省|市|州|盟|区|县|旗)")


def level_of(title: str, document_title: str, issuer: str) -> Level:
    """Whose work report a programme breaks down.

    >>> level_of("2023年省《政府工作报告》确定的主要目标任务(武昌区)责任分解方案", "", "").value
    'province'
    """
    for text in (title, document_title, issuer):
        plain = re.sub(r"\s", "", half(text))
        for pattern in (_OWN_REPORT, _BEHIND_YEAR, _PLACE):
            if found := pattern.search(plain):
                return next(level for word, level in _LEVEL_WORDS if word == found.group(1))
    return Level.NONE


def _body(sheet: page.Page, parts: list[Zone], head: header.Head, programmes: list[Programme]) -> list[page.Line]:
    """Lines of the notice's own text: from below the addressees to the signature, without items."""
    main = [z for z in parts if z.kind is ZoneKind.MAIN]
    if not main:
        return []
    end = head.signature if head.signature is not None else main[-1].last
    spans = sorted((i.span.start, i.span.end) for p in programmes for i in p.items)
    lines = [x for z in main for x in z.lines if head.first <= x.index < end]
    taken = {start for start, _ in spans}
    return [x for x in lines if x.body not in taken]


def _annexes(parts: list[Zone], announced: list[Annex]) -> tuple[Annex, ...]:
    """Annexes that are there, with the title printed above them (or announced before), in order."""
    by_mark = {a.mark: a for a in announced}
    result: list[Annex] = []
    for zone in parts:
        if not zone.mark or zone.heading is not None or (result and result[-1].mark == zone.mark):
            continue
        title = zone.title or (by_mark[zone.mark].title if zone.mark in by_mark else "")
        start = zone.opener.span.start if zone.opener else 0
        end = zone.lines[-1].span.end if zone.lines else (zone.title_span.end if zone.title_span else start)
        result.append(Annex(zone.mark, title, Span(start, max(start, end))))
    missing = [a for a in announced if a.mark not in {r.mark for r in result}]
    return tuple(_filled(result, missing, announced))


def _filled(result: list[Annex], missing: list[Annex], announced: list[Annex]) -> list[Annex]:
    """Announced annexes that are not in the file stay visible, in their order."""
    if not missing or not result:
        return result or list(announced)
    order = {a.mark: at for at, a in enumerate(announced)}
    return sorted([*result, *missing], key=lambda a: order.get(a.mark, len(order)))


def _findings(
    sheet: page.Page, work: _Work, found_rules: list[Rule], head: header.Head
) -> tuple[list[UnitName], list[Finding]]:
    programmes = work.programmes
    if not programmes:
        return [], [findings.no_items(), *findings.of_rules(found_rules, head.header)]
    entries = [(at, index, unit) for at, index, item in findings.items_of(programmes) for unit in item.units]
    units, reasons = unit_names([e for _, _, e in entries])
    places = findings.places(programmes)
    marks = [(x.text.strip(), x.span) for x in sheet.lines if x.glued]
    found = [
        *findings.of_items(programmes, work.oddities, sheet.text, places),
        *findings.glued(programmes, marks, places),
        *findings.run_together(programmes, work.together, places),
        *findings.of_numbers(programmes, places),
        *findings.of_leads(programmes),
        *findings.of_scopes(programmes, places),
        *findings.of_units(units, reasons, entries),
        *findings.of_rules(found_rules, head.header),
    ]
    return units, found


def unit_names(entries: list[UnitEntry]) -> tuple[list[UnitName], dict[str, tuple[str, str]]]:
    """Every printed name once, in order, with proposals of what may be the same unit."""
    count = Counter(e.unit for e in entries)
    scopes: dict[str, list[Scope]] = {}
    for entry in entries:
        if entry.scope not in scopes.setdefault(entry.unit, []):
            scopes[entry.unit].append(entry.scope)
    reasons = {short: (long, why) for short, long, why in proposals(count)}
    units = []
    for name in count:
        facts = analyse(name)
        alias = reasons[name][0] if name in reasons else ""
        units.append(UnitName(name, count[name], tuple(scopes[name]), facts.group, facts.kind.value, alias))
    return units, reasons
