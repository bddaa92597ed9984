"""报送日历: units × periods of a year as a picture and as a table, every square open to its report expected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.urls import reverse

from duban.core.reporting.timeliness import STANDING_LABELS, Standing
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb
from duban.progress.completeness import NOT_OPENED, WAIVED
from duban.progress.enums import ReportState
from duban.progress.filings import Filing, FilingYear, filing_year, standings
from duban.progress.models import Period
from duban.web import charts
from duban.web.http import methods, page
from duban.web.request import HttpRequest

PAGE = 100  # units in a picture

KINDS: dict[str, tuple[str, Callable[[Filing], bool]]] = {
    "missing": ("有逾期未报的", lambda each: each.time.standing == Standing.OVERDUE),
    "late": ("有逾期报送的", lambda each: each.time.standing == Standing.LATE),
    "waiting": ("有待受理的", lambda each: each.stage == ReportState.SIGNED),
    "returned": ("有退回待改的", lambda each: each.stage == ReportState.RETURNED),
    "waived": ("有免报的", lambda each: each.stage == WAIVED),
}

# Shade, word of the legend and sign in the square; several stages inside a unit are one shade.
LOOKS = (
    charts.Look("none", "未打开", "未"),
    charts.Look("soft", "单位起草、审核或待签字", "办"),
    charts.Look("marked", "已退回，待修改", "退"),
    charts.Look("strong", "已报送，待受理", "报"),
    charts.Look("weak", "已受理", "受"),
    charts.Look("none", "免报", "免"),
)
FLAG = ("逾", "超过报送期限")
PLACE = {
    NOT_OPENED: 0, ReportState.DRAFT: 1, ReportState.CHECKING: 1, ReportState.SIGNING: 1, ReportState.RETURNED: 2,
    ReportState.SIGNED: 3, ReportState.ACCEPTED: 4, ReportState.SUPERSEDED: 4, WAIVED: 5,
}  # fmt: skip


@dataclass(frozen=True)
class Foot:
    """What came in a period, all units together."""

    period: Period
    short: str
    filed: int
    expected: int


class Filings:
    """One look at the reports of a year."""

    def __init__(self, request: HttpRequest) -> None:
        self.actor = request.actor
        self.years = list(Period.objects.order_by("-year").values_list("year", flat=True).distinct())
        asked = request.GET.get("year", "")
        known = int(asked) if asked.isdigit() else 0
        self.year = known if known in self.years else (self.years or [self.actor.today.year])[0]
        self.kind = request.GET.get("show", "") if request.GET.get("show", "") in KINDS else ""
        self.number = request.GET.get("page")

    @cached_property
    def found(self) -> FilingYear:
        """Everything that the person may see."""
        return filing_year(self.year, self.actor)

    def _fits(self, unit: Unit, kind: str) -> bool:
        return any(each is not None and KINDS[kind][1](each) for each in self.found.of(unit))

    @cached_property
    def page(self) -> Page[Unit]:
        """The units that are asked for."""
        rows = [unit for unit in self.found.units if not self.kind or self._fits(unit, self.kind)]
        return Paginator(rows, PAGE).get_page(self.number)

    @property
    def chips(self) -> list[tuple[str, str, int, str]]:
        """Code, word, how many units, address."""
        counts = {kind: sum(self._fits(unit, kind) for unit in self.found.units) for kind in KINDS}
        return [
            (kind, word, counts[kind], self.query(show="" if kind == self.kind else kind))
            for kind, (word, _) in KINDS.items()
            if counts[kind] or kind == self.kind
        ]

    def query(self, **changes: str) -> str:
        """The address with changes."""
        return urlencode({k: v for k, v in {"year": str(self.year), "show": self.kind, **changes}.items() if v})

    @property
    def rows(self) -> list[tuple[Unit, list[tuple[str, Filing | None, str]]]]:
        """A row a unit; each square with the name of its period and its word."""
        return [
            (
                unit,
                [
                    (short(period), each, each.word(self.actor) if each else "")
                    for period, each in zip(self.found.periods, self.found.of(unit), strict=True)
                ],
            )
            for unit in self.page
        ]

    @property
    def feet(self) -> list[Foot]:
        """Of all units, also those on other pages of the list."""
        made = []
        for period in self.found.periods:
            rows = [each for (_, key), each in self.found.squares.items() if key == period.pk and each.stage != WAIVED]
            filed = sum(each.time.standing in (Standing.ON_TIME, Standing.LATE) for each in rows)
            made.append(Foot(period, short(period), filed, len(rows)))
        return made

    @cached_property
    def summary(self) -> str:
        """The whole in one sentence."""
        found = standings(self.found.squares.values())
        expected = sum(found.values()) - found[Standing.WAIVED]
        parts = [f"{STANDING_LABELS[kind]} {found[kind]} 份" for kind in STANDING_LABELS if found[kind]]
        waiting = sum(each.stage == ReportState.SIGNED for each in self.found.squares.values())
        more = f"；其中 {waiting} 份已报送，待受理" if waiting else ""
        return (
            f"{self.year}年 {len(self.found.units)} 个单位、{len(self.found.periods)} 期，应报 {expected} 份："
            f"{'，'.join(parts)}{more}。"
        )

    def chart(self) -> charts.Chart | None:
        """The squares of the units on this page; nothing for a unit's own few."""
        if not self.actor.sees_everything or not len(self.page):
            return None
        cells = []
        for row, unit in enumerate(self.page):
            for column, each in enumerate(self.found.of(unit)):
                if each is None:
                    continue
                tip = f"{unit}　{self.found.periods[column]}：{each.word(self.actor)}，{each.time.words}"
                cells.append(
                    charts.Square(
                        column, row, PLACE[each.stage], tip, reverse("obligation", args=[each.key]), each.late
                    )
                )
        return charts.squares(
            "chart-filings", summary=self.summary, rows=[str(unit) for unit in self.page],
            columns=[short(period) for period in self.found.periods], cells=cells, looks=LOOKS, flag=FLAG,
        )  # fmt: skip


def short(period: Period) -> str:
    """The name of a period without its year, for the head of a column."""
    return period.name.removeprefix(f"{period.year}年")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def filings(request: HttpRequest) -> HttpResponse:
    """The reporting calendar of a year; a unit sees its own row."""
    found = Filings(request)
    context: dict[str, Any] = {
        "title": f"{found.year}年报送日历",
        "found": found,
        "chart": found.chart(),
        "page": found.page,
        "query": f"{found.query()}&",
    }
    return page(request, "periods/filings.html", context)
