"""Inspections: planned by the office, approved by a leader, begun after a look at what else goes on at the units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Q

from duban.audit.actions import record
from duban.core.oversight.inspections import Overlap, overlaps, quarter_of
from duban.core.text.days import day_in_words
from duban.core.workflow import inspection as flow
from duban.ledger.models import Assignment, Matter
from duban.orgs.actor import Actor
from duban.orgs.enums import UNIT_POSTS
from duban.orgs.models import Appointment, Unit, User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.enums import InspectionKind
from duban.oversight.models import Inspection


@dataclass(frozen=True)
class Scheme:
    """The plan of an inspection (督查方案, 国令第733号 art. 15)."""

    title: str
    kind: InspectionKind
    source: str
    content: str
    methods: str
    first_day: dt.date
    last_day: dt.date
    units: tuple[Unit, ...]
    team: tuple[User, ...]
    head: User
    matters: tuple[Matter, ...] = ()


def _check(scheme: Scheme, today: dt.date) -> None:
    """Everything that the regulation asks for has to be there, and go together."""
    for name, text in (("督查名称", scheme.title), ("事项来源", scheme.source), ("督查内容", scheme.content)):
        if not text.strip():
            raise Invalid(f"没有填写{name}。")
    if not scheme.units:
        raise Invalid("请选择督查对象。")
    if scheme.head not in scheme.team:
        raise Invalid("组长应是督查组成员。")
    if scheme.last_day < scheme.first_day:
        raise Invalid("结束日期不能早于开始日期。")
    _require_to_come(scheme.last_day, today)
    held = Assignment.objects.live().held_by({unit.pk for unit in scheme.units}, today)
    theirs = set(held.filter(matter__in=scheme.matters).values_list("matter", flat=True))
    foreign = [matter.code for matter in scheme.matters if matter.pk not in theirs]
    if foreign:
        raise Invalid(f"“{'、'.join(foreign)}”不由所选的督查对象承办。请改选对象，或去掉这些事项。")
    _require_outsiders(scheme.team, scheme.units, today)


def _require_to_come(last_day: dt.date, today: dt.date) -> None:
    if last_day < today:
        raise Invalid(f"督查的结束日期{day_in_words(last_day)}已过。请按实际开展的时间重新拟订、报批。")


def _require_outsiders(team: Iterable[User], units: Iterable[Unit], today: dt.date) -> None:
    """Nobody inspects the own unit (回避)."""
    pks = {pk for unit in units for pk in (unit.pk, unit.merged_into_id) if pk is not None}
    rows = Appointment.objects.current(today).filter(user__in=list(team), post__unit__in=pks)
    row = rows.filter(post__kind__in=UNIT_POSTS).select_related("user", "post__unit").order_by("id").first()
    if row is not None:
        raise Invalid(f"{row.user}是{row.post.unit}的人员，不能参加对本单位的督查。请调整督查组。")


def _columns(scheme: Scheme) -> dict[str, object]:
    return {
        "title": scheme.title.strip(),
        "kind": scheme.kind,
        "source": scheme.source.strip(),
        "content": scheme.content.strip(),
        "methods": scheme.methods.strip(),
        "first_day": scheme.first_day,
        "last_day": scheme.last_day,
        "head": scheme.head,
    }


def _set(row: Inspection, scheme: Scheme) -> None:
    row.units.set(scheme.units)
    row.matters.set(scheme.matters)
    row.team.set(scheme.team)


@transaction.atomic
def plan(*, scheme: Scheme, by: Actor, at: dt.datetime) -> Inspection:
    """拟订督查方案."""
    require(by, Verb.PLAN_INSPECTION)
    _check(scheme, by.today)
    row = Inspection.objects.create(**_columns(scheme), created_by=by.person, created_at=at)
    _set(row, scheme)
    record("inspection.plan", row, by=by, at=at, after={"units": len(scheme.units), "first_day": row.first_day})
    return row


@transaction.atomic
def change(*, row: Inspection, scheme: Scheme, seen: int, by: Actor, at: dt.datetime) -> Inspection:
    """修改督查方案 while it is a draft. ``seen``: the revision that the person had open."""
    require(by, Verb.PLAN_INSPECTION)
    _check(scheme, by.today)
    if row.state != flow.DRAFT:
        raise Stale(f"方案现在是“{row.get_state_display()}”，不能修改；批准前需要修改的，请批准人退回。")
    changed = Inspection.objects.filter(pk=row.pk, state=flow.DRAFT, revision=seen).update(
        revision=seen + 1, **_columns(scheme)
    )
    if not changed:
        raise Stale("方案刚被他人改动，您的改动没有保存。请核对后再改。")
    row.refresh_from_db()
    _set(row, scheme)
    record("inspection.change", row, by=by, at=at, after={"units": len(scheme.units), "first_day": row.first_day})
    return row


def met_by(row: Inspection, today: dt.date) -> list[Overlap]:
    """Other inspections that take up the same units at the same time, or the same thing in the quarter; four queries.

    What begins early is looked at from today on.
    """
    mine = row.span(today)
    if row.state == flow.APPROVED:
        mine = replace(mine, first=min(mine.first, today))
    first, last = quarter_of(mine.first, mine.last)
    others = Inspection.objects.counted().exclude(pk=row.pk).prefetch_related("units", "matters").order_by("id")
    near = others.filter(Q(first_day__lte=last, last_day__gte=first) | Q(state=flow.STARTED))
    return overlaps(mine, [other.span(today) for other in near])


def _require_no_overlap(row: Inspection, today: dt.date) -> None:
    """The same unit on the same matter at once is forbidden; other meetings need a reason."""
    met = met_by(row, today)
    twice = next((one for one in met if one.forbidden), None)
    if twice is not None:
        whole = "" if twice.matters else "（没有写明涉及事项的督查，视为涉及该单位的全部事项）"
        raise Invalid(f"“{twice.other.title}”同期对同一单位的同一事项开展督查{whole}，不得重复督查。请合并或错开时间。")
    if met and not row.overlap_reason.strip():
        names = "、".join(f"“{one.other.title}”" for one in met)
        what = "对象和时间重叠" if any(one.at_once for one in met) else "对象和事项相同，且在同一季度"
        raise Invalid(f"与{names}的{what}。请合并、错开时间，或写明为什么不能。")


def _require_fit(row: Inspection, today: dt.date) -> None:
    """Time has passed since it was planned: its days are not over, and nobody of the team is of an inspected unit."""
    _require_to_come(row.last_day, today)
    _require_outsiders(row.team.all(), row.units.all(), today)
    _require_no_overlap(row, today)


def _move(
    name: str, row: Inspection, *, by: Actor, at: dt.datetime, comment: str = "", said: str = "", **columns: object
) -> Inspection:
    """``said`` stays on the row until the next word of the kind; ``comment``: what the move asks for."""
    held = ({flow.OFFICE} if by.is_office else set()) | ({flow.LEADER} if by.is_leader else set())
    if not held:
        raise NotAllowed("督查由督查室办理、区领导批准。")
    made = flow.TABLE.check(name, state=row.state, roles=held, comment=comment)
    if said:
        columns["comment"] = said
    changed = Inspection.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    record(f"inspection.{name}", row, by=by, at=at, after={"state": row.get_state_display()}, reason=comment)
    return row


@transaction.atomic
def submit(*, row: Inspection, overlap_reason: str = "", by: Actor, at: dt.datetime) -> Inspection:
    """报批, after a look at what else is going on at the same units."""
    row.overlap_reason = overlap_reason.strip()
    _require_fit(row, by.today)
    return _move("submit", row, by=by, at=at, overlap_reason=row.overlap_reason)


@transaction.atomic
def approve(*, row: Inspection, by: Actor, at: dt.datetime) -> Inspection:
    """批准 by a leader who is not of the team."""
    if by.user is not None and row.team.filter(pk=by.user.pk).exists():
        raise NotAllowed("督查组成员不能批准自己的督查方案。")
    return _move("approve", row, by=by, at=at, approved_by=by.user, approved_at=at)


@transaction.atomic
def send_back(*, row: Inspection, comment: str, by: Actor, at: dt.datetime) -> Inspection:
    """退回修改 with reasons."""
    return _move("send_back", row, by=by, at=at, comment=comment, said=comment.strip())


@transaction.atomic
def start(*, row: Inspection, overlap_reason: str = "", by: Actor, at: dt.datetime) -> Inspection:
    """开始督查: looked at once more, since others may have been approved meanwhile. A reason given before stands."""
    row.overlap_reason = overlap_reason.strip() or row.overlap_reason
    _require_fit(row, by.today)
    return _move("start", row, by=by, at=at, overlap_reason=row.overlap_reason)


@transaction.atomic
def cancel(*, row: Inspection, comment: str, by: Actor, at: dt.datetime) -> Inspection:
    """取消 with a reason."""
    return _move("cancel", row, by=by, at=at, comment=comment, said=comment.strip())


@transaction.atomic
def conclude(*, row: Inspection, by: Actor, at: dt.datetime) -> Inspection:
    """形成结论 for the whole: every unit within the scope was told its own."""
    require(by, Verb.PLAN_INSPECTION)
    served = set(row.conclusions.filter(served_at__isnull=False).values_list("unit_id", flat=True))
    left = [unit.name for unit in row.units.all() if unit.pk not in served]
    if left:
        raise Invalid(f"还没有向{'、'.join(left)}送达结论。")
    return _move("conclude", row, by=by, at=at)
