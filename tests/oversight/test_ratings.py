"""Three ratings of a period: by the rule as of its end, by the unit, by the office, which the unit sees first."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from duban.core.reporting.values import Rating
from duban.ledger.enums import Role
from duban.messaging.deriving import derive
from duban.messaging.models import Message
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight import comparing
from duban.oversight.actions import ratings
from duban.oversight.models import OfficeRating
from duban.progress.actions import periods as period_acts
from tests.factories.ledger import AssignmentFactory
from tests.factories.progress import give_matter, moment
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db

BASIS = "核对住建部门竣工备案，与自评不符。"


@pytest.fixture
def period(stage):
    """1,000 are the goal, 120 were reported by 31 March, and the unit calls it on schedule."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=Decimal(1000), due="", kind="amount", op=">=")
    stage.filed(value="120")
    return stage.periods[0]


def office(stage, when="2023-04-17", person=None):
    return stage.act(person or stage.cast.supervisor, f"{when} 09:00:00")


def unit(stage, when="2023-04-18", person=None):
    return stage.act(person or stage.cast.lead_clerk, f"{when} 09:00:00")


def rate(stage, period, rating=Rating.AT_RISK, *, basis=BASIS, seen=0, matter=None, whom=None, **act):
    return ratings.rate(
        matter=matter or stage.counted, unit=whom or stage.cast.lead_unit, period=period, rating=rating, basis=basis,
        seen=seen, **(act or office(stage)),
    )  # fmt: skip


def row_of(stage, period, when="2023-04-17 12:00:00", matter=None, actor=None):
    return comparing.one(period, matter or stage.counted, stage.cast.lead_unit, moment(when), actor=actor)


class TestSideBySide:
    def test_the_rule_judges_as_of_the_end_of_the_period(self, stage, period):
        row = row_of(stage, period)
        assert (row.colour, row.three.own, row.three.office) == ("red", Rating.ON_SCHEDULE, Rating.NONE)
        assert row.three.sentence == "单位自评“按序时推进”，比规则判定“严重滞后”高两档。" and row.wide
        assert "截至2023年3月31日为120" in row.computed_sentence

    def test_what_comes_later_does_not_move_it(self, stage, period):
        before = row_of(stage, period)
        period_acts.open_period(period=stage.periods[1], **office(stage, "2023-07-01"))
        words = f"截至6月底累计建成停车泊位{900}个，其余地块正在施工，年内全部投入使用。"
        report = stage.draft("2023-07-03 09:00:00", period=1, value="900", text=words)
        stage.explain(report, "2023-07-03 10:00:00")
        stage.accept(
            stage.sign(stage.to_sign(report, "2023-07-04 09:00:00"), "2023-07-05 09:00:00"), "2023-07-06 09:00:00"
        )
        after = row_of(stage, period, "2023-07-20 09:00:00")
        assert after.computed_sentence == before.computed_sentence
        assert row_of(stage, stage.periods[1], "2023-07-20 09:00:00").colour == "green"

    def test_units_that_help_are_not_judged_by_the_rule(self, stage):
        AssignmentFactory(matter=stage.plain, unit=stage.cast.cooperating_unit, role=Role.COOPERATING, lead=False)
        period_acts.open_period(period=stage.periods[1], **office(stage, "2023-07-01"))
        rows = comparing.compared(stage.periods[1], moment("2023-07-02 09:00:00"))
        helper = [row for row in rows if row.unit == stage.cast.cooperating_unit]
        assert [(row.light, row.computed_sentence) for row in helper] == [(None, "规则只对牵头单位判定。")]
        assert len(rows) == 3 and all(row.line is None for row in rows)

    def test_the_same_queries_for_any_number_of_rows(self, stage):
        from duban.progress.models import Obligation, OwedLine

        obligation = Obligation.objects.get(period=stage.periods[0])

        def more(number):
            for _ in range(number):
                matter = give_matter(stage.cast.lead_unit, programme=stage.plain.programme)
                OwedLine.objects.create(obligation=obligation, matter=matter, assignment=matter.assignments.get())

        assert_same_queries(lambda: comparing.compared(stage.periods[0], moment("2023-04-17 09:00:00")), more)


class TestTheOfficesRating:
    def test_the_unit_sees_it_first_and_the_leader_after_its_say(self, stage, period):
        made = rate(stage, period)
        assert made.reply_until == dt.date(2023, 4, 20)
        seen = {
            name: OfficeRating.objects.visible_to(stage.actor(getattr(stage.cast, name), "2023-04-18 09:00:00")).count()
            for name in ("supervisor", "lead_clerk", "leader", "outsider_clerk")
        }
        assert seen == {"supervisor": 1, "lead_clerk": 1, "leader": 0, "outsider_clerk": 0}
        assert not OfficeRating.objects.usable(dt.date(2023, 4, 20)).exists()
        assert OfficeRating.objects.usable(dt.date(2023, 4, 21)).get() == made
        ratings.reply(row=made, text="竣工备案尚有3处在途。", **unit(stage))
        assert OfficeRating.objects.usable(dt.date(2023, 4, 18)).get().reply == "竣工备案尚有3处在途。"
        leader = stage.actor(stage.cast.leader, "2023-04-18 09:00:00")
        assert row_of(stage, period, actor=leader).three.office is Rating.AT_RISK

    def test_versions_stay_and_nobody_overwrites_unseen(self, stage, period):
        first = rate(stage, period)
        with pytest.raises(Stale):
            rate(stage, period, Rating.BEHIND)
        with pytest.raises(Invalid, match="没有改动"):
            rate(stage, period, seen=1)
        second = rate(stage, period, Rating.BEHIND, seen=1)
        assert (second.version, second.replaces) == (2, first)
        assert list(OfficeRating.objects.current()) == [second]
        with pytest.raises(Stale):
            ratings.reply(row=first, text="有不同看法。", **unit(stage))

    def test_taken_back_it_counts_nowhere(self, stage, period):
        made = rate(stage, period)
        with pytest.raises(Invalid):
            ratings.withdraw(row=made, reason="", **office(stage))
        ratings.withdraw(row=made, reason="选错了事项。", **office(stage))
        assert row_of(stage, period).three.office is Rating.NONE
        assert not OfficeRating.objects.usable(dt.date(2024, 1, 1)).exists()
        with pytest.raises(Stale):
            ratings.withdraw(row=made, reason="选错了事项。", **office(stage))
        assert rate(stage, period, seen=1).version == 2  # the same again is no repetition

    def test_who_may_and_what_is_asked(self, stage, period):
        for person in ("lead_clerk", "leader"):
            with pytest.raises(NotAllowed):
                rate(stage, period, **unit(stage, person=getattr(stage.cast, person)))
        for bad in ({"rating": Rating.NONE}, {"basis": "不符"}, {"whom": stage.cast.outsider_unit}):
            with pytest.raises(Invalid):
                rate(stage, period, **bad)
        made = rate(stage, period)
        with pytest.raises(NotAllowed):
            ratings.reply(row=made, text="有不同看法。", **unit(stage, person=stage.cast.outsider_clerk))
        with pytest.raises(Invalid):
            ratings.reply(row=made, text="", **unit(stage))
        ratings.reply(row=made, text="有不同看法。", **unit(stage))
        with pytest.raises(Stale):
            ratings.reply(row=made, text="再说一句。", **unit(stage))

    def test_the_unit_is_told_of_a_gap_and_of_nothing_else(self, stage, period):
        agreed = rate(stage, period, Rating.ON_SCHEDULE, matter=stage.plain)
        apart = rate(stage, period)
        derive(moment("2023-04-17 10:00:00"))
        rows = Message.objects.filter(kind="rating_gap")
        assert {row.about_id for row in rows} == {apart.pk} and agreed.pk
        assert set(rows.values_list("recipient__name", flat=True)) == {"钱经办", "钱主任"}
        ratings.reply(row=apart, text="竣工备案尚有3处在途。", **unit(stage))
        derive(moment("2023-04-18 10:00:00"))
        assert not rows.filter(settled_at=None).exists()
        assert Message.objects.filter(kind="rating_replied").count() == 2
