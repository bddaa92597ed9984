"""Difficulties: who holds them, the two clocks, the answer, the end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from duban.core.oversight.routes import Holder
from duban.core.workflow import case as flow
from duban.core.workflow.table import TransitionRefused
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import cases, directives, meetings
from duban.oversight.actions.cases import Difficulty, Order, Turn
from duban.oversight.actions.meetings import Arrangement
from duban.oversight.addressees import may_answer, may_own, no_answer, not_owner
from duban.oversight.enums import CaseKind, Reach
from duban.oversight.judging import lights
from duban.oversight.models import CoordinationCase, Directive, Holding, Instruction
from tests.factories.orgs import UnitFactory, UserFactory, appoint
from tests.factories.progress import moment

SAID = Difficulty(CaseKind.LAND, Reach.SEVERAL, "地块权属不清，无法办理用地手续。", "请明确用地主体。")


@pytest.fixture
def raised(stage):
    return ask(stage)


def ask(stage, when="2023-04-12 10:00:00", said=SAID, person=None):
    return cases.raise_case(
        matter=stage.counted, unit=stage.cast.lead_unit, said=said, **stage.act(person or stage.cast.lead_clerk, when)
    )


def office(stage, when="2023-04-13 10:00:00"):
    return stage.act(stage.cast.supervisor, when)


def leaders_post():
    return Post.objects.get(kind="leader")


def to_leader(stage, row, when="2023-04-13 10:00:00"):
    return cases.route(row=row, turn=Turn(Holder.LEADER, post=leaders_post()), **office(stage, when))


def test_a_difficulty_goes_to_the_office_which_has_a_day_too(stage, raised):
    assert raised.state == flow.RAISED
    holding = raised.holdings.get()
    assert (holding.kind, holding.due_on) == ("office", dt.date(2023, 4, 17))  # Wednesday and three working days
    assert list(CoordinationCase.objects.held_by(office(stage)["by"])) == [raised]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"text": "难"}, "写明困难"), ({"wanted": ""}, "写明困难"), ({"needed_by": dt.date(2023, 4, 12)}, "晚于今天")],
)
def test_what_is_not_enough(stage, change, said):
    with pytest.raises(Invalid, match=said):
        ask(stage, said=replace(SAID, **change))
    assert not Holding.objects.exists()


@pytest.mark.parametrize("who", ["outsider_clerk", "supervisor", "leader"])
def test_only_the_unit_of_the_matter_raises(stage, who):
    with pytest.raises(NotAllowed):
        ask(stage, person=getattr(stage.cast, who))


def test_a_leader_answers_with_directives_and_the_office_ends(stage, raised):
    row = to_leader(stage, raised)
    assert row.holdings.open().get().due_on == dt.date(2023, 4, 20)
    leader = stage.act(stage.cast.leader, "2023-04-14 09:00:00")
    order = Order("5月底前完成权属确认。", stage.cast.cooperating_unit, dt.date(2023, 5, 31))
    row = cases.answer(row=row, text="由区民政局牵头确认。", directives=(order,), **leader)
    assert row.state == flow.ANSWERED and not row.holdings.open().exists()
    with pytest.raises(Invalid, match="还有 1 项交办"):
        cases.close(row=row, comment="已解决", **office(stage, "2023-04-15 09:00:00"))
    made = row.directives.get()
    owner = stage.act(stage.cast.cooperating_clerk, "2023-05-20 09:00:00")
    made = directives.decide(row=made, move="report", comment="权属已确认", **owner)
    made = directives.decide(row=made, move="confirm", comment="已看到批复", **office(stage, "2023-05-21 09:00:00"))
    row = cases.close(row=row, comment="用地手续已办结", **office(stage, "2023-05-22 09:00:00"))
    assert (row.state, row.closed_by) == (flow.CLOSED, stage.cast.supervisor)


def test_only_whose_turn_it_is_answers(stage, raised):
    row = to_leader(stage, raised)
    with pytest.raises(NotAllowed):
        cases.answer(row=row, text="可以", **stage.act(stage.cast.outsider_clerk, "2023-04-14 09:00:00"))
    with pytest.raises(TransitionRefused, match="答复由"):
        cases.answer(row=row, text="可以", **stage.act(stage.cast.lead_clerk, "2023-04-14 09:00:00"))


def test_a_unit_that_is_waited_for_answers_and_sees_the_case(stage, raised):
    row = cases.route(row=raised, turn=Turn(Holder.UNIT, unit=stage.cast.cooperating_unit), **office(stage))
    person = stage.act(stage.cast.cooperating_clerk, "2023-04-14 09:00:00")
    assert list(CoordinationCase.objects.visible_to(person["by"])) == [row]
    outsider = stage.actor(stage.cast.outsider_clerk, "2023-04-14 09:00:00")
    assert not CoordinationCase.objects.visible_to(outsider).exists()
    assert cases.answer(row=row, text="已函告国土部门。", **person).state == flow.ANSWERED


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (lambda s: Turn(Holder.OFFICE), "单位或区领导"),
        (lambda s: Turn(Holder.UNIT), "选择答复单位"),
        (lambda s: Turn(Holder.UNIT, unit=s.cast.lead_unit), "提请单位自己"),
        (lambda s: Turn(Holder.LEADER), "选择答复的区领导"),
        (lambda s: Turn(Holder.LEADER, post=Post.objects.filter(kind="clerk").first()), "选择答复的区领导"),
    ],
)
def test_turns_that_are_none(stage, raised, turn, said):
    with pytest.raises(Invalid, match=said):
        cases.route(row=raised, turn=turn(stage), **office(stage))


def test_where_nobody_can_answer_it_is_not_sent(stage, raised):
    """The reason and the list that is offered are one rule."""
    day = dt.date(2023, 4, 13)
    gone, heir = UnitFactory(name="区旧局", active_to=day), stage.cast.outsider_unit
    gone.merged_into = heir
    gone.save()
    left = UnitFactory(name="区空局")
    appoint(UserFactory(), left, PostKind.CLERK, end=day)
    appoint(UserFactory(is_active=False), left, PostKind.OFFICE_HEAD)
    said = {
        UnitFactory(is_group=True, name="各街道"): "单位组",
        UnitFactory(name="市发改委", kind="superior", level="city"): "上级单位",
        UnitFactory(name="市人社局", level="city"): "上级单位",
        Unit.objects.get(kind="office"): "直接答复",
        stage.cast.leadership: "不是承办单位",
        gone: "已并入区气象局",
        left: "没有能登录办理的人员",
        UnitFactory(name="区停局", active_to=day): "已停用",
    }
    for unit, words in said.items():
        with pytest.raises(Invalid, match=words):
            cases.route(row=raised, turn=Turn(Holder.UNIT, unit=unit), **office(stage))
    able = set(may_answer(day))
    assert able == {unit for unit in Unit.objects.all() if not no_answer(unit, day)} and heir in able
    assert not able & set(said)
    assert set(may_own(day)) == {unit for unit in Unit.objects.all() if not not_owner(unit, day)} >= {left}
    raised.refresh_from_db()
    assert raised.state == flow.RAISED


@pytest.mark.parametrize(
    ("kind", "level", "words"), [("group", "district", "单位组"), ("superior", "city", "上级单位")]
)
def test_a_directive_has_an_owner_that_can_do_it(stage, raised, kind, level, words):
    owner = UnitFactory(kind=kind, level=level)
    with pytest.raises(Invalid, match=words):
        cases.give(row=raised, order=Order("确认权属。", owner, dt.date(2023, 5, 1)), **office(stage))
    assert not Directive.objects.exists()


def test_the_clock_of_the_unit_stands_while_it_waits(stage, raised):
    def stopped(when):
        from duban.oversight.facts import gather

        return gather(year=2023, at=moment(when)).stopped_on.get((stage.counted.pk, stage.cast.lead_unit.pk))

    assert stopped("2023-04-12 09:59:00") is None
    assert stopped("2023-04-12 11:00:00") == dt.date(2023, 4, 12)
    row = to_leader(stage, raised)
    assert stopped("2023-04-13 11:00:00") == dt.date(2023, 4, 12)  # the turns follow one another
    cases.answer(row=row, text="由区民政局确认。", **stage.act(stage.cast.leader, "2023-04-19 09:00:00"))
    assert stopped("2023-04-19 09:00:01") is None
    assert stopped("2023-04-18 09:00:00") == dt.date(2023, 4, 12)  # the past can be judged again


def test_while_the_unit_supplements_its_clock_runs(stage, raised):
    from duban.oversight.facts import gather

    row = cases.ask_more(row=raised, comment="请附地块编号", **office(stage))
    assert row.holdings.open().get().kind == "asker"
    assert gather(year=2023, at=moment("2023-04-13 11:00:00")).stopped_on == {}
    clerk = stage.act(stage.cast.lead_clerk, "2023-04-14 10:00:00")
    row = cases.supplement(row=row, comment="地块编号A-12", **clerk)
    assert row.text.endswith("补充：地块编号A-12")
    key = (stage.counted.pk, stage.cast.lead_unit.pk)
    assert gather(year=2023, at=moment("2023-04-14 11:00:00")).stopped_on[key] == dt.date(2023, 4, 14)


def test_the_light_stands_still_with_the_clock(stage, raised):
    target = stage.counted.targets.get()
    target.due = "4月底前"
    target.save()
    stage.counted.programme.level = "district"
    stage.counted.programme.save()
    late = moment("2023-08-01 09:00:00")  # the report on the second quarter had to come by 10 July
    (part,) = (found := lights(year=2023, at=late)[stage.counted.pk]).parts
    assert found.colour != "red" and any("自2023年4月12日起在等答复" in note for note in part.light.notes)
    cases.withdraw(row=raised, comment="已自行解决", **stage.act(stage.cast.lead_clerk, "2023-05-01 09:00:00"))
    assert lights(year=2023, at=late)[stage.counted.pk].colour == "red"


def test_not_solved_goes_back_to_the_office(stage, raised):
    row = cases.answer(row=raised, text="请与区民政局联系。", **office(stage))
    row = cases.ask_again(
        row=row, comment="区民政局称无此职责", **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00")
    )
    assert row.state == flow.RAISED
    assert row.holdings.open().get().kind == "office"
    assert row.holdings.count() == 2


def test_what_a_unit_did_not_answer_goes_to_the_leader_once(stage, raised):
    cases.route(row=raised, turn=Turn(Holder.UNIT, unit=stage.cast.cooperating_unit), **office(stage))
    on_the_day = stage.act(stage.cast.supervisor, "2023-04-18 08:00:00")  # the third working day
    assert cases.escalate_late(**on_the_day) == []
    after = stage.act(stage.cast.supervisor, "2023-04-19 08:00:00")
    (row,) = cases.escalate_late(**after)
    holding = row.holdings.open().get()
    assert (holding.kind, holding.post, holding.escalated) == ("leader", leaders_post(), True)
    assert cases.escalate_late(**after) == []


def test_what_the_office_left_lying_goes_up_too(stage, raised):
    """Due on 17 April; a meeting to come deals with it, so it waits; after the meeting was called off it goes up."""
    late = stage.act(stage.cast.supervisor, "2023-04-18 08:00:00")
    assert cases.escalate_late(**stage.act(stage.cast.supervisor, "2023-04-17 08:00:00")) == []
    said = Arrangement("调度会", dt.date(2023, 4, 20), [raised])
    meeting = meetings.call_meeting(said=said, **office(stage))
    assert cases.escalate_late(**late) == []
    meetings.cancel(row=meeting, comment="改为书面答复", **office(stage))
    (row,) = cases.escalate_late(**late)
    holding = row.holdings.open().get()
    assert (row.state, holding.kind, holding.escalated) == (flow.ROUTED, "leader", True)


def test_what_the_office_left_lying_goes_to_the_head_where_nobody_is_known_to_be_in_charge(stage, raised):
    head = leaders_post()
    second = Post.objects.create(unit=stage.cast.leadership, kind="leader", title="副区长")
    Appointment.objects.create(post=second, user=UserFactory(name="副区长"), start="2020-01-01")
    late = stage.act(stage.cast.supervisor, "2023-04-25 08:00:00")
    assert cases.escalate_late(**late) == []  # neither is known
    other = cases.raise_case(
        matter=stage.plain,
        unit=stage.cast.lead_unit,
        said=SAID,
        **stage.act(stage.cast.lead_clerk, "2023-04-24 09:00:00"),
    )
    cases.route(row=other, turn=Turn(Holder.GOVERNMENT, post=head), **office(stage, "2023-04-24 10:00:00"))
    (row,) = cases.escalate_late(**late)
    assert (row, row.holdings.open().get().kind, row.holdings.open().get().post) == (raised, "government", head)


def test_the_same_difficulty_once_another_one_is_said_to_be_another(stage, raised):
    with pytest.raises(Invalid, match=r"已有一件土地规划困难（待督查室处理，2023-04-12提请）"):
        ask(stage)
    assert CoordinationCase.objects.count() == 1
    ask(stage, said=replace(SAID, another=True))
    for row in CoordinationCase.objects.all():
        cases.withdraw(row=row, comment="已解决", **stage.act(stage.cast.lead_clerk, "2023-05-01 09:00:00"))
    assert ask(stage).state == flow.RAISED


def test_of_several_leaders_the_office_has_to_choose(stage, raised):
    second = Post.objects.create(unit=stage.cast.leadership, kind="leader", title="副区长")
    Appointment.objects.create(post=second, user=UserFactory(name="副区长"), start="2020-01-01")
    cases.route(row=raised, turn=Turn(Holder.UNIT, unit=stage.cast.cooperating_unit), **office(stage))
    late = stage.act(stage.cast.supervisor, "2023-04-25 08:00:00")
    assert cases.escalate_late(**late) == []
    assert Holding.objects.late(dt.date(2023, 4, 25)).get().kind == "unit"


def test_the_leader_who_held_a_case_of_the_matter_before_gets_it_again(stage, raised):
    second = Post.objects.create(unit=stage.cast.leadership, kind="leader", title="副区长")
    Appointment.objects.create(post=second, user=UserFactory(name="副区长"), start="2020-01-01")
    row = cases.route(row=raised, turn=Turn(Holder.LEADER, post=second), **office(stage))
    row = cases.answer(
        row=row, text="由民政局办理。", **stage.act(second.appointments.get().user, "2023-04-14 09:00:00")
    )
    clerk = stage.act(stage.cast.lead_clerk, "2023-04-17 09:00:00")
    row = cases.ask_again(row=row, comment="仍未办理", **clerk)
    to_unit = Turn(Holder.UNIT, unit=stage.cast.cooperating_unit)
    cases.route(row=row, turn=to_unit, **office(stage, "2023-04-17 10:00:00"))
    (row,) = cases.escalate_late(**stage.act(stage.cast.supervisor, "2023-04-25 08:00:00"))
    assert row.holdings.open().get().post == second
    assert cases.escalate_late(**stage.act(stage.cast.supervisor, "2023-05-12 08:00:00")) == []  # 主要 is not known
    Appointment.objects.filter(post=second).update(end="2023-04-25")
    assert second not in cases.leaders(dt.date(2023, 4, 25)) and len(cases.leaders(dt.date(2023, 4, 25))) == 1


def test_a_unit_that_answers_gives_work_to_itself_alone(stage, raised):
    row = cases.route(row=raised, turn=Turn(Holder.UNIT, unit=stage.cast.cooperating_unit), **office(stage))
    person = stage.act(stage.cast.cooperating_clerk, "2023-04-14 09:00:00")
    other = Order("办理手续。", stage.cast.outsider_unit, dt.date(2023, 5, 1))
    with pytest.raises(NotAllowed, match="区气象局"):
        cases.answer(row=row, text="请气象局办理。", directives=(other,), **person)
    own = Order("办理手续。", stage.cast.cooperating_unit, dt.date(2023, 5, 1))
    row = cases.answer(row=row, text="我局办理。", directives=(own,), **person)
    with pytest.raises(NotAllowed, match="督查室或区领导"):
        cases.give(row=row, order=own, **person)
    assert (
        cases.give(row=row, order=other, **stage.act(stage.cast.leader, "2023-04-15 09:00:00")).owner.name == "区气象局"
    )


def test_the_office_moves_the_day_of_a_directive_and_the_first_stays(stage, raised):
    order = Order("确认权属。", stage.cast.cooperating_unit, dt.date(2023, 5, 1))
    cases.answer(row=raised, text="请确认。", directives=(order,), **office(stage))
    made = Directive.objects.get()
    for day in (dt.date(2023, 5, 10), dt.date(2023, 5, 20)):
        made = directives.postpone(row=made, due_on=day, comment="补正材料", **office(stage))
    assert (made.due_on, made.first_due_on, made.state) == (dt.date(2023, 5, 20), dt.date(2023, 5, 1), "open")
    with pytest.raises(Invalid, match="相同"):
        directives.postpone(row=made, due_on=made.due_on, comment="再延", **office(stage))
    with pytest.raises(TransitionRefused, match="由督查室办理"):
        owner = stage.act(stage.cast.cooperating_clerk, "2023-04-20 09:00:00")
        directives.postpone(row=made, due_on=dt.date(2023, 6, 1), comment="来不及", **owner)


def test_who_takes_over_a_unit_goes_on_with_its_difficulties(stage, raised):
    stage.cast.lead_unit.merged_into, stage.cast.lead_unit.active_to = stage.cast.outsider_unit, "2023-04-15"
    stage.cast.lead_unit.save()
    heir = stage.act(stage.cast.outsider_clerk, "2023-04-20 09:00:00")
    row = CoordinationCase.objects.visible_to(heir["by"]).get()
    assert cases.withdraw(row=row, comment="已解决", **heir).state == flow.WITHDRAWN


def test_two_at_once_one_wins(stage, raised):
    stale = CoordinationCase.objects.get(pk=raised.pk)
    to_leader(stage, raised)
    with pytest.raises(Stale):
        cases.route(row=stale, turn=Turn(Holder.LEADER, post=leaders_post()), **office(stage))


def test_one_turn_at_a_time_by_constraint(stage, raised):
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(case=raised, kind="office", since=moment("2023-04-13 10:00:00"), due_on="2023-04-20")


def test_a_closed_case_is_opened_again_with_a_reason(stage, raised):
    row = cases.answer(row=raised, text="请与区民政局联系。", **office(stage))
    row = cases.close(row=row, comment="已解决", **office(stage, "2023-04-15 09:00:00"))
    with pytest.raises(TransitionRefused, match="须填写意见"):
        cases.reopen(row=row, comment=" ", **office(stage, "2023-04-16 09:00:00"))
    row = cases.reopen(row=row, comment="问题重现", **office(stage, "2023-04-16 09:00:00"))
    assert (row.state, row.closed_by, row.outcome) == (flow.RAISED, None, "")


def test_nobody_but_the_owner_reports_a_directive(stage, raised):
    row = cases.answer(row=raised, text="请确认。", **office(stage))
    made = cases.give(
        row=row, order=Order("确认权属。", stage.cast.cooperating_unit, dt.date(2023, 5, 1)), **office(stage)
    )
    with pytest.raises(NotAllowed):
        directives.decide(
            row=made, move="report", comment="好", **stage.act(stage.cast.outsider_clerk, "2023-04-20 09:00:00")
        )
    with pytest.raises(TransitionRefused, match="由督查室办理"):
        directives.decide(
            row=made, move="confirm", comment="好", **stage.act(stage.cast.cooperating_clerk, "2023-04-20 09:00:00")
        )
    assert Directive.objects.open().count() == 1


def test_an_instruction_is_seen_by_units_only_where_that_was_said(stage):
    common = {
        "matter": stage.counted,
        "leader": leaders_post(),
        "given_on": "2023-04-12",
        "recorded_by": stage.cast.supervisor,
        "recorded_at": moment("2023-04-12 10:00:00"),
    }
    hidden = Instruction.objects.create(text="请督查室跟踪。", **common)
    shown = Instruction.objects.create(text="请区建设局抓紧。", shown_to_units=True, **common)

    def seen(person):
        return set(Instruction.objects.visible_to(stage.actor(person, "2023-04-13 09:00:00")))

    assert seen(stage.cast.supervisor) == {hidden, shown}
    assert seen(stage.cast.lead_clerk) == {shown}
    assert seen(stage.cast.outsider_clerk) == set()
