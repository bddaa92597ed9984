"""Settling (对账), carrying over (结转) and archiving (归档) a year."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duban.ledger.models import Matter
from duban.orgs.constraints import said_when
from duban.yearend import enums
from duban.yearend.querysets import LiveQuerySet

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Settlement(models.Model):
    """The office settled a matter's account for the year: on which facts, and what is said of the differences.

    ``account`` are the facts as plain values (:class:`duban.core.yearend.reconcile.Account`), ``fingerprint`` names
    them: where the rows say something else later, the page shows that the account has to be settled again.
    """

    matter = models.ForeignKey(Matter, PROT, related_name="settlements", verbose_name="事项")
    account = models.JSONField("对账事实")
    fingerprint = models.CharField(max_length=16)
    differences = models.JSONField("差异", default=list, blank=True)  # [[kind, sentence], …]
    remark = models.TextField("说明", blank=True)
    settled_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="对账人")
    settled_at = models.DateTimeField("对账时间")
    withdrawn_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对账"
        ordering = ["-id"]
        constraints = [
            said_when("settlement", "withdrawn"),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(withdrawn_at__isnull=True),
                name="settlement_one_live",
                violation_error_message="该事项已经对账。",
            ),
            models.CheckConstraint(
                condition=Q(differences=[]) | ~Q(remark=""),
                name="settlement_differences_explained",
                violation_error_message="有差异的事项，对账须写明说明。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)


class CarryOver(models.Model):
    """What becomes of an unfinished matter in the next year, with the reason."""

    matter = models.ForeignKey(Matter, PROT, related_name="carried", verbose_name="事项")
    way = models.CharField("去向", max_length=10, choices=enums.Way)
    to = models.ForeignKey(Matter, PROT, null=True, blank=True, related_name="carried_from", verbose_name="新年度事项")
    reason = models.CharField("理由", max_length=200)
    decided_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间")
    withdrawn_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结转"
        ordering = ["-id"]
        constraints = [
            said_when("carry_over", "withdrawn"),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(withdrawn_at__isnull=True),
                name="carry_over_one_live",
                violation_error_message="该事项的去向已经确定。",
            ),
            models.CheckConstraint(
                condition=Q(way=enums.Way.CARRIED, to__isnull=False) | (~Q(way=enums.Way.CARRIED) & Q(to__isnull=True)),
                name="carry_over_to_a_matter",
                violation_error_message="并入新年度事项须选择是哪一项。",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="carry_over_says_why",
                violation_error_message="结转须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=True) | ~Q(to=F("matter")),
                name="carry_over_to_another",
                violation_error_message="不能并入事项自身。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)


class Package(models.Model):
    """An archive package (归档包) that was made: its own bytes are with whoever keeps it, its digest is here.

    ``first_seq`` to ``last_seq``: the stretch of the trail inside. ``manifest`` is the SHA-256 (hex) of the list of
    files, so that a package that comes back years later is known again.
    """

    year = models.PositiveSmallIntegerField("年度")
    made_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="制作人")
    made_at = models.DateTimeField("制作时间")
    first_seq = models.PositiveBigIntegerField("留痕起")
    last_seq = models.PositiveBigIntegerField("留痕止")
    files = models.PositiveIntegerField("文件数")
    manifest = models.CharField("清单摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "归档包"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year}年度归档包"
