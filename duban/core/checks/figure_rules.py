"""Checks on the figures of a line, and of figures against words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from duban.core.checks.values import LineInput, fingerprint
from duban.core.reporting.values import RATING_LABELS, FigureStatus, MeasureKind, Presence, Rating
from duban.core.targets import find_targets
from duban.core.text.figures import show_number
from duban.core.text.relations import reached

Found = tuple[str, str, str, str, str, str]

JUMP = 3  # times the usual step
SHARE_OF_GOAL = re.compile(
    r"(?:完成|占|达到?|为)(?:全?年度?|年初|既定)?(?:目标|任务|计划)(?:任务|数|总量)?(?:的|数的)?\s*(?P<share>\d+(?:\.\d+)?)\s*[%％]"
    r"|(?:完成率|目标完成率|任务完成率)(?:为|达到?|是)?\s*(?P<rate>\d+(?:\.\d+)?)\s*[%％]"
)


def shown(value: Decimal, unit: str) -> str:
    """A figure as a person writes it: 12万个."""
    return f"{show_number(value)}{unit}"


def none_given(line: LineInput) -> Iterator[Found]:
    """A line with measures, none of which has a value."""
    if line.presence is not Presence.REPORTED or not line.figures:
        return
    empty = [figure for figure in line.figures if figure.value is None]
    for figure in empty:
        yield (
            f"“{figure.name}”没有数据",
            f"本项有量化指标，须填写截至本期末的数（单位：{figure.unit or '见指标'}）",
            "请填写；没有数据的，请在五种情形中选择一种。填 0 表示确为零。",
            fingerprint("figures.none", figure.key, line.done),
            "figure",
            figure.key,
        )


def text_differs(line: LineInput) -> Iterator[Found]:
    """The narrative gives another value for the thing that the box counts."""
    if not line.done:
        return
    said = [target for target in find_targets(line.done) if target.op in ("=", ">=", ">", "~")]
    for figure in line.figures:
        if figure.value is None:
            continue
        about = [t for t in said if t.unit == figure.unit and _same_thing(t.what, figure.name)]
        if about and all(t.value != figure.value for t in about):
            other = about[-1]
            yield (
                f"填写 {shown(figure.value, figure.unit)}，正文写 {shown(other.value, other.unit)}",
                "正文与指标框应为同一个数",
                "请改正其中一处；口径不同的，请用一句话说明。",
                fingerprint("figures.text-differs", figure.key, figure.value, line.done),
                "figure",
                figure.key,
            )


def _same_thing(a: str, b: str) -> bool:
    """Whether two names of a thing counted share most of their characters."""
    left, right = set(a), set(b)
    return bool(left and right) and len(left & right) / min(len(left), len(right)) >= 0.6


def falls(line: LineInput) -> Iterator[Found]:
    """A running total since 1 January cannot fall (domain §4.8)."""
    for figure in line.figures:
        if figure.kind is not MeasureKind.YTD or figure.value is None or not figure.totals:
            continue
        if figure.value < figure.totals[-1] and not figure.corrects_period:
            yield (
                f"本期累计 {shown(figure.value, figure.unit)}，少于上期累计 {shown(figure.totals[-1], figure.unit)}",
                "1月1日起的累计数不会减少",
                "若上期填多了，请更正上期报告；若本期填的是当季数，请改填累计数。",
                fingerprint("figures.falls", figure.key, figure.value, figure.totals[-1]),
                "figure",
                figure.key,
            )


def jumps(line: LineInput) -> Iterator[Found]:
    for figure in line.figures:
        if figure.kind is not MeasureKind.YTD or figure.value is None or len(figure.totals) < 2:
            continue
        steps = [b - a for a, b in zip((Decimal(0), *figure.totals), figure.totals, strict=False)]
        usual = sum(steps, Decimal(0)) / len(steps)
        step = figure.value - figure.totals[-1]
        if usual > 0 and step > usual * JUMP:
            yield (
                f"本期增加 {shown(step, figure.unit)}，是以往每期的 {step / usual:.1f} 倍",
                f"以往每期约 {shown(usual.quantize(Decimal('0.1')), figure.unit)}",
                "请核对是否多写了 0 或单位不同；属实的请说明原因。",
                fingerprint("figures.jumps", figure.key, figure.value),
                "figure",
                figure.key,
            )


def rating_differs(line: LineInput) -> Iterator[Found]:
    if line.presence is not Presence.REPORTED or line.rating is Rating.NONE:
        return
    judged = [f for f in line.figures if f.value is not None and f.goal is not None]
    if not judged:
        return
    short = [f for f in judged if not reached(f.value, f.op, f.goal)]  # type: ignore[arg-type]
    caps = all(f.op in ("<", "<=") or f.goal == 0 for f in judged)
    if line.rating is Rating.DONE and short:
        figure = short[0]
        yield (
            f"自评“已完成”，而“{figure.name}”为 {shown(_known(figure.value), figure.unit)}",
            f"目标 {shown(_known(figure.goal), figure.unit)}",
            "请核对数据或自评；按其他口径已完成的，请说明。",
            fingerprint("rating.differs", line.rating, figure.value, figure.goal),
            "rating",
            figure.key,
        )
    elif not short and not caps and line.rating is not Rating.DONE and len(judged) == len(line.figures):
        yield (
            f"各项指标均已达到目标，自评为“{RATING_LABELS[line.rating]}”",
            "达到目标的一般自评“已完成”",
            "还有其他工作未完的，请说明。",
            fingerprint("rating.differs", line.rating, *(f.value for f in judged)),
            "rating",
            "",
        )


def _known(value: Decimal | None) -> Decimal:
    assert value is not None
    return value


def as_of_outside(line: LineInput) -> Iterator[Found]:
    """Data of January to May in a half-year report."""
    for figure in line.figures:
        if figure.value is None or figure.as_of is None or figure.status is FigureStatus.ESTIMATE:
            continue
        if figure.as_of != line.period.covers_to:
            end = line.period.covers_to
            yield (
                f"“{figure.name}”的数据截至 {figure.as_of.month}月{figure.as_of.day}日",
                f"本期应截至 {end.month}月{end.day}日",
                "请改为本期数据；尚未发布的，可标为快报数或预计数并说明。",
                fingerprint("period.as-of", figure.key, figure.as_of, end),
                "figure",
                figure.key,
            )


def denominator(line: LineInput) -> Iterator[Found]:
    """A share in the words that does not follow from value and goal (one number against 300, 306 and 311)."""
    match = SHARE_OF_GOAL.search(line.done)
    judged = [f for f in line.figures if f.value is not None and f.goal]
    if not match or len(judged) != 1:
        return
    figure = judged[0]
    said = Decimal(match["share"] or match["rate"])
    actual = _known(figure.value) / _known(figure.goal) * 100
    if abs(said - actual) > Decimal("0.5"):
        value, goal = shown(_known(figure.value), figure.unit), shown(_known(figure.goal), figure.unit)
        implied = (_known(figure.value) / said * 100) if said else Decimal(0)
        yield (
            f"文中写完成率 {said}%",
            f"按 {value} 与目标 {goal} 计算为 {actual:.2f}%",
            f"请核对目标数（按文中完成率推算，目标是 {shown(implied.quantize(Decimal('0.01')), figure.unit)}）。",
            fingerprint("figures.denominator", figure.key, figure.value, figure.goal, said),
            "done",
            figure.key,
        )


def unit_of_measure(line: LineInput) -> Iterator[Found]:
    """460931万元 beside 亿元."""
    match = re.search(r"(?<![\d.])(\d{5,}(?:\.\d+)?)\s*万(元|吨|平方米|人次|人)", line.done)
    if match:
        value = Decimal(match[1]) * 10000
        yield (
            f"正文写“{match[0]}”",
            f"一般写作 {shown(value, match[2])}",
            "请统一计量单位，便于汇总。",
            fingerprint("figures.unit", match[0]),
            "done",
            "",
        )


def parts(line: LineInput) -> Iterator[Found]:
    for figure in line.figures:
        if figure.value is None or not figure.parts or figure.parts_reason:
            continue
        total = sum(figure.parts, Decimal(0))
        if total != figure.value:
            yield (
                f"分项合计 {shown(total, figure.unit)}",
                f"总数 {shown(figure.value, figure.unit)}",
                "请改正，或说明分项与总数为何不等。",
                fingerprint("figures.parts", figure.key, figure.value, *figure.parts),
                "figure",
                figure.key,
            )


def two_values(line: LineInput) -> Iterator[Found]:
    for figure in line.figures:
        if figure.value is None:
            continue
        for where, value in figure.elsewhere:
            if value != figure.value:
                yield (
                    f"“{figure.name}”本处为 {shown(figure.value, figure.unit)}，{where}为 {shown(value, figure.unit)}",
                    "同一件事只有一个数",
                    "请与对方核对；口径不同的，请说明。",
                    fingerprint("figures.two-values", figure.key, figure.value, where, value),
                    "figure",
                    figure.key,
                )
                break
