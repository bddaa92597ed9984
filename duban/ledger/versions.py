"""A mark that changes whenever the ledger or the units change: what was worked out under it still holds.

Every act records an event in its own transaction, so the head of the trail is such a mark, common to all
processes. The newest keys stand beside it for rows that are loaded without an act (first set-up, tests).
Whoever reads the mark *before* the data never keeps old data under a new mark.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection

Mark = tuple[int | None, ...]

_NEWEST = ("orgs.Unit", "orgs.GroupMember", "orgs.UnitAlias", "ledger.Matter", "ledger.Assignment", "ledger.SavedView")


def mark() -> Mark:
    """The mark now; one query on keys alone."""
    quote = connection.ops.quote_name
    head = apps.get_model("audit.ChainHead")._meta.db_table
    parts = [f"(SELECT seq FROM {quote(head)} WHERE id = 1)"]
    parts += [f"(SELECT MAX(id) FROM {quote(apps.get_model(name)._meta.db_table)})" for name in _NEWEST]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts))
        return tuple(cursor.fetchone())
