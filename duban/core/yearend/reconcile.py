"""Item by item reconciliation (逐项对账): what was promised, what is said, what was found, and where they differ.

Every difference is a sentence with found and expected. It accuses nobody: it says what has to be settled or
explained before the year's book is closed. Statistics that are not out yet are named as such and are no fault.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from duban.core.reporting.values import Rating

FULFILLED = frozenset({"exceeded", "done", "late"})  # grades (结果等次) that say that the goal was reached
NAMED = 3  # goals that a sentence names
UNFULFILLED = frozenset({"partly", "not_done"})


class Kind(StrEnum):
    """What differs. Stored codes; the order is the order of the book."""

    NOT_CLOSED = "not_closed"
    GRADE_ABOVE = "grade_above"
    GRADE_BELOW = "grade_below"
    CLAIM_ABOVE = "claim_above"
    NO_FIGURE = "no_figure"
    PROVISIONAL = "provisional"
    REPORTS_MISSING = "reports_missing"
    VERIFIED_FALSE = "verified_false"
    CASES_OPEN = "cases_open"
    DIRECTIVES_OPEN = "directives_open"


KIND_LABELS = {
    Kind.NOT_CLOSED: "未办结",
    Kind.GRADE_ABOVE: "等次高于数据",
    Kind.GRADE_BELOW: "等次低于数据",
    Kind.CLAIM_ABOVE: "自评高于数据",
    Kind.NO_FIGURE: "缺年末数",
    Kind.PROVISIONAL: "数据未定",
    Kind.REPORTS_MISSING: "报告不齐",
    Kind.VERIFIED_FALSE: "核查有出入",
    Kind.CASES_OPEN: "协调事项未销结",
    Kind.DIRECTIVES_OPEN: "交办未落实",
}


@dataclass(frozen=True, slots=True)
class GoalAccount:
    """A goal at the year's end. Figures are words as the book prints them (``1,200万元``), empty where there is none.

    ``met``: ``None`` where nothing can be compared; ``why_open`` then says why (区级份额未定, 数据未发布).
    """

    what: str
    goal: str
    reached: str = ""
    met: bool | None = None
    provisional: bool = False
    why_open: str = ""
    original: str = ""  # the goal as printed, where it was revised or a share stands for it


@dataclass(frozen=True, slots=True)
class Account:
    """All that is compared of one item (事项). Labels come with their codes where a sentence prints them."""

    code: str
    grade: str = ""
    grade_label: str = ""
    rating: str = ""
    rating_label: str = ""
    goals: tuple[GoalAccount, ...] = ()
    missing_reports: tuple[str, ...] = ()  # names of periods
    found: str = ""  # worst verification: true | partly | false
    found_label: str = ""
    open_cases: int = 0
    open_directives: int = 0
    withdrawn: bool = False

    @property
    def fingerprint(self) -> str:
        """Names the facts: a book that was settled on other facts is shown as changed since."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def unmet(self) -> list[GoalAccount]:
        """Goals that were missed."""
        return [goal for goal in self.goals if goal.met is False]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, fit to print."""

    kind: Kind
    sentence: str


def differences(account: Account) -> tuple[Difference, ...]:
    """Every difference of an item in the order of :class:`Kind`; none for a withdrawn one.

    >>> goal = GoalAccount("新增停车泊位", "≥12万个", "11.5万个", met=False)
    >>> [d.sentence for d in differences(Account("市-3", "done", "按期完成", goals=(goal,)))]
    ['评为“按期完成”，而新增停车泊位目标≥12万个，实际11.5万个。']
    """
    if account.withdrawn:
        return ()
    return tuple(sorted(_found(account), key=lambda each: list(Kind).index(each.kind)))


def _found(account: Account) -> Iterator[Difference]:
    yield from _grade(account)
    yield from _figures(account)
    if account.missing_reports:
        yield Difference(Kind.REPORTS_MISSING, f"缺已受理的报告：{'、'.join(account.missing_reports)}。")
    if account.found in ("partly", "false"):
        yield Difference(Kind.VERIFIED_FALSE, f"核查结果为“{account.found_label}”。")
    if account.open_cases:
        yield Difference(Kind.CASES_OPEN, f"还有 {account.open_cases} 件协调事项没有销结。")
    if account.open_directives:
        yield Difference(Kind.DIRECTIVES_OPEN, f"还有 {account.open_directives} 项交办没有核实落实。")


def _grade(account: Account) -> Iterator[Difference]:
    unmet = account.unmet
    if not account.grade:
        yield Difference(Kind.NOT_CLOSED, "年底未办结。")
    elif account.grade in FULFILLED and unmet:
        yield Difference(Kind.GRADE_ABOVE, f"评为“{account.grade_label}”，而{_said(unmet)}。")
    elif account.grade in UNFULFILLED and account.goals and all(goal.met for goal in account.goals):
        yield Difference(Kind.GRADE_BELOW, f"评为“{account.grade_label}”，而各项目标的数据都已达到。")
    if account.rating == Rating.DONE and unmet:
        yield Difference(Kind.CLAIM_ABOVE, f"单位自评“{account.rating_label}”，而{_said(unmet)}。")


def _figures(account: Account) -> Iterator[Difference]:
    reasons: dict[str, list[str]] = {}
    for goal in account.goals:
        if goal.met is None:
            reasons.setdefault(goal.why_open or "没有已受理的数据", []).append(goal.what)
    if reasons:
        said = "；".join(f"{_names(names)}：{why}" for why, names in reasons.items())
        yield Difference(Kind.NO_FIGURE, f"{said}。")
    provisional = [goal for goal in account.goals if goal.met is not None and goal.provisional]
    if provisional:
        said = _names([f"{goal.what}{goal.reached}" for goal in provisional])
        yield Difference(Kind.PROVISIONAL, f"{said}不是正式数。")


def _said(goals: list[GoalAccount]) -> str:
    said = [f"{goal.what}目标{goal.goal}，实际{goal.reached}" for goal in goals[:NAMED]]
    return "；".join(said) + (f"，等 {len(goals)} 项目标未达到" if len(goals) > NAMED else "")


def _names(names: list[str]) -> str:
    """The first few by name; the line of the book has all of them beside it."""
    return "、".join(names[:NAMED]) + (f"等 {len(names)} 项" if len(names) > NAMED else "")
