"""Checks of a period, with what was found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet

from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.oversight.models import SampleDraw, Verification
from duban.progress.models import Period
from duban.writers.sheets import Column

LABELS = {"all": "全部", "open": "待核查", "done": "已核查", "untrue": "部分属实、不属实", "objected": "有异议待复核"}
_OFFICE_ONLY = ("open",)


class Listing:
    """What an actor sees, by the filters of the address."""

    def __init__(self, actor: Actor, asked: Mapping[str, str]) -> None:
        self.actor = actor
        self.may_verify = bool(may(actor, Verb.VERIFY))
        self.names = {
            code: label for code, label in LABELS.items() if actor.sees_everything or code not in _OFFICE_ONLY
        }
        wanted = asked.get("show", "")
        self.show = wanted if wanted in self.names else "all"
        self.period = _number(asked.get("period", ""))

    def _of(self, show: str) -> QuerySet[Verification]:
        rows = Verification.objects.visible_to(self.actor)
        if self.period:
            rows = rows.filter(period=self.period)
        sets = {"open": rows.open, "untrue": rows.untrue, "objected": rows.objected}
        if show == "done":
            return rows.filter(verified_at__isnull=False)
        return sets[show]() if show in sets else rows

    @property
    def rows(self) -> QuerySet[Verification]:
        """Those to be carried out first, then the newest."""
        rows = self._of(self.show).select_related("matter__programme", "unit", "period", "verified_by", "draw")
        return rows.order_by("verified_at", "-id") if self.show == "open" else rows.order_by("-id")

    @cached_property
    def chips(self) -> list[tuple[str, str, int, str]]:
        """Code, words, number, address."""
        return [(code, label, self._of(code).count(), self.query(show=code)) for code, label in self.names.items()]

    @cached_property
    def periods(self) -> list[Period]:
        """Of which there are checks."""
        ids = Verification.objects.visible_to(self.actor).order_by().values("period").distinct()
        return list(Period.objects.filter(pk__in=ids).order_by("-year", "-covers_to"))

    @cached_property
    def draws(self) -> list[SampleDraw]:
        """For the office and the leaders: every draw, also those that were thrown away."""
        if not self.actor.sees_everything:
            return []
        rows = SampleDraw.objects.select_related("period", "drawn_by").order_by("-id")
        return list((rows.filter(period=self.period) if self.period else rows)[:20])

    def query(self, **changes: object) -> str:
        """The address of this page with other filters."""
        now: dict[str, object] = {"show": self.show, "period": self.period, **changes}
        return urlencode({name: value for name, value in now.items() if value and value != "all"})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


COLUMNS = [
    Column("编号", lambda row: row.matter.code, 9),
    Column("事项", lambda row: row.matter.body, 48, wrap=True),
    Column("单位", lambda row: row.unit.name, 18),
    Column("报告期", lambda row: str(row.period or ""), 16),
    Column("来源", lambda row: str(row.draw) if row.draw is not None else "办结核验", 24),
    Column("抽取理由", lambda row: row.why, 30, wrap=True),
    Column("方式", lambda row: row.get_means_display(), 10),
    Column("日期", lambda row: row.done_on, 12, "date"),
    Column("结果", lambda row: row.stands_label, 10),
    Column("核查情况", lambda row: row.note, 40, wrap=True),
    Column("核查人", lambda row: str(row.verified_by or ""), 10),
    Column("单位异议", lambda row: row.objection, 30, wrap=True),
    Column("复核意见", lambda row: row.decision, 30, wrap=True),
]
