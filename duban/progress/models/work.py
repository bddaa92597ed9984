"""How long filling took (填报用时): spans of saved edits, for the burden meter. Never shown by person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duban.progress.models.reports import Report

PROT = models.PROTECT


class WorkSpan(models.Model):
    """A run of saved edits with short pauses (``core.reporting.effort``). The person only keeps two people's runs
    apart; nothing is added up by person: time at the screen is no measure of anybody's work."""

    report = models.ForeignKey(Report, PROT, related_name="spans")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, PROT, related_name="+")
    start = models.DateTimeField("起")
    last = models.DateTimeField("最近一次保存")
    saves = models.PositiveIntegerField("保存次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "填报时段"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("start")), name="span_order")]

    def __str__(self) -> str:
        return f"{self.report} {self.start:%Y-%m-%d %H:%M}"
