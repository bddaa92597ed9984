"""The year at a glance: numbers that add up, at any instant; and the days that somebody has to keep."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from duban.core.oversight.routes import Holder
from duban.orgs.models import Post
from duban.oversight import boards, yearly
from duban.oversight.actions import adjustments, cases
from duban.oversight.actions.adjustments import Wish
from duban.oversight.actions.cases import Difficulty, Order, Turn
from duban.oversight.actions.lights import mark_seen
from duban.oversight.days import Day, DayKind, Scope, counted, days
from duban.oversight.enums import CaseKind, Reach
from duban.oversight.judging import lights
from duban.oversight.models import YearSeen
from duban.progress.actions import periods
from duban.progress.models import HandlingPlan, Milestone, Obligation
from tests.factories.progress import moment

SAID = Difficulty(CaseKind.LAND, Reach.SEVERAL, "地块权属不清，无法办理用地手续。", "请明确用地主体。", another=True)


def ask(stage, when="2023-04-12 10:00:00"):
    unit, clerk = stage.cast.lead_unit, stage.cast.lead_clerk
    return cases.raise_case(matter=stage.counted, unit=unit, said=SAID, **stage.act(clerk, when))


def to_leader(stage, row, when="2023-04-13 10:00:00"):
    turn = Turn(Holder.LEADER, post=Post.objects.get(kind="leader"))
    return cases.route(row=row, turn=turn, **stage.act(stage.cast.supervisor, when))


class TestComing:
    @pytest.mark.parametrize(
        ("when", "word"),
        [
            ("2023-04-03 09:00:00", "running"),
            ("2023-04-05 08:59:59", "running"),
            ("2023-04-05 09:00:01", "on_time"),
            ("2023-05-05 09:00:00", "on_time"),
        ],
    )
    def test_as_it_was_at_the_instant(self, stage, when, word):
        stage.filed()  # signed on 5 April at 9
        (found,) = yearly.coming(2023, moment(when))
        assert getattr(found, word) == found.owed == 1
        assert found.filed + found.missing == found.owed

    def test_late_and_never(self, stage):
        assert yearly.coming(2023, moment("2023-04-11 00:00:00"))[0].overdue == 1
        Obligation.objects.update(first_signed_at=moment("2023-04-12 09:00:00"))
        assert yearly.coming(2023, moment("2023-04-13 00:00:00"))[0].late == 1

    def test_who_is_excused_is_not_owed(self, stage):
        row = Obligation.objects.get()
        periods.waive(obligation=row, reason="机构改革", **stage.act(stage.cast.supervisor, "2023-04-02 09:00:00"))
        before, after = (yearly.coming(2023, moment(f"2023-04-0{day} 12:00:00"))[0] for day in (1, 3))
        assert (before.owed, before.waived, after.owed, after.waived) == (1, 0, 0, 1)

    def test_a_period_that_is_not_open_is_not_there(self, stage):
        assert yearly.coming(2023, moment("2023-03-31 23:00:00")) == []
        assert len(yearly.coming(2023, moment("2023-04-01 09:00:00"))) == 1


class TestTurns:
    def test_whose_turn_it_was_on_a_day(self, stage):
        row = to_leader(stage, ask(stage))
        by_day = {
            day: [t.holding.kind for t in yearly.turns(yearly.held_at(2023, moment(f"{day} 12:00:00")), dt.date.max)]
            for day in ("2023-04-11", "2023-04-12", "2023-04-13")
        }
        assert by_day == {"2023-04-11": [], "2023-04-12": ["office"], "2023-04-13": ["leader"]}
        (turn,) = yearly.turns(yearly.held_at(2023, moment("2023-04-25 12:00:00")), dt.date(2023, 4, 25))
        assert (turn.case, turn.late, turn.held, turn.left) == (row, True, 9, -4)  # Sunday the 23rd is worked

    def test_what_happened_between_two_instants(self, stage):
        stage.filed()
        row = to_leader(stage, ask(stage))
        cases.answer(row=row, text="可以。", directives=(), **stage.act(stage.cast.leader, "2023-04-14 09:00:00"))
        found = yearly.happened(2023, moment("2023-04-06 00:00:00"), moment("2023-04-20 00:00:00"))
        assert (found.accepted, found.raised, found.answered, found.closed, found.adjusted) == (1, 1, 1, 0, 0)
        later = yearly.happened(2023, moment("2023-04-15 00:00:00"), moment("2023-04-20 00:00:00"))
        assert not later.anything


class TestHistory:
    def test_counts_of_past_instants_are_those_of_their_days(self, stage):
        stage.filed()
        ends = [moment("2023-03-31 23:59:59"), moment("2023-04-30 23:59:59")]
        found = boards.counts_at(2023, ends)
        assert [at for at, _ in found] == ends
        for at, numbers in found:
            assert numbers == Counter(each.colour for each in lights(year=2023, at=at).values())

    def test_seen_is_kept_for_each_person_and_year(self, stage):
        for when in ("2023-04-02 09:00:00", "2023-04-03 09:00:00"):
            mark_seen(year=2023, **stage.act(stage.cast.leader, when))
        mark_seen(year=2023, **stage.act(stage.cast.supervisor, "2023-04-01 09:00:00"))
        assert YearSeen.objects.get(person=stage.cast.leader).at == moment("2023-04-03 09:00:00")
        assert YearSeen.objects.count() == 2


class TestDays:
    APRIL = (dt.date(2023, 4, 1), dt.date(2023, 5, 31))

    @pytest.fixture
    def full(self, stage):
        """One of each kind."""
        row = to_leader(stage, ask(stage, "2023-04-02 10:00:00"), "2023-04-03 10:00:00")
        order = Order("5月底前完成权属确认。", stage.cast.cooperating_unit, dt.date(2023, 5, 31))
        cases.answer(row=row, text="同意。", directives=(order,), **stage.act(stage.cast.leader, "2023-04-04 09:00:00"))
        to_leader(stage, ask(stage, "2023-04-05 10:00:00"), "2023-04-06 10:00:00")
        plan = HandlingPlan.objects.create(
            matter=stage.counted, unit=stage.cast.lead_unit, state="accepted", work="建设",
            decided_by=stage.cast.supervisor, decided_at=moment("2023-03-20 09:00:00"),
        )  # fmt: skip
        Milestone.objects.create(plan=plan, ordinal=1, due_on=dt.date(2023, 4, 28), content="开工")
        return stage

    def of(self, stage, person):
        return days(Scope.of(stage.actor(person, "2023-04-10 09:00:00"), *self.APRIL))

    def test_of_the_district_all_kinds_in_order(self, full):
        found = self.of(full, full.cast.leader)
        assert [each.kind for each in found] == [DayKind.REPORT, DayKind.ANSWER, DayKind.NODE, DayKind.DIRECTIVE]
        assert [each.day for each in found] == sorted(each.day for each in found)
        assert "应报 1 份，已报 0 份" in found[0].note and not found[0].done

    def test_a_unit_has_its_own(self, full):
        assert counted(self.of(full, full.cast.lead_clerk)).total() == 4
        theirs = self.of(full, full.cast.cooperating_clerk)
        assert [each.kind for each in theirs] == [DayKind.DIRECTIVE]
        assert self.of(full, full.cast.outsider_clerk) == []

    def test_a_report_that_came_is_done(self, full):
        full.filed()
        found: list[Day] = self.of(full, full.cast.lead_clerk)
        assert found[0].done and "已报送" in found[0].note

    def test_an_extension_has_its_day_and_keeps_the_old_one_in_its_note(self, stage):
        wish = Wish(reason="征收进度影响，开工推迟", progress="已完成三分之一", new_due=dt.date(2024, 2, 28))
        clerk = stage.act(stage.cast.lead_clerk, "2023-06-02 09:00:00")
        row = adjustments.apply(matter=stage.plain, unit=stage.cast.lead_unit, wish=wish, **clerk)
        office = stage.act(stage.cast.supervisor, "2023-06-05 09:00:00")
        adjustments.decide(row=row, move="approve", comment="同意", **office)
        scope = Scope(dt.date(2024, 2, 1), dt.date(2024, 2, 29), None)
        (found,) = days(scope, kinds=frozenset({DayKind.EXTENDED}))
        assert "原期限12月31日" in found.note and found.day == dt.date(2024, 2, 28)

    def test_a_period_to_come_says_when_it_opens(self, stage):
        (found,) = days(Scope(dt.date(2023, 7, 1), dt.date(2023, 7, 31), None))
        assert found.title.endswith("报告") and "07月01日开始报送" in found.note
