"""The state of a matter follows what the units that lead have done."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from duban.ledger.enums import UNDERWAY, MatterState
from duban.ledger.models import Assignment, Matter
from duban.progress import standing
from duban.progress.actions import plans, receipts
from duban.progress.models import HandlingPlan
from tests.factories.progress import give_matter
from tests.support.queries import captured

WHEN = "2023-02-20 09:00:00"


def state(matter):
    return Matter.objects.get(pk=matter.pk).state


def clerk(stage, when=WHEN):
    return stage.act(stage.cast.lead_clerk, when)


def office(stage, when=WHEN):
    return stage.act(stage.cast.supervisor, when)


def sign(stage, unit=None, who=None):
    unit = unit or stage.cast.lead_unit
    rows = Assignment.objects.filter(matter=stage.plain, unit=unit)
    receipts.sign_for(unit=unit, assignments=rows, **stage.act(who or stage.cast.lead_clerk, WHEN))


def file_plan(stage):
    plan = plans.open_plan(matter=stage.plain, unit=stage.cast.lead_unit, **clerk(stage))
    words = {"work": "完成选址、施工和验收。", "leader": "钱副局长", "section": "停车科", "deliverable": "投入使用",
             "proof": "验收单", "verifier": "督查室"}  # fmt: skip
    HandlingPlan.objects.filter(pk=plan.pk).update(**words)
    plan.milestones.create(ordinal=1, due_on="2023-11-30", content="投入使用")
    return plans.submit(plan=HandlingPlan.objects.get(pk=plan.pk), **clerk(stage))


def test_the_way_of_a_matter(stage):
    assert state(stage.plain) == MatterState.ASSIGNED
    sign(stage)
    assert state(stage.plain) == MatterState.RECEIVED
    plan = file_plan(stage)
    assert state(stage.plain) == MatterState.PLANNED
    plan = plans.send_back(plan=plan, comment="缺时间节点的依据。", **office(stage))
    assert state(stage.plain) == MatterState.RECEIVED
    plan = plans.accept(plan=plans.submit(plan=plan, **clerk(stage)), **office(stage))
    assert state(stage.plain) == MatterState.HANDLING
    assert state(stage.counted) == MatterState.ASSIGNED


def test_a_revision_leaves_the_matter_in_hand(stage):
    plans.revise(plan=plans.accept(plan=file_plan(stage), **office(stage)), reason="工期调整。", **clerk(stage))
    assert state(stage.plain) == MatterState.HANDLING


def test_a_dispute_of_the_lead_is_seen_until_it_is_decided(stage):
    assignment = Assignment.objects.get(matter=stage.plain)
    Assignment.objects.filter(pk=assignment.pk).update(made_at="2023-02-20T01:00:00Z")
    assignment.refresh_from_db()
    row = receipts.dispute(
        assignment=assignment,
        unit=stage.cast.lead_unit,
        reason="职能已划转区城管执法局。",
        proposal="区城管执法局",
        **clerk(stage),
    )
    assert state(stage.plain) == MatterState.DISPUTED
    receipts.decide(row=row, move="reject", comment="职能没有划转。", **office(stage))
    assert state(stage.plain) == MatterState.ASSIGNED
    sign(stage)
    assert state(stage.plain) == MatterState.RECEIVED


def test_a_unit_that_only_helps_moves_nothing(stage):
    give_matter(stage.cast.cooperating_unit, matter=stage.plain, lead=False)
    sign(stage, stage.cast.cooperating_unit, stage.cast.cooperating_clerk)
    assert state(stage.plain) == MatterState.ASSIGNED


@pytest.mark.parametrize("kept", [s for s in MatterState.values if s not in UNDERWAY and s != "withdrawn"])
def test_what_is_being_closed_is_left_alone(stage, kept):
    Matter.objects.filter(pk=stage.plain.pk).update(state=kept)
    sign(stage)
    assert state(stage.plain) == kept


def test_the_number_of_queries_does_not_grow(stage):
    few = len(captured(lambda: standing.states([stage.plain.pk])))
    more = [give_matter(stage.cast.lead_unit).pk for _ in range(10)]
    assert len(captured(lambda: standing.states(more))) == few == 4


def test_older_matters_get_theirs(stage):
    """The migration writes what the acts write from now on."""
    sign(stage)
    plans.accept(plan=file_plan(stage), **office(stage))
    give_matter(stage.cast.cooperating_unit, matter=stage.counted, lead=False)
    Matter.objects.update(state="assigned")
    import_module("duban.progress.migrations.0008_standing").fill(apps, None)
    assert {row.pk: row.state for row in Matter.objects.all()} == standing.states(
        Matter.objects.values_list("pk", flat=True)
    )
    assert state(stage.plain) == MatterState.HANDLING
