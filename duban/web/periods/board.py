"""The board of a period: conditions from the address, counts, order, the file of exactly what is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from duban.core.reporting.timeliness import STANDING_LABELS
from duban.orgs.actor import Actor
from duban.progress import completeness
from duban.progress.completeness import STAGES, Row
from duban.progress.models import Obligation, Period
from duban.writers.sheets import Column

SORTS: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "": ("单位排序", lambda row: 0),
    "name": ("单位名称", lambda row: row.unit.name),
    "lines": ("事项多的在前", lambda row: -row.owed),
    "left": ("未填多的在前", lambda row: row.filled - row.owed),
    "stage": ("进度", lambda row: list(STAGES).index(row.stage)),
    "due": ("期限近的在前", lambda row: (row.obligation.first_signed_at is not None, row.obligation.due_on)),
    "planned": ("计划日早的在前", lambda row: (row.obligation.promised_on is None, row.obligation.promised_on or 0)),
    "signed": ("先报送的在前", lambda row: (row.signed_on is None, row.signed_on or 0)),
}


@dataclass(frozen=True)
class Conditions:
    """What the address asks for."""

    q: str = ""
    stage: str = ""
    time: str = ""
    sort: str = ""

    @classmethod
    def parse(cls, data: QueryDict) -> Conditions:
        """From an address; what cannot be understood is left out."""

        def known(name: str, values: Any) -> str:
            value = data.get(name, "")
            return value if value in values else ""

        return cls(
            q="".join(data.get("q", "").split())[:60],
            stage=known("stage", STAGES),
            time=known("time", STANDING_LABELS),
            sort=known("sort", SORTS),
        )

    def query(self, **changes: str) -> str:
        """The query string with changes, defaults left out."""
        return urlencode({k: v for k, v in {**self.__dict__, **changes}.items() if v})

    def fits(self, row: Row, without: str = "") -> bool:
        """Whether the row is asked for, all conditions but one."""
        return (
            (without == "q" or not self.q or self.q in row.unit.name)
            and (without == "stage" or not self.stage or row.stage == self.stage)
            and (without == "time" or not self.time or row.time.standing == self.time)
        )


@dataclass(frozen=True)
class Chip:
    """A condition that can be switched, with the number of rows it would leave."""

    label: str
    count: int
    query: str
    on: bool


class Board:
    """One look at a period."""

    def __init__(self, period: Period, actor: Actor, data: QueryDict) -> None:
        self.period, self.actor = period, actor
        self.conditions = Conditions.parse(data)

    @cached_property
    def everything(self) -> list[Row]:
        """All rows that the person may see."""
        expected = Obligation.objects.filter(period=self.period).visible_to(self.actor)
        return completeness.rows(expected, today=self.actor.today)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows asked for, in the order asked for."""
        found = [row for row in self.everything if self.conditions.fits(row)]
        return sorted(found, key=SORTS[self.conditions.sort][1])

    @cached_property
    def totals(self) -> completeness.Totals:
        """Counts over everything."""
        return completeness.totals(self.everything)

    def chips(self) -> list[tuple[str, list[Chip]]]:
        """Chips by group."""
        return [
            ("进度", self._counted("stage", STAGES, lambda row: row.stage)),
            ("时限", self._counted("time", STANDING_LABELS, lambda row: row.time.standing)),
        ]

    def _counted(self, name: str, labels: Any, of: Callable[[Row], str]) -> list[Chip]:
        rows = [row for row in self.everything if self.conditions.fits(row, without=name)]
        chosen = getattr(self.conditions, name)
        counts = {value: sum(of(row) == value for row in rows) for value in labels}
        return [
            Chip(
                labels[value],
                n,
                self.conditions.query(**{name: "" if value == chosen else str(value)}),
                value == chosen,
            )
            for value, n in counts.items()
            if n or value == chosen
        ]

    def sorts(self) -> list[tuple[str, str, str]]:
        """(code, label, query)."""
        return [(code, label, self.conditions.query(sort=code)) for code, (label, _) in SORTS.items()]

    def said(self) -> str:
        """The conditions in a line, for the head of a file."""
        c = self.conditions
        parts = [f"单位含“{c.q}”"] if c.q else []
        parts += [STAGES[c.stage]] if c.stage else []
        parts += [STANDING_LABELS[c.time]] if c.time else []  # type: ignore[index]
        return "、".join(parts) or "全部"

    def label(self, row: Row) -> str:
        """How far, in the words of who looks."""
        return row.stage_label if self.actor.sees_everything else row.unit_label

    def columns(self) -> list[Column]:
        """The columns of the table as those of a file."""
        return [
            Column("单位", lambda row: row.unit.name, 24),
            Column("应报事项", lambda row: row.owed, 10, "number"),
            Column("已填", lambda row: row.filled, 8, "number"),
            Column("进度", self.label, 20),
            Column("首次打开", lambda row: row.obligation.first_opened_at, 18),
            Column("起草人", lambda row: row.opened_by, 12),
            Column("计划送签", lambda row: row.obligation.promised_on, 12, "date"),
            Column("报送期限", lambda row: row.obligation.due_on, 12, "date"),
            Column("签字日期", lambda row: row.signed_on, 12, "date"),
            Column("时限", lambda row: row.time.words, 20),
            Column("退回次数", lambda row: row.returned, 10, "number"),
            Column("校核提示", lambda row: row.hints, 10, "number"),
            Column("已说明", lambda row: row.answered, 10, "number"),
            Column("备注", note, 36, wrap=True),
        ]


def note(row: Row) -> str:
    """Extension or waiver, with its reason."""
    if row.obligation.waived_at:
        return f"免报：{row.obligation.waived_reason}"
    if row.obligation.extension_reason:
        return f"延期：{row.obligation.extension_reason}"
    return ""
