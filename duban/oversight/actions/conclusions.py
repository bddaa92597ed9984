"""Conclusions of an inspection (督查结论): served on each unit as a document, objected to, decided by others; 整改."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.audit.actions import record
from duban.core.gongwen import review_decision
from duban.core.gongwen.conclusion import Served, document
from duban.core.gongwen.document import Document
from duban.core.gongwen.review_decision import Decided
from duban.core.oversight.inspections import objection_until
from duban.core.text.days import day_in_words
from duban.core.workflow import inspection as flow
from duban.dispatch import letterheads
from duban.dispatch.actions import issue
from duban.dispatch.enums import Kind
from duban.dispatch.models import Dispatch
from duban.orgs.actor import Actor
from duban.orgs.models import Unit, User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.models import Conclusion, Inspection, Rectification


@dataclass(frozen=True)
class Point:
    """What a unit has to set right, by when."""

    text: str
    due_on: dt.date


@transaction.atomic
def write_conclusion(
    *,
    row: Inspection,
    unit: Unit,
    facts: str,
    text: str,
    points: Sequence[Point] = (),
    by: Actor,
    at: dt.datetime,
) -> Conclusion:
    """督查结论 on one unit: clear facts, sufficient evidence (art. 16). Only units within the approved scope."""
    require(by, Verb.PLAN_INSPECTION)
    if row.state != flow.STARTED:
        raise Stale("督查不在进行中。")
    if not row.units.filter(pk=unit.pk).exists():
        raise Invalid("该单位不在批准的督查范围内，不得随意扩大范围。")
    _check_words(facts, text, points, by)
    try:
        with transaction.atomic():
            made = Conclusion.objects.create(
                inspection=row,
                unit=unit,
                facts=facts.strip(),
                text=text.strip(),
                written_by=by.person,
                written_at=at,
            )
    except IntegrityError:
        raise Stale("该单位已有结论。") from None
    _set_points(made, points)
    record("conclusion.write", made, by=by, at=at, after={"points": len(points)})
    return made


def _check_words(facts: str, text: str, points: Sequence[Point], by: Actor) -> None:
    if len(facts.strip()) < 10 or len(text.strip()) < 4:
        raise Invalid("请写明事实和证据（不少于10个字），以及结论（不少于4个字）。")
    for point in points:
        if len(point.text.strip()) < 4:
            raise Invalid("每条整改要求都要写明做什么。")
        if point.due_on < by.today:
            raise Invalid(f"整改期限{day_in_words(point.due_on)}已经过去，请改到今天以后。")


def _set_points(row: Conclusion, points: Sequence[Point]) -> None:
    row.rectifications.all().delete()  # of a draft that nobody was told of; what was served is never touched
    Rectification.objects.bulk_create(
        [Rectification(conclusion=row, unit_id=row.unit_id, text=p.text.strip(), due_on=p.due_on) for p in points]
    )


@transaction.atomic
def change_conclusion(
    *, row: Conclusion, facts: str, text: str, points: Sequence[Point], by: Actor, at: dt.datetime
) -> Conclusion:
    """修改结论 before it is served."""
    require(by, Verb.PLAN_INSPECTION)
    _check_words(facts, text, points, by)
    changed = Conclusion.objects.filter(pk=row.pk, served_at__isnull=True).update(
        facts=facts.strip(), text=text.strip(), written_by=by.user, written_at=at
    )
    if not changed:
        raise Stale("结论已经送达，不能再改。单位有异议的，通过复核处理。")
    row.refresh_from_db()
    _set_points(row, points)
    record("conclusion.change", row, by=by, at=at, after={"points": len(points)})
    return row


def paper(row: Conclusion, on: dt.date) -> Document:
    """The conclusion as it is served on the day, with the signature of the kind."""
    points = tuple((p.text, p.due_on) for p in row.rectifications.order_by("due_on", "id"))
    served = Served(
        inspection=row.inspection.title,
        unit=row.unit.name,
        first=row.inspection.first_day,
        last=row.inspection.last_day,
        facts=row.facts,
        text=row.text,
        points=points,
        until=objection_until(on),
    )
    return document(served, signature=letterheads.of(Kind.CONCLUSION).signature(on))


@transaction.atomic
def serve(*, row: Conclusion, by: Actor, at: dt.datetime) -> Conclusion:
    """送达 to the unit as a document with its number: from this day its 30 days run."""
    require(by, Verb.PLAN_INSPECTION)
    if not Conclusion.objects.filter(pk=row.pk, served_at__isnull=True).update(served_at=at, served_by=by.user):
        raise Stale("结论已经送达。")
    row.refresh_from_db()
    approver = row.inspection.approved_by
    assert approver is not None  # a constraint: what was started was approved
    made = issue(
        kind=Kind.CONCLUSION,
        compose=lambda number, on: paper(row, on),
        units=[row.unit],
        approved_by=approver,
        subject=row,
        sources={"inspection": row.inspection_id, "conclusion": row.pk},
        by=by,
        at=at,
    )
    record("conclusion.serve", row, by=by, at=at, after={"until": row.objection_until(), "number": made.full_number})
    return row


@transaction.atomic
def object_to(*, row: Conclusion, text: str, by: Actor, at: dt.datetime) -> Conclusion:
    """提出异议 within 30 days of receipt (art. 17)."""
    if row.unit_id not in by.unit_ids:
        raise NotAllowed("这不是对本单位的结论。")
    until = row.objection_until()
    if until is None:
        raise Stale("结论还没有送达。")
    if by.today > until:
        raise Invalid(f"异议应在收到结论之日起30日内提出，截至{day_in_words(until)}。")
    if len(text.strip()) < 10:
        raise Invalid("请写明异议的事实和理由。")
    changed = Conclusion.objects.filter(pk=row.pk, objected_at__isnull=True).update(
        objection=text.strip(), objected_by=by.user, objected_at=at
    )
    if not changed:
        raise Stale("已经提出过异议。")
    row.refresh_from_db()
    record("conclusion.object", row, by=by, at=at, after={"until": row.decision_until()}, reason=row.objection)
    return row


def took_part(row: Conclusion, user: User) -> bool:
    """Whether a person took part in what is objected to: the rule is ``ConclusionQuerySet.untouched_by``."""
    return not Conclusion.objects.filter(pk=row.pk).untouched_by(user).exists()


RECUSED = "参加过这次督查、批准方案或起草结论的人员应当回避，请由其他人员复核。"


@transaction.atomic
def decide_objection(
    *,
    row: Conclusion,
    upheld: bool,
    text: str,
    lifted: Collection[Rectification] = (),
    by: Actor,
    at: dt.datetime,
) -> Conclusion:
    """复核决定, by people who took no part, issued as a document with its number; what stands is said either way.

    ``lifted``: points that fall away because the objection is right (免除整改).
    """
    require(by, Verb.DECIDE_OBJECTION)
    if took_part(row, by.person):
        raise NotAllowed(RECUSED)
    if len(text.strip()) < 4:
        raise Invalid("请写明复核决定的理由。")
    if lifted and not upheld:
        raise Invalid("维持结论的，整改要求不变；要免除整改，请选“异议成立”。")
    changed = (
        Conclusion.objects.objected()
        .filter(pk=row.pk)
        .update(upheld=upheld, decision=text.strip(), decided_by=by.user, decided_at=at)
    )
    if not changed:
        raise Stale("没有待复核的异议。")
    points = row.rectifications.filter(pk__in=[each.pk for each in lifted], confirmed_at__isnull=True)
    number = points.update(lifted_at=at)
    row.refresh_from_db()
    made = issue(
        kind=Kind.DECISION,
        compose=lambda _, on: decision_paper(row, on),
        units=[row.unit],
        approved_by=by.person,
        subject=row,
        sources={"inspection": row.inspection_id, "conclusion": row.pk},
        by=by,
        at=at,
        right=Verb.DECIDE_OBJECTION,
    )
    after = {"text": "异议成立" if upheld else "维持结论", "lifted": number, "number": made.full_number}
    record("conclusion.decide", row, by=by, at=at, after=after, reason=row.decision)
    return row


def decision_paper(row: Conclusion, on: dt.date) -> Document:
    """The decision as it is served on the day, with the signature of the kind."""
    assert row.objected_at is not None  # only what was objected to is decided
    served = Dispatch.objects.about(row).filter(kind=Kind.CONCLUSION).order_by("pk").first()
    points = row.rectifications.order_by("due_on", "id")
    decided = Decided(
        inspection=row.inspection.title,
        unit=row.unit.name,
        number=served.full_number if served is not None else "",
        objected_on=timezone.localdate(row.objected_at),
        objection=row.objection,
        upheld=bool(row.upheld),
        reasons=row.decision,
        points=tuple((p.text, p.due_on, p.lifted_at is not None) for p in points),
    )
    return review_decision.document(decided, signature=letterheads.of(Kind.DECISION).signature(on))


@transaction.atomic
def report_rectification(*, row: Rectification, text: str, by: Actor, at: dt.datetime) -> Rectification:
    """报整改情况 by the unit; again as often as the office has not confirmed it."""
    if row.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的整改。")
    require(by, Verb.DRAFT_REPORT)
    if not Rectification.objects.served().filter(pk=row.pk).exists():
        raise Stale("结论还没有送达。")
    if len(text.strip()) < 4:
        raise Invalid("请写明整改情况。")
    changed = Rectification.objects.filter(pk=row.pk, confirmed_at__isnull=True, lifted_at__isnull=True).update(
        result=text.strip(), reported_by=by.user, reported_at=at, comment=""
    )
    if not changed:
        raise Stale("整改已经核实，或已按复核决定免除。")
    row.refresh_from_db()
    record("rectification.report", row, by=by, at=at, reason=row.result)
    return row


@transaction.atomic
def confirm_rectification(*, row: Rectification, by: Actor, at: dt.datetime) -> Rectification:
    """核实整改 by the office."""
    require(by, Verb.PLAN_INSPECTION)
    if not Rectification.objects.reported().filter(pk=row.pk).update(confirmed_by=by.user, confirmed_at=at):
        raise Stale("单位还没有报整改情况，或已经核实。")
    row.refresh_from_db()
    record("rectification.confirm", row, by=by, at=at)
    return row


@transaction.atomic
def return_rectification(*, row: Rectification, comment: str, by: Actor, at: dt.datetime) -> Rectification:
    """退回继续整改 with what is missing; what the unit wrote stays."""
    require(by, Verb.PLAN_INSPECTION)
    if len(comment.strip()) < 4:
        raise Invalid("请写明还差什么。")
    changed = (
        Rectification.objects.reported()
        .filter(pk=row.pk)
        .update(reported_by=None, reported_at=None, comment=comment.strip())
    )
    if not changed:
        raise Stale("单位还没有报整改情况，或已经核实。")
    row.refresh_from_db()
    record("rectification.return", row, by=by, at=at, reason=row.comment)
    return row
