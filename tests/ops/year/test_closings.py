"""The year of a small ledger holds every kind of course: extensions, a revision, closings, one inspection."""

from __future__ import annotations

import pytest

from duban.audit.models import Event
from duban.dispatch.models import Dispatch
from duban.ledger.models import Matter
from duban.oversight.models import Adjustment, Closing, Conclusion, Inspection, Rectification, Verification
from tests.ops.conftest import simulate

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_what_a_small_year_shows(small_notice, tmp_path):
    simulate(tmp_path, small_notice, [])
    kinds = set(Adjustment.objects.values_list("kind", "state"))
    assert {("extension", "approved"), ("extension", "refused")} <= kinds
    assert all(row.decided_at > row.applied_at for row in Adjustment.objects.all())
    assert all(row.document_number for row in Adjustment.objects.filter(kind="figure"))

    inspection = Inspection.objects.get(state="concluded")
    assert inspection.approved_by not in inspection.team.all()
    assert Dispatch.objects.filter(kind="conclusion").count() == inspection.conclusions.count() == 2
    objected = Conclusion.objects.get(objected_at__isnull=False)
    assert objected.upheld is True and Conclusion.objects.filter(pk=objected.pk).untouched_by(objected.decided_by)
    assert Rectification.objects.filter(confirmed_at__isnull=False).exists()
    assert Rectification.objects.filter(lifted_at__isnull=False).exists()

    closed = Closing.objects.exclude(grade="")
    assert all(Verification.objects.filter(closing=row, verified_at__isnull=False).exists() for row in closed)
    states = {"applied": "closing", "verifying": "verifying", "closed": "closed", "written_off": "written_off"}
    for row in Closing.objects.filter(state__in=states):
        assert Matter.objects.get(pk=row.matter_id).state == states[row.state]
    instants = list(Event.objects.filter(origin="模拟年度").order_by("seq").values_list("at", flat=True))
    assert instants == sorted(instants)
