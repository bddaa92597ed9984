"""Measures (指标), what they serve, and shares (份额)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.ledger.models import Target
from duban.orgs.models import Unit
from duban.progress import enums
from duban.progress.querysets import MeasureQuerySet

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Measure(models.Model):
    """The fact counted once (指标), however many matters quote it. ``kind`` is frozen by the first signed value."""

    name = models.CharField("指标", max_length=150)
    unit = models.CharField("计量单位", max_length=30, blank=True)
    kind = models.CharField("计数方式", max_length=8, choices=enums.MeasureKind, default=enums.MeasureKind.YTD)
    definition = models.TextField("口径", blank=True)
    op = models.CharField("关系", max_length=2, default="=")
    frozen_at = models.DateTimeField("口径锁定时间", null=True, blank=True)
    replaces = models.ForeignKey("self", PROT, null=True, blank=True, related_name="replaced_by")
    merged_into = models.ForeignKey("self", PROT, null=True, blank=True, related_name="merged_from")
    merged_at = models.DateTimeField("合并时间", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="measure_named"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_at__isnull=True)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
                name="measure_merged_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeasureTarget(models.Model):
    """A printed target that a measure serves: several targets, one measure."""

    measure = models.ForeignKey(Measure, PROT, related_name="uses")
    target = models.OneToOneField(Target, PROT, related_name="measure_use")
    came_from = models.ForeignKey(Measure, PROT, null=True, blank=True, related_name="+")  # before merging

    class Meta:
        verbose_name = verbose_name_plural = "指标关联"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.measure} ← {self.target}"


class Share(models.Model):
    """The district's or a unit's share of a measure's goal (区级份额), or expressly none. Versions are rows."""

    measure = models.ForeignKey(Measure, PROT, related_name="shares")
    unit = models.ForeignKey(Unit, PROT, related_name="shares", verbose_name="承担单位")
    version = models.PositiveSmallIntegerField(default=1)
    none_set = models.BooleanField("未下达份额", default=False)
    value = models.DecimalField("份额", max_digits=24, decimal_places=6, null=True, blank=True)
    basis = models.CharField("依据", max_length=200)
    decided_by = models.ForeignKey(U, PROT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "区级份额"
        ordering = ["measure_id", "unit_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "unit", "version"], name="share_version"),
            models.CheckConstraint(
                condition=Q(none_set=True, value__isnull=True) | Q(none_set=False, value__isnull=False),
                name="share_value_or_none",
                violation_error_message="请填写份额，或选择“未下达份额”。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.unit}"
