"""A filled 附件5 that a unit gives back as a file (回填)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.files.models import StoredFile
from duban.orgs.constraints import said_when
from duban.progress.models.reports import Report

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Outcome(models.TextChoices):
    """What became of the file."""

    OPEN = "", "待核对"
    APPLIED = "applied", "已填入"
    DISCARDED = "discarded", "未采用"
    UNDONE = "undone", "已撤回"


class ReadBack(models.Model):
    """What was read out of the file; the difference is worked out against the draft as it stands when it is looked at.

    ``form`` is :class:`duban.core.reporting.filled.FilledForm` as JSON. ``applied`` is what was written, for undoing::

        {"lines": [{"line": id, "before": {box: value}, "after": {box: value}}],
         "figures": [{"measure": id, "before": decimal as text or null, "after": decimal as text}]}
    """

    report = models.ForeignKey(Report, PROT, related_name="readbacks", verbose_name="报告")
    file = models.ForeignKey(StoredFile, PROT, related_name="+", verbose_name="文件")
    form = models.JSONField()
    uploaded_by = models.ForeignKey(U, PROT, null=True, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True, default="")
    finished_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    applied = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回填"
        ordering = ["-id"]
        constraints = [
            said_when("readback", "finished"),
            models.CheckConstraint(
                condition=Q(outcome="", finished_at__isnull=True) | (~Q(outcome="") & Q(finished_at__isnull=False)),
                name="readback_finished_pair",
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(outcome=""),
                name="readback_one_open",
                violation_error_message="这份报告已有一个待核对的文件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.file}"

    def unit_ids_concerned(self) -> set[int]:
        """The unit of the report."""
        return {self.report.unit_id}
