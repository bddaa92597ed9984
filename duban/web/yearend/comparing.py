"""Two years beside each other, as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.utils import timezone

from duban.ledger.enums import Level
from duban.ledger.models import Matter, Target
from duban.orgs.actor import Actor
from duban.progress.goals import goal_words
from duban.web.yearend.listing import chosen_year, years
from duban.yearend.accounts import Entry, entries
from duban.yearend.books import goal_line
from duban.yearend.nextyear import Pair, Takeover, pairs, takeovers


@dataclass(frozen=True)
class ComparedLine:
    """A pair with what the earlier year reached and the later one aims at."""

    pair: Pair
    before: list[str]
    grade: str
    after: list[str]


class Comparison:
    """A year and the one after it that has a ledger."""

    def __init__(self, actor: Actor, asked: Mapping[str, str]) -> None:
        self.year = chosen_year(asked.get("year", ""), actor)
        self.later = min((each for each in years() if each > self.year), default=None)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Across the two years; none without a later one."""
        return pairs(self.year, self.later) if self.later else []

    @cached_property
    def takeovers(self) -> list[Takeover]:
        """Measures with something to take over."""
        return [each for each in takeovers(self.pairs) if each.open]

    @cached_property
    def lines(self) -> list[ComparedLine]:
        """The sure pairs with goals of both years, in the order of the later one."""
        sure = [pair for pair in self.pairs if pair.grade == 2]
        before: dict[int, Entry] = entries(year=self.year, at=timezone.now()) if sure else {}
        aims: dict[int, list[str]] = {}
        for target in Target.objects.filter(matter__in=[p.new.pk for p in sure], withdrawn=False, version=1):
            aims.setdefault(target.matter_id, []).append(f"{target.what}：{goal_words(target)}")
        lines = [
            ComparedLine(
                pair,
                [goal_line(goal) for goal in before[pair.old.pk].account.goals],
                before[pair.old.pk].account.grade_label or "未办结",
                aims.get(pair.new.pk, []),
            )
            for pair in sure
        ]
        return sorted(lines, key=lambda line: (line.pair.new.programme.ordinal, line.pair.new.ordinal))

    @property
    def counts(self) -> list[tuple[str, int, int]]:
        """Level, number of items in each of the two years."""
        found = {
            (row["programme__year"], row["programme__level"]): row["n"]
            for row in Matter.objects.live()
            .filter(programme__year__in=[self.year, self.later or 0])
            .order_by()
            .values("programme__year", "programme__level")
            .annotate(n=Count("pk"))
        }
        return [
            (Level(level).label, found.get((self.year, level), 0), found.get((self.later, level), 0))
            for level in Level.values
            if (self.year, level) in found or (self.later, level) in found
        ]

    @property
    def went_on(self) -> int:
        """Items of the earlier year that have a sure counterpart."""
        return len({pair.old.pk for pair in self.pairs if pair.grade == 2})

    @property
    def new_ones(self) -> int:
        """Items of the later year without one."""
        total = sum(after for _, _, after in self.counts)
        return total - len({pair.new.pk for pair in self.pairs if pair.grade == 2})
