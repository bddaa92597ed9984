"""How many minutes filling took, from the instants of saved edits (负担).

The rule, which the page prints: edits that follow each other within five minutes are one span of work; a span counts
from its first to its last edit and one minute before, for what was written until the first save. Pauses count nothing,
nor does reading without writing. So it is a lower bound, and never the time between opening and signing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

PAUSE = dt.timedelta(minutes=5)
HEAD = dt.timedelta(minutes=1)
RULE = (
    "按保存记录计算：相隔不超过 5 分钟的修改算作连续填报，从第一次保存前 1 分钟计到最后一次保存；"
    "停顿、只看不改的时间不计。多人填报的分别计算后相加。因此这是最少用时，不是从打开到签字的天数。"
)


def belongs(last: dt.datetime, at: dt.datetime) -> bool:
    """Whether an edit goes on with the span whose last edit is ``last``.

    >>> t = dt.datetime(2023, 4, 3, 9, 0)
    >>> belongs(t, t + dt.timedelta(minutes=5)), belongs(t, t + dt.timedelta(minutes=6))
    (True, False)
    """
    return dt.timedelta(0) <= at - last <= PAUSE


def minutes(spans: Iterable[tuple[dt.datetime, dt.datetime]]) -> int:
    """Minutes of work in spans (first edit, last edit), rounded up; 0 without any.

    >>> t = dt.datetime(2023, 4, 3, 9, 0)
    >>> minutes([(t, t), (t, t + dt.timedelta(minutes=10))])
    12
    """
    total = sum((last - start + HEAD for start, last in spans), dt.timedelta(0))
    return -(-int(total.total_seconds()) // 60)
