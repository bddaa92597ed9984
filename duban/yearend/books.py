"""The year's book and the dossiers of units as papers, from the rows: a constant number of queries each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from duban.core.gongwen.document import Document
from duban.core.gongwen.yearbook import BookLine, BookPart, Listed, book, dossier
from duban.core.reporting.timeliness import timeliness
from duban.core.yearend.reconcile import GoalAccount
from duban.ledger.models import Assignment, Matter, Programme
from duban.orgs.models import Unit
from duban.orgs.workdays import office_calendar
from duban.oversight.models import Closing, CoordinationCase, Directive, Urging, Verification
from duban.progress.models import HandlingPlan, Obligation, Report
from duban.yearend.accounts import Entry, entries
from duban.yearend.models import Settlement

COMPACT = 200  # characters of an item's text in a table


def goal_line(goal: GoalAccount) -> str:
    """新增停车泊位：目标≥260个，完成260个."""
    reached = f"完成{goal.reached}" if goal.reached else "无数据"
    said = f"（{goal.why_open}）" if goal.why_open and goal.met is None else ""
    original = f"（{goal.original}）" if goal.original else ""
    return f"{goal.what}：目标{goal.goal}{original}，{reached}{said}"


def settlements(year: int) -> dict[int, Settlement]:
    """Matter id → its live settlement."""
    rows = Settlement.objects.live().filter(matter__programme__year=year).select_related("settled_by")
    return {row.matter_id: row for row in rows}


def year_book(*, year: int, at: dt.datetime, author: str = "") -> Document:
    """逐项对账表 of a year, as of an instant."""
    lines = entries(year=year, at=at)
    settled = settlements(year)
    texts = dict(Matter.objects.filter(programme__year=year).values_list("pk", "body"))
    by_programme: dict[int, list[BookLine]] = defaultdict(list)
    for pk, entry in lines.items():
        by_programme[entry.matter.programme_id].append(_line(entry, settled.get(pk), texts[pk]))
    parts = tuple(
        BookPart(programme.title, tuple(by_programme[programme.pk]))
        for programme in Programme.objects.filter(year=year).order_by("ordinal")
        if by_programme[programme.pk]
    )
    return book(year, parts, on=timezone.localdate(at), author=author)


def _line(entry: Entry, row: Settlement | None, text: str) -> BookLine:
    account = entry.account
    notes = tuple(each.sentence for each in entry.differences)
    if row is not None and row.remark:
        notes += (f"说明：{row.remark}",)
    changed = row is not None and row.fingerprint != account.fingerprint
    settled = "" if row is None else "数据有变" if changed else f"{timezone.localtime(row.settled_at):%Y-%m-%d}"
    return BookLine(
        code=account.code,
        text=shortened(text),
        unit=entry.unit.name if entry.unit else "",
        goals=tuple(goal_line(goal) for goal in account.goals),
        grade="撤销" if account.withdrawn else account.grade_label,
        light=entry.light.label,
        notes=notes,
        settled=settled,
    )


def shortened(text: str) -> str:
    """An item's text as a table shows it."""
    return text if len(text) <= COMPACT else f"{text[:COMPACT]}……"


def dossiers(*, year: int, at: dt.datetime, units: Iterable[Unit], author: str = "") -> dict[int, Document]:
    """Unit id → its dossier of the year as of an instant; the number of queries does not grow with the units."""
    chosen = list(units)
    rows = _Rows(year, at, [unit.pk for unit in chosen])
    on = timezone.localdate(at)
    return {unit.pk: dossier(year, unit.name, rows.parts(unit.pk), on=on, author=author) for unit in chosen}


class _Rows:
    """The rows behind the dossiers, by unit."""

    def __init__(self, year: int, at: dt.datetime, units: list[int]) -> None:
        self.on = timezone.localdate(at)
        self.entries = entries(year=year, at=at)
        self.settled = settlements(year)
        of_year = Q(matter__programme__year=year, unit__in=units)
        self.assignments = _by_unit(
            Assignment.objects.live().filter(of_year).select_related("matter__programme")
            .order_by("matter__programme__ordinal", "matter__ordinal", "part", "ordinal")
        )  # fmt: skip
        self.obligations = _by_unit(
            Obligation.objects.filter(period__year=year, unit__in=units).select_related("period")
            .order_by("period__covers_to", "period_id")
        )  # fmt: skip
        accepted = Report.objects.filter(period__year=year, unit__in=units, accepted_at__lte=at).order_by("version")
        self.versions = {(row.period_id, row.unit_id): row.version for row in accepted}
        self.plans = _by_unit(
            HandlingPlan.objects.filter(of_year, state="accepted").select_related("matter")
            .order_by("matter__programme__ordinal", "matter__ordinal")
        )  # fmt: skip
        self.cases = _by_unit(CoordinationCase.objects.filter(of_year).select_related("matter").order_by("id"))
        self.directives: dict[int, list[Directive]] = defaultdict(list)
        given = Directive.objects.filter(case__matter__programme__year=year, owner__in=units)
        for row in given.select_related("case__matter").order_by("due_on", "id"):
            self.directives[row.owner_id].append(row)
        self.checks = _by_unit(
            Verification.objects.filter(of_year, verified_at__isnull=False).select_related("matter").order_by("id")
        )
        self.closings = _by_unit(Closing.objects.filter(of_year).select_related("matter").order_by("id"))
        self.urgings = _by_unit(
            Urging.objects.filter(unit__in=units, given_at__year=year).prefetch_related("points").order_by("id")
        )

    def parts(self, unit_id: int) -> tuple[Listed, ...]:
        """The parts of one unit's dossier."""
        return (
            self._matters(unit_id), self._plans(unit_id), self._reports(unit_id), self._cases(unit_id),
            self._directives(unit_id), self._checks(unit_id), self._closings(unit_id), self._urgings(unit_id),
        )  # fmt: skip

    def _matters(self, unit_id: int) -> Listed:
        columns = (
            ("编号", 16.0),
            ("责任事项", 90.0),
            ("角色", 16.0),
            ("目标和完成情况", 85.0),
            ("等次", 22.0),
            ("亮灯", 18.0),
        )
        rows = []
        for row in self.assignments[unit_id]:
            entry = self.entries[row.matter_id]
            role = "牵头" if row.lead else row.get_role_display()
            goals = "\n".join(goal_line(goal) for goal in entry.account.goals) or "无量化目标"
            rows.append((
                row.matter.code, shortened(row.matter.body), role, goals, entry.account.grade_label or "未办结",
                entry.light.label,
            ))  # fmt: skip
        return Listed("承办事项", columns, tuple(rows), "本年没有承办事项。")

    def _plans(self, unit_id: int) -> Listed:
        columns = (("编号", 16.0), ("工作内容", 151.0), ("分管负责同志", 30.0), ("责任部门", 30.0), ("审定日期", 20.0))
        rows = tuple(
            (row.matter.code, shortened(row.work), row.leader, row.section, _day(row.decided_at))
            for row in self.plans[unit_id]
        )
        return Listed("办理方案", columns, rows, "没有已审定的办理方案。")

    def _reports(self, unit_id: int) -> Listed:
        columns = (("报告期", 77.0), ("报送期限", 40.0), ("首次签字", 40.0), ("时限", 60.0), ("受理", 30.0))
        rows = []
        for row in self.obligations[unit_id]:
            version = self.versions.get((row.period_id, row.unit_id))
            rows.append((
                row.period.name, f"{row.due_on:%Y-%m-%d}", _day(row.first_signed_at), self._time(row),
                f"第{version}版" if version else "未受理",
            ))  # fmt: skip
        return Listed("季度报告", columns, tuple(rows), "本年没有应报的报告。")

    def _time(self, row: Obligation) -> str:
        if row.waived_at is not None:
            return f"免报：{row.waived_reason}"
        filed = timezone.localtime(row.first_signed_at).date() if row.first_signed_at else None
        said = timeliness(filed, row.due_on, today=self.on, calendar=office_calendar()).words
        return f"{said}（延期：{row.extension_reason}）" if row.extension_reason else said

    def _cases(self, unit_id: int) -> Listed:
        columns = (("编号", 16.0), ("困难和原因", 96.0), ("提请日期", 24.0), ("答复", 87.0), ("状态", 24.0))
        rows = tuple(
            (row.matter.code, shortened(row.text), _day(row.raised_at), shortened(row.answer), row.get_state_display())
            for row in self.cases[unit_id]
        )
        return Listed("提请协调的困难", columns, rows, "没有提请协调的困难。")

    def _directives(self, unit_id: int) -> Listed:
        columns = (("编号", 16.0), ("交办内容", 115.0), ("完成期限", 24.0), ("办理结果", 68.0), ("状态", 24.0))
        rows = tuple(
            (row.case.matter.code, shortened(row.text), f"{row.due_on:%Y-%m-%d}", shortened(row.result),
             row.get_state_display())
            for row in self.directives[unit_id]
        )  # fmt: skip
        return Listed("承办的交办", columns, rows, "没有承办的交办。")

    def _checks(self, unit_id: int) -> Listed:
        columns = (("编号", 16.0), ("方式", 30.0), ("结果", 30.0), ("核查情况", 147.0), ("日期", 24.0))
        rows = tuple(
            (row.matter.code, row.get_means_display(), row.get_found_display(), shortened(row.note),
             _day(row.verified_at))
            for row in self.checks[unit_id]
        )  # fmt: skip
        return Listed("核查", columns, rows, "没有核查记录。")

    def _closings(self, unit_id: int) -> Listed:
        columns = (
            ("编号", 16.0),
            ("办理结果", 117.0),
            ("状态", 30.0),
            ("等次", 30.0),
            ("申请日期", 27.0),
            ("办结日期", 27.0),
        )
        rows = tuple(
            (row.matter.code, shortened(row.result), row.get_state_display(), row.get_grade_display(),
             _day(row.applied_at), _day(row.decided_at))
            for row in self.closings[unit_id]
        )  # fmt: skip
        return Listed("办结和销号", columns, rows, "没有申请办结的事项。")

    def _urgings(self, unit_id: int) -> Listed:
        columns = (("方式", 30.0), ("事由", 60.0), ("要求", 77.0), ("发出日期", 27.0), ("回复", 53.0))
        rows = tuple(
            (row.get_step_display(), row.get_cause_display(), shortened(row.demand), _day(row.given_at),
             shortened(row.reply))
            for row in self.urgings[unit_id]
        )  # fmt: skip
        return Listed("催办", columns, rows, "没有催办。")


def _by_unit(rows: Iterable[object]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)  # type: ignore[attr-defined]
    return found


def _day(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else ""
