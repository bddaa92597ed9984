"""The reporting loop: what the office has to accept and to open, what a unit still owes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q
from django.urls import reverse

from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.permissions import Verb, may
from duban.progress import completeness
from duban.progress.enums import UNIT_LABELS, ReportState
from duban.progress.models import Obligation, Period, Report
from duban.web.home.waiting import Waiting
from duban.web.periods.setting import rules

_SAID = {PostKind.PRINCIPAL: ReportState.SIGNING, PostKind.OFFICE_HEAD: ReportState.CHECKING}


def to_accept(actor: Actor) -> Iterable[Waiting]:
    """Signed reports that wait for the office."""
    if not may(actor, Verb.REVIEW_REPORT):
        return
    count = Report.objects.filter(state=ReportState.SIGNED).count()
    if count:
        yield Waiting(f"待受理 {count} 份报告", reverse("reviews"), "逐项通过或退回，也可以批量受理")


def to_set_up(actor: Actor) -> Iterable[Waiting]:
    """A notice that asks for reports and has no periods yet; a period whose day has come and that is not open."""
    if not may(actor, Verb.MANAGE_PERIODS):
        return
    years = set(Period.objects.values_list("year", flat=True).distinct())
    for year in sorted({rule.notice.year for rule in rules()} - years):
        if year >= actor.today.year - 1:
            yield Waiting(f"设{year}年的报告期", reverse("period-plan"), "来文已写明报送期限，一次设好全年")
    late = Period.objects.filter(opened_at__isnull=True, opens_on__lte=actor.today, closes_on__gte=actor.today)
    for period in late:
        yield Waiting(
            f"开启{period}", reverse("period-open", args=[period.pk]), "已到开始报送日，还没有开启", period.due_on
        )


def to_collect(actor: Actor) -> Iterable[Waiting]:
    """Open periods that are not yet complete, for the office."""
    if not may(actor, Verb.MANAGE_PERIODS):
        return
    owing = Q(obligations__waived_at__isnull=True)
    rows = Period.objects.filter(opened_at__isnull=False, closed_at__isnull=True, closes_on__gte=actor.today)
    rows = rows.annotate(
        expected=Count("obligations", filter=owing),
        filed=Count("obligations", filter=owing & Q(obligations__first_signed_at__isnull=False)),
    )
    for period in rows:
        if period.filed < period.expected:
            note = f"已报送 {period.filed} / {period.expected} 个单位"
            yield Waiting(f"收齐{period}报告", reverse("period", args=[period.pk]), note, period.due_on)


def exceptions(actor: Actor) -> Iterable[Waiting]:
    """Extensions and waivers in force, so that none is forgotten."""
    if not may(actor, Verb.MANAGE_PERIODS):
        return
    count = completeness.exceptions().count()
    if count:
        yield Waiting(f"现有延期、免报 {count} 件", reverse("periods"), "一个单位、一期，到期自动消失")


def to_report(actor: Actor) -> Iterable[Waiting]:
    """What one's own unit still owes, until it is signed."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    rows = Obligation.objects.filter(
        unit__in=actor.unit_ids, period__opened_at__isnull=False, period__closed_at__isnull=True
    ).unfiled()
    rows = rows.filter(period__closes_on__gte=actor.today).select_related("period", "unit").annotate(n=Count("owed"))
    states = {
        (report.period_id, report.unit_id): ReportState(report.state)
        for report in Report.objects.filter(unit__in=actor.unit_ids).open()
    }
    for row in rows.order_by("due_on", "pk"):
        state = states.get((row.period_id, row.unit_id))
        if any(actor.holds(kind, row.unit_id) and state == its for kind, its in _SAID.items()):
            continue  # "待我签字" and "待审核" say it already
        where = UNIT_LABELS[state] if state else "还没有起草"
        lines = f"{row.n} 项，" if row.n else ""
        yield Waiting(
            f"报送{row.period}完成情况" if not row.period.is_special else f"报送{row.period}",
            reverse("report_open", args=[row.period_id, row.unit_id]),
            f"{row.unit}：{lines}{where}{_promised(row)}",
            row.due_on,
        )


def _promised(row: Obligation) -> str:
    """The day on which the unit means to send it, while it has not."""
    day = row.promised_on
    return f"，计划 {day.month}月{day.day}日送签" if day else ""


def to_mend(actor: Actor) -> Iterable[Waiting]:
    """Reports that the office returned, whose day does not count any more but which are not accepted."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    rows = Report.objects.filter(unit__in=actor.unit_ids, state=ReportState.RETURNED).select_related("period", "unit")
    for report in rows:
        yield Waiting(
            f"修改退回的{report.period}报告",
            reverse("report_open", args=[report.period_id, report.unit_id]),
            f"退回意见：{report.return_comment}"[:120],
            first=True,
        )
