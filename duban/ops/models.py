"""Work that runs by itself: who holds it, when it ran, how it ended."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """A piece of work that one process at a time may do. The row is the lock and the record of the last run."""

    name = models.CharField("作业", max_length=40, unique=True)
    holder = models.CharField("执行者", max_length=100, blank=True)
    held_until = models.DateTimeField("占用至", null=True, blank=True)
    started_at = models.DateTimeField("开始", null=True, blank=True)
    finished_at = models.DateTimeField("结束", null=True, blank=True)
    outcome = models.CharField("结果", max_length=300, blank=True)
    failed = models.BooleanField("失败", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "作业"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(holder="") | models.Q(held_until__isnull=False), name="job_held_has_end"
            )
        ]

    def __str__(self) -> str:
        return self.name
