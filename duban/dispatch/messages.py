"""What is told of issued documents, and to whom: the units that a document names, each of itself alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from duban.audit.models import Event
from duban.dispatch.enums import TOLD_BY_THEIR_OWN
from duban.dispatch.models import Receipt
from duban.messaging.deriving import on
from duban.messaging.kinds import Kind, register
from duban.messaging.people import holders
from duban.messaging.writing import Note, Settled
from duban.orgs.enums import PostKind

READERS = (PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.PRINCIPAL)

register(
    Kind(
        "document_issued",
        "收到文件",
        "经办人、办公室负责人、主要领导",
        "收到{kind}：{number}",
        "《{title}》\n请打开阅读；打开即记为本单位已阅。",
    )
)


@on("dispatch.issue")
def issued(event: Event) -> Iterator[Note]:
    """The people of each unit that it was issued to, unless its own message tells them."""
    rows = Receipt.objects.filter(dispatch=event.subject_id).exclude(dispatch__kind__in=TOLD_BY_THEIR_OWN)
    for row in rows.select_related("dispatch"):
        found = holders({row.unit_id}, READERS, timezone.localdate(event.at), besides=event.actor_id)
        paper = row.dispatch
        values = {"kind": paper.get_kind_display(), "number": paper.full_number, "title": paper.title}
        yield Note("document_issued", row, [(each.person, each.unit_id) for each in found], values)


@on("dispatch.read")
def read(event: Event) -> Iterator[Settled]:
    """The unit has it: nobody of it need be reminded."""
    yield Settled(["document_issued"], Receipt(pk=event.subject_id))
