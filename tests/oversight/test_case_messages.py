"""Who is told of difficulties and directives, and the clock that goes on by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.core.oversight.routes import Holder
from duban.messaging.deriving import derive
from duban.messaging.models import Message
from duban.ops import periodic
from duban.orgs.actor import system
from duban.orgs.models import Appointment, Post
from duban.oversight import case_days
from duban.oversight.actions import cases, directives, meetings
from duban.oversight.actions.cases import Order, Turn
from duban.oversight.actions.meetings import Arrangement
from duban.oversight.models import Directive
from tests.factories.orgs import UserFactory
from tests.factories.progress import moment
from tests.oversight.test_cases import ask, office, to_leader
from tests.support.client import client_for
from tests.web.home.test_home import titles

NOW = moment("2023-04-20 12:00:00")
DUE = dt.date(2023, 5, 10)


def told(kind: str) -> set[str]:
    """Who was told, after reading the trail."""
    derive(NOW)
    return set(Message.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def waits(kind: str) -> bool:
    """Whether somebody still has to act on such a message."""
    derive(NOW)
    return Message.objects.filter(kind=kind, settled_at__isnull=True).exists()


@pytest.fixture
def raised(stage):
    return ask(stage)


def test_from_raising_to_the_end_each_learns_their_own(stage, raised):
    assert told("case_raised") == {"杜察", "杜主任"}
    row = cases.ask_more(row=raised, comment="请附地块编号", **office(stage))
    assert told("case_asked") == {"钱经办", "钱主任"} and not waits("case_raised")
    row = cases.supplement(row=row, comment="A-12", **stage.act(stage.cast.lead_clerk, "2023-04-13 11:00:00"))
    assert not waits("case_asked") and waits("case_raised")
    row = to_leader(stage, row, "2023-04-13 12:00:00")
    assert told("case_routed") == {"区长"} and not waits("case_raised")
    order = Order("确认权属。", stage.cast.cooperating_unit, DUE)
    act = stage.act(stage.cast.leader, "2023-04-14 09:00:00")
    row = cases.answer(row=row, text="由区民政局确认。", directives=(order,), **act)
    assert told("case_answered") == {"钱经办", "钱主任"} and not waits("case_routed")
    assert told("directive_given") == {"裴经办"}
    made = directives.decide(
        row=Directive.objects.get(), move="report", comment="已确认",
        **stage.act(stage.cast.cooperating_clerk, "2023-04-17 09:00:00"),
    )  # fmt: skip
    assert told("directive_reported") == {"杜察", "杜主任"} and not waits("directive_given")
    made = directives.decide(row=made, move="send_back", comment="缺批复", **office(stage, "2023-04-17 10:00:00"))
    assert told("directive_back") == {"裴经办"} and not waits("directive_reported")
    directives.decide(row=made, move="confirm", comment="已看到", **office(stage, "2023-04-18 10:00:00"))
    assert told("directive_moved") == {"裴经办"} and not waits("directive_back")
    cases.close(row=row, comment="已解决", **office(stage, "2023-04-19 10:00:00"))
    assert told("case_ended") == {"钱经办", "钱主任"}
    assert not Message.objects.filter(recipient__name="居外").exists()


def test_a_message_leads_to_the_answer(stage, raised):
    to_leader(stage, raised)
    derive(NOW)
    row = Message.objects.get(kind="case_routed")
    from duban.web.messages.links import target

    assert target(row, stage.actor(stage.cast.leader, "2023-04-14 09:00:00")) == f"/cases/{raised.pk}/answer"


def test_what_is_late_goes_up_once_a_day_and_both_sides_are_told(stage, raised):
    cases.route(row=raised, turn=Turn(Holder.UNIT, unit=stage.cast.cooperating_unit), **office(stage))  # due 04-18

    def look(when):
        return case_days.look(by=system(moment(when).date()), at=moment(when))

    assert look("2023-04-14 08:00:00") == (0, 0)
    assert look("2023-04-15 08:00:00") == (0, 0)  # a Saturday
    assert look("2023-04-17 08:00:00") == (0, 1) and told("case_due") == {"裴经办"}
    assert look("2023-04-17 15:00:00")[0] == 0
    assert Message.objects.filter(kind="case_due").count() == 1
    assert look("2023-04-19 08:00:00")[0] == 1
    assert told("case_routed") == {"裴经办", "区长"} and told("case_escalated") == {"杜察", "杜主任"}
    assert not waits("case_due")
    assert periodic.look_at_cases(moment("2023-04-19 09:00:00")) == "逾期上提 0 件，提醒 0 条"
    assert "cases" in {job.name for job in periodic.JOBS}


def test_directives_are_reminded_the_day_before_and_the_day_after(stage, raised):
    order = Order("确认权属。", stage.cast.lead_unit, DUE)  # a Wednesday
    cases.answer(row=raised, text="请确认。", directives=(order,), **office(stage))
    names = {"2023-05-08": set(), "2023-05-09": {"钱经办", "钱主任"}, "2023-05-11": {"钱经办", "钱主任", "钱副"}}
    for day, people in names.items():
        Message.objects.filter(kind="directive_due").delete()
        case_days.look(by=system(dt.date.fromisoformat(day)), at=moment(f"{day} 08:00:00"))
        assert told("directive_due") == people


def test_a_meeting_is_told_to_the_units_whose_cases_it_deals_with(stage, raised):
    said = Arrangement("重点项目调度会", dt.date(2023, 4, 20), [raised], "区政府三楼")
    meetings.call_meeting(said=said, **office(stage))
    assert told("meeting_called") == {"钱经办", "钱主任"}


def test_home_says_whose_turn_it_is(stage, raised):
    assert any("协调事项待处理" in each for each in titles(stage.cast.supervisor))
    row = to_leader(stage, raised)
    assert any("请答复协调事项" in each for each in titles(stage.cast.leader))
    assert f"/cases/{row.pk}/answer" in client_for(stage.cast.leader).get("/").content.decode()
    # Of several leaders nobody knows who is next: the office has to say it.
    second = Post.objects.create(unit=stage.cast.leadership, kind="leader", title="副区长")
    Appointment.objects.create(post=second, user=UserFactory(name="副区长"), start="2020-01-01")
    row.holdings.open().update(due_on="2023-04-20")
    assert any("逾期未答复" in each for each in titles(stage.cast.supervisor))
    order = Order("确认权属。", stage.cast.lead_unit, DUE)
    row = cases.answer(row=row, text="由区建设局确认。", directives=(order,), **office(stage, "2023-04-21 09:00:00"))
    assert not any("答复协调" in each for each in titles(stage.cast.leader))
    assert any("交办：确认权属" in each for each in titles(stage.cast.lead_clerk))
    act = stage.act(stage.cast.lead_clerk, "2023-04-22 09:00:00")
    made = directives.decide(row=Directive.objects.get(), move="report", comment="已办", **act)
    assert any("交办办理结果待核 1 项" in each for each in titles(stage.cast.supervisor))
    directives.decide(row=made, move="confirm", comment="已看到", **office(stage, "2023-04-23 09:00:00"))
    assert any("可以销结" in each for each in titles(stage.cast.supervisor))
    cases.close(row=row, comment="已解决", **office(stage, "2023-04-24 09:00:00"))
    assert not any("协调事项" in each or "交办" in each for each in titles(stage.cast.supervisor))
