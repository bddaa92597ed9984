"""Objections (异议) of units to their appraisal, with evidence, and what was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.appraisal import enums
from duban.appraisal.models.appraisals import Appraisal
from duban.appraisal.querysets import ObjectionQuerySet
from duban.files.models import StoredFile
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Objection(models.Model):
    """A unit objects to an item, or to one row of it. ``changes``: what was changed where it was upheld."""

    appraisal = models.ForeignKey(Appraisal, PROT, related_name="objections", verbose_name="考核")
    unit = models.ForeignKey(Unit, PROT, related_name="appraisal_objections", verbose_name="单位")
    item = models.CharField("考核项", max_length=10, choices=enums.Item)
    key = models.CharField("依据", max_length=60, blank=True)  # of a row, where it is about one
    about = models.CharField("所指内容", max_length=300, blank=True)  # the row's label and sentence as they then were
    text = models.TextField("事实和理由")
    evidence = models.ManyToManyField(StoredFile, blank=True, related_name="+", verbose_name="佐证材料")
    state = models.CharField("状态", max_length=10, choices=enums.ObjectionState, default=enums.ObjectionState.OPEN)
    raised_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="提出人")
    raised_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="复核人")
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    decision = models.TextField("复核意见", blank=True)
    changes = models.JSONField("更改", default=list, blank=True)  # [{"key", "item", "finding" or null}]

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核异议"
        ordering = ["id"]
        constraints = [
            said_when("appraisal_objection", "decided"),
            models.UniqueConstraint(
                fields=["appraisal", "unit", "item", "key"],
                condition=Q(state=enums.ObjectionState.OPEN),
                name="appraisal_objection_one_open",
                violation_error_message="对这一内容已有一份待复核的异议。",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="appraisal_objection_says_why", violation_error_message="异议须写明理由。"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"])
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="")),
                name="appraisal_objection_decided_says_why",
                violation_error_message="复核须写明意见。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.appraisal.year}年度考核异议（{self.get_item_display()}）"

    def unit_ids_concerned(self) -> set[int]:
        """The unit that objects."""
        return {self.unit_id}
