"""Append-only trail (办理留痕) with a hash chain."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from duban.audit.querysets import EventQuerySet


class Event(models.Model):
    """One act: who, in which post, what, on what, before and after, why. Never updated or deleted.

    ``subject_type`` and ``subject_id`` are plain values, so that the trail outlives what it speaks of.
    ``hash`` covers every other column and ``prev_hash``; see :mod:`duban.audit.chain`.
    """

    seq = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    origin = models.CharField(max_length=100, blank=True)
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()  # type: ignore[django-manager-missing]

    class Meta:
        verbose_name = verbose_name_plural = "办理留痕"
        ordering = ["seq"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "seq"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject_label}"


class ChainHead(models.Model):
    """The last link. One row; taking it in a transaction puts writers in line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="chain_one_head")]

    def __str__(self) -> str:
        return f"{self.seq}"
