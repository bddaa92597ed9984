"""Whether an approved appraisal is what was approved: snapshot, digest, trail and the rows of the results agree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from duban.appraisal.enums import AppraisalState
from duban.appraisal.models import Appraisal, UnitResult
from duban.audit import chain
from duban.core.appraisal.snapshot import digest
from duban.orgs.permissions import Invalid

CHANGED = "这次考核现在的内容与批准时留存的快照或摘要不一致，可能被改动过。请不要使用，联系审计管理员核对办理留痕。"
_FROZEN = (AppraisalState.APPROVED, AppraisalState.SUPERSEDED)


def is_intact(row: Appraisal) -> bool:
    """True for one that is not approved yet; one query for the trail, one for the results."""
    return row.state not in _FROZEN or _agrees(row, chain.recorded_digests("appraisal.approve", "appraisal.appraisal"))


def require_intact(row: Appraisal) -> None:
    """Raise Invalid where it was changed behind the system's back."""
    if not is_intact(row):
        raise Invalid(CHANGED)


def changed() -> Iterator[str]:
    """A sentence for every approved appraisal that is not what was approved."""
    recorded = chain.recorded_digests("appraisal.approve", "appraisal.appraisal")
    for row in Appraisal.objects.filter(state__in=_FROZEN).order_by("pk"):
        if not _agrees(row, recorded):
            yield f"{row}的结果与批准时留存的快照或摘要不符，可能被改动。"


def _agrees(row: Appraisal, recorded: dict[int, list[str]]) -> bool:
    snapshot: Any = row.snapshot
    if not isinstance(snapshot, dict) or digest(snapshot) != row.digest or snapshot.get("digest") != row.digest:
        return False
    if recorded.get(row.pk, [row.digest]) != [row.digest]:
        return False
    kept = {int(each["unit"]): each for each in snapshot["results"]}
    rows = UnitResult.objects.filter(appraisal=row).values_list("unit_id", "points", "klass", "lines")
    now = {pk: (points, klass, lines) for pk, points, klass, lines in rows}
    return now == {pk: (_points(each["points"]), each["class"], each["lines"]) for pk, each in kept.items()}


def _points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
