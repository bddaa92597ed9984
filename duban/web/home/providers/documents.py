"""Documents: issued to one's own unit and unopened, waiting for one's signature, waiting for the office."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from duban.core.workflow import paper_draft as flow
from duban.dispatch.models import Draft, Receipt
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
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


def to_sign(actor: Actor) -> Iterable[Waiting]:
    """待我签发: papers that were sent to this very person."""
    if not may(actor, Verb.SIGN_DOCUMENT):
        return
    rows = Draft.objects.filter(state=flow.SUBMITTED, signer=actor.user).select_related("submitted_by").defer("paper")
    for row in rows.order_by("submitted_at", "id"):
        yield Waiting(f"待签发：{row.title}", reverse("document-draft", args=[row.pk]), f"{row.submitted_by}送签")


def to_issue(actor: Actor) -> Iterable[Waiting]:
    """Papers with which the office goes on: signed, returned, or drawn up and not sent."""
    if not may(actor, Verb.ISSUE_DOCUMENT):
        return
    rows = Draft.objects.filter(state__in=[flow.DRAFT, flow.APPROVED]).select_related("signer").defer("paper")
    for row in rows.order_by("state", "id"):
        href = reverse("document-draft", args=[row.pk])
        if row.state == flow.APPROVED:
            yield Waiting(f"待印发：{row.title}", href, f"{row.signer}已签发")
        else:
            back = bool(row.comment)
            yield Waiting(f"待送签：{row.title}", href, f"退回意见：{row.comment}" if back else "", first=back)
