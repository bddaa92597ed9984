"""More matters than the sample has: copies of a confirmed ledger, as further notices of the same year."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import Max

from duban.ledger.models import Assignment, Clause, Matter, Programme, Section, Target
from duban.notices.models import Notice, NoticeDraft

BATCH = 500


def copied(row: Any, **changes: Any) -> Any:
    """A new unsaved row with the same values."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    fresh = type(row)(**values)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh


def save(rows: list[Any]) -> None:
    """Insert, with keys."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


@transaction.atomic
def copy_notice(notice: Notice, number: int) -> int:
    """One more copy of everything that the notice made; returns the number of matters."""
    draft = copied(notice.draft)
    draft.save()
    fresh = copied(notice, draft_id=draft.pk, document_number=f"{notice.document_number}之{number}"[:60])
    fresh.save()
    ordinal = Programme.objects.filter(year=notice.year).aggregate(last=Max("ordinal"))["last"]
    count = 0
    for programme in Programme.objects.filter(notice=notice).order_by("ordinal"):
        ordinal += 1
        home = copied(programme, notice_id=fresh.pk, ordinal=ordinal)
        home.save()
        sections = _children(Section, "programme", {programme.pk: home.pk})
        places = {"notice_id": fresh.pk, "programme_id": home.pk}
        matters = []
        old = list(Matter.objects.filter(programme=programme))
        for each in old:
            section = sections.get(each.section_id)
            matters.append(copied(each, code=f"{each.code}-{number}", section_id=section, replaces_id=None, **places))
        save(matters)
        keys = {a.pk: b.pk for a, b in zip(old, matters, strict=True)}
        clauses = _children(Clause, "matter", keys)
        for model in (Assignment, Target):
            _children(model, "matter", keys, clauses=clauses, basis_id=fresh.pk)
        count += len(matters)
    return count


def _children(
    model: type[models.Model], parent: str, keys: dict[int, int], *, clauses: dict[int, int] | None = None, **also: Any
) -> dict[int, int]:
    """Copies of the rows below the parents; old key → new key."""
    names = {f.attname for f in model._meta.concrete_fields}
    old, fresh = list(model._default_manager.filter(**{f"{parent}_id__in": list(keys)})), []
    for row in old:
        changes = {f"{parent}_id": keys[getattr(row, f"{parent}_id")], **{k: v for k, v in also.items() if k in names}}
        if clauses is not None and getattr(row, "clause_id", None):
            changes["clause_id"] = clauses[row.clause_id]  # type: ignore[attr-defined]
        if "replaces_id" in names:
            changes["replaces_id"] = None
        fresh.append(copied(row, **changes))
    save(fresh)
    return {a.pk: b.pk for a, b in zip(old, fresh, strict=True)}


def grow(notice: Notice, to: int) -> int:
    """Copies until the year holds ``to`` matters or a little more; returns how many it holds."""
    number = NoticeDraft.objects.count()
    while (count := Matter.objects.count()) < to:
        number += 1
        copy_notice(notice, number)
    return count
