"""The published rule of an appraisal (考核规则) as data, in versions with the year from which each counts.

Classes are cut points, best first, so that a gap or an overlap between two classes cannot be written down; what can
be written down wrongly is refused by :func:`faults` before it is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from duban.core.appraisal.methods import CURRENT, METHODS, Method
from duban.core.appraisal.words import (
    CHAINS,
    FINDING_LABELS,
    FINDINGS,
    ITEM_LABELS,
    KLASS_LABELS,
    KLASSES,
    RESULT_ITEMS,
    Finding,
    Item,
    Klass,
)

WHOLE = Decimal(100)
LEAST_FOR_RESULTS = Decimal(50)
"""An appraisal is about results: they weigh half at least (domain §6)."""

BUILT_IN = 1900
"""The year of the rule that is there from the start; it is before all others."""

Credits = Mapping[Item, Mapping[Finding, Decimal]]


@dataclass(frozen=True)
class RuleSet:
    """One version. ``weights``: of each item, together 100. ``credits``: what a finding is worth, 0 to 1.

    ``small_to``: an item with fewer rows than this is filled up with the district's average (0: never). ``cuts``:
    the lowest points of 好, 较好, 一般. ``false_cap``: the best class of a unit with a report found untrue, if any.
    ``objection_days``: working days in which a unit may object. ``method``: the number of the way of calculating.
    """

    version: int
    year: int
    weights: Mapping[Item, Decimal]
    credits: Credits
    small_to: int
    cuts: tuple[Decimal, Decimal, Decimal]
    false_cap: Klass | None = Klass.FAIR
    objection_days: int = 5
    method: int = CURRENT

    @property
    def decisive(self) -> Item:
        """What a unit must have at least one row of: what became of its matters, where the rule counts that."""
        return next((item for item in RESULT_ITEMS if self.weights[item]), Item.RESULTS)

    @property
    def how(self) -> Method:
        """The way of calculating; raises ``KeyError`` for a number that is not known."""
        return METHODS[self.method]

    def klass(self, points: Decimal) -> Klass:
        """The class of a number of points: exactly one for every number."""
        return next((k for k, cut in zip(KLASSES, self.cuts, strict=False) if points >= cut), Klass.POOR)

    def sentences(self) -> list[str]:
        """The rule as it is published."""
        return [_weights(self), *_credits(self), _small(self), *_results(self), _cuts(self), _ending(self)]


def plain_number(value: Decimal) -> str:
    """Without trailing zeros.

    >>> plain_number(Decimal("40.00")), plain_number(Decimal("0.50"))
    ('40', '0.5')
    """
    return f"{value.normalize():f}"


def _weights(rule: RuleSet) -> str:
    parts = "、".join(f"{ITEM_LABELS[item]} {plain_number(rule.weights[item])}" for item in Item if rule.weights[item])
    since = "系统自带" if rule.year == BUILT_IN else f"自{rule.year}年度起执行"
    return f"第{rule.version}版，{since}。权重：{parts}，合计 100。"


def _credits(rule: RuleSet) -> list[str]:
    found = []
    for item in Item:
        if rule.weights[item]:
            parts = "、".join(f"{FINDING_LABELS[f]}计 {plain_number(rule.credits[item][f])}" for f in FINDINGS[item])
            found.append(f"{ITEM_LABELS[item]}：{parts}。")
    return found


def _small(rule: RuleSet) -> str:
    own = "某项没有应办内容的单位，该项不评，权重按比例分到其他各项。"
    if rule.small_to < 2:
        return own
    upto = f"某项不足 {rule.small_to} 件的，以全区该项平均得分率补足到 {rule.small_to} 件计算"
    if rule.how.both_ways:
        most = f"全区件数最多的单位也不足 {rule.small_to} 件的，补足到最多的件数"
        return f"{upto}，高于平均的和低于平均的一样补；{most}。{own}"
    return f"{upto}；补足后低于本单位实际的，按实际。{own}"


def _results(rule: RuleSet) -> list[str]:
    """What keeps an appraisal about results."""
    found = []
    if rule.how.needs_results:
        found.append(f"“{ITEM_LABELS[rule.decisive]}”没有一件可以计入的单位，不评定等次，只列各项办理情况。")
    if rule.how.duties_at_most is not None:
        at_most = plain_number(rule.how.duties_at_most)
        found.append(f"按比例分配后，事项完成和核查属实以外各项的权重合计不超过 {at_most}。")
    return found


def _cuts(rule: RuleSet) -> str:
    good, fair, plain = (plain_number(cut) for cut in rule.cuts)
    words = f"{good} 分及以上为好，{fair} 分及以上不足 {good} 分为较好，{plain} 分及以上不足 {fair} 分为一般，"
    cap = f"有核查不属实的，等次不高于“{KLASS_LABELS[rule.false_cap]}”。" if rule.false_cap else ""
    return f"各项得分四舍五入到两位小数后相加。{words}不足 {plain} 分为较差。{cap}"


def _ending(rule: RuleSet) -> str:
    return f"结果先送单位核对，{rule.objection_days} 个工作日内可以提出异议并附材料，由未参加考核的人员复核。"


def _d(*values: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values)


def _of(item: Item, *values: str) -> dict[Finding, Decimal]:
    return dict(zip(FINDINGS[item], _d(*values), strict=True))


FIRST = RuleSet(
    version=1,
    year=BUILT_IN,
    weights=dict(zip(Item, _d("45", "15", "15", "10", "5", "5", "5"), strict=True)),
    credits={
        # 超额 按期 逾期 部分 未完成 | 已达到 按序时 滞后 严重滞后
        Item.RESULTS: _of(Item.RESULTS, "1", "1", "0.6", "0.4", "0", "1", "1", "0.5", "0"),
        Item.VERIFIED: _of(Item.VERIFIED, "1", "0.5", "0"),
        Item.REPORTS: _of(Item.REPORTS, "1", "0.5", "0"),
        Item.LINES: _of(Item.LINES, "1", "0"),
        Item.PLANS: _of(Item.PLANS, "1", "0.5", "0"),
        Item.ANSWERS: _of(Item.ANSWERS, "1", "0.5", "0"),
        Item.URGINGS: _of(Item.URGINGS, "1", "0.5", "0"),
    },
    small_to=5,
    cuts=(Decimal(90), Decimal(80), Decimal(60)),
)
"""What counts until the office publishes its own."""


def faults(rule: RuleSet) -> list[str]:
    """Why a rule cannot be saved: sentences fit to show; empty if it can."""
    found = [*_weight_faults(rule), *_credit_faults(rule)]
    for (upper, above), (lower, below) in pairwise(zip(KLASSES, rule.cuts, strict=False)):
        if not above > below:
            found.append(
                f"“{KLASS_LABELS[upper]}”的分界（{plain_number(above)}）应高于“{KLASS_LABELS[lower]}”的分界"
                f"（{plain_number(below)}），否则有一个等次没有单位。"
            )
    if not all(0 < cut <= WHOLE for cut in rule.cuts):
        found.append("等次的分界应大于 0，不超过 100。")
    if not 0 <= rule.small_to <= 50:
        found.append("补足的件数应在 0 至 50 之间。")
    if not 1 <= rule.objection_days <= 60:
        found.append("异议期限应在 1 至 60 个工作日之间。")
    if rule.method not in METHODS:
        found.append(f"没有第{rule.method}种计算方法。")
    if rule.false_cap in (Klass.GOOD, Klass.NONE):
        found.append("核查不属实的等次上限只能是较好、一般或较差。")
    return found


def _weight_faults(rule: RuleSet) -> list[str]:
    if set(rule.weights) != set(Item):
        return ["每个考核项都要有权重，不计的写 0。"]
    if any(not w.is_finite() or w < 0 for w in rule.weights.values()):
        return ["权重不能小于 0。"]
    total = sum(rule.weights.values(), Decimal())
    found = []
    if total != WHOLE:
        found.append(f"权重合计为 {plain_number(total)}，应为 100。请调整后再试。")
    results = sum((rule.weights[item] for item in RESULT_ITEMS), Decimal())
    if results < LEAST_FOR_RESULTS:
        found.append(f"事项完成和核查属实的权重合计为 {plain_number(results)}，不应低于 50：考核看结果。")
    return found


def _credit_faults(rule: RuleSet) -> list[str]:
    found = []
    for item in Item:
        given = rule.credits.get(item, {})
        if set(given) != set(FINDINGS[item]):
            found.append(f"“{ITEM_LABELS[item]}”的各种情形都要写明计多少。")
            continue
        if any(not value.is_finite() or not 0 <= value <= 1 for value in given.values()):
            found.append(f"“{ITEM_LABELS[item]}”各种情形应在 0 至 1 之间。")
            continue
        for better, lower in (pair for chain in CHAINS[item] for pair in pairwise(chain)):
            if given[better] < given[lower]:
                words = f"“{FINDING_LABELS[better]}”不能低于“{FINDING_LABELS[lower]}”"
                found.append(f"“{ITEM_LABELS[item]}”中{words}：做得更好的不能得分更少。")
    return found


def faults_of_all(rules: Sequence[RuleSet]) -> list[str]:
    """Faults of a set of versions: each by itself, and numbers and years among one another."""
    found = [text for rule in rules for text in faults(rule)]
    ordered = sorted(rules, key=lambda rule: rule.version)
    for before, after in pairwise(ordered):
        if after.version == before.version:
            found.append(f"第{after.version}版有两份。")
        elif after.year < before.year:
            found.append(f"第{after.version}版的执行年度不能早于第{before.version}版（{before.year}年度）。")
    return found


def in_force(rules: Sequence[RuleSet], year: int) -> RuleSet:
    """The version that counts for a year: the last that has begun by then, :data:`FIRST` before all."""
    begun = [rule for rule in rules if rule.year <= year]
    return max(begun, key=lambda rule: rule.version) if begun else FIRST
