"""The register of figures (数据) that a circular may refer to: name, what it is, and how it follows from the ledger.

A figure is computed from a :class:`Scope` alone, so that the same instant gives the same figure. To add one, write a
function of a scope and an argument and register it under its Chinese name: it can be used in texts at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from duban.circulars.enums import Kind
from duban.circulars.scope import Scope, matter_row
from duban.circulars.values import Row, Value
from duban.core.circulars.placeholders import Reference
from duban.core.circulars.shares import shares
from duban.core.circulars.wording import titled
from duban.core.gongwen.annex5 import term_of
from duban.core.oversight.rules import COLOUR_LABELS, Colour
from duban.core.text.days import day_in_words
from duban.core.text.figures import plain_number
from duban.ledger.enums import Level

LEVELS = tuple(level.label for level in Level if level is not Level.NONE)
ORDER = (Colour.BLUE, Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY)
Compute = Callable[[Scope, str], Value]


@dataclass(frozen=True)
class Definition:
    """A figure of the register. ``label``: what it counts, for who writes texts. ``arguments``: what it takes."""

    name: str
    label: str
    compute: Compute
    arguments: tuple[str, ...] = ()
    kinds: tuple[str, ...] = (Kind.CIRCULAR, Kind.COMMENDATION)


FIGURES: dict[str, Definition] = {}


def figure(
    name: str,
    label: str,
    *,
    arguments: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (Kind.CIRCULAR, Kind.COMMENDATION),
) -> Callable[[Compute], Compute]:
    """Register a figure under its name."""

    def add(compute: Compute) -> Compute:
        if name in FIGURES:
            raise ValueError(f"registered twice: {name}")
        FIGURES[name] = Definition(name, label, compute, arguments, kinds)
        return compute

    return add


def known(kind: str) -> dict[str, Collection[str]]:
    """Name → arguments of the figures that texts of the kind may use."""
    from duban.circulars import lists  # noqa: F401  registers the lists

    return {name: each.arguments for name, each in FIGURES.items() if kind in each.kinds}


def compute(scope: Scope, references: Collection[Reference]) -> dict[str, Value]:
    """Key → value of each reference; what they have in common is asked once."""
    from duban.circulars import lists  # noqa: F401

    return {each.key: FIGURES[each.name].compute(scope, each.argument) for each in references}


# What the text is about.


@figure("年度", "责任事项的年度")
def _year(scope: Scope, argument: str) -> Value:
    return Value(str(scope.year))


@figure("期别", "报告期涵盖的时段：第一季度、前三季度、全年；没有选报告期的为“截至某日”")
def _term(scope: Scope, argument: str) -> Value:
    if scope.period is None:
        return Value(f"截至{scope.on.month}月{scope.on.day}日")
    rows = (Row("progress.period", scope.period.pk, str(scope.period)),)
    return Value(term_of(scope.period.covers_from, scope.period.covers_to), rows=rows)


@figure("截至日期", "取数的日期")
def _day(scope: Scope, argument: str) -> Value:
    return Value(day_in_words(scope.on))


@figure("来文依据", "交办责任事项的来文：标题和文号")
def _basis(scope: Scope, argument: str) -> Value:
    notice = scope.notice
    if notice is None:
        return Value("责任分解方案")
    number = f"（{notice.document_number}）" if notice.document_number else ""
    title = titled(notice.title)
    return Value(f"{title}{number}", rows=(Row("notices.notice", notice.pk, notice.document_number or title),))


@figure("督查机构", "督查室的名称")
def _office(scope: Scope, argument: str) -> Value:
    return Value(scope.office)


@figure("下期报送要求", "下一报告期的报送期限，一句话；没有下一期的为空")
def _next(scope: Scope, argument: str) -> Value:
    period = scope.following
    if period is None:
        return Value()
    text = f"{period.name}完成情况请于{day_in_words(period.due_on)}前报送。"
    return Value(text, rows=(Row("progress.period", period.pk, period.name),))


# Counts by light.


def _of(scope: Scope, argument: str, colour: Colour | None = None) -> Value:
    rows = [
        matter_row(each)
        for each in scope.lights.values()
        if (colour is None or each.colour == colour) and (not argument or scope.level_of(each) == argument)
    ]
    return Value.count(rows, scope.rule)


@figure("事项总数", "责任事项的项数，不含撤销的", arguments=LEVELS)
def _total(scope: Scope, argument: str) -> Value:
    return _of(scope, argument)


@figure("层级构成", "各层级的项数，一句话：省级13项、市级148项")
def _by_level(scope: Scope, argument: str) -> Value:
    words: list[str] = []
    rows: list[Row] = []
    for level in LEVELS:
        found = _of(scope, level)
        if found.number:
            words.append(f"{level}{found.number}项")
            rows.extend(found.rows)
    if len(rows) != len(scope.lights):  # programmes without a level
        words.append(f"其他{len(scope.lights) - len(rows)}项")
        rows = list(_of(scope, "").rows)
    return Value("、".join(words), rows=tuple(rows))


def _share(scope: Scope, argument: str, colour: Colour) -> Value:
    counts = [_of(scope, argument, each) for each in ORDER]
    part = shares([each.number or 0 for each in counts])[ORDER.index(colour)]
    found = counts[ORDER.index(colour)]
    return Value(f"{plain_number(part)}%", None, None, found.rows, found.rule)


def _register(colour: Colour) -> None:
    word = COLOUR_LABELS[colour]
    figure(f"{word}项数", f"亮灯为“{word}”的项数", arguments=LEVELS)(
        lambda scope, argument: _of(scope, argument, colour)
    )
    figure(f"{word}占比", f"亮灯为“{word}”的占比；五类相加为 100%", arguments=LEVELS)(
        lambda scope, argument: _share(scope, argument, colour)
    )


for _colour in ORDER:
    _register(_colour)


# Goals with figures, and matters without.

ON_COLOURS = (Colour.BLUE, Colour.GREEN)
OFF_COLOURS = (Colour.YELLOW, Colour.RED)


def _goals(scope: Scope, colours: Collection[Colour] = ORDER) -> Value:
    rows = [
        Row("ledger.target", part.use.target.pk, f"{each.matter.code} {part.use.target.what}")
        for each, part, colour in scope.parts()
        if colour in colours and part.use is not None
    ]
    return Value.count(rows, scope.rule)


@figure("量化指标数", "有目标值的指标个数")
def _goals_all(scope: Scope, argument: str) -> Value:
    return _goals(scope)


@figure("达序时指标数", "已达到目标或不落后于序时的指标个数")
def _goals_on(scope: Scope, argument: str) -> Value:
    return _goals(scope, ON_COLOURS)


@figure("未达序时指标数", "落后于序时的指标个数")
def _goals_off(scope: Scope, argument: str) -> Value:
    return _goals(scope, OFF_COLOURS)


@figure("未判断指标数", "暂不判断的指标个数：数据尚未发布、份额未商定等")
def _goals_grey(scope: Scope, argument: str) -> Value:
    return _goals(scope, (Colour.GREY,))


def _plain(scope: Scope, colours: Collection[Colour] = ORDER) -> Value:
    return Value.count([matter_row(each) for each in scope.plain() if each.colour in colours], scope.rule)


@figure("非量化事项数", "没有量化指标的事项项数")
def _plain_all(scope: Scope, argument: str) -> Value:
    return _plain(scope)


@figure("非量化正常项数", "没有量化指标、已完成或按节点推进的项数")
def _plain_on(scope: Scope, argument: str) -> Value:
    return _plain(scope, ON_COLOURS)


@figure("节点逾期项数", "没有量化指标、时间节点或期限逾期的项数")
def _plain_off(scope: Scope, argument: str) -> Value:
    return _plain(scope, OFF_COLOURS)


@figure("非量化未判断项数", "没有量化指标、暂不判断的项数")
def _plain_grey(scope: Scope, argument: str) -> Value:
    return _plain(scope, (Colour.GREY,))


# Reports.

REPORTS = (Kind.CIRCULAR,)


def _reports(scope: Scope, keep: Callable[..., bool]) -> Value:
    rows = [Row("progress.obligation", each.row.pk, each.row.unit.name) for each in scope.standings if keep(each)]
    return Value.count(rows)


@figure("应报单位数", "本期应报送的单位数，不含免报的", kinds=REPORTS)
def _owing(scope: Scope, argument: str) -> Value:
    return _reports(scope, lambda each: True)


@figure("按期报送单位数", "在各自期限内签字报送的单位数；经批准延期的按延长后的期限", kinds=REPORTS)
def _on_time(scope: Scope, argument: str) -> Value:
    return _reports(scope, lambda each: each.on_time)


@figure("逾期报送单位数", "期限已过才报送或尚未报送的单位数", kinds=REPORTS)
def _late(scope: Scope, argument: str) -> Value:
    return _reports(scope, lambda each: each.late)


@figure("未到期单位数", "经批准延期、尚未到期也尚未报送的单位数", kinds=REPORTS)
def _not_yet(scope: Scope, argument: str) -> Value:
    return _reports(scope, lambda each: not each.late and not each.on_time)


# Difficulties and checks.


@figure("协调事项数", "各单位提请协调、尚未答复的困难", kinds=REPORTS)
def _cases(scope: Scope, argument: str) -> Value:
    return Value.count([Row("oversight.coordinationcase", each.case_id, str(each.case)) for each in scope.holdings])


@figure("协调逾期数", "其中超过答复期限的", kinds=REPORTS)
def _cases_late(scope: Scope, argument: str) -> Value:
    late = [each for each in scope.holdings if each.due_on < scope.on]
    return Value.count([Row("oversight.coordinationcase", each.case_id, str(each.case)) for each in late])


def _checks(scope: Scope, found: str = "") -> Value:
    rows = [each for each in scope.verifications if not found or each.found == found]
    return Value.count([Row("oversight.verification", each.pk, str(each)) for each in rows])


@figure("核查次数", "已登记的核查", kinds=REPORTS)
def _checked(scope: Scope, argument: str) -> Value:
    return _checks(scope)


@figure("核查属实数", "核查结果为属实的", kinds=REPORTS)
def _true(scope: Scope, argument: str) -> Value:
    return _checks(scope, "true")


@figure("核查部分属实数", "核查结果为部分属实的", kinds=REPORTS)
def _partly(scope: Scope, argument: str) -> Value:
    return _checks(scope, "partly")


@figure("核查不属实数", "核查结果为不属实的", kinds=REPORTS)
def _false(scope: Scope, argument: str) -> Value:
    return _checks(scope, "false")
