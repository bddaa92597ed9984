"""What an appraisal says to whom: to each unit about its own alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils import timezone

from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.audit.models import Event
from duban.messaging.deriving import on
from duban.messaging.kinds import Kind, register
from duban.messaging.people import holders
from duban.messaging.writing import Note, Settled
from duban.orgs.enums import OFFICE_POSTS, PostKind
from duban.orgs.models import User

UNIT = (PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.PRINCIPAL)
UNIT_LABEL = "经办人、办公室负责人、主要领导"

register(
    Kind(
        "appraisal_shown", "考核结果核对", UNIT_LABEL, "请核对{year}年度考核结果",
        "{until}前可以确认，或提出异议并附材料。", duty=True,
    ),
    Kind("appraisal_taken_back", "考核结果收回", UNIT_LABEL, "{year}年度考核结果已收回重新测算", "原因：{reason}"),
    Kind("appraisal_objected", "考核异议", "督查室、区领导", "{unit}对{year}年度考核提出异议", "{text}", office=True),
    Kind("appraisal_decided", "考核异议复核", UNIT_LABEL, "考核异议已复核：{outcome}", "意见：{reason}", duty=True),
    Kind("appraisal_submitted", "考核待批准", "区领导", "{year}年度考核待您批准", "", duty=True),
    Kind("appraisal_sent_back", "考核退回", "督查室", "{year}年度考核已退回", "意见：{reason}", office=True),
    Kind("appraisal_approved", "考核结果批准", UNIT_LABEL, "{year}年度考核已批准，本单位等次：{klass}", ""),
)  # fmt: skip

To = list[tuple[User, int | None]]


def _to(event: Event, units: Collection[int] | None, posts: Collection[PostKind]) -> To:
    day = timezone.localdate(event.at)
    return [(each.person, each.unit_id) for each in holders(units, posts, day, besides=event.actor_id)]


def _of(event: Event) -> Appraisal:
    return Appraisal.objects.light().get(pk=event.subject_id)


def _results(row: Appraisal) -> dict[int, UnitResult]:
    return {result.unit_id: result for result in UnitResult.objects.light().filter(appraisal=row)}


@on("appraisal.show")
def shown(event: Event) -> Iterator[Note]:
    """Each unit learns that its own is there to be looked at."""
    row = _of(event)
    results = _results(row)
    until = f"{row.objection_until:%Y-%m-%d}" if row.objection_until else ""
    for person, unit_id in _to(event, set(results), UNIT):
        if unit_id is not None:
            yield Note("appraisal_shown", results[unit_id], [(person, unit_id)], {"year": row.year, "until": until})


@on("appraisal.take_back")
def taken_back(event: Event) -> Iterator[Note | Settled]:
    """Nothing to look at for now."""
    row = _of(event)
    results = _results(row)
    for result in results.values():
        yield Settled(["appraisal_shown"], result)
    yield Note("appraisal_taken_back", row, _to(event, set(results), UNIT), {"year": row.year, "reason": event.reason})


@on("appraisal.agree")
def agreed(event: Event) -> Iterator[Settled]:
    """The unit has looked."""
    yield Settled(["appraisal_shown"], UnitResult(pk=event.subject_id))


@on("appraisal.object")
def objected(event: Event) -> Iterator[Note]:
    """Somebody who took no part has to decide."""
    row = Objection.objects.select_related("unit", "appraisal").get(pk=event.subject_id)
    values = {"unit": row.unit, "year": row.appraisal.year, "text": row.text}
    yield Note("appraisal_objected", row, _to(event, None, [*OFFICE_POSTS, PostKind.LEADER]), values)


@on("appraisal_objection.uphold", "appraisal_objection.reject", "appraisal_objection.withdraw")
def decided(event: Event) -> Iterator[Note | Settled]:
    """The unit learns the decision."""
    row = Objection.objects.get(pk=event.subject_id)
    yield Settled(["appraisal_objected"], row)
    if event.verb != "appraisal_objection.withdraw":
        values = {"outcome": row.get_state_display(), "reason": event.reason}
        yield Note("appraisal_decided", row, _to(event, {row.unit_id}, UNIT), values)


@on("appraisal.submit")
def submitted(event: Event) -> Iterator[Note]:
    """The leaders have it in hand."""
    row = _of(event)
    yield Note("appraisal_submitted", row, _to(event, None, [PostKind.LEADER]), {"year": row.year})


@on("appraisal.send_back")
def sent_back(event: Event) -> Iterator[Note | Settled]:
    """Back to the office."""
    row = _of(event)
    yield Settled(["appraisal_submitted"], row)
    yield Note("appraisal_sent_back", row, _to(event, None, OFFICE_POSTS), {"year": row.year, "reason": event.reason})


@on("appraisal.approve")
def approved(event: Event) -> Iterator[Note | Settled]:
    """Each unit learns its own class, and nobody else's."""
    row = _of(event)
    yield Settled(["appraisal_submitted"], row)
    results = _results(row)
    for result in results.values():
        yield Settled(["appraisal_shown"], result)
    for person, unit_id in _to(event, set(results), UNIT):
        if unit_id is not None:
            klass = results[unit_id].get_klass_display()
            yield Note("appraisal_approved", results[unit_id], [(person, unit_id)], {"year": row.year, "klass": klass})
