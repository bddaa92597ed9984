"""催办, 评价, 核查 on the home page: they appear for whom they wait, and they leave when they are done."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from duban.core.oversight.ladder import Cause, Step
from duban.core.reporting.values import Rating
from duban.ops.periodic import settle_urgings
from duban.oversight.actions import ratings, urging, verifications
from duban.oversight.enums import Found, Means
from duban.oversight.models import Urging, Verification
from duban.web.home.providers import followup
from duban.web.urgings import on_item
from tests.factories.dispatch import make_letterhead
from tests.factories.progress import moment

pytestmark = pytest.mark.django_db


def now(stage: Any, person: Any) -> dict[str, Any]:
    at = timezone.now()
    return {"by": stage.cast.actor(person, timezone.localdate(at)), "at": at}


def titles(provider: Any, stage: Any, person: Any) -> list[str]:
    return [line.title for line in provider(stage.cast.actor(person, timezone.localdate()))]


def step(stage: Any, kind: Step, when: str = "") -> Urging:
    act = stage.act(stage.cast.supervisor, f"{when} 09:00:00") if when else now(stage, stage.cast.supervisor)
    return urging.prepare(
        unit=stage.cast.lead_unit, cause=Cause.LATE_REPORT, subjects=[stage.periods[0].pk], step=kind,
        demand="尽快报送", reply_by=act["by"].today + dt.timedelta(days=4), **act,
    )  # fmt: skip


def test_urging_waits_for_the_unit_the_head_and_the_leader(stage: Any) -> None:
    cast = stage.cast
    make_letterhead(cast, "urging")
    assert titles(followup.to_urge, stage, cast.supervisor) == ["建议催办 1 件"]
    row = step(stage, Step.REMIND, "2023-04-13")
    assert titles(followup.urged, stage, cast.lead_clerk) == ["提醒待回复：报告逾期未报"]
    assert titles(followup.urged, stage, cast.outsider_clerk) == titles(followup.urged, stage, cast.supervisor) == []
    letter = step(stage, Step.URGE, "2023-04-18")
    assert titles(followup.to_sign, stage, cast.supervisor_head) == ["督办函待签发：区建设局"]
    assert titles(followup.to_sign, stage, cast.supervisor) == []
    urging.issue(row=letter, **stage.act(cast.supervisor_head, "2023-04-18 10:00:00"))
    assert titles(followup.to_sign, stage, cast.supervisor_head) == []
    talk = step(stage, Step.TALK)
    assert titles(followup.to_sign, stage, cast.leader) == ["约谈建议待审批：区建设局"]
    urging.decide_talk(row=talk, agreed=True, comment="同意。", **now(stage, cast.leader))
    assert titles(followup.to_urge, stage, cast.supervisor) == ["已同意约谈，待记录：区建设局"]
    assert titles(followup.to_sign, stage, cast.leader) == []
    assert len(titles(followup.urged, stage, cast.lead_clerk)) == 2  # the reminder and the letter; no talk
    stage.sign(stage.to_sign(stage.draft("2023-05-03 09:00:00"), "2023-05-04 09:00:00"), "2023-05-05 09:00:00")
    assert titles(followup.urged, stage, cast.lead_clerk) == []
    assert settle_urgings(timezone.now()) == "了结催办 3 件"
    row.refresh_from_db()
    assert row.state == "settled"


@pytest.fixture
def filed(stage: Any) -> Any:
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=Decimal(1000), due="", kind="amount", op=">=")
    stage.filed(value="120")
    return stage


def test_a_gap_waits_for_the_unit_until_it_has_said_its_sentence(filed: Any) -> None:
    cast, period = filed.cast, filed.periods[0]
    basis = "核对住建部门竣工备案，与自评不符。"
    act = now(filed, cast.supervisor)
    agreed = {"matter": filed.plain, "rating": Rating.ON_SCHEDULE}
    for said in (agreed, {"matter": filed.counted, "rating": Rating.AT_RISK}):
        row = ratings.rate(**said, unit=cast.lead_unit, period=period, basis=basis, seen=0, **act)
    assert titles(followup.gaps, filed, cast.lead_clerk) == ["督查室评价与自评有差距 1 项"]
    assert titles(followup.gaps, filed, cast.outsider_clerk) == titles(followup.gaps, filed, cast.leader) == []
    assert len(on_item.of(filed.counted, cast.actor(cast.lead_clerk, timezone.localdate())).ratings) == 1
    assert on_item.of(filed.counted, cast.actor(cast.leader, timezone.localdate())).shown is False
    ratings.reply(row=row, text="竣工备案尚有3处在途。", **now(filed, cast.lead_clerk))
    assert titles(followup.gaps, filed, cast.lead_clerk) == []


def test_checks_wait_for_the_office_and_an_objection_for_another(filed: Any) -> None:
    cast, act = filed.cast, filed.act(filed.cast.supervisor, "2023-04-17 09:00:00")
    row = verifications.draw(period=filed.periods[0], size=1, per_unit=1, **act)
    assert titles(followup.checks, filed, cast.supervisor) == [f"核查抽样待确认：{filed.periods[0]}"]
    assert titles(followup.checks, filed, cast.leader) == titles(followup.checks, filed, cast.lead_clerk) == []
    verifications.confirm(row=row, **act)
    assert titles(followup.checks, filed, cast.supervisor) == ["待核查 1 项"]
    check = Verification.objects.get()
    verifications.record_result(
        row=check, means=Means.TELEPHONE, found=Found.PARTLY, note="与主管部门核实。", done_on=None, **act
    )
    assert titles(followup.checks, filed, cast.supervisor) == []
    check.refresh_from_db()
    clerk = {"by": filed.actor(cast.lead_clerk, "2023-04-18 09:00:00"), "at": moment("2023-04-18 09:00:00")}
    verifications.object_to(row=check, text="数据有误。", **clerk)
    assert titles(followup.checks, filed, cast.supervisor) == []  # whoever checked does not decide
    assert titles(followup.checks, filed, cast.supervisor_head) == [f"核查异议待复核：{check.matter.code}（区建设局）"]
