"""The units that a document names are told, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from duban.dispatch.actions import read
from duban.messaging.deriving import derive
from duban.messaging.models import Message
from tests.factories.dispatch import issued
from tests.factories.progress import moment

pytestmark = pytest.mark.django_db


def test_the_units_are_told_until_one_of_their_people_has_read_it(cast: Any) -> None:
    row = issued(cast, [cast.lead_unit, cast.cooperating_unit])
    derive(moment("2023-07-20 10:01:00"))
    told = Message.objects.filter(kind="document_issued")
    assert {each.recipient for each in told} == {
        cast.lead_clerk, cast.lead_office_head, cast.lead_principal, cast.cooperating_clerk, cast.cooperating_principal,
    }  # fmt: skip
    assert {each.subject for each in told} == {"收到通报：某政督〔2023〕1号"}
    when = moment("2023-07-21 09:00:00")
    read(row=row.receipts.get(unit=cast.lead_unit), by=cast.actor(cast.lead_clerk, when.date()), at=when)
    derive(moment("2023-07-21 09:01:00"))
    open_ones = told.filter(settled_at__isnull=True)
    assert {each.unit for each in open_ones} == {cast.cooperating_unit}
