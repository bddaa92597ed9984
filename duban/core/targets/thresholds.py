"""Why a figure sets nothing, second half: it says which things are meant, who may apply, or where a change starts."""

from __future__ import annotations

from duban.core.targets import bounds, measures
from duban.core.targets.names import left
from duban.core.targets.scene import Scene, within
from duban.core.targets.words import CHANGED_TO, one_of
from duban.core.text.patterns import regex

# Things of which one has a size: 投资50亿元以上项目, 100户以上自然村.
_SIZED_THING = regex(
    r"的?[^，,。；;、:\n0-9() 到在为向对]{0,12}?"
    + one_of(
        "项目 企业 工程 园区 产业 村 小区 社区 基地 学校 医院 城市 楼宇 商圈 集群 单位 机构 锅炉 线路 "
        "变电站 平台 集团 市场 公厕 水库 "
        "码头 户型 机组 船舶 宾馆 饭店 车间 地块 客户 贷款 品种 居住区 居民点 聚居点 老人 户"
    )
)
_GRADED = ("千伏", "蒸吨", "kV", "马力", "米")  # measures that name a grade of a thing even without a bound
_SIZES = frozenset({*measures.SIZES, *measures.MONEY, "人", "户"})
# 20户以上集中居住区污水处理设施覆盖率达90%: the figure behind belongs to the thing of this size.
_RATE_OF = regex(r"[^，,。；;:\n0-9]{2,40}(?:率|占比|比例)(?:达到?|提高到|提升到|保持在|稳定在|为|超过|不低于)?[0-9]")
# 50亩以上的新造油茶林每亩补助1000元: the next figure is told for each of them.
_EACH_OF = regex(r"的[^，,。；;:\n0-9]{1,16}每(亩|户|人|个|家)")
_STANDARD = regex(r"\((?:标配|标准配置|配置标准) ?:")
_JOINED = regex(r"[，,。；;、:\n和及与共约每达]|参加|参与")

_ENOUGH = frozenset({*measures.MONEY, "人"})

_FACTS = (
    "总投资 投资额 投资 占地 占地面积 用地面积 总面积 面积 建筑面积 总建筑面积 全长 总长 长 宽 高 深 "
    "注册资本 概算 总概算 营收 产值 "
    "营业收入 销售收入 主营业务收入 年销售额 年产值 年营收 规模 日处理 日供水 日产 年产 "
    "库容 总库容 直径 半径 装机 人口 常住人口"
)
_ABOUT = r"(?:超|超过|约|达|达到|不低于|为|近|在|共|共计)?$"
_FACT = regex(one_of(_FACTS) + _ABOUT)
_ALWAYS_FACT = regex(
    one_of("占地 占地面积 建筑面积 总建筑面积 全长 总长 路宽 红线宽 直径 注册资本 总概算")
    + _ABOUT
    + "|(?<![加拓展])宽"
    + _ABOUT
)
_EXCLUDED = regex(one_of("不含 不包括 不包含 除去 扣除 剔除 不计") + r"[^()，,。；;]{0,12}$")
_APPLICANT = regex(one_of("凡 对 若 如 超过 达到 满 符合 少于 低于 以上 以下 的"))
_FROM = regex(r"[从由][^，,。；;、到至]{0,14}$")


def is_size(scene: Scene, index: int) -> bool:
    """投资50亿元以上项目, 100户以上自然村, 35蒸吨及以下燃煤锅炉, 10千伏线路607千米: the figure tells which things."""
    figure, text = scene.figures[index], scene.text
    if text[figure.end : figure.end + 1] == "级":
        return True
    if figure.unit not in _SIZES:
        return False
    bound, end = bounds.after(text, figure)
    if bound and (each := _EACH_OF.match(text, end)) and each.group(1) == figure.unit:
        return True
    if not bound and text[end : end + 1] == "或" and index + 1 < len(scene.figures):
        return scene.figures[index + 1].start == end + 1 and is_size(scene, index + 1)  # 25户或100人以上自然村
    if not bound and figure.unit in measures.MONEY and bounds.before(text, figure)[0] in (">", ">="):
        return _counted_by_next(scene, index, end)  # 超3000万美元重大项目45个
    if bound and (_RATE_OF.match(text, end) or _counted_by_next(scene, index, end)):
        return True
    return bool(bound in ("<=", ">=") or figure.unit in _GRADED) and bool(_SIZED_THING.match(text, end))


def _counted_by_next(scene: Scene, index: int, end: int) -> bool:
    """The thing behind this figure is counted by the next one: 300亩以上连片基地5个."""
    if index + 1 >= len(scene.figures):
        return False
    follower = scene.figures[index + 1]
    between = scene.text[end : follower.start]
    if not between:  # 引进项目40个,其中10亿元以上5个: the thing is that of the figure before
        return end > scene.figures[index].end and follower.unit in measures.COUNTS
    if not 0 < len(between) <= 24 or _JOINED.search(between):
        return False
    return follower.unit in measures.COUNTS


def is_project_fact(scene: Scene, index: int) -> bool:
    """总投资12亿元的…项目, (全长3.5公里), 占地500亩."""
    figure = scene.figures[index]
    if figure.unit not in _SIZES:
        return False
    ahead = left(scene, figure)
    if _ALWAYS_FACT.search(ahead):
        return True
    if not _FACT.search(ahead):
        return False
    behind = bounds.after(scene.text, figure)[1]
    if scene.text[behind : behind + 1] == "的" or within(scene.bracketed, figure.start) is not None:
        return True
    return _counted_by_next(scene, index, behind)  # 日供水10万吨水厂1座


def is_excluded(scene: Scene, index: int) -> bool:
    """(不含进影院3000场), (标配:乒乓球台2张)."""
    around = within(scene.bracketed, scene.figures[index].start)
    if around and _STANDARD.match(scene.text, around[0]):
        return True
    return bool(_EXCLUDED.search(left(scene, scene.figures[index], 20)))


def is_condition(scene: Scene, index: int) -> bool:
    """…达到在职职工人数25%并签订合同的,可申请…: the figure says who may apply."""
    figure = scene.figures[index]
    if figure.unit in _ENOUGH and scene.text[figure.end : figure.end + 1] == "的":
        bound = bounds.before(scene.text, figure)[0]
        if bound in (">", ">=") or (not bound and scene.text[figure.start - 1 : figure.start] in ("过", "满")):
            return True  # 超过100人的企业, 年营业收入过4亿元的大企业
    around = within(scene.bracketed, figure.start)
    end = scene.clause(around[1] if around else figure.start)[1]
    if scene.text[end - 1 : end] != "的" or scene.text[end : end + 1] not in ("，", ","):
        return False
    return bool(_APPLICANT.search(left(scene, figure, 40)))


def is_baseline(scene: Scene, index: int) -> bool:
    """A of 由A提高到B, 从A降至B: where the change to the next figure starts from."""
    return bool(changed_to(scene, index))


def changed_to(scene: Scene, index: int) -> int:
    """Index of the figure that this one changes to, 0 if it is no baseline.

    Lists pair up: 从574元、271元分别提高到609元、276元.
    """
    figures, text = scene.figures, scene.text
    if index + 1 >= len(figures):
        return 0
    first = last = index
    while first and index - first < bounds.MOST and bounds.listed(text, figures[first - 1], figures[first]):
        first -= 1
    while (
        last + 1 < len(figures) and last - index < bounds.MOST and bounds.listed(text, figures[last], figures[last + 1])
    ):
        last += 1
    if last + 1 >= len(figures) or figures[last + 1].start - figures[last].end > 20:
        return 0
    if not _FROM.search(left(scene, figures[first], 18)):
        return 0
    if not CHANGED_TO.match(text[figures[last].end : figures[last + 1].start]):
        return 0
    return min(last + 1 + index - first, len(figures) - 1)
