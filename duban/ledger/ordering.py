"""Orders of the list. Printed order is the default and breaks every tie, so that an order is total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Collate

from duban.ledger.enums import Role
from duban.ledger.filters import role_q
from duban.ledger.models import Assignment
from duban.ledger.querysets import MatterQuerySet
from duban.orgs.models import Unit

PRINTED = ("-programme__year", "programme__ordinal", "ordinal", "id")
BACKWARDS = ("programme__year", "-programme__ordinal", "-ordinal", "-id")
LAST = 2**31 - 1


@dataclass(frozen=True)
class Order:
    """By a column, forwards or backwards. In an address: ``sort=lead`` or ``sort=-lead``."""

    key: str = ""
    backwards: bool = False

    @classmethod
    def parse(cls, value: str) -> Order:
        """From an address; an unknown column gives the printed order."""
        key = value.removeprefix("-")
        return cls(key, value.startswith("-")) if key in KEYS else cls()

    def __str__(self) -> str:
        return ("-" if self.backwards else "") + self.key

    def apply(self, matters: MatterQuerySet) -> MatterQuerySet:
        """The matters in this order."""
        make = KEYS.get(self.key)
        if make is None:
            return matters.order_by(*(BACKWARDS if self.backwards else PRINTED))
        key = make()
        return matters.order_by(key.desc() if self.backwards else key.asc(), *PRINTED)


def _text(column: str) -> Any:
    # The same on both databases: by code points, not by what the server was installed with.
    return Collate(F(column), "C" if connection.vendor == "postgresql" else "BINARY")


def _lead() -> Any:
    """Place of the first leading unit in the order of units; matters without one come last.

    Two look-ups by key for each matter: joined in one subquery, PostgreSQL reads all units for each matter.
    """
    leads = Assignment.objects.live().filter(role_q(Role.LEAD), matter=OuterRef(OuterRef("pk")))
    first = leads.order_by("part", "ordinal", "id").values("unit_id")[:1]
    place = Unit.objects.filter(pk=Subquery(first)).order_by().values("position")
    return Coalesce(Subquery(place, output_field=IntegerField()), LAST)


def _others() -> Any:
    """Number of units beside the leading ones."""
    others = Assignment.objects.live().exclude(role_q(Role.LEAD)).filter(matter=OuterRef("pk")).order_by()
    counted = others.values("matter").annotate(n=Count("unit", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


KEYS: Mapping[str, Any] = {
    "code": None,
    "text": lambda: _text("body"),
    "lead": _lead,
    "others": _others,
    "targets": lambda: F("target_count"),
    "section": lambda: Coalesce(F("section__ordinal"), LAST),
    "state": lambda: F("state"),
}
