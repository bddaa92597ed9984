"""Acts of the office on one matter: splits, targets, units, pairs. Each leaves its event, none loses the past."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from duban.audit.models import Event
from duban.ledger import actions
from duban.ledger.actions import Figure
from duban.ledger.actions.targets import figure_of
from duban.ledger.enums import ClauseStatus, LinkStatus
from duban.ledger.models import Assignment, Matter, Target
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from tests.factories.ledger import AssignmentFactory, ClauseFactory, MatterFactory, MatterLinkFactory, TargetFactory
from tests.factories.orgs import UnitFactory
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db

TEXT = "新建公园4座，改造老旧小区26个。（责任单位：区建设局）"
FIRST, SECOND = (0, 7), (7, 17)


@pytest.fixture
def matter(cast: Cast) -> Matter:
    """Two figures, one proposed split, the unit of the cast."""
    matter = MatterFactory(text=TEXT, body=TEXT[:17], tags=[[17, len(TEXT)]])
    for n, (start, end) in enumerate((FIRST, SECOND), start=1):
        ClauseFactory(matter=matter, seq=n, start=start, end=end, reason="各有指标")
    for n, (what, value, unit) in enumerate((("公园", 4, "座"), ("老旧小区", 26, "个"))):
        figure = TEXT.index(f"{value}{unit}")
        TargetFactory(
            matter=matter, ordinal=n, what=what, value=value, unit=unit, phrase=f"{what}{value}{unit}",
            start=TEXT.index(what), end=figure + len(f"{value}{unit}"),
            figure_start=figure, figure_end=figure + len(f"{value}{unit}"),
        )  # fmt: skip
    AssignmentFactory(matter=matter, unit=cast.lead_unit, lead=True, role_source="inferred", ordinal=0)
    return matter


@pytest.fixture
def by(cast: Cast) -> Any:
    """The office."""
    return cast.actor(cast.supervisor)


def ids(matter: Matter) -> list[int]:
    return [c.pk for c in matter.clauses.exclude(status=ClauseStatus.REJECTED)]


def verbs(matter: Matter) -> list[str]:
    return list(Event.objects.about("ledger.matter", matter.pk).values_list("verb", flat=True))


# clauses


def test_a_proposed_split_is_confirmed_as_it_is(matter: Matter, by: Any, at: dt.datetime) -> None:
    actions.split(matter=matter, places=[FIRST, SECOND], seen=ids(matter), by=by, at=at)
    clauses = list(matter.clauses.all())
    assert [(c.status, c.reason, c.decided_by) for c in clauses] == [("confirmed", "各有指标", by.user)] * 2
    assert [t.clause for t in matter.targets.order_by("ordinal")] == clauses
    assert verbs(matter) == ["matter.split"]


def test_other_boundaries_make_new_rows_and_keep_the_old_ones(matter: Matter, by: Any, at: dt.datetime) -> None:
    actions.split(matter=matter, places=[(0, 6), (7, 16)], seen=ids(matter), by=by, at=at)
    rows = list(matter.clauses.values_list("status", "start", "end"))
    assert rows == [("rejected", 0, 7), ("rejected", 7, 17), ("confirmed", 0, 6), ("confirmed", 7, 16)]
    event = Event.objects.get(verb="matter.split")
    assert event.before == {"clauses": ["新建公园4座，", "改造老旧小区26个。"]}
    assert event.after == {"clauses": ["新建公园4座", "改造老旧小区26个"]}


def test_a_confirmed_split_can_be_changed_again(matter: Matter, by: Any, at: dt.datetime) -> None:
    actions.split(matter=matter, places=[FIRST, SECOND], seen=ids(matter), by=by, at=at)
    actions.split(matter=matter, places=[(0, 6), (6, 17)], seen=ids(matter), by=by, at=at)
    assert matter.clauses.filter(status="confirmed").count() == 2
    with pytest.raises(Invalid, match="没有变化"):
        actions.split(matter=matter, places=[(0, 6), (6, 17)], seen=ids(matter), by=by, at=at)


def test_a_matter_without_a_proposal_can_be_split(by: Any, at: dt.datetime) -> None:
    matter = MatterFactory(text=TEXT)
    actions.split(matter=matter, places=[FIRST, SECOND], seen=[], by=by, at=at)
    assert [c.reason for c in matter.clauses.all()] == ["督查室划分"] * 2


def test_a_matter_is_kept_whole(matter: Matter, by: Any, at: dt.datetime) -> None:
    actions.split(matter=matter, places=[FIRST, SECOND], seen=ids(matter), by=by, at=at)
    actions.keep_whole(matter=matter, seen=ids(matter), by=by, at=at)
    assert not matter.clauses.exclude(status="rejected").exists()
    assert not matter.targets.filter(clause__isnull=False).exists()
    with pytest.raises(Invalid, match="没有分项"):
        actions.keep_whole(matter=matter, seen=[], by=by, at=at)


def test_units_printed_inside_a_clause_go_with_it(matter: Matter, by: Any, at: dt.datetime) -> None:
    inside = AssignmentFactory(matter=matter, part=1, start=8, end=12)
    behind = AssignmentFactory(matter=matter, part=2, start=20, end=24)
    actions.split(matter=matter, places=[(0, 6), (7, 16)], seen=ids(matter), by=by, at=at)
    inside.refresh_from_db()
    behind.refresh_from_db()
    assert inside.clause.start == behind.clause.start == 7
    assert matter.assignments.get(part=0).clause is None


def test_of_two_people_the_second_to_split_is_told(matter: Matter, by: Any, at: dt.datetime) -> None:
    seen = ids(matter)
    actions.split(matter=matter, places=[(0, 6), (7, 16)], seen=seen, by=by, at=at)
    with pytest.raises(Stale):
        actions.split(matter=matter, places=[FIRST, SECOND], seen=seen, by=by, at=at)
    with pytest.raises(Stale):
        actions.keep_whole(matter=matter, seen=seen, by=by, at=at)


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        ([(0, 17)], "至少要有两项"),
        ([(0, 8), (7, 17)], "互不重叠"),
        ([(0, 7), (7, 900)], "取自原文"),
        ([(7, 17), (0, 7)], "依次"),
    ],
)
def test_impossible_splits_are_refused(matter: Matter, by: Any, at: dt.datetime, places: Any, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        actions.split(matter=matter, places=places, seen=ids(matter), by=by, at=at)


# targets


def test_a_correction_is_a_new_version_and_the_original_stays(matter: Matter, by: Any, at: dt.datetime) -> None:
    target = matter.targets.get(ordinal=0)
    figure = Figure("公园", ">=", Decimal(4), "座", "amount", "年底前")
    new = actions.change_target(target=target, figure=figure, reason="“4座以上”漏读", by=by, at=at)
    assert (new.version, new.version_kind, new.op, new.phrase) == (2, "correction", ">=", "公园4座")
    assert Target.objects.get(pk=target.pk).op == "="
    matter.refresh_from_db()
    assert matter.target_count == 2
    assert matter.display["targets"][0]["op"] == ">="
    event = Event.objects.get(verb="target.correct")
    assert (event.before["op"], event.after["op"], event.reason) == ("=", ">=", "“4座以上”漏读")


def test_a_revision_names_its_document(matter: Matter, by: Any, at: dt.datetime) -> None:
    target = matter.targets.get(ordinal=0)
    figure = Figure("公园", "=", Decimal(5), "座", "amount")
    args = {"target": target, "figure": figure, "reason": "目标上调", "by": by, "at": at}
    new = actions.change_target(**args, document_number="测政〔2023〕9号")
    assert (new.version_kind, new.document_number) == ("revision", "测政〔2023〕9号")


def test_a_figure_is_no_target_and_can_come_back(matter: Matter, by: Any, at: dt.datetime) -> None:
    gone = actions.dismiss_target(target=matter.targets.get(ordinal=1), reason="是政策名称", by=by, at=at)
    matter.refresh_from_db()
    assert (matter.target_count, len(matter.display["figures"])) == (1, 1)
    with pytest.raises(Invalid, match="已标为"):
        actions.dismiss_target(target=gone, reason="再次", by=by, at=at)
    actions.restore_target(target=gone, reason="确为指标", by=by, at=at)
    matter.refresh_from_db()
    assert matter.target_count == 2
    assert matter.targets.filter(ordinal=1).count() == 3


def test_a_missed_target_is_added_with_its_place(matter: Matter, by: Any, at: dt.datetime) -> None:
    figure = Figure("小区", "=", Decimal(26), "个", "amount")
    new = actions.add_target(matter=matter, phrase="小区26个", figure=figure, reason="漏读", by=by, at=at)
    assert (new.ordinal, new.version, TEXT[new.start : new.end]) == (2, 1, "小区26个")


@pytest.mark.parametrize(("phrase", "found"), [("绿道3条", "没有出现"), ("区", "出现 2 次"), ("", "没有出现")])
def test_words_of_an_added_target_stand_once_in_the_text(
    matter: Matter, by: Any, at: dt.datetime, phrase: str, found: str
) -> None:
    figure = Figure("小区", "=", Decimal(26), "个", "amount")
    with pytest.raises(Invalid, match=found):
        actions.add_target(matter=matter, phrase=phrase, figure=figure, reason="漏读", by=by, at=at)


def test_a_target_change_says_why_and_changes_something(matter: Matter, by: Any, at: dt.datetime) -> None:
    target = matter.targets.get(ordinal=0)
    with pytest.raises(Invalid, match="理由"):
        actions.change_target(
            target=target, figure=Figure("公园", ">", Decimal(4), "座", "amount"), reason=" ", by=by, at=at
        )
    with pytest.raises(Invalid, match="没有变化"):
        actions.change_target(target=target, figure=figure_of(target), reason="无", by=by, at=at)
    with pytest.raises(Invalid, match="指标名称"):
        actions.change_target(
            target=target, figure=Figure(" ", ">", Decimal(4), "座", "amount"), reason="改", by=by, at=at
        )
    assert matter.targets.count() == 2


def test_of_two_people_the_second_to_correct_is_told(matter: Matter, by: Any, at: dt.datetime) -> None:
    seen = matter.targets.get(ordinal=0)
    actions.change_target(
        target=seen, figure=Figure("公园", ">", Decimal(4), "座", "amount"), reason="一", by=by, at=at
    )
    with pytest.raises(Stale):
        actions.change_target(
            target=seen, figure=Figure("公园", "<", Decimal(4), "座", "amount"), reason="二", by=by, at=at
        )
    with pytest.raises(Stale):
        actions.dismiss_target(target=seen, reason="三", by=by, at=at)


# units


def test_an_inferred_lead_is_confirmed_once(matter: Matter, by: Any, at: dt.datetime) -> None:
    assignment = matter.assignments.get()
    actions.confirm_lead(assignment=assignment, by=by, at=at)
    assert matter.assignments.get().role_source == "confirmed"
    matter.refresh_from_db()
    assert matter.display["units"][0]["inferred"] is False
    with pytest.raises(Stale):
        actions.confirm_lead(assignment=assignment, by=by, at=at)


def test_a_reassignment_ends_the_row_and_keeps_the_printed_name(
    matter: Matter, cast: Cast, by: Any, at: dt.datetime
) -> None:
    old = matter.assignments.get()
    new = actions.change_assignment(
        assignment=old,
        unit=cast.cooperating_unit,
        role="lead",
        lead=True,
        reason="职能划转",
        document="专题会议纪要〔2023〕3号",
        by=by,
        at=at,
    )
    old.refresh_from_db()
    assert (old.ended_at, old.end_reason) == (at, "职能划转")
    assert (new.printed_name, new.replaces, new.document) == ("区建设局", old, "专题会议纪要〔2023〕3号")
    assert list(Matter.objects.visible_to(cast.actor(cast.lead_clerk))) == []
    assert list(Matter.objects.visible_to(cast.actor(cast.cooperating_clerk))) == [matter]
    matter.refresh_from_db()
    assert [u["name"] for u in matter.display["units"]] == ["区民政局"]
    event = Event.objects.get(verb="assignment.change")
    assert (event.before["unit"], event.after["unit"], event.reason) == ("区建设局", "区民政局", "职能划转")


def test_a_unit_is_added_with_its_reason_and_without_a_printed_name(
    matter: Matter, cast: Cast, by: Any, at: dt.datetime
) -> None:
    args = {"matter": matter, "unit": cast.cooperating_unit, "role": "cooperating", "lead": False, "by": by, "at": at}
    with pytest.raises(Invalid, match="理由"):
        actions.add_assignment(**args, reason="")
    new = actions.add_assignment(**args, reason="涉及养老")
    assert (new.printed_name, new.scope, new.ordinal) == ("", "district", 1)
    with pytest.raises(Invalid, match="已承办此事项"):
        actions.add_assignment(**args, reason="涉及养老")


def test_the_last_unit_cannot_be_ended(matter: Matter, cast: Cast, by: Any, at: dt.datetime) -> None:
    first = matter.assignments.get()
    with pytest.raises(Invalid, match="唯一的承办单位"):
        actions.end_assignment(assignment=first, reason="误列", by=by, at=at)
    AssignmentFactory(matter=matter, unit=cast.cooperating_unit, ordinal=1)
    actions.end_assignment(assignment=first, reason="误列", by=by, at=at)
    with pytest.raises(Stale):
        actions.end_assignment(assignment=first, reason="误列", by=by, at=at)
    assert Assignment.objects.live().get(matter=matter).unit == cast.cooperating_unit


def test_units_that_cannot_answer_are_refused(matter: Matter, cast: Cast, by: Any, at: dt.datetime) -> None:
    closed = UnitFactory(name="区旧局", active_to=dt.date(2022, 1, 1), merged_into=cast.cooperating_unit)
    args = {"matter": matter, "role": "responsible", "lead": False, "reason": "增加", "by": by, "at": at}
    with pytest.raises(Invalid, match="已停用，已并入“区民政局”"):
        actions.add_assignment(**args, unit=closed)
    with pytest.raises(Invalid, match="不承办事项"):
        actions.add_assignment(**args, unit=cast.leadership)
    with pytest.raises(Invalid, match="请选择角色"):
        actions.add_assignment(**{**args, "role": "boss"}, unit=cast.cooperating_unit)


def test_nothing_changed_is_said(matter: Matter, cast: Cast, by: Any, at: dt.datetime) -> None:
    one = matter.assignments.get()
    with pytest.raises(Invalid, match="没有变化"):
        actions.change_assignment(assignment=one, unit=one.unit, role=one.role, lead=True, reason="x", by=by, at=at)


# pairs


def test_a_pair_is_decided_and_both_matters_say_so(by: Any, at: dt.datetime) -> None:
    link = MatterLinkFactory()
    actions.decide_link(link=link, same=True, seen="proposed", by=by, at=at)
    assert (link.status, link.decided_by) == (LinkStatus.CONFIRMED, by.user)
    assert verbs(link.a) == verbs(link.b) == ["link.confirm"]
    with pytest.raises(Stale):
        actions.decide_link(link=link, same=False, seen="proposed", by=by, at=at)
    actions.decide_link(link=link, same=False, seen="confirmed", by=by, at=at)
    assert link.status == LinkStatus.REJECTED


# rights


def every_act(matter: Matter, cast: Cast) -> list[Any]:
    figure = Figure("公园", ">", Decimal(4), "座", "amount")
    target, assignment = matter.targets.get(ordinal=0), matter.assignments.get()
    unit = cast.cooperating_unit
    return [
        lambda **w: actions.split(matter=matter, places=[FIRST, SECOND], seen=ids(matter), **w),
        lambda **w: actions.keep_whole(matter=matter, seen=ids(matter), **w),
        lambda **w: actions.change_target(target=target, figure=figure, reason="r", **w),
        lambda **w: actions.dismiss_target(target=target, reason="r", **w),
        lambda **w: actions.restore_target(target=target, reason="r", **w),
        lambda **w: actions.add_target(matter=matter, phrase="公园", figure=figure, reason="r", **w),
        lambda **w: actions.confirm_lead(assignment=assignment, **w),
        lambda **w: actions.add_assignment(matter=matter, unit=unit, role="lead", lead=True, reason="r", **w),
        lambda **w: actions.change_assignment(
            assignment=assignment, unit=unit, role="lead", lead=True, reason="r", **w
        ),
        lambda **w: actions.end_assignment(assignment=assignment, reason="r", **w),
    ]


@pytest.mark.parametrize("who", ["lead_principal", "leader", "system_admin", "outsider_clerk"])
def test_only_the_office_changes_a_matter(matter: Matter, cast: Cast, at: dt.datetime, who: str) -> None:
    acts = [
        *every_act(matter, cast),
        lambda **w: actions.decide_link(link=MatterLinkFactory(), same=True, seen="proposed", **w),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="督查室"):
            act(by=cast.actor(getattr(cast, who)), at=at)
    assert not Event.objects.exists()


def test_a_withdrawn_matter_is_for_reading_only(matter: Matter, cast: Cast, by: Any, at: dt.datetime) -> None:
    Matter.objects.filter(pk=matter.pk).update(state="withdrawn", withdrawn_by=matter.notice)
    matter.refresh_from_db()
    acts = every_act(Matter.objects.get(pk=matter.pk), cast)
    for act in acts:
        with pytest.raises(Invalid, match="已撤销"):
            act(by=by, at=at)
