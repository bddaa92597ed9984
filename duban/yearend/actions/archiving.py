"""Making an archive package (归档包)."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from django.db import transaction

from duban.audit.actions import record
from duban.ledger.models import Programme
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Verb, require
from duban.yearend.models import Package
from duban.yearend.packing import build


def make(*, year: int, out: BinaryIO, by: Actor, at: dt.datetime) -> Package:
    """Write the package of a year to ``out`` and record that it was made. The writing is long and only reads, so it
    stands outside the transaction that records it."""
    require(by, Verb.CLOSE_YEAR)
    if not Programme.objects.filter(year=year).exists():
        raise Invalid(f"{year}年没有台账，不能归档。")
    made = build(out, year=year, by_label=by.label, at=at)
    with transaction.atomic():
        row = Package.objects.create(
            year=year,
            made_by=by.person,
            made_at=at,
            first_seq=made.first_seq,
            last_seq=made.last_seq,
            files=made.files,
            manifest=made.manifest,
        )
        record("package.make", row, by=by, at=at, after={"files": made.files, "manifest": made.manifest})
    return row
