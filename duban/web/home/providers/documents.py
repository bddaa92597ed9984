"""Documents that were issued to one's own unit and that nobody of it has opened."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from duban.dispatch.models import Receipt
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.web.home.waiting import Waiting

SHOWN = 5


def to_read(actor: Actor) -> Iterable[Waiting]:
    """One line a document, the newest first; many are one line."""
    own = own_unit_ids(actor)
    if not own:
        return
    unread = Receipt.objects.unread().filter(unit__in=own).select_related("dispatch").defer("dispatch__paper")
    rows = list(unread.order_by("-dispatch__issued_at", "-pk")[: SHOWN + 1])
    if len(rows) > SHOWN:
        yield Waiting("有多份文件没有阅读", f"{reverse('documents')}?unread=1", "打开即记为本单位已阅。")
        return
    for row in rows:
        paper = row.dispatch
        yield Waiting(f"阅读{paper.full_number}", reverse("document", args=[paper.pk]), paper.title)
