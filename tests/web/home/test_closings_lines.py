"""Lines of home about extensions, closing and inspections: for whom they appear, and that they leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from duban.oversight.actions import closings as closing
from duban.oversight.actions import conclusions, inspections
from duban.oversight.enums import Found, Grade, Means
from duban.web.home.providers import closings as lines
from tests.web.adjustments.test_adjustments import asked
from tests.web.closings.test_closings import act, applied
from tests.web.inspections.test_inspections import planned, served

pytestmark = pytest.mark.django_db


def titles(stage: Any, provider: Any, person: Any) -> list[str]:
    return [line.title for line in provider(stage.cast.actor(person, timezone.localdate()))]


def test_the_office_decides_and_the_line_leaves(stage: Any) -> None:
    stage.counted.programme.__class__.objects.update(year=timezone.localdate().year)
    stage.counted.programme.refresh_from_db()
    row, office = asked(stage), stage.cast.supervisor
    assert titles(stage, lines.extensions, office) == [f"延期待审：{stage.counted.code}（区建设局）"]
    for person in (stage.cast.leader, stage.cast.lead_clerk, stage.cast.audit_admin):
        assert titles(stage, lines.extensions, person) == []
    from duban.oversight.actions.adjustments import decide

    decide(row=row, move="approve", comment="", **act(stage))
    assert titles(stage, lines.extensions, office) == []


def test_to_verify_and_to_write_off(stage: Any) -> None:
    row, office = applied(stage), stage.cast.supervisor
    assert titles(stage, lines.to_close, office) == ["办结申请待核验 1 件"]
    closing.check(row=row, means=Means.ON_SITE, found=Found.TRUE, note="到现场清点。", **act(stage))
    row.refresh_from_db()
    row = closing.close(row=row, grade=Grade.LATE, comment="同意。", **act(stage))
    assert titles(stage, lines.to_close, office) == ["已办结待销号 1 件"]
    closing.write_off(row=row, **act(stage))
    assert titles(stage, lines.to_close, office) == []


def test_what_a_unit_reported_as_done_can_be_applied_for(stage: Any) -> None:
    clerk = stage.cast.lead_clerk
    assert titles(stage, lines.to_apply, clerk) == []
    stage.filed().lines.filter(matter=stage.counted).update(self_rating="done")
    assert titles(stage, lines.to_apply, clerk) == ["自评已完成、可申请办结 1 项"]
    applied(stage)
    assert titles(stage, lines.to_apply, clerk) == []


def test_an_inspection_waits_for_the_leader_then_for_the_office(stage: Any) -> None:
    leader, office = stage.cast.leader, stage.cast.supervisor
    row = inspections.submit(row=planned(stage), **act(stage, office))
    assert titles(stage, lines.inspections, leader) == ["督查方案待批准：停车泊位专项督查"]
    assert titles(stage, lines.inspections, office) == []
    row = inspections.approve(row=row, **act(stage, leader))
    assert titles(stage, lines.inspections, leader) == []
    assert titles(stage, lines.inspections, office) == ["督查待开始：停车泊位专项督查"]
    inspections.start(row=row, **act(stage, office))
    assert titles(stage, lines.inspections, office) == ["督查中：停车泊位专项督查"]


def test_objections_wait_for_those_who_took_no_part_and_points_for_the_unit(stage: Any) -> None:
    made, clerk, office = served(stage), stage.cast.lead_clerk, stage.cast.supervisor
    assert titles(stage, lines.to_set_right, clerk) == ["整改：月底前完成围挡。"]
    conclusions.object_to(row=made, text="围挡已于上月完成，附验收单。", **act(stage, clerk))
    assert titles(stage, lines.objections, stage.cast.supervisor_head) == ["督查异议待复核：区建设局"]
    for person in (office, stage.cast.leader, clerk):
        assert titles(stage, lines.objections, person) == []
    point = made.rectifications.get()
    made.rectifications.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    assert titles(stage, lines.to_confirm, office) == ["整改逾期未报 1 条"]
    conclusions.report_rectification(row=point, text="已完成围挡。", **act(stage, clerk))
    assert titles(stage, lines.to_set_right, clerk) == []
    assert titles(stage, lines.to_confirm, office) == ["整改待核实 1 条"]
    conclusions.confirm_rectification(row=point, **act(stage, office))
    assert titles(stage, lines.to_confirm, office) == []
