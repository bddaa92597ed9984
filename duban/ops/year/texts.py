"""Texts of a report, put together from the matter's own words, its figures and the season's sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from duban.core.reporting.values import MeasureKind
from duban.core.text.figures import plain_number, show_number
from duban.ops.year import sentences
from duban.ops.year.dice import Dice

_PARTS = re.compile(r"[,，;；。:：、]")
_MARKS = (("“", "”"), ("(", ")"), ("（", "）"), ("《", "》"))
LAST_MONTH = {1: 3, 2: 6, 3: 9, 4: 12}


@dataclass(frozen=True)
class Said:
    """A figure as the text gives it."""

    name: str
    unit: str
    kind: MeasureKind
    value: Decimal
    goal: Decimal | None = None
    growth: bool = False


@dataclass(frozen=True)
class About:
    """What a text is about."""

    unit: str
    section: str
    code: str
    body: str
    quarter: int
    year: int
    helps: str = ""  # name of the lead, for who works with it
    through_group: bool = False


def sort_of_work(body: str) -> str:
    """The sort of work that the matter's words speak of.

    >>> sort_of_work("社会消费品零售总额增长7%。"), sort_of_work("新增停车泊位12万个。")
    ('growth', 'build')
    """
    return next(name for name, pattern in sentences.KINDS if pattern.search(body))


def topic(body: str) -> str:
    """A short clause of the matter to name it by; empty where none can stand by itself.

    >>> topic("创建国家知识产权保护示范区。")
    '创建国家知识产权保护示范区'
    """
    for clause in _PARTS.split(body)[:4]:
        clause = clause.strip()
        whole = all(clause.count(a) == clause.count(b) for a, b in _MARKS)
        if 6 <= len(clause) <= 20 and whole and not re.search(r"\d|“|思想|党", clause):
            return clause
    return ""


def figure_words(each: Said) -> str:
    """停车泊位累计120个 / 社会消费品零售总额增长6.8%."""
    if each.growth:
        return f"{each.name}增长{plain_number(each.value)}{each.unit}"
    if each.kind is MeasureKind.YTD:
        return f"{each.name}{show_number(each.value)}{each.unit}"
    return f"{each.name}达到{show_number(each.value)}{each.unit}"


class Writer:
    """Writes a line's boxes; the same matter, unit and quarter always give the same words."""

    def __init__(self, about: About) -> None:
        self.about = about
        self.dice = Dice("材料", about.unit, about.code, about.quarter)
        self.sort = sort_of_work(about.body)
        self.season = about.quarter - 1

    def fill(self, sentence: str) -> str:
        """The sentence with its small numbers."""
        dice, about = self.dice, self.about
        return sentence.format(
            n=dice.between(11, 48),
            k=dice.between(2, 9),
            d=dice.between(8, 26),
            m=LAST_MONTH[about.quarter],
            section=about.section,
            lead=about.helps,
            unit=about.unit,
            following=about.year + 1,
        )

    def done(self, figures: list[Said]) -> str:
        """进展与成效."""
        about, dice = self.about, self.dice
        parts = []
        name = topic(about.body)
        if figures:
            words = "，".join(figure_words(each) for each in figures)
            parts.append(f"截至{LAST_MONTH[about.quarter]}月底，{words}{self.rate(figures)}。")
        elif name and dice.chance(0.6):
            parts.append(f"“{name}”一项，")
        if about.helps:
            parts.append(self.fill(dice.pick(sentences.HELPED)))
        elif about.through_group:
            parts.append(self.fill(dice.pick(sentences.AT_HOME)))
        parts.append(self.fill(dice.pick(sentences.DONE[self.sort][self.season])))
        if dice.chance(0.55) or not figures:
            parts.append(self.fill(dice.pick(sentences.ALSO[self.season])))
        return "".join(parts)

    @staticmethod
    def rate(figures: list[Said]) -> str:
        """，完成年度目标的 47.0%, for a single amount with a goal."""
        if len(figures) != 1 or figures[0].kind is not MeasureKind.YTD or not figures[0].goal:
            return ""
        share = figures[0].value / figures[0].goal * 100
        return f"，完成年度目标的{plain_number(share.quantize(Decimal('0.1')))}%"

    def problem(self) -> str:
        """问题及原因."""
        return self.fill(self.dice.pick(sentences.PROBLEM[self.sort]))

    def next_step(self) -> str:
        """下一步及时限."""
        return self.fill(self.dice.pick(sentences.NEXT[self.season]))

    def one_of(self, choices: tuple[str, ...]) -> str:
        """One of some sentences, filled."""
        return self.fill(self.dice.pick(choices))
