"""Lights (亮灯): a total function from a situation to one colour, its reason and its inputs (domain §5).

Timeliness of reports is a separate value and makes no light. Where no judgement is possible the light is
grey and says why and until when. Late statistics are not late work: a figure is held against the schedule
of its own day, unless a report that was due has not come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from duban.core.calendar.workdays import WorkCalendar
from duban.core.oversight.rules import Colour, Rule, worse
from duban.core.oversight.schedule import Basis, Expected, Goal, Node, expected
from duban.core.oversight.waiting import Wait, given_back, waited
from duban.core.reporting.values import Presence
from duban.core.text.days import day_in_words
from duban.core.text.figures import show_number

STATISTICS = dt.timedelta(days=120)
"""For so long after the last day a figure of the statistics office is waited for, whatever day was announced: the
statistical communiqués (统计公报) of a year are out by the end of April."""


class ShareState(StrEnum):
    """Whether the figure that is aimed at is the district's own (domain §4.10)."""

    OWN = "own"  # 区级目标, or a share that is set
    OPEN = "open"  # 省市目标, the district's share not agreed
    NONE_SET = "none"  # expressly none set (未下达)


class Reason(StrEnum):
    """Why a light is what it is. Stored codes; one of them for every light."""

    WITHDRAWN = "withdrawn"  # 事项已撤销
    CLOSED = "closed"  # 已办结
    NOT_OPEN = "not_open"  # 报告期未开
    NO_SHARE = "no_share"  # 份额未定
    NONE_SET = "none_set"  # 未下达份额
    NOT_APPLICABLE = "not_applicable"  # 本区无份额
    AWAITING = "awaiting"  # 数据未发布
    IN_REVIEW = "in_review"  # 终期报告已签报、待受理
    OVERDUE = "overdue"  # 期限已过
    NO_FIGURE = "no_figure"  # 应有数据而无
    BROKEN = "broken"  # 突破控制目标
    MET = "met"  # 已达目标
    CLAIMED = "claimed"  # 单位报告已完成，尚未核验
    COMPARED = "compared"  # 与序时比较
    NODE = "node"  # 时间节点逾期
    NOTHING_DUE = "nothing_due"  # 尚无到期的要求


@dataclass(frozen=True, slots=True)
class Figure:
    """The last accepted value, and the day of which it is."""

    value: Decimal
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a light looks at. ``goal`` is ``None`` for what has no figure.

    ``owed_to``: last day covered by a report that was due and has not come (``None``: all came).
    ``done_by``: last day covered by an accepted report in which the unit says that it is done.
    ``final_by``: by when the report that covers the last day has to come, until it was signed (``None``: it came, or
    nobody asks for one). Before that day the end cannot be judged: the light is that of the last day.
    ``in_review``: that report was signed, and has neither been accepted nor sent back.
    ``stopped_on``: since when the unit's clock stands, because a superior has to answer (domain §4.13).
    ``waits``: earlier waits that were answered; their working days are given back.
    """

    on: dt.date
    goal: Goal | None = None
    nodes: tuple[Node, ...] = ()
    figure: Figure | None = None
    due: dt.date | None = None
    presence: Presence = Presence.MISSING
    expected_on: dt.date | None = None
    waiting_on: str = ""
    share: ShareState = ShareState.OWN
    reporting_open: bool = True
    owed_to: dt.date | None = None
    final_by: dt.date | None = None
    in_review: bool = False
    stopped_on: dt.date | None = None
    waits: tuple[Wait, ...] = ()
    closed_on: dt.date | None = None
    done_by: dt.date | None = None
    withdrawn_by: str = ""
    clock: dt.date | None = None  # the day on the unit's clock; set by :func:`light`

    @property
    def day(self) -> dt.date:
        """The day of judgement: while the clock stands, the day on which it stopped; at most the last one while the
        report on it is to come."""
        day = self.clock or self.running
        return min(day, self.last_day) if self.last_day and self.end_to_come else day

    @property
    def running(self) -> dt.date:
        """The day, or the one on which the clock stopped."""
        return min(self.on, self.stopped_on) if self.stopped_on else self.on

    @property
    def end_to_come(self) -> bool:
        """Whether the report that covers the last day is neither signed nor late."""
        return self.final_by is not None and self.on <= self.final_by

    @property
    def last_day(self) -> dt.date | None:
        """By when all must be done."""
        return self.goal.due if self.goal else self.due


@dataclass(frozen=True, slots=True)
class Light:
    """A judgement with all that is needed to check it."""

    colour: Colour
    reason: Reason
    sentence: str
    rule: int
    until: dt.date | None = None  # grey: when a judgement is expected
    expected: Decimal | None = None
    basis: Basis = Basis.NONE
    shortfall: Decimal | None = None  # part of the goal
    compared_on: dt.date | None = None
    notes: tuple[str, ...] = field(default=())


def light(at: Situation, rule: Rule, calendar: WorkCalendar) -> Light:
    """The light of a situation under a rule: exactly one, never an error, for every input."""
    if at.waits:
        at = replace(at, clock=given_back(at.running, at.waits, calendar))
    judged = (judge(at, rule, calendar) for judge in _JUDGES)
    found = next((each for each in judged if each is not None), None)
    found = found or Light(Colour.GREEN, Reason.NOTHING_DUE, "没有到期的时间节点。", rule.version)
    return replace(found, notes=(*found.notes, *_of_the_day(at, calendar)))


def _of_the_day(at: Situation, calendar: WorkCalendar) -> Iterator[str]:
    """Why it is judged as of another day than the one that is asked for."""
    if (days := waited(at.waits, at.running, calendar)) > 0:
        yield f"单位等待答复{days}个工作日，不计入时限，相应按{day_in_words(at.day)}判定。"
    if at.stopped_on is not None and at.stopped_on < at.on:
        yield f"单位自{day_in_words(at.stopped_on)}起在等答复，时限停止计算，按停止之日判定。"
    elif at.end_to_come and at.last_day is not None and at.final_by is not None and at.on > at.last_day:
        yield (
            f"期限{day_in_words(at.last_day)}已过，终期完成情况应于{day_in_words(at.final_by)}前报送，按期限之日判定。"
        )


def _settled(at: Situation, rule: Rule, calendar: WorkCalendar) -> Light | None:
    """What is outside all judgement by figures."""
    if at.withdrawn_by:
        return _grey(rule, Reason.WITHDRAWN, f"已撤销，依据：{at.withdrawn_by}。")
    if at.closed_on is not None and at.closed_on <= at.on:
        return Light(Colour.BLUE, Reason.CLOSED, f"{day_in_words(at.closed_on)}办结。", rule.version)
    if at.presence is Presence.NOT_APPLICABLE:
        return _grey(rule, Reason.NOT_APPLICABLE, "本区无承担份额。")
    if at.goal is not None and at.share is ShareState.OPEN:
        return _grey(rule, Reason.NO_SHARE, f"省、市目标{at.goal.shown()}的区级份额尚未商定，不与全省、全市目标比较。")
    if at.goal is not None and at.share is ShareState.NONE_SET:
        return _grey(rule, Reason.NONE_SET, f"省、市目标{at.goal.shown()}未向本区下达份额，不与全省、全市目标比较。")
    return None


def _by_figure(at: Situation, rule: Rule, calendar: WorkCalendar) -> Light | None:
    if at.goal is None or at.figure is None:
        return None
    goal, value = at.goal, at.figure.value
    over = at.day > goal.due
    if goal.is_limit:
        return _by_limit(at, goal, value, rule)
    if goal.is_met_by(value) and (goal.adds_up or at.figure.as_of >= goal.due):
        return Light(
            Colour.BLUE,
            Reason.MET,
            f"{_said(at.figure, goal)}，已达到目标{goal.shown()}。",
            rule.version,
            expected=goal.value,
            basis=Basis.GOAL,
            shortfall=Decimal(0),
            compared_on=at.figure.as_of,
        )
    if at.figure.as_of >= goal.due and (over or (at.end_to_come and at.on > goal.due)):
        return _missed(at, goal, value, rule)
    if over:
        return _without_end(at, rule)
    return _compared(at, goal, at.figure, rule, calendar)


def _by_limit(at: Situation, goal: Goal, value: Decimal, rule: Rule) -> Light:
    """A limit is kept or broken, never a percentage; it is done when the time is over and the last figure is in."""
    assert at.figure is not None
    said = _said(at.figure, goal)
    if not goal.is_met_by(value):
        # A rate above its limit may still come down within the time; a count cannot.
        falling = not goal.adds_up and at.figure.as_of < goal.due
        part = _part(value - goal.value, goal)
        colour = worse(Colour.YELLOW, rule.band(part)) if falling else Colour.RED
        text = f"{said}，突破控制目标{goal.shown()}。"
        return Light(colour, Reason.BROKEN, text, rule.version, None, goal.value, Basis.GOAL, part, at.figure.as_of)
    if at.day > goal.due and at.figure.as_of >= goal.due:
        text = f"{said}，全期未突破控制目标{goal.shown()}。"
        return Light(
            Colour.BLUE, Reason.MET, text, rule.version, None, goal.value, Basis.GOAL, Decimal(0), at.figure.as_of
        )
    if at.day > goal.due:
        return _without_end(at, rule)
    text = f"{said}，在控制目标{goal.shown()}以内。"
    return Light(
        Colour.GREEN, Reason.COMPARED, text, rule.version, None, goal.value, Basis.GOAL, Decimal(0), at.figure.as_of
    )


def _without_end(at: Situation, rule: Rule) -> Light:
    """The last day is over and no figure covers it: what was last reported neither proves nor excuses anything."""
    assert at.goal is not None and at.figure is not None
    over = f"期限{day_in_words(at.goal.due)}已过，{_said(at.figure, at.goal)}"
    if (waits := _awaited(at)) is not None:
        return _grey(rule, Reason.AWAITING, f"{over}，终期统计数据尚未发布，预计{day_in_words(waits)}发布。", waits)
    if at.in_review:
        return _grey(rule, Reason.IN_REVIEW, f"{over}，终期报告已签报、待受理。")
    met = at.goal.is_met_by(at.figure.value)
    said = "不能确认达到" if met and not at.goal.is_limit else "不能确认全期未突破控制" if met else "未达到"
    text = f"{over}，没有终期数据，{said}目标{at.goal.shown()}。"
    return Light(Colour.RED, Reason.OVERDUE, text, rule.version, compared_on=at.figure.as_of)


def _awaited(at: Situation) -> dt.date | None:
    """Until when statistics that were announced are waited for."""
    until = at.expected_on if at.presence is Presence.AWAITING else None
    last = at.last_day
    if until is None or until < at.on or (last is not None and at.on > last + STATISTICS):
        return None
    return until


def _missed(at: Situation, goal: Goal, value: Decimal, rule: Rule) -> Light:
    part = _part(goal.value - value, goal)
    text = f"{_said(at.figure, goal)}，期限{day_in_words(goal.due)}已过，未达到目标{goal.shown()}。"  # type: ignore[arg-type]
    return Light(
        Colour.RED, Reason.OVERDUE, text, rule.version, None, goal.value, Basis.GOAL, part, at.figure.as_of  # type: ignore[union-attr]
    )  # fmt: skip


def _compared(at: Situation, goal: Goal, figure: Figure, rule: Rule, calendar: WorkCalendar) -> Light:
    """Against the schedule of the figure's own day; of the owed day where a report that was due has not come."""
    day = min(given_back(figure.as_of, at.waits, calendar), at.day)
    notes: tuple[str, ...] = ()
    if at.owed_to is not None and at.owed_to > figure.as_of:
        day = min(given_back(at.owed_to, at.waits, calendar), at.day)
        notes = (
            f"应报至{day_in_words(at.owed_to)}的完成情况尚未报送，仍按{day_in_words(figure.as_of)}的数与{day_in_words(day)}的序时比较。",
        )
    wanted: Expected = expected(goal, at.nodes, day, figure.value)
    if wanted.value is None:
        return Light(
            Colour.GREEN,
            Reason.COMPARED,
            f"{_said(figure, goal)}。{wanted.sentence}",
            rule.version,
            compared_on=day,
            notes=notes,
        )
    part = max(Decimal(0), _part(wanted.value - figure.value, goal))
    colour = rule.band(part)
    gap = behind(part) if part > 0 else "不落后于序时"
    text = f"{_said(figure, goal)}；{wanted.sentence.rstrip('。')}，{gap}。"
    return Light(colour, Reason.COMPARED, text, rule.version, None, wanted.value, wanted.basis, part, day, notes)


def _without_figure(at: Situation, rule: Rule, calendar: WorkCalendar) -> Light | None:
    """A figure is wanted and none was ever accepted."""
    if at.goal is None or at.figure is not None:
        return None
    if (until := _awaited(at)) is not None:
        return _grey(rule, Reason.AWAITING, f"统计数据尚未发布，预计{day_in_words(until)}发布。", until)
    waits = f"在等{at.waiting_on}。" if at.presence is Presence.BLOCKED and at.waiting_on else ""
    if at.day > at.goal.due and at.in_review:
        return _grey(rule, Reason.IN_REVIEW, f"期限{day_in_words(at.goal.due)}已过，终期报告已签报、待受理。")
    if at.day > at.goal.due:
        text = f"期限{day_in_words(at.goal.due)}已过，没有完成数据。{waits}"
        return Light(Colour.RED, Reason.OVERDUE, text, rule.version)
    left = calendar.left(at.day, at.goal.due)
    if left <= rule.soon_days:
        ahead = f"距期限{day_in_words(at.goal.due)}还有{left}个工作日" if left > 0 else "期限已到"
        text = f"{ahead}，没有完成数据。{waits}"
        return Light(Colour.YELLOW, Reason.NO_FIGURE, text, rule.version)
    if at.owed_to is not None:
        text = f"应报至{day_in_words(at.owed_to)}的完成情况尚未报送，没有完成数据。{waits}"
        return Light(Colour.YELLOW, Reason.NO_FIGURE, text, rule.version)
    if at.presence is Presence.AWAITING:
        since = f"（原预计{day_in_words(at.expected_on)}）" if at.expected_on else ""
        return Light(Colour.YELLOW, Reason.NO_FIGURE, f"统计数据仍未报来{since}。", rule.version)
    if at.presence is not Presence.MISSING:
        return Light(Colour.YELLOW, Reason.NO_FIGURE, f"已报告，没有完成数据。{waits}", rule.version)
    return None


def _by_nodes(at: Situation, rule: Rule, calendar: WorkCalendar) -> Light | None:
    """What has no figure is judged by its dates: its nodes and its last day."""
    if at.goal is not None:
        return None
    if at.due is not None and at.day > at.due:
        if at.done_by is not None and at.done_by >= at.due:
            text = f"单位报告截至{day_in_words(at.done_by)}已完成，尚未核验办结。"
            return Light(Colour.BLUE, Reason.CLAIMED, text, rule.version)
        if at.in_review:
            text = f"期限{day_in_words(at.due)}已过，终期报告已签报、待受理。"
            return _grey(rule, Reason.IN_REVIEW, text)
        return Light(Colour.RED, Reason.OVERDUE, f"期限{day_in_words(at.due)}已过，尚未办结。", rule.version)
    late = sorted((n for n in at.nodes if n.is_late(at.day, at.on)), key=lambda n: n.due_on)
    if not late:
        return None
    first = late[0]
    days = -calendar.left(at.day, first.due_on)
    colour = Colour.YELLOW if days <= rule.node_days else Colour.RED
    more = f"，另有{len(late) - 1}个节点逾期" if len(late) > 1 else ""
    text = f"时间节点“{first.content}”应于{day_in_words(first.due_on)}完成，已逾期{days}个工作日{more}。"
    return Light(colour, Reason.NODE, text, rule.version, compared_on=at.day)


def _not_open(at: Situation, rule: Rule, calendar: WorkCalendar) -> Light | None:
    over = at.last_day is not None and at.day > at.last_day
    if at.reporting_open or over:
        return None
    return _grey(rule, Reason.NOT_OPEN, "首个报告期尚未开始，没有可以判断的数据。")


def _waiting_for_first(at: Situation, rule: Rule, calendar: WorkCalendar) -> Light | None:
    if at.goal is None or at.figure is not None:
        return None
    return _grey(rule, Reason.NOT_OPEN, "首期完成情况尚未到报送期限，没有可以判断的数据。")


_Judge = Callable[[Situation, Rule, WorkCalendar], Light | None]
# In this order: the first that has an answer gives it.
_JUDGES: Sequence[_Judge] = (_settled, _by_figure, _by_nodes, _not_open, _without_figure, _waiting_for_first)


def _part(gap: Decimal, goal: Goal) -> Decimal:
    """A gap as part of the goal. A goal of zero is wholly kept or wholly broken."""
    if goal.value == 0:
        return Decimal(1) if gap > 0 else Decimal(0)
    return gap / abs(goal.value)


def _grey(rule: Rule, reason: Reason, sentence: str, until: dt.date | None = None) -> Light:
    return Light(Colour.GREY, reason, sentence, rule.version, until=until)


def _said(figure: Figure, goal: Goal) -> str:
    return f"截至{day_in_words(figure.as_of)}为{show_number(figure.value)}{goal.unit}"


def behind(part: Decimal) -> str:
    """落后目标的6.1%, and what is left of very little."""
    shown = round(part * 100, 1)
    return f"落后目标的{shown.normalize():f}%" if shown else "落后不足目标的0.1%"
