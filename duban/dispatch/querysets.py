"""Named sets of issued documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from duban.core.workflow import paper_draft as flow
from duban.ledger.querysets import own_unit_ids

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


class DispatchQuerySet(models.QuerySet):
    """Issued documents."""

    def visible_to(self, actor: Actor) -> DispatchQuerySet:
        """All for office and leaders; for a unit those that were issued to it."""
        if actor.sees_everything:
            return self
        from duban.dispatch.models import Receipt

        named = Receipt.objects.filter(unit__in=own_unit_ids(actor)).order_by().values("dispatch")
        return self.filter(pk__in=named)

    def about(self, subject: models.Model) -> DispatchQuerySet:
        """Those that were issued on a row."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


class ReceiptQuerySet(models.QuerySet):
    """Who was sent a document, and has read it."""

    def visible_to(self, actor: Actor) -> ReceiptQuerySet:
        """All for office and leaders; for a unit its own."""
        return self if actor.sees_everything else self.filter(unit__in=own_unit_ids(actor))

    def unread(self) -> ReceiptQuerySet:
        """Nobody of the unit has opened it yet."""
        return self.filter(read_at__isnull=True)


class PaperDraftQuerySet(models.QuerySet):
    """Papers on their way to being issued."""

    def visible_to(self, actor: Actor) -> PaperDraftQuerySet:
        """Office and leaders; a unit sees what is issued."""
        return self if actor.sees_everything else self.none()

    def open(self) -> PaperDraftQuerySet:
        """Neither issued nor cancelled."""
        return self.filter(state__in=sorted(flow.OPEN))
