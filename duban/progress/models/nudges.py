"""Reminders that were given (催报记录): nothing is said twice, and timing can be judged by what followed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from duban.messaging.models import Message
from duban.progress.models.periods import Obligation

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Nudge(models.Model):
    """One step of the ladder, given to one person, about one report. ``due_on``: the due day it counted from."""

    obligation = models.ForeignKey(Obligation, PROT, related_name="nudges", verbose_name="应报")
    step = models.CharField("步骤", max_length=6)
    due_on = models.DateField("所依期限")
    person = models.ForeignKey(U, PROT, related_name="nudges", verbose_name="提醒对象")
    message = models.ForeignKey(Message, PROT, related_name="nudges")
    at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = verbose_name_plural = "报送提醒"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "step", "due_on", "person"], name="nudge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.step} {self.person}"
