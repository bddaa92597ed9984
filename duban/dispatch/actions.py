"""Issuing documents, reading them, and how they are headed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from duban.audit.actions import record
from duban.core.gongwen import frozen
from duban.core.gongwen.document import Document, Form
from duban.core.gongwen.numbers import Number
from duban.dispatch import letterheads
from duban.dispatch.enums import Kind
from duban.dispatch.letterheads import Heading
from duban.dispatch.models import Counter, Dispatch, Letterhead, Receipt, Series
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.models import GroupMember, Unit, User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.orgs.querysets import covering

Composer = Callable[[str, dt.date], Document]


@transaction.atomic
def issue(
    *,
    kind: str,
    compose: Composer,
    units: Collection[Unit],
    approved_by: User,
    by: Actor,
    at: dt.datetime,
    subject: models.Model | None = None,
    sources: Mapping[str, Any] | None = None,
    corrects: Dispatch | None = None,
    right: Verb = Verb.ISSUE_DOCUMENT,
) -> Dispatch:
    """Issue a document under the next number of its series.

    ``compose(number, day)`` makes the paper when its number is known; it must not write. Groups among ``units`` are
    their members of the day. Whatever fails takes the number back with it, so there are no gaps.
    ``right``: another one that stands for issuing, where who decides issues with the decision itself (复核决定).
    Raises NotAllowed, Invalid.
    """
    require(by, right)
    heading = letterheads.of(kind)
    on = timezone.localdate(at)
    check_correction(kind, corrects)
    series = Series.objects.get_or_create(code=heading.code, defaults={"created_at": at})[0]
    number = Number(series.code, on.year, _next_number(series, on.year))
    document = _with_number(compose(str(number), on), heading, str(number), on)
    paper = frozen.freeze(document)
    row = Dispatch.objects.create(
        kind=kind, series=series, year=number.year, number=number.number, full_number=str(number),
        title=document.name, issued_on=on, paper=paper, digest=frozen.digest(paper), sources=dict(sources or {}),
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        issued_at=at, issued_by=by.person, approved_by=approved_by, corrects=corrects,
    )  # fmt: skip
    Receipt.objects.bulk_create([Receipt(dispatch=row, unit=unit) for unit in _single(units, on)])
    after = {
        "number": row.full_number, "kind": row.get_kind_display(), "units": row.receipts.count(),
        "approved_by": str(approved_by), "digest": row.digest, "corrects": corrects.full_number if corrects else "",
    }  # fmt: skip
    record("dispatch.issue", row, by=by, at=at, after=after)
    return row


def check_correction(kind: str, corrects: Dispatch | None) -> None:
    """A correction is of the kind of what it corrects, which is not corrected yet. Raises Invalid."""
    if corrects is None:
        return
    if corrects.kind != kind:
        raise Invalid(f"更正{corrects.full_number}的文件应与它同为{corrects.get_kind_display()}。")
    later = corrects.corrections.order_by("pk").first()
    if later is not None:
        raise Invalid(f"{corrects.full_number}已由{later.full_number}更正；请对{later.full_number}作更正。")


def _next_number(series: Series, year: int) -> int:
    """Raising the counter takes its row until the end of the transaction, on both databases."""
    Counter.objects.get_or_create(series=series, year=year)
    Counter.objects.filter(series=series, year=year).update(last=F("last") + 1)
    return Counter.objects.values_list("last", flat=True).get(series=series, year=year)


def _with_number(document: Document, heading: Heading, number: str, on: dt.date) -> Document:
    """A paper without head or imprint gets those of its kind; a head with another number is our mistake."""
    if not document.name:
        raise Invalid("文件没有标题，不能印发。")
    head = document.head or heading.head(number)
    if head.number not in {"", number}:
        raise ValueError(f"composed under {head.number}, issued as {number}")
    imprint = document.imprint or (None if head.form is Form.LETTER else heading.imprint(on))
    return replace(
        document, head=replace(head, number=number), imprint=imprint, author=document.author or heading.issuer
    )


def _single(units: Collection[Unit], on: dt.date) -> list[Unit]:
    """Units without repetition, groups expanded to their members of the day."""
    groups = [unit.pk for unit in units if unit.is_group]
    members = GroupMember.objects.filter(covering(on), group__in=groups).select_related("unit") if groups else []
    found = {unit.pk: unit for unit in units if not unit.is_group}
    found.update({row.unit_id: row.unit for row in members})
    return sorted(found.values(), key=lambda unit: (unit.position, unit.pk))


@transaction.atomic
def read(*, row: Receipt, by: Actor, at: dt.datetime) -> bool:
    """A person of the unit has opened it; the first one counts. Returns whether this was the first."""
    if row.unit_id not in own_unit_ids(by):
        raise NotAllowed("这份文件不是发给本单位的。")
    first = Receipt.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=at, read_by=by.person)
    if first:
        row.refresh_from_db()
        record("dispatch.read", row, by=by, at=at)
    return bool(first)


@transaction.atomic
def set_letterhead(*, heading: Heading, by: Actor, at: dt.datetime) -> Letterhead:
    """How documents of the kind are headed from now on; issued ones stay as they are."""
    require(by, Verb.ISSUE_DOCUMENT)
    series = Series.objects.filter(code=heading.code).first() or Series(code=heading.code, created_at=at)
    _clean(series)
    series.save()
    values = {
        "series": series, "form": heading.form.value, "mark": heading.mark.strip(), "issuer": heading.issuer.strip(),
        "printer": heading.printer.strip(), "sealed": heading.sealed,
    }  # fmt: skip
    row = Letterhead.objects.filter(kind=heading.kind).first() or Letterhead(kind=Kind(heading.kind))
    for name, value in values.items():
        setattr(row, name, value)
    _clean(row)
    row.save()
    after = {**{name: values[name] for name in ("mark", "issuer", "printer", "sealed")}, "code": series.code}
    record("letterhead.set", row, by=by, at=at, after=after)
    return row


@transaction.atomic
def start_after(*, series: Series, year: int, paper: int, by: Actor, at: dt.datetime) -> Counter:
    """Numbers up to ``paper`` were given out on paper: the next document here goes on after them."""
    require(by, Verb.ISSUE_DOCUMENT)
    counter = Counter.objects.get_or_create(series=series, year=year)[0]
    if counter.last != counter.paper:
        raise Invalid(f"{counter}已由本系统印发，纸质文号不能再改；纸质发文请一并在本系统印发。")
    if not Counter.objects.filter(pk=counter.pk, last=counter.last).update(last=paper, paper=paper):
        raise Stale()
    counter.refresh_from_db()
    record("series.start", series, by=by, at=at, after={"year": year, "paper": paper})
    return counter


def _clean(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid("".join(error.messages)) from error
