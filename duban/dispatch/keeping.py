"""Whether an issued document is still what was issued: its paper, its digest, and the digest in the trail agree."""

from __future__ import annotations

from collections.abc import Iterator

from duban.audit import chain
from duban.audit.models import Event
from duban.core.gongwen import frozen
from duban.dispatch.models import Dispatch
from duban.orgs.permissions import Invalid

CHANGED = "这份文件现在的内容与印发时留存的摘要不一致，可能被改动过。请不要使用，联系审计管理员核对办理留痕和纸质原件。"


def is_intact(row: Dispatch) -> bool:
    """Paper and digest agree, and the trail recorded the same digest when it was issued."""
    if frozen.digest(row.paper) != row.digest:
        return False
    rows = Event.objects.filter(verb="dispatch.issue", subject_type="dispatch.dispatch", subject_id=row.pk)
    recorded = [(each or {}).get("digest") for each in rows.values_list("after", flat=True)]
    return not recorded or recorded == [row.digest]


def require_intact(row: Dispatch) -> None:
    """Raise Invalid where it was changed behind the system's back."""
    if not is_intact(row):
        raise Invalid(CHANGED)


def changed() -> Iterator[str]:
    """A sentence for every issued document that is not what its event recorded; the nightly check reads them all."""
    recorded = chain.recorded_digests("dispatch.issue", "dispatch.dispatch")
    for row in Dispatch.objects.order_by("pk").iterator(chunk_size=50):
        if frozen.digest(row.paper) != row.digest or recorded.get(row.pk, [row.digest]) != [row.digest]:
            yield f"{row.full_number}的内容与印发时留存的摘要不符，可能被改动。"
