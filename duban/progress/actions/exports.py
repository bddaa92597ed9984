"""Data of progress leaves the system: recorded, like an export of the ledger."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.audit.actions import record
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, require


@transaction.atomic
def record_export(*, what: str, kind: str, count: int, by: Actor, at: dt.datetime) -> None:
    """Put into the trail what went out, in what form, how many rows."""
    require(by, Verb.EXPORT_LEDGER)
    record("progress.export", by.person, by=by, at=at, after={"what": what, "kind": kind, "count": count})
