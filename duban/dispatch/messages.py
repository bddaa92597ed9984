"""What is told of issued documents, and to whom: the units that a document names, each of itself alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from duban.audit.models import Event
from duban.dispatch.enums import TOLD_BY_THEIR_OWN
from duban.dispatch.models import Draft, Receipt
from duban.messaging.deriving import on
from duban.messaging.kinds import Kind, register
from duban.messaging.people import holders
from duban.messaging.writing import Note, Settled
from duban.orgs.enums import OFFICE_POSTS, PostKind
from duban.orgs.models import User

READERS = (PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.PRINCIPAL)

register(
    Kind(
        "document_issued",
        "收到文件",
        "经办人、办公室负责人、主要领导",
        "收到{kind}：{number}",
        "《{title}》\n请打开阅读；打开即记为本单位已阅。",
    ),
    Kind(
        "paper_submitted",
        "发文待签发",
        "送签的签发人",
        "待您签发：{title}",
        "打开即可阅读全文，签发或退回修改。",
        duty=True,
    ),
    Kind("paper_approved", "发文已签发", "督查室", "{signer}已签发：{title}", "可以印发。", office=True),
    Kind(
        "paper_returned",
        "发文退回修改",
        "督查室",
        "{signer}退回修改：{title}",
        "意见：{reason}",
        duty=True,
        office=True,
    ),
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


@on("paper_draft.submit")
def submitted(event: Event) -> Iterator[Note]:
    """The person whose signature is asked, nobody else."""
    row = Draft.objects.select_related("signer").get(pk=event.subject_id)
    yield Note("paper_submitted", row, [(row.signer, None)], {"title": row.title})


@on("paper_draft.approve", "paper_draft.send_back", "paper_draft.recall", "paper_draft.reopen", "paper_draft.cancel")
def decided(event: Event) -> Iterator[Note | Settled]:
    """What was asked of the signer is settled; the office learns what he decided."""
    row = Draft.objects.select_related("signer").get(pk=event.subject_id)
    yield Settled(["paper_submitted", "paper_approved", "paper_returned"], row)
    kind = {"paper_draft.approve": "paper_approved", "paper_draft.send_back": "paper_returned"}.get(event.verb)
    if kind is None:
        return
    found = holders(None, OFFICE_POSTS, timezone.localdate(event.at), besides=event.actor_id)
    to: list[tuple[User, int | None]] = [(each.person, each.unit_id) for each in found]
    yield Note(kind, row, to, {"title": row.title, "signer": row.signer, "reason": event.reason})


@on("paper_draft.revise", "paper_draft.submit", "paper_draft.issue")
def gone_on(event: Event) -> Iterator[Settled]:
    """The office has gone on with it."""
    yield Settled(["paper_approved", "paper_returned"], Draft(pk=event.subject_id))
