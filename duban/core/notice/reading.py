"""What is read out of a notice (来文): plain frozen values, each with its place in the source.

The JSON form (:mod:`duban.core.notice.jsonform`) is what ``duban read --json`` prints, what the import
wizard stores as a draft and what corrections by hand are applied to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from duban.core.document import Span


class Role(StrEnum):
    """承办角色 of a unit in an item."""

    LEAD = "lead"  # 牵头 / 主办
    RESPONSIBLE = "responsible"  # 责任 / 实施 / 负责
    COOPERATING = "cooperating"  # 配合 / 协办 / 参与


class Scope(StrEnum):
    """Level that the label in front of a unit prints (市级牵头单位, 区级责任单位); empty if it prints none."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    NONE = ""


class Level(StrEnum):
    """Level of a programme: whose Government Work Report it breaks down."""

    NATION = "nation"  # 国家
    PROVINCE = "province"  # 省 / 自治区 / 直辖市
    CITY = "city"  # 市 / 州 / 盟
    DISTRICT = "district"  # 区 / 县
    NONE = ""


class RoleSource(StrEnum):
    """Where the role of an entry comes from."""

    PRINTED = "printed"
    INFERRED = "inferred"  # first unit where no lead is printed, or a rule of the notice (列第一位者为牵头单位)


class Severity(StrEnum):
    """How a finding is treated before the ledger is made."""

    BLOCK = "block"  # must be settled
    CONFIRM = "confirm"  # a person has to agree
    HINT = "hint"  # worth a look


class TargetKind(StrEnum):
    """What sort of figure a target is (see ``domain.md``: schedule is never linear for rates, levels, caps)."""

    AMOUNT = "amount"  # a number to do or reach: 完成260个
    GROWTH = "growth"  # against an earlier period: 增长6.5%
    LEVEL = "level"  # a rate, share or total to reach: 占比达到30%
    CAP = "cap"  # not to exceed, zero included: 不发生…
    PER = "per"  # parameter of a service: 每人1万元, 30天免费游泳


@dataclass(frozen=True, slots=True)
class Valued:
    """A text with its place."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified goal (量化目标) of an item. Spans point into the source document."""

    phrase: str  # letter for letter, the shortest stretch with thing, figure, unit, bound
    what: str  # thing counted
    op: str  # "=", ">=", ">", "<=", "<", "~"
    value: Decimal  # in ``unit``, without 万/亿
    unit: str  # measure word as printed, without 万/亿; "" where none
    kind: TargetKind
    span: Span  # of the phrase
    figure: Span  # of number and unit
    base: Decimal | None = None  # 由A提高到B: A
    due: str = ""  # deadline inside the text, as printed: 年底前, 4月前
    part: int = 0  # part of the item that it stands in, 0 = whole


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit of one item (承办关系), in printed order."""

    unit: str  # name exactly as printed (without 等)
    role: Role
    scope: Scope
    span: Span
    part: int = 0  # 0 = whole item; 1, 2 … where several parts print their own units
    part_text: str = ""  # words of that part
    order: int = 0  # from 0 inside its label group
    label: str = ""  # 区级牵头单位 as printed; "" for verb forms
    role_source: RoleSource = RoleSource.PRINTED
    full_name: str = ""  # with elided prefix / distributed suffix restored; "" if the same as ``unit``
    lead: bool = False  # heads its group: printed lead, or first unit where no lead is printed
    group: bool = False  # a collective name (各街道办事处) that must be expanded


@dataclass(frozen=True, slots=True)
class Result:
    """Progress that the document itself reports for an item (完成情况)."""

    text: str
    span: Span
    figures: tuple[Target, ...] = ()
    status: str = ""  # 已完成 … as printed


@dataclass(frozen=True, slots=True)
class Extra:
    """A further labelled fact of an item: 完成时限, 牵头领导, 责任人, 目标任务 …"""

    label: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """An item (责任事项) as printed."""

    number: str  # without punctuation: "54", "三"; "" where none is printed
    section: int | None  # index into Programme.sections
    text: str  # exactly as printed behind the number, unit tags included
    span: Span  # of ``text`` in the source
    units: tuple[UnitEntry, ...] = ()
    targets: tuple[Target, ...] = ()
    tags: tuple[Span, ...] = ()  # stretches of the source that only name units (for display without them)
    title: str = ""  # where the item prints one before its content
    extras: tuple[Extra, ...] = ()
    result: Result | None = None
    number_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading above items, as printed; ``number`` may repeat (四 twice), order is the index."""

    number: str  # "一"
    title: str  # whole printed line: "一、经济社会发展主要预期目标"
    span: Span


@dataclass(frozen=True, slots=True)
class Programme:
    """One breakdown list (分解方案) of a notice, usually an annex."""

    level: Level
    year: int | None
    title: str  # broken lines joined
    span: Span
    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()
    annex: str = ""  # "附件2" as printed, "" if none


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the notice's body, with the sentence that it was read from.

    ``kind``: liaison_list, handling_plan, periodic_report, lead_rule, appraisal, circular, commendation,
    coordination, supervision (月调度、亮牌), closing (销号), adjustment (调整报批), form_of_reports (签字、盖章、表样).
    ``data`` holds plain JSON values, by kind:
    deadlines as ``{"due": "2023-02-28", "inclusive": true, "form": "附件4", "to": "区政府督查室"}``; reports as
    ``{"cycle": "quarter", "month_of_cycle": 1, "day": 10, "from": {"year": 2023, "quarter": 2},
    "signed_by": "principal", "to": "区政府督查室", "form": "附件5"}``.
    """

    kind: str
    sentence: str
    span: Span
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that the notice asks units to fill (附件4, 附件5)."""

    kind: str  # liaison_list | periodic_report | other
    annex: str
    title: str
    span: Span
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (附件) with its printed mark and title."""

    mark: str
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit name as printed, and how often; what may be the same or a group is a finding, never a merge."""

    name: str
    count: int
    scopes: tuple[Scope, ...] = ()
    group: bool = False
    kind: str = ""  # department, street, branch (派驻), company, committee, group …
    alias_of: str = ""  # proposal: another printed name of this document


@dataclass(frozen=True, slots=True)
class Finding:
    """Something repaired, guessed or doubtful. ``id`` is stable for the same file and reader rule."""

    id: str  # "<code>:<where>", e.g. "units.nested-label:2-56"
    code: str  # "units.nested-label"
    severity: Severity
    message: str  # Chinese: found / what was made of it / what to do
    span: Span | None = None
    programme: int | None = None  # index
    item: int | None = None  # index inside the programme
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """Head data of the notice; each with its place, empty where not printed."""

    title: Valued = Valued("")
    document_number: Valued = Valued("")  # 武昌政办〔2023〕1号
    issuer: Valued = Valued("")
    index_number: Valued = Valued("")
    published_on: Valued = Valued("")  # ISO date
    issued_on: Valued = Valued("")  # 成文日期, ISO date
    addressees: Valued = Valued("")  # 主送机关


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a layout reader explained the document: for "why was it read like this"."""

    layout: str
    score: float  # 0..1
    items: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole reading of one document."""

    header: Header = Header()
    body: Span | None = None
    annexes: tuple[Annex, ...] = ()
    programmes: tuple[Programme, ...] = ()
    rules: tuple[Rule, ...] = ()
    forms: tuple[Form, ...] = ()
    units: tuple[UnitName, ...] = ()
    findings: tuple[Finding, ...] = ()
    explanations: tuple[Explanation, ...] = ()  # winner first, then runner-up
    version: int = 1
