"""The closed vocabulary of an appraisal: what can count at all, and what can be found of it.

Results and duties only. Activity, leaders' remarks (批示), numbers of papers, photos or log-ins cannot be written into
a rule because there is no word for them here (《整治形式主义为基层减负若干规定》; domain §6).
"""

from __future__ import annotations

from enum import StrEnum


class Item(StrEnum):
    """What counts (考核项), in the order in which it is shown. Stored codes."""

    RESULTS = "results"
    VERIFIED = "verified"
    REPORTS = "reports"
    LINES = "lines"
    PLANS = "plans"
    ANSWERS = "answers"
    URGINGS = "urgings"


ITEM_LABELS = {
    Item.RESULTS: "事项完成",
    Item.VERIFIED: "核查属实",
    Item.REPORTS: "按时报送",
    Item.LINES: "填报完整",
    Item.PLANS: "办理方案",
    Item.ANSWERS: "答复协调",
    Item.URGINGS: "回复催办",
}
ITEM_MEANINGS = {
    Item.RESULTS: "本单位牵头的事项完成得怎样：已办结的按办结等次，未办结的按截至日的亮灯。",
    Item.VERIFIED: "核查过的报告事项是否属实。",
    Item.REPORTS: "每期报告是否按时报送，以首次签字为准；经批准延期的按延后的期限；退回修改不改变首次签字时间。",
    Item.LINES: "每期报告应填的事项是否都填了；写明数据未发布、无进展、等待其他单位、本区无份额的，都算已填。",
    Item.PLANS: "本单位牵头的事项是否按时报了办理方案；来文没有规定期限的，只看报没报。",
    Item.ANSWERS: "其他单位提请协调、转由本单位答复的，是否按时答复。",
    Item.URGINGS: "对本单位的催办是否按时回复；被催办本身不计。",
}
UNITS_OF_COUNT = {
    Item.RESULTS: "项",
    Item.VERIFIED: "次",
    Item.REPORTS: "期",
    Item.LINES: "项次",
    Item.PLANS: "份",
    Item.ANSWERS: "件",
    Item.URGINGS: "次",
}
RESULT_ITEMS = (Item.RESULTS, Item.VERIFIED)
TIMED = frozenset({Item.REPORTS, Item.PLANS, Item.ANSWERS, Item.URGINGS})
"""Items whose finding follows from two days alone."""


class Finding(StrEnum):
    """What was found of one row. Stored codes."""

    ON_TIME = "on_time"
    LATE = "late"
    NEVER = "never"
    FILLED = "filled"
    EMPTY = "empty"
    TRUE = "true"
    PARTLY_TRUE = "partly_true"
    FALSE = "false"
    EXCEEDED = "exceeded"
    DONE = "done"
    DONE_LATE = "done_late"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    REACHED = "reached"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"


_F = Finding
FINDING_LABELS = {
    _F.ON_TIME: "按时",
    _F.LATE: "逾期",
    _F.NEVER: "未办",
    _F.FILLED: "已填",
    _F.EMPTY: "未填",
    _F.TRUE: "属实",
    _F.PARTLY_TRUE: "部分属实",
    _F.FALSE: "不属实",
    _F.EXCEEDED: "超额完成",
    _F.DONE: "按期完成",
    _F.DONE_LATE: "逾期完成",
    _F.PARTLY: "部分完成",
    _F.NOT_DONE: "未完成",
    _F.REACHED: "已达到，未办结",
    _F.ON_SCHEDULE: "按序时推进，未办结",
    _F.BEHIND: "滞后，未办结",
    _F.FAR_BEHIND: "严重滞后，未办结",
}
CHAINS: dict[Item, tuple[tuple[Finding, ...], ...]] = {
    Item.RESULTS: (
        (_F.EXCEEDED, _F.DONE, _F.DONE_LATE, _F.PARTLY, _F.NOT_DONE),
        (_F.DONE, _F.REACHED, _F.ON_SCHEDULE, _F.BEHIND, _F.FAR_BEHIND),
    ),
    Item.VERIFIED: ((_F.TRUE, _F.PARTLY_TRUE, _F.FALSE),),
    Item.LINES: ((_F.FILLED, _F.EMPTY),),
    **dict.fromkeys((Item.REPORTS, Item.PLANS, Item.ANSWERS, Item.URGINGS), ((_F.ON_TIME, _F.LATE, _F.NEVER),)),
}
"""Findings of an item, best first; what is better never gets less (``rules.faults``)."""

FINDINGS: dict[Item, tuple[Finding, ...]] = {
    item: tuple(dict.fromkeys(finding for chain in CHAINS[item] for finding in chain)) for item in Item
}


class LeftOut(StrEnum):
    """Why a matter is not counted, and so what would have to happen. Stored codes."""

    SHARE = "share"
    REVIEW = "review"
    FINAL = "final"
    STATISTICS = "statistics"
    WAITING = "waiting"
    NONE_SET = "none_set"
    NO_PART = "no_part"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


LEFT_OUT_LABELS = {
    LeftOut.SHARE: "省、市目标的区级份额没有商定，应由牵头单位在办理方案中提出",
    LeftOut.REVIEW: "终期报告已经签报，督查室还没有受理",
    LeftOut.FINAL: "终期报告还没有到报送期限",
    LeftOut.STATISTICS: "终期统计数据还没有到发布日期",
    LeftOut.WAITING: "正在等待其他单位或上级答复",
    LeftOut.NONE_SET: "省、市目标没有向本区下达份额",
    LeftOut.NO_PART: "本区没有承担份额",
    LeftOut.WITHDRAWN: "事项已撤销",
    LeftOut.OTHER: "其他原因，见各条",
}
"""In the order in which they are shown: first what somebody has to do something about."""


class Klass(StrEnum):
    """Class of result (等次), best first. Stored codes."""

    GOOD = "good"
    FAIR = "fair"
    PLAIN = "plain"
    POOR = "poor"
    NONE = "none"


KLASS_LABELS = {
    Klass.GOOD: "好",
    Klass.FAIR: "较好",
    Klass.PLAIN: "一般",
    Klass.POOR: "较差",
    Klass.NONE: "不评定",
}
KLASSES = (Klass.GOOD, Klass.FAIR, Klass.PLAIN, Klass.POOR)


def worse(one: Klass, other: Klass) -> Klass:
    """The worse of two classes of result."""
    return max(one, other, key=KLASSES.index)
