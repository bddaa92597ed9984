"""What urging, ratings and verification say to whom. A message to a unit speaks of that unit alone.

Urging follows the chain of the unit: a reminder to those who do the work, a letter to the 分管领导 as well, a talk to
the principal. None leaves at once: each person gets one digest a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils import timezone

from duban.audit.models import Event
from duban.messaging.deriving import on
from duban.messaging.kinds import Kind, register
from duban.messaging.people import holders
from duban.messaging.writing import Note, Settled
from duban.orgs.enums import OFFICE_POSTS, PostKind
from duban.oversight.enums import UrgingStep
from duban.oversight.models import OfficeRating, Urging, Verification
from duban.progress.messages import day

CLERK, HEAD, DEPUTY, PRINCIPAL = PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.DEPUTY, PostKind.PRINCIPAL
STAFF = (CLERK, HEAD)
_CHAIN = {
    UrgingStep.REMIND: (CLERK, HEAD),
    UrgingStep.URGE: (CLERK, HEAD, DEPUTY),
    UrgingStep.TALK: (HEAD, DEPUTY, PRINCIPAL),
}

register(
    Kind(
        "urging_given",
        "催办",
        "提醒：经办人、办公室负责人；督办函：并分管领导；约谈：分管领导、主要领导",
        "{step}：{cause}，{due}前回复",
        "{text}\n要求：{demand}\n请回复情况和计划完成日期；在等待其他单位的，请提请协调。",
        duty=True,
    ),
    Kind("urging_ended", "催办了结", "经办人、办公室负责人", "催办已了结：{cause}", "{text}"),
    Kind("urging_to_issue", "督办函待签发", "督查室主任", "督办函待签发：{unit}", "{text}", duty=True, office=True),
    Kind("urging_to_approve", "约谈建议待审批", "区领导", "约谈建议待审批：{unit}", "{text}", duty=True, office=True),
    Kind("urging_decided", "约谈建议审批结果", "督查室", "约谈建议{result}：{unit}", "{text}", office=True),
    Kind("urging_replied", "单位回复催办", "督查室", "{unit}已回复催办", "{text}\n计划完成日期：{due}", office=True),
    Kind(
        "rating_gap",
        "督查室评价",
        "经办人、办公室负责人",
        "督查室评价：{code}，{rating}",
        "依据：{basis}\n与本单位自评有差距的，{due}前可以说明一句；说明之前不作他用。",
        duty=True,
    ),
    Kind("rating_replied", "单位说明评价差距", "督查室", "{unit}说明评价差距：{code}", "{text}", office=True),
    Kind(
        "verification_found",
        "核查结果",
        "经办人、办公室负责人、主要领导",
        "核查结果：{code}，{found}",
        "{text}\n有不同意见的，可以提出异议。",
        duty=True,
    ),
    Kind("verification_objected", "对核查有异议", "督查室", "{unit}对核查有异议：{code}", "{text}", office=True),
    Kind("verification_decided", "核查异议复核", "经办人、办公室负责人", "核查异议已复核：{code}，{found}", "{text}"),
)

To = list[tuple]


def _to(event: Event, unit_ids: Collection[int] | None, posts: Collection[PostKind]) -> To:
    """Holders on the day of the event, besides who did it."""
    found = holders(unit_ids, posts, timezone.localdate(event.at), besides=event.actor_id)
    return [(each.person, each.unit_id) for each in found]


def _urging(event: Event) -> Urging:
    return Urging.objects.select_related("unit", "dispatch").prefetch_related("points").get(pk=event.subject_id)


def _text(row: Urging) -> str:
    return "\n".join(point.sentence for point in row.points.all())


@on("urging.give", "urging.issue", "urging.approve")
def given(event: Event) -> Iterator[Note]:
    """It is with the unit now."""
    row = _urging(event)
    number = f" {row.dispatch.full_number}" if row.dispatch is not None else ""
    values = {
        "step": f"{row.get_step_display()}{number}" if row.step != UrgingStep.TALK else "约谈",
        "cause": row.get_cause_display(),
        "due": day(row.reply_by),
        "text": _text(row),
        "demand": row.demand,
    }
    yield Note("urging_given", row, _to(event, {row.unit_id}, _CHAIN[UrgingStep(row.step)]), values)


@on("urging.prepare", "urging.ask")
def to_decide(event: Event) -> Iterator[Note]:
    """A letter waits for the head of the office, a talk for the leaders."""
    row = _urging(event)
    values = {"unit": row.unit.name, "text": _text(row)}
    if event.verb == "urging.ask":
        yield Note("urging_to_approve", row, _to(event, None, [PostKind.LEADER]), values)
    elif row.step == UrgingStep.URGE:
        yield Note("urging_to_issue", row, _to(event, None, [PostKind.SUPERVISOR_HEAD]), values)


@on("urging.issue", "urging.approve", "urging.decline", "urging.withdraw")
def decided(event: Event) -> Iterator[Note | Settled]:
    """Whoever was to sign or approve need do nothing any more; the office learns what a leader said."""
    row = _urging(event)
    yield Settled(["urging_to_issue", "urging_to_approve"], row)
    if event.verb in ("urging.approve", "urging.decline"):
        result = "已同意" if event.verb == "urging.approve" else "未同意"
        values = {"unit": row.unit.name, "result": result, "text": row.decision}
        yield Note("urging_decided", row, _to(event, None, OFFICE_POSTS), values)


@on("urging.reply", "urging.record_talk")
def replied(event: Event) -> Iterator[Note | Settled]:
    """The unit has answered."""
    row = _urging(event)
    yield Settled(["urging_given"], row)
    if event.verb == "urging.reply" and row.promised_on is not None:
        values = {"unit": row.unit.name, "text": row.reply, "due": day(row.promised_on)}
        yield Note("urging_replied", row, _to(event, None, OFFICE_POSTS), values)


@on("urging.settle", "urging.withdraw")
def ended(event: Event) -> Iterator[Note | Settled]:
    """Nothing is asked any more; who had been told is told so."""
    row = _urging(event)
    yield Settled(["urging_given"], row)
    if row.given_at is not None:
        text = f"督查室撤回：{event.reason}" if event.verb == "urging.withdraw" else "事由已消除，不需要再回复。"
        values = {"cause": row.get_cause_display(), "text": text}
        yield Note("urging_ended", row, _to(event, {row.unit_id}, STAFF), values)


@on("office_rating.give")
def rated(event: Event) -> Iterator[Note]:
    """The unit sees the office's rating first, where it differs from its own."""
    row = OfficeRating.objects.select_related("matter", "unit").get(pk=event.subject_id)
    if not (event.after or {}).get("gap"):
        return
    values = {
        "code": row.matter.code,
        "rating": row.get_rating_display(),
        "basis": row.basis,
        "due": day(row.reply_until),
    }
    yield Note("rating_gap", row, _to(event, {row.unit_id}, STAFF), values)


@on("office_rating.reply")
def explained(event: Event) -> Iterator[Note | Settled]:
    """The unit has had its say."""
    row = OfficeRating.objects.select_related("matter", "unit").get(pk=event.subject_id)
    yield Settled(["rating_gap"], row)
    values = {"unit": row.unit.name, "code": row.matter.code, "text": row.reply}
    yield Note("rating_replied", row, _to(event, None, OFFICE_POSTS), values)


@on("office_rating.withdraw")
def rating_ended(event: Event) -> Iterator[Settled]:
    """Nothing to explain any more."""
    yield Settled(["rating_gap"], OfficeRating(pk=event.subject_id))


def _check(event: Event) -> Verification:
    return Verification.objects.select_related("matter", "unit").get(pk=event.subject_id)


@on("verification.record")
def found(event: Event) -> Iterator[Note]:
    """The result, to the unit that was checked."""
    row = _check(event)
    values = {"code": row.matter.code, "found": row.get_found_display(), "text": row.note}
    yield Note("verification_found", row, _to(event, {row.unit_id}, (*STAFF, PRINCIPAL)), values)


@on("verification.object")
def objected(event: Event) -> Iterator[Note | Settled]:
    """The office has to look again."""
    row = _check(event)
    yield Settled(["verification_found"], row)
    values = {"unit": row.unit.name, "code": row.matter.code, "text": row.objection}
    yield Note("verification_objected", row, _to(event, None, OFFICE_POSTS), values)


@on("verification.decide")
def looked_again(event: Event) -> Iterator[Note | Settled]:
    """What came of the objection."""
    row = _check(event)
    yield Settled(["verification_objected"], row)
    values = {"code": row.matter.code, "found": row.stands_label, "text": row.decision}
    yield Note("verification_decided", row, _to(event, {row.unit_id}, STAFF), values)
