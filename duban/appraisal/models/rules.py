"""Published rules of appraisal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.core.appraisal.jsonform import rule_of
from duban.core.appraisal.rules import RuleSet


class AppraisalRule(models.Model):
    """A version of the rule (考核规则). Published versions never change; a new one counts from its year on."""

    version = models.PositiveSmallIntegerField("版本", unique=True)
    year = models.PositiveSmallIntegerField("执行年度")
    data = models.JSONField("规则")  # core.appraisal.jsonform.rule_json
    reason = models.CharField("调整理由", max_length=200)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发布人")
    published_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = verbose_name_plural = "考核规则"
        ordering = ["version"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="appraisal_rule_says_why")]

    def __str__(self) -> str:
        return f"考核规则第{self.version}版"

    def as_rule(self) -> RuleSet:
        """The value that the core calculates with."""
        return rule_of(self.data)
