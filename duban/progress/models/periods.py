"""Periods (报告期) and the reports expected (应报)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from duban.core.calendar.periods import is_on_time
from duban.ledger.models import Assignment, Matter
from duban.notices.models import NoticeRule
from duban.orgs.models import Unit
from duban.progress import enums
from duban.progress.querysets import ObligationQuerySet

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Period(models.Model):
    """A reporting period (报告期). Regular periods start on 1 January; days count to 24:00 local time."""

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("性质", max_length=8, choices=enums.PeriodKind, default=enums.PeriodKind.REGULAR)
    seq = models.PositiveSmallIntegerField("次序")
    name = models.CharField("名称", max_length=60)
    covers_from = models.DateField("起")
    covers_to = models.DateField("止")
    opens_on = models.DateField("开始报送")
    due_on = models.DateField("报送期限")
    closes_on = models.DateField("截止补报")
    rule = models.ForeignKey(NoticeRule, PROT, null=True, blank=True, related_name="periods", verbose_name="依据")
    question = models.TextField("专项要求", blank=True)
    # A special collection asks these units; where matters are chosen it asks about these, a line each,
    # else for one answer (``Report.answer``) with its files.
    scope_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="应报单位")
    scope_matters = models.ManyToManyField(Matter, blank=True, related_name="+", verbose_name="涉及事项")
    opened_at = models.DateTimeField("应报清单锁定时间", null=True, blank=True)
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告期"
        ordering = ["year", "covers_to", "kind", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["year", "kind", "seq"], name="period_seq"),
            models.CheckConstraint(
                condition=Q(covers_to__gt=F("covers_from"), due_on__gte=F("opens_on"), closes_on__gte=F("due_on")),
                name="period_order",
                violation_error_message="日期次序应为：开始报送、报送期限、截止补报。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_special(self) -> bool:
        """An extra collection (专项报告) with its own list of units."""
        return self.kind == enums.PeriodKind.SPECIAL


class Obligation(models.Model):
    """A report expected of a unit in a period (应报): frozen at opening, the denominator for ever."""

    period = models.ForeignKey(Period, PROT, related_name="obligations", verbose_name="报告期")
    unit = models.ForeignKey(Unit, PROT, related_name="obligations", verbose_name="单位")
    due_on = models.DateField("报送期限")  # copied; an extension writes here and nowhere else
    extension_reason = models.CharField("延期理由", max_length=200, blank=True)
    waived_at = models.DateTimeField("免报时间", null=True, blank=True)
    waived_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    waived_reason = models.CharField("免报理由", max_length=200, blank=True)
    first_signed_at = models.DateTimeField("首次签字时间", null=True, blank=True)  # written once
    first_opened_at = models.DateTimeField("首次打开时间", null=True, blank=True)
    promised_on = models.DateField("计划送签日期", null=True, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "应报"
        ordering = ["period_id", "unit__position", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="obligation_once"),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by__isnull=True, waived_reason="")
                | (Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_reason="")),
                name="obligation_waiver_says_why",
                violation_error_message="免报须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"

    def is_on_time(self, today: dt.date) -> bool | None:
        """By the first signing, for ever; ``None`` while it is neither signed nor late."""
        filed = timezone.localtime(self.first_signed_at).date() if self.first_signed_at else None
        return is_on_time(filed, self.due_on, today=today)


class OwedLine(models.Model):
    """A line that the obligation asks for: the assignments of the day of opening, groups expanded."""

    obligation = models.ForeignKey(Obligation, PROT, related_name="owed")
    assignment = models.ForeignKey(Assignment, PROT, related_name="owed")
    matter = models.ForeignKey(Matter, PROT, related_name="owed")
    through_group = models.BooleanField("按组承办", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "应报事项"
        ordering = ["matter__programme__ordinal", "matter__ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["obligation", "matter"], name="owed_once")]

    def __str__(self) -> str:
        return f"{self.obligation} {self.matter.code}"


class UnitSetting(models.Model):
    """How a unit works inside: settings of its report's way."""

    unit = models.OneToOneField(Unit, PROT, related_name="setting")
    office_head_check = models.BooleanField("送签前由办公室负责人审核", default=True)
    sign_clerical_again = models.BooleanField("文字更正须重新签字", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "单位设置"

    def __str__(self) -> str:
        return str(self.unit)
