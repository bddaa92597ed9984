"""Splitting a matter into points that can be done or missed by themselves (分项)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max

from duban.audit import actions as audit
from duban.core.text.excise import Place
from duban.ledger.actions.checking import QUICKER, require_editable
from duban.ledger.enums import ClauseStatus
from duban.ledger.models import Assignment, Clause, Matter, Target
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale

REASON = "督查室划分"


def standing(matter: Matter) -> list[Clause]:
    """Clauses in force: the confirmed ones, else the proposed ones; in the order of the text."""
    rows = [c for c in matter.clauses.order_by("start", "seq") if c.status != ClauseStatus.REJECTED]
    confirmed = [c for c in rows if c.status == ClauseStatus.CONFIRMED]
    return confirmed or rows


@transaction.atomic
def split(*, matter: Matter, places: Sequence[Place], seen: Iterable[int], by: Actor, at: dt.datetime) -> list[Clause]:
    """Confirm these stretches of ``Matter.text`` as the matter's clauses.

    ``seen``: ids of the clauses in force that the person looked at; others in force now are :class:`Stale`.
    Clauses with exactly these places are confirmed as they are; else they give way to new rows.
    """
    require_editable(matter, by)
    _require_split(matter, places)
    rows = _as_seen(matter, seen)
    before = _said(matter, rows)
    if [(c.start, c.end) for c in rows] == list(places):
        clauses = _confirm(rows, by, at)
    else:
        _move(rows, ClauseStatus.REJECTED, by, at)
        clauses = _create(matter, places, by, at)
    _attach(matter, clauses)
    audit.record("matter.split", matter, by=by, at=at, before=before, after=_said(matter, clauses))
    return clauses


@transaction.atomic
def keep_whole(*, matter: Matter, seen: Iterable[int], by: Actor, at: dt.datetime) -> None:
    """The matter is one thing (不拆分)."""
    require_editable(matter, by)
    rows = _as_seen(matter, seen)
    if not rows:
        raise Invalid("该事项没有分项，无须处理。")
    _move(rows, ClauseStatus.REJECTED, by, at)
    Target.objects.filter(matter=matter).update(clause=None)
    Assignment.objects.filter(matter=matter).update(clause=None)
    audit.record("matter.keep_whole", matter, by=by, at=at, before=_said(matter, rows), after={"clauses": []})


def _require_split(matter: Matter, places: Sequence[Place]) -> None:
    if len(places) < 2:
        raise Invalid("拆分至少要有两项。如不拆分，请选“不拆分”。")
    end = 0
    for a, b in places:
        if not end <= a < b <= len(matter.text) or not matter.text[a:b].strip():
            raise Invalid("分项须依次取自原文，互不重叠，且不能为空。")
        end = b


def _as_seen(matter: Matter, seen: Iterable[int]) -> list[Clause]:
    rows = standing(matter)
    if {c.pk for c in rows} != set(seen):
        raise Stale(QUICKER)
    return rows


def _move(rows: list[Clause], status: ClauseStatus, by: Actor, at: dt.datetime) -> None:
    """Compare-and-set from the status each row was read with."""
    by_status: dict[str, list[int]] = {}
    for row in rows:
        by_status.setdefault(row.status, []).append(row.pk)
    for old, ids in by_status.items():
        moved = Clause.objects.filter(pk__in=ids, status=old).update(status=status, decided_by=by.user, decided_at=at)
        if moved != len(ids):
            raise Stale(QUICKER)


def _confirm(rows: list[Clause], by: Actor, at: dt.datetime) -> list[Clause]:
    if all(row.status == ClauseStatus.CONFIRMED for row in rows):
        raise Invalid("分项没有变化。")
    _move(rows, ClauseStatus.CONFIRMED, by, at)
    return rows


def _create(matter: Matter, places: Sequence[Place], by: Actor, at: dt.datetime) -> list[Clause]:
    last = matter.clauses.aggregate(last=Max("seq"))["last"] or 0
    rows = [
        Clause(
            matter=matter,
            seq=last + n,
            start=a,
            end=b,
            status=ClauseStatus.CONFIRMED,
            reason=REASON,
            decided_by=by.user,
            decided_at=at,
        )
        for n, (a, b) in enumerate(places, start=1)
    ]
    try:
        with transaction.atomic():
            return Clause.objects.bulk_create(rows)
    except IntegrityError:
        raise Stale(QUICKER) from None


def _attach(matter: Matter, clauses: list[Clause]) -> None:
    """Targets go to the clause that holds their figure. Units of a part go to the clause that holds their name,
    else to the last one before it (the tag behind a part names who answers for that part)."""
    Target.objects.filter(matter=matter).update(clause=None)
    Assignment.objects.filter(matter=matter).update(clause=None)
    for clause in clauses:
        figures = {"figure_start__gte": clause.start, "figure_end__lte": clause.end}
        Target.objects.filter(matter=matter, **figures).update(clause=clause)
    for assignment in Assignment.objects.filter(matter=matter, part__gt=0, start__isnull=False).order_by("id"):
        before = [clause for clause in clauses if clause.start <= (assignment.start or 0)]
        if before:
            Assignment.objects.filter(pk=assignment.pk).update(clause=max(before, key=lambda clause: clause.start))


def _said(matter: Matter, clauses: list[Clause]) -> dict[str, list[str]]:
    return {"clauses": [matter.text[c.start : c.end] for c in clauses]}
