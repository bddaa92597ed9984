"""Receipt (签收), disputes (异议) and liaisons (联络员)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duban.core.liaisons import masked
from duban.ledger.models import Assignment
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit
from duban.progress import enums
from duban.progress.querysets import DisputeQuerySet, LiaisonQuerySet

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Receipt(models.Model):
    """A unit signed for an assignment (签收). Members of a group each sign for themselves."""

    assignment = models.ForeignKey(Assignment, PROT, related_name="receipts")
    unit = models.ForeignKey(Unit, PROT, related_name="receipts")
    by = models.ForeignKey(U, PROT, related_name="+", verbose_name="签收人")
    at = models.DateTimeField("签收时间")

    class Meta:
        verbose_name = verbose_name_plural = "签收"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["assignment", "unit"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.assignment}"


class Dispute(models.Model):
    """A unit holds that an assignment is not its own (异议), in writing; only the office re-assigns."""

    assignment = models.ForeignKey(Assignment, PROT, related_name="disputes")
    unit = models.ForeignKey(Unit, PROT, related_name="disputes")
    state = models.CharField("状态", max_length=10, choices=enums.DisputeState, default=enums.DisputeState.OPEN)
    reason = models.TextField("理由")
    proposal = models.CharField("建议承办单位", max_length=100, blank=True)
    due_on = models.DateField("提出期限")
    raised_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="提出人")
    raised_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("裁定时间", null=True, blank=True)
    decision = models.TextField("裁定意见", blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["-id"]
        constraints = [
            said_when("dispute", "decided"),
            models.UniqueConstraint(
                fields=["assignment", "unit"],
                condition=Q(state=enums.DisputeState.OPEN),
                name="dispute_one_open",
                violation_error_message="该事项已有一份异议待裁。",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="dispute_says_why", violation_error_message="异议须写明理由。"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="dispute_decision_says_why",
                violation_error_message="裁定须写明意见。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.assignment.matter.code} 异议"


class Liaison(models.Model):
    """A row of 附件4: who answers the phone for the unit, over [start, end)."""

    unit = models.ForeignKey(Unit, PROT, related_name="liaisons", verbose_name="单位")
    role = models.CharField("责任人", max_length=12, choices=enums.LiaisonRole)
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=60, blank=True)
    office_phone = models.CharField("办公电话", max_length=40, blank=True)
    mobile = models.CharField("手机", max_length=40, blank=True)
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)
    by = models.ForeignKey(U, PROT, related_name="+")
    at = models.DateTimeField()

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联络员"
        ordering = ["unit__position", "unit_id", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="liaison_dates",
                violation_error_message="终止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="liaison_named", violation_error_message="姓名不能为空。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()} {self.name}"

    @property
    def masked_office_phone(self) -> str:
        """For lists."""
        return masked(self.office_phone)

    @property
    def masked_mobile(self) -> str:
        """For lists."""
        return masked(self.mobile)
