"""A draft's JSON as the screens show it: items with their findings, counts, words for codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from duban.core.text.figures import show_number
from duban.ledger.enums import LEVEL_MARKS
from duban.notices import decisions as decided
from duban.notices.decisions import About

LEVELS = {"nation": "国家", "province": "省级", "city": "市级", "district": "区级", "": "未载明"}
ROLES = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}
OPS = {"=": "达到", ">=": "不少于", ">": "超过", "<=": "不超过", "<": "少于", "~": "约"}
TARGET_KINDS = {"amount": "数量", "growth": "增长", "level": "水平", "cap": "控制", "per": "标准"}
SEVERITIES = {"block": "须处理", "confirm": "请确认", "hint": "提示"}
ORDER = {"block": 0, "confirm": 1, "hint": 2}


@dataclass(frozen=True)
class FindingView:
    """A finding with the answer it was given."""

    id: str
    code: str
    severity: str
    message: str
    span: list[int] | None
    programme: int | None
    item: int | None
    place: str  # 市-54
    answer: str
    note: str
    place_in_list: int = 0
    unit: str = ""  # printed name that it asks about: decided in the step 单位
    items: tuple[int, ...] = ()  # of its programme, where it speaks of several

    @property
    def anchor(self) -> str:
        """Where the source shows it, for a finding about no item."""
        return f"g{self.place_in_list}" if self.item is None and self.span is not None else ""

    @property
    def label(self) -> str:
        return SEVERITIES[self.severity]

    @property
    def answered(self) -> str:
        return decided.FINDING_ANSWERS.get(self.answer, "")

    @property
    def waits(self) -> bool:
        return not self.answer and self.severity != "hint"

    @property
    def key(self) -> str:
        """Of the item: 1-53; "" where the finding is about the whole notice."""
        return "" if self.item is None else f"{self.programme}-{self.item}"


@dataclass(frozen=True)
class ItemView:
    """An item at the right of the preview."""

    programme: int
    item: int
    value: dict[str, Any]
    level: str
    findings: list[FindingView] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.programme}-{self.item}"

    @property
    def code(self) -> str:
        return f"{LEVEL_MARKS.get(self.level or 'none', '项')}-{self.value['number'] or self.item + 1}"

    @property
    def waits(self) -> bool:
        return any(f.waits for f in self.findings)

    @property
    def units(self) -> list[dict[str, Any]]:
        return [{**u, "role_label": ROLES[u["role"]], "scope_label": LEVELS[u["scope"]]} for u in self.value["units"]]

    @property
    def targets(self) -> list[dict[str, Any]]:
        return [
            {
                **t,
                "op_label": "" if t["op"] == "=" else OPS[t["op"]],
                "shown": show_number(t["value"]),
                "kind_label": TARGET_KINDS[t["kind"]],
            }
            for t in self.value["targets"]
        ]

    @property
    def pieces(self) -> Iterator[tuple[str, str]]:
        """The text without the tags that only name units: (class of the mark or "", words)."""
        text, start = self.value["text"], self.value["span"][0]
        if len(text) != self.value["span"][1] - start:
            yield "", text
            return
        hidden = [(a - start, b - start, "tag") for a, b in self.value["tags"]]
        marks = [(*_moved(t["figure"], start), "fig") for t in self.value["targets"]]
        yield from ((kind, words) for kind, words in segments(text, hidden + marks) if kind != "tag")


def _moved(span: list[int], by: int) -> tuple[int, int]:
    return span[0] - by, span[1] - by


def segments(text: str, marks: Iterable[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """The text cut at the marks; where marks overlap, the first in the list wins."""
    kinds: dict[int, str] = {}
    cuts = {0, len(text)}
    kept = [(max(0, a), min(len(text), b), kind) for a, b, kind in marks if a < len(text) and b > 0]
    for a, b, _ in kept:
        cuts.update((a, b))
    ordered = sorted(cuts)
    place = {cut: n for n, cut in enumerate(ordered)}
    for a, b, kind in kept:
        for n in range(place[a], place[b]):
            kinds.setdefault(n, kind)
    for n, (a, b) in enumerate(zip(ordered, ordered[1:], strict=False)):
        if a < b:
            yield kinds.get(n, ""), text[a:b]


@dataclass(frozen=True)
class SectionView:
    """A section with those of its items that are shown."""

    title: str
    index: int | None
    items: list[ItemView]


@dataclass(frozen=True)
class ProgrammeView:
    """A programme with the sections that are shown; ``total`` counts all of its items."""

    index: int
    value: dict[str, Any]
    sections: list[SectionView]
    total: int

    @property
    def level_label(self) -> str:
        return LEVELS[self.value["level"]]

    @property
    def shown(self) -> int:
        return sum(len(s.items) for s in self.sections)


@dataclass(frozen=True)
class Counts:
    """The figures at the head of the preview."""

    items: int
    entries: int
    targets: int
    waiting: int
    blocking: int


def counts(current: dict[str, Any], decisions: dict[str, Any]) -> Counts:
    """233 项、467 条承办、241 个指标；待确认 12 处."""
    items = [item for p in current["programmes"] for item in p["items"]]
    return Counts(
        items=len(items),
        entries=sum(len(i["units"]) for i in items),
        targets=sum(len(i["targets"]) for i in items),
        waiting=len(decided.open_findings(current, decisions)),
        blocking=len(decided.blocking_findings(current, decisions)),
    )


def findings(current: dict[str, Any], decisions: dict[str, Any]) -> list[FindingView]:
    """All findings, those to settle first, then in printed order."""
    answers = decided.of(decisions, About.FINDING)
    views = [_finding(current, n, f, answers.get(f["id"], {})) for n, f in enumerate(current["findings"])]
    return sorted(
        views,
        key=lambda f: (not f.waits, ORDER[f.severity], *(-1 if n is None else n for n in (f.programme, f.item))),
    )


def _finding(current: dict[str, Any], n: int, value: dict[str, Any], answer: dict[str, Any]) -> FindingView:
    programme, item = value["programme"], value["item"]
    place = ""
    level = current["programmes"][programme]["level"] if programme is not None else ""
    if programme is not None and item is None:
        place = f"{LEVELS[level]}方案" if level else f"方案 {programme + 1}"
    if programme is not None and item is not None:
        place = ItemView(programme, item, current["programmes"][programme]["items"][item], level).code
    return FindingView(
        id=value["id"],
        code=value["code"],
        severity=value["severity"],
        message=value["message"],
        span=value["span"],
        programme=programme,
        item=item,
        place=place,
        answer=str(answer.get("answer", "")),
        note=str(answer.get("note", "")),
        place_in_list=n,
        unit=decided.about_unit(value),
        items=tuple(value["data"].get("items", ())),
    )


def item_views(current: dict[str, Any], found: list[FindingView]) -> list[list[ItemView]]:
    """Items of each programme, each with its findings."""
    by_item: dict[str, list[FindingView]] = {}
    for finding in found:
        by_item.setdefault(finding.key, []).append(finding)
    return [
        [ItemView(p, i, v, programme["level"], by_item.get(f"{p}-{i}", [])) for i, v in enumerate(programme["items"])]
        for p, programme in enumerate(current["programmes"])
    ]


def one_item(current: dict[str, Any], decisions: dict[str, Any], programme: int, item: int) -> ItemView:
    """A single item with its findings."""
    found = [f for f in findings(current, decisions) if (f.programme, f.item) == (programme, item)]
    value = current["programmes"][programme]["items"][item]
    return ItemView(programme, item, value, current["programmes"][programme]["level"], found)


def programme_views(
    current: dict[str, Any], found: list[FindingView], *, doubtful: bool, query: str, of: str = ""
) -> list[ProgrammeView]:
    """Programmes and sections with the items that pass the filter, in printed order."""
    views = []
    asked = next((f for f in found if of and f.id == of), None)
    for index, items in enumerate(item_views(current, found)):
        programme = current["programmes"][index]
        if asked is not None:
            items = [i for i in items if index == asked.programme and i.item in asked.items]
        chosen = [i for i in items if (not doubtful or i.waits) and (not query or matches(i, query))]
        sections: list[SectionView] = []
        for item in chosen:
            at = item.value["section_index"]
            if not sections or sections[-1].index != at:
                sections.append(SectionView(item.value["section"], at, []))
            sections[-1].items.append(item)
        views.append(ProgrammeView(index, programme, sections, len(programme["items"])))
    return views


def matches(item: ItemView, query: str) -> bool:
    """Whether every word of the query stands in number, text, title or units; one character is a word too."""
    value = item.value
    words = [item.code, value["title"], value["text"], *(u["unit"] for u in value["units"])]
    text = " ".join(words).casefold()
    return all(word in text for word in query.casefold().split())


SHOWN_ALIKE = 4


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one sort, so that many alike can be accepted at once."""

    code: str
    findings: list[FindingView]

    @property
    def waiting(self) -> int:
        return sum(f.waits for f in self.findings)

    @property
    def acceptable(self) -> int:
        """How many can be accepted at once; what asks for a unit is decided one by one."""
        return sum(f.waits and not f.unit for f in self.findings)

    @property
    def first(self) -> list[FindingView]:
        return [f for f in self.findings if f.waits][:SHOWN_ALIKE]

    @property
    def rest(self) -> list[FindingView]:
        return [f for f in self.findings if f.waits][SHOWN_ALIKE:]


def grouped(found: list[FindingView]) -> list[FindingGroup]:
    """Findings by sort, in the order of the first of each sort."""
    groups: dict[str, list[FindingView]] = {}
    for finding in found:
        groups.setdefault(finding.code, []).append(finding)
    return [FindingGroup(code, members) for code, members in groups.items()]
