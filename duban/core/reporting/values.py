"""Words of the quarterly report that both the core and the rows use. Codes are stored, never renamed."""

from __future__ import annotations

from enum import StrEnum


class Presence(StrEnum):
    """Whether and why a line has a figure (domain §4.9). ``MISSING`` is the absence of an answer."""

    MISSING = ""
    REPORTED = "reported"  # 已填报
    NIL = "nil"  # 本期无进展可报 (confirmed, with reason)
    NOT_APPLICABLE = "na"  # 本区无承担份额
    BLOCKED = "blocked"  # 等待其他单位
    AWAITING = "awaiting"  # 统计数据未发布


PRESENCE_LABELS = {
    Presence.MISSING: "未填报",
    Presence.REPORTED: "已填报",
    Presence.NIL: "本期无进展",
    Presence.NOT_APPLICABLE: "本区无份额",
    Presence.BLOCKED: "等待其他单位",
    Presence.AWAITING: "数据未发布",
}


class Rating(StrEnum):
    """The unit's own rating of a line (words before colours)."""

    NONE = ""
    DONE = "done"  # 已完成
    ON_SCHEDULE = "on_schedule"  # 按序时推进
    STANDING = "standing"  # 常态推进 (no end)
    BEHIND = "behind"  # 滞后可追
    AT_RISK = "at_risk"  # 有较大风险
    MISSED = "missed"  # 未达到 (last period only)


RATING_LABELS = {
    Rating.NONE: "未自评",
    Rating.DONE: "已完成",
    Rating.ON_SCHEDULE: "按序时推进",
    Rating.STANDING: "常态推进",
    Rating.BEHIND: "滞后可追",
    Rating.AT_RISK: "有较大风险",
    Rating.MISSED: "未达到",
}

OFF_TRACK = frozenset({Rating.BEHIND, Rating.AT_RISK, Rating.MISSED})
_ORDER = (Rating.DONE, Rating.ON_SCHEDULE, Rating.STANDING, Rating.BEHIND, Rating.AT_RISK, Rating.MISSED)


def is_worse(now: Rating, before: Rating) -> bool:
    """Whether a rating got worse; without an earlier one it cannot have.

    >>> is_worse(Rating.BEHIND, Rating.ON_SCHEDULE), is_worse(Rating.STANDING, Rating.ON_SCHEDULE)
    (True, False)
    """
    if Rating.NONE in (now, before):
        return False
    return now in OFF_TRACK and _ORDER.index(now) > _ORDER.index(before)


class MeasureKind(StrEnum):
    """How a measure (指标) runs over time (domain §4.8); frozen by the first signed value."""

    YTD = "ytd"  # 本年累计
    POINT = "point"  # 时点数 (rate, share, level): the latest stands, never summed
    PERIOD = "period"  # 本期数


class FigureStatus(StrEnum):
    """How firm a figure is."""

    FINAL = "final"  # 正式数
    PROVISIONAL = "provisional"  # 快报数
    ESTIMATE = "estimate"  # 预计数
