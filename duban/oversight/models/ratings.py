"""The office's own rating of a matter (督查室评价), and the draws of what is verified (核查抽样)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.ledger.models import Matter
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit
from duban.oversight import enums
from duban.oversight.followup_querysets import OfficeRatingQuerySet
from duban.progress.enums import Rating
from duban.progress.models import Period

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class OfficeRating(models.Model):
    """The office's rating of a matter and unit in a period, with its basis, in versions (domain §4.12).

    The unit sees it first and may say a sentence; until it has, or ``reply_until`` is past, it is used nowhere.
    """

    matter = models.ForeignKey(Matter, PROT, related_name="office_ratings", verbose_name="事项")
    unit = models.ForeignKey(Unit, PROT, related_name="office_ratings", verbose_name="单位")
    period = models.ForeignKey(Period, PROT, related_name="office_ratings", verbose_name="报告期")
    version = models.PositiveSmallIntegerField("版本", default=1)
    replaces = models.OneToOneField("self", PROT, null=True, blank=True, related_name="newer")
    rating = models.CharField("督查室评价", max_length=12, choices=[c for c in Rating.choices if c[0]])
    basis = models.TextField("依据")
    given_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="评价人")
    given_at = models.DateTimeField("评价时间")
    reply_until = models.DateField("单位说明截止")
    reply = models.TextField("单位说明", blank=True)
    replied_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="说明人")
    replied_at = models.DateTimeField("说明时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="撤销人")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawal = models.CharField("撤销理由", max_length=300, blank=True)

    objects = OfficeRatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查室评价"
        ordering = ["-id"]
        constraints = [
            said_when("office_rating", "replied"),
            said_when("office_rating", "withdrawn"),
            models.UniqueConstraint(fields=["matter", "unit", "period", "version"], name="office_rating_version"),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True) | Q(version__gt=1, replaces__isnull=False),
                name="office_rating_replaces_the_last",
            ),
            models.CheckConstraint(
                condition=~Q(rating="") & ~Q(basis=""),
                name="office_rating_says_why",
                violation_error_message="评价须写明依据。",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="office_rating_reply_says_what",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal=""), name="office_rating_withdrawal_says_why"
            ),
        ]
        indexes = [models.Index(fields=["period", "unit"], name="office_rating_list")]

    def __str__(self) -> str:
        return f"{self.matter.code} {self.unit} {self.period}"

    def unit_ids_concerned(self) -> set[int]:
        """The unit that is rated."""
        return {self.unit_id}


class SampleDraw(models.Model):
    """A draw of what is verified: the frozen list, the rule's numbers, the seed, the picks. It can be drawn again.

    A draw that was thrown away stays, with its reason: nobody draws until the result pleases.
    """

    period = models.ForeignKey(Period, PROT, related_name="draws", verbose_name="报告期")
    number = models.PositiveSmallIntegerField("次序")
    state = models.CharField("状态", max_length=10, choices=enums.DrawState, default=enums.DrawState.DRAFT)
    size = models.PositiveSmallIntegerField("抽取项数")
    per_unit = models.PositiveSmallIntegerField("每个单位最多")
    seed = models.CharField("种子", max_length=200)
    seed_basis = models.CharField("种子来源", max_length=200)
    candidates = models.JSONField("名单", default=list)  # [[key, stratum, unit id, gap], …] as it was on the day
    used = models.JSONField("本年已抽", default=dict)  # unit id → how often
    picks = models.JSONField("抽中", default=list)  # [[key, by_stratum], …] in the order of the draw
    drawn_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="抽取人")
    drawn_at = models.DateTimeField("抽取时间")
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    reason = models.CharField("作废理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "核查抽样"
        ordering = ["-id"]
        constraints = [
            said_when("sample_draw", "decided"),
            models.UniqueConstraint(fields=["period", "number"], name="sample_draw_number"),
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(state="draft"),
                name="sample_draw_one_open",
                violation_error_message="本期已有一次抽样待确认。",
            ),
            models.CheckConstraint(condition=Q(size__gte=1, per_unit__gte=1), name="sample_draw_size"),
            models.CheckConstraint(
                condition=~Q(state="discarded") | ~Q(reason=""),
                name="sample_draw_discard_says_why",
                violation_error_message="作废抽样须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}第{self.number}次抽样"
