"""Two people press at the same moment: one ledger, one version, one reassignment."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from duban.ledger import actions
from duban.ledger.actions import Figure
from duban.ledger.models import Assignment, Matter, Target
from duban.notices.models import Notice
from duban.orgs.permissions import Refused, Stale
from tests.support.cast import make_cast
from tests.support.readings import Line, Part, ready_draft

pytestmark = pytest.mark.django_db(transaction=True)

LINES = [Line("1", "新建公园4座。", [("区建设局", "lead", ""), ("区民政局", "cooperating", "")])]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at once; their results, or the refusals they raised."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(n: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=20)
            results[n] = act()
        except Refused as no:
            results[n] = no
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_two_confirmations_make_one_ledger(at: dt.datetime) -> None:
    cast = make_cast()
    draft = ready_draft(Part("district", [("一、城建", LINES)]))

    def confirm() -> Notice:
        by = cast.actor(cast.supervisor)
        return actions.confirm_draft(draft=draft, revision=draft.revision, by=by, at=at)

    results = together(confirm, confirm, confirm)
    assert len({notice.pk for notice in results}) == 1
    assert (Notice.objects.count(), Matter.objects.count(), Assignment.objects.count()) == (1, 1, 2)


def test_of_two_corrections_and_two_reassignments_one_wins(at: dt.datetime) -> None:
    cast = make_cast()
    by = cast.actor(cast.supervisor)
    draft = ready_draft(Part("district", [("一、城建", LINES)]))
    actions.confirm_draft(draft=draft, revision=draft.revision, by=by, at=at)
    matter = Matter.objects.get()

    def correct(value: int) -> Callable[[], Any]:
        target = Target.objects.select_related("matter").get(matter=matter)
        figure = Figure("公园", "=", Decimal(value), "座", "amount")
        return lambda: actions.change_target(target=target, figure=figure, reason="漏读", by=by, at=at)

    results = together(correct(5), correct(6))
    assert sorted(isinstance(result, Stale) for result in results) == [False, True]
    assert Target.objects.filter(matter=matter).count() == 2

    def change() -> Callable[[], Any]:
        row = Assignment.objects.select_related("matter", "unit").get(matter=matter, unit=cast.lead_unit)
        unit = cast.outsider_unit
        return lambda: actions.change_assignment(
            assignment=row, unit=unit, role="lead", lead=True, reason="划转", by=by, at=at
        )

    results = together(change(), change())
    assert sorted(isinstance(result, Stale) for result in results) == [False, True]
    assert Assignment.objects.live().filter(matter=matter).count() == 2
