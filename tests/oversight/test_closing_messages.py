"""What extensions, closing and inspections tell to whom, and what leaves again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from duban.messaging.deriving import derive
from duban.messaging.models import Message
from duban.oversight.actions import adjustments, closings, conclusions, inspections
from duban.oversight.actions.adjustments import Wish
from duban.oversight.enums import Found, Grade, Means
from tests.factories.dispatch import make_letterhead
from tests.factories.progress import moment
from tests.oversight.test_closings import RESULT
from tests.oversight.test_conclusions import concluded
from tests.oversight.test_inspections import approved, leader, office, planned

NOW = moment("2023-06-20 09:00:00")


def told(kind: str) -> set[str]:
    """Names of everybody who was told."""
    derive(NOW)
    return set(Message.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def open_(kind: str) -> int:
    derive(NOW)
    return Message.objects.filter(kind=kind, settled_at__isnull=True).count()


def test_an_application_and_its_answer(stage):
    clerk = stage.act(stage.cast.lead_clerk, "2023-05-01 09:00:00")
    wish = Wish("施工图审查比预计多用两个月。", "已完成场地平整。", new_due=dt.date(2024, 3, 31))
    row = adjustments.apply(matter=stage.counted, unit=stage.cast.lead_unit, wish=wish, **clerk)
    assert told("adjustment_asked") == {"杜察", "杜主任"}
    adjustments.decide(row=row, move="approve", comment="同意", **office(stage, "2023-05-02 09:00:00"))
    assert told("adjustment_decided") == {"钱经办", "钱主任"} and open_("adjustment_asked") == 0
    text = Message.objects.filter(kind="adjustment_decided")[0]
    assert "已同意" in text.subject and "延至2024年3月31日" in text.body


def test_a_closing_on_its_way_and_opened_again(stage):
    clerk = stage.act(stage.cast.lead_clerk, "2023-05-01 09:00:00")
    row = closings.apply(
        matter=stage.counted, unit=stage.cast.lead_unit, result=RESULT, references="验收备案12号", **clerk
    )
    assert told("closing_asked") == {"杜察", "杜主任"}
    said = {"means": Means.ON_SITE, "found": Found.TRUE, "note": "到现场清点。"}
    closings.check(row=row, **said, **office(stage, "2023-05-02 09:00:00"))
    row.refresh_from_db()
    row = closings.close(row=row, grade=Grade.DONE, comment="同意", **office(stage, "2023-05-03 09:00:00"))
    assert told("closing_done") == {"钱经办", "钱主任"} and open_("closing_asked") == 0
    closings.reopen(row=row, comment="泊位被拆除", **office(stage, "2023-05-10 09:00:00"))
    assert told("closing_reopened") == {"钱经办", "钱主任", "钱局"}


def test_an_inspection_from_the_leader_to_the_unit(stage):
    row = inspections.submit(row=planned(stage), **office(stage))
    assert told("inspection_to_approve") == {"区长"}
    row = inspections.approve(row=row, **leader(stage))
    assert told("inspection_decided") == {"杜察", "杜主任"} and open_("inspection_to_approve") == 0
    inspections.start(row=row, **office(stage, "2023-05-08 09:00:00"))
    assert told("inspection_started") == {"钱经办", "钱主任", "钱局"}


def test_a_leader_of_the_team_is_not_asked(stage):
    row = planned(stage)
    row.team.add(stage.cast.leader)
    inspections.submit(row=row, **office(stage))
    assert told("inspection_to_approve") == set()


@pytest.mark.parametrize("upheld", [True, False])
def test_a_conclusion_its_objection_and_what_is_to_be_set_right(stage, upheld):
    make_letterhead(stage.cast, "conclusion", code="某政督查")
    _, made = concluded(stage)
    made = conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    assert told("conclusion_served") == {"钱经办", "钱主任", "钱副", "钱局"}
    assert "某政督查〔2023〕1号" in Message.objects.filter(kind="conclusion_served")[0].body
    clerk = stage.act(stage.cast.lead_clerk, "2023-05-20 09:00:00")
    made = conclusions.object_to(row=made, text="围挡已于5月6日完成，附验收单。", **clerk)
    assert told("conclusion_objected") == {"杜察", "杜主任"}
    other = office(stage, "2023-05-25 09:00:00", stage.cast.supervisor_head)
    conclusions.decide_objection(row=made, upheld=upheld, text="验收单与现场核对。", **other)
    assert told("conclusion_decided") == {"钱经办", "钱主任", "钱局"} and open_("conclusion_objected") == 0
    point = conclusions.report_rectification(row=made.rectifications.get(), text="已完成。", **clerk)
    assert told("rectification_reported") == {"杜察", "杜主任"}
    conclusions.return_rectification(row=point, comment="北侧有缺口。", **office(stage, "2023-05-30 09:00:00"))
    assert told("rectification_returned") == {"钱经办", "钱主任"} and open_("rectification_reported") == 0


def test_nobody_outside_is_told(stage):
    approved(stage)
    derive(timezone.now())
    names = set(Message.objects.values_list("recipient__name", flat=True))
    assert not names & {"居外", "裴经办", "裴局", "系统员", "安全员", "审计员"}
