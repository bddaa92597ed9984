"""Whether two targets count one thing.

Chinese nouns end in their head: 婴幼儿托位 and 托位 are one, 小区绿化 is no 小区.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from duban.core.notice.reading import Target, TargetKind
from duban.core.targets import measures
from duban.core.targets.words import DOING, TAILS, Affixes
from duban.core.text.likeness import likeness, pairs_of
from duban.core.text.patterns import regex

SAME, RELATED, APART = 2, 1, 0
INDICATOR = 5  # characters from which a name is an indicator's own: 固定资产投资, not 收入
WIDER = 6  # characters that a full name may have more than its short form

_SPLIT = regex(r"[、和及与]")
_BRACKETS = regex(r"[(（][^()（）]*[)）]|[“”\"‘’\s]")
_MODIFIERS = Affixes("各类 城市 城镇 全区 全市 全省 中心城区 优质 其他 人均")
_TOTALS = Affixes(
    TAILS, "总数 总量 总额 总规模 总面积 人数 数量 个数 规模 里程 保有量 工作 任务 工程 活动 服务", "率 覆盖面"
)
_ACTION = Affixes(DOING)
# A bare head that many different things share; alone it identifies nothing.
_VAGUE = frozenset(
    "项目 活动 企业 工程 中心 基地 人才 平台 学位 公园 道路 岗位 场所 设施 资金 投资 服务 事项 机构 小区 "
    "社区 学校 家庭 居民 培训 标准 收入 单位 改造 "
    "重大项目 重点项目 工业项目 优质项目 示范点 服务站 专项 行动 培育 任务 站点 点位 床位 线路 园区 人员 "
    "群众 学生 职工 学生 老年人 残疾人 村 户 贷款 补贴".split()
)
_BUILD = frozenset("新建 建设 建成 新增 打造 新改建 新建改扩建 改扩建 新改扩建 开工 续建 创建 筹集 建设筹集".split())
_KEEP = frozenset("维护 疏捞 管养 清淤 疏捞维护 巡查 保养 修缮 修复".split())


_STAGES = {"start": ("开工",), "go on": ("续建",), "end": ("建成", "竣工", "完工", "投产", "投用")}


def names(target: Target) -> tuple[str, ...]:
    """The things of a target without brackets, quotes, modifiers and total words."""
    return _names(target.what)


@lru_cache(maxsize=4096)  # an item is compared with many others
def _names(what: str) -> tuple[str, ...]:
    result = []
    for part in _SPLIT.split(_BRACKETS.sub("", what)):
        part = part[_MODIFIERS.behind(part) :]
        end = _TOTALS.before(part)
        name = part[:end] if end >= 2 else part
        if len(name) >= 2:
            result.append(name)
    return tuple(result)


def same_thing(one: Target, two: Target, before_one: str = "", before_two: str = "") -> tuple[int, str]:
    """How far the two count one thing, and its name.

    ``before_…`` is what the target before it in the same sentence counts; it tells a bare 学位 apart.
    """
    return same_count(Counted.of(one, before_one), Counted.of(two, before_two))


class Counted(NamedTuple):
    """A target with what is asked about it again and again."""

    target: Target
    unit: str
    nothing: bool  # its value is zero
    names: tuple[str, ...]
    before: str  # what the target before it counts, where its own name is vague

    @classmethod
    def of(cls, target: Target, before: str) -> Counted:
        """``before`` tells a bare 学位 apart; a name that says enough by itself needs none."""
        called = names(target)
        vague = any(name in _VAGUE for name in called)
        return cls(target, target.unit, not target.value, called, before if vague else "")


def same_count(one: Counted, two: Counted) -> tuple[int, str]:
    """:func:`same_thing` of two that are prepared."""
    if not (one.nothing or two.nothing) and _one_indicator(one.target, two.target):
        return SAME, one.target.what
    if one.nothing or two.nothing or not comparable(one.unit, two.unit):
        return (SAME, one.target.what) if _both_zero(one, two) else (APART, "")
    best = _agree(one.names, two.names, one.before, two.before)
    if best[0] == SAME and one.target.value != two.target.value and _other_work(one.target, two.target):
        return RELATED, best[1]
    return best


def _one_indicator(one: Target, two: Target) -> bool:
    """An indicator's amount and its growth are one promise in two figures: 固定资产投资完成365亿元 and 增长10%."""
    if (one.kind is TargetKind.GROWTH) == (two.kind is TargetKind.GROWTH):
        return False
    called = names(one)
    return len(called) == 1 and called == names(two) and len(called[0]) >= INDICATOR and called[0] not in _VAGUE


@lru_cache(maxsize=1 << 16)  # ten thousand items count a few thousand things
def _agree(one: tuple[str, ...], two: tuple[str, ...], before_one: str, before_two: str) -> tuple[int, str]:
    best: tuple[int, str] = (APART, "")
    for name in one:
        for other in two:
            best = max(best, _names_agree(name, other, before_one, before_two))
    return best


@lru_cache(maxsize=1 << 14)
def comparable(one: str, two: str) -> bool:
    """Whether figures of the two measures can be the same figure: a share is no count, money is no length."""
    if one == two:
        return True
    for group in (measures.SHARES, measures.MONEY, measures.TIMES, measures.SIZES):
        if one in group or two in group:
            return False
    people = measures.PEOPLE - {"户"}  # a 户 may be a household or a business
    return (one in people) == (two in people)


def _names_agree(one: str, two: str, before_one: str, before_two: str) -> tuple[int, str]:
    short, long = sorted((one, two), key=len)
    vague = short in _VAGUE
    if one == two:
        if not vague:
            return SAME, one
        alike = likeness(pairs_of(before_one), pairs_of(before_two))
        return (SAME if alike > 0.5 else RELATED if before_one and before_two else APART), one
    if "以上" in long and one != two:  # 投资50亿元以上项目 and 亿元以上项目 are two sizes
        return RELATED if one[-2:] == two[-2:] and one[:2] == two[:2] else APART, short
    if long.endswith(short) and vague:
        ahead = before_one if short == one else before_two  # 公办幼儿园45所、新增学位: the bare 学位 is theirs
        theirs = likeness(pairs_of(ahead), pairs_of(long[: -len(short)])) > 0.5
        return (SAME, long) if theirs else (RELATED, short)
    if long.endswith(short):
        return SAME, short
    if _abbreviates(short, long):
        return SAME, long
    if one[-2:] == two[-2:] and _alike_before_head(one, two):
        return SAME, short
    if long.startswith(short) and not vague:
        return RELATED, short
    return APART, ""


def _alike_before_head(one: str, two: str) -> bool:
    """Two names with one head: alike as a whole, one long ending, or the same kind before it (婴幼儿…托位)."""
    first, second = pairs_of(one), pairs_of(two)
    if likeness(first, second) >= 0.7 or (one[-4:] == two[-4:] and one[-4:] not in _VAGUE):
        return True
    return one[-2:] not in _VAGUE and len(first & second) >= 3


def _abbreviates(short: str, long: str) -> bool:
    """停车位 for 停车泊位, 垃圾屋 for (生活)垃圾分类收集屋: the same beginning and end, the kind of it inside."""
    if len(short) < 3 or len(long) > len(short) + WIDER or short[-1] != long[-1]:
        return False
    return short[:-1] in long[:4]


@lru_cache(maxsize=1 << 14)
def _work(phrase: str) -> tuple[bool, bool, frozenset[str]]:
    """Whether its action builds, whether it keeps, and which stages of building it names."""
    done = phrase[: _ACTION.behind(phrase)]
    stages = frozenset(stage for stage, words in _STAGES.items() if any(word in done for word in words))
    return any(word in done for word in _BUILD), any(word in done for word in _KEEP), stages


def _other_work(one: Target, two: Target) -> bool:
    """新建 and 疏捞维护 of one thing are two jobs."""
    (built, kept, stages), (other_built, other_kept, other_stages) = _work(one.phrase), _work(two.phrase)
    if stages and other_stages and not stages & other_stages:
        return True
    return (built and other_kept and not kept) or (other_built and kept and not other_kept)


def _both_zero(one: Counted, two: Counted) -> bool:
    if not (one.nothing and two.nothing):
        return False
    return likeness(pairs_of(one.target.what), pairs_of(two.target.what)) >= 0.4


def within_name(term: str, targets: Sequence[Target]) -> bool:
    """Whether a target counts something whose name holds the term."""
    return any(term in name or name in term for target in targets for name in names(target))


def figure_keys(targets: Sequence[Target]) -> frozenset[str]:
    """Each figure, and each sum of figures of one head, as a key to find items with the same one."""
    keys: set[str] = set()
    sums: dict[tuple[str, str], Decimal] = {}
    for target in targets:
        keys.add(f"={target.value}{target.unit}")
        for head in {name[-2:] for name in names(target)}:
            sums[head, target.unit] = sums.get((head, target.unit), Decimal(0)) + target.value
    return frozenset(keys | {f"={value}{unit}" for (_, unit), value in sums.items()})


Sums = dict[tuple[str, str], Decimal]


def sums_of(targets: Sequence[Target]) -> Sums:
    """By head and measure, the sum of the targets that share them, where there are several (公园: 17 + 3 + 80)."""
    found: dict[tuple[str, str], list[Decimal]] = {}
    for target in targets:
        for head in {name[-2:] for name in names(target)}:
            found.setdefault((head, target.unit), []).append(target.value)
    return {key: sum(values, Decimal(0)) for key, values in found.items() if len(values) > 1}


def total_of(total: Target, sums: Sums) -> str:
    """The head of several targets that add up to a total (公园100个); empty if there is none."""
    return next((name[-2:] for name in names(total) if sums.get((name[-2:], total.unit)) == total.value), "")
