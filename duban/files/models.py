"""Files kept by the system: one model, PROTECT everywhere, content addressed by digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


def storage_path(instance: StoredFile, filename: str) -> str:
    """Where the bytes lie under the data folder: by digest, never by the user's name."""
    return f"{instance.sha256[:2]}/{instance.sha256[2:4]}/{instance.sha256}"


class StoredFile(models.Model):
    """An uploaded or produced file. The bytes are written before the row, and never change."""

    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("摘要", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("大小（字节）")
    content = models.FileField("内容", upload_to=storage_path, max_length=200)
    media_type = models.CharField("类型", max_length=100, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(sha256=""), name="file_has_digest")]

    def __str__(self) -> str:
        return self.name
