"""Periods: dates before opening, special collections, opening, closing, waivers taken back; also by the clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from duban.audit.models import Event
from duban.ops import periodic
from duban.ops.reporting_days import open_and_close
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress.actions import drafting, periods
from duban.progress.actions.periods import Special
from duban.progress.models import Obligation, OwedLine, Period
from tests.factories.orgs import GroupMemberFactory, UnitFactory
from tests.factories.progress import give_matter, moment

D = dt.date
APRIL = "2023-04-01 08:00:00"


def special(**changes: Any) -> Special:
    """A collection on safety in May."""
    fields = {
        "name": "安全生产专项检查情况",
        "question": "请报送本单位安全生产自查情况。",
        "covers_to": D(2023, 5, 15),
        "opens_on": D(2023, 5, 16),
        "due_on": D(2023, 5, 25),
        "closes_on": D(2023, 6, 10),
    }
    return Special(**{**fields, **changes})


class TestDates:
    def test_before_opening_they_change_with_a_reason(self, stage: Any) -> None:
        period = periods.adjust(
            period=stage.periods[1], opens_on=D(2023, 7, 1), due_on=D(2023, 7, 12), closes_on=D(2023, 9, 8),
            reason="7月8日至10日为演练", **stage.act(stage.cast.supervisor, APRIL),
        )  # fmt: skip
        assert period.due_on == D(2023, 7, 12)
        event = Event.objects.get(verb="period.adjust")
        assert event.before["due_on"] == "2023-07-10" and event.reason == "7月8日至10日为演练"

    @pytest.mark.parametrize(
        ("days", "reason", "said"),
        [
            ((D(2023, 7, 1), D(2023, 7, 12), D(2023, 9, 8)), " ", "写明理由"),
            ((D(2023, 7, 1), D(2023, 6, 30), D(2023, 9, 8)), "改期", "日期次序"),
            ((D(2023, 7, 1), D(2023, 7, 10), D(2023, 9, 8)), "改期", "没有变化"),
        ],
    )
    def test_what_is_refused(self, stage: Any, days: tuple, reason: str, said: str) -> None:
        opens, due, closes = days
        with pytest.raises(Invalid, match=said):
            periods.adjust(
                period=stage.periods[1], opens_on=opens, due_on=due, closes_on=closes, reason=reason,
                **stage.act(stage.cast.supervisor, APRIL),
            )  # fmt: skip

    def test_an_open_period_keeps_its_dates(self, stage: Any) -> None:
        with pytest.raises(Stale, match="延期"):
            periods.adjust(
                period=stage.periods[0], opens_on=D(2023, 4, 1), due_on=D(2023, 4, 12), closes_on=D(2023, 6, 9),
                reason="改期", **stage.act(stage.cast.supervisor, APRIL),
            )  # fmt: skip

    def test_a_unit_changes_nothing(self, stage: Any) -> None:
        with pytest.raises(NotAllowed):
            periods.adjust(
                period=stage.periods[1], opens_on=D(2023, 7, 1), due_on=D(2023, 7, 12), closes_on=D(2023, 9, 8),
                reason="改期", **stage.act(stage.cast.lead_clerk, APRIL),
            )  # fmt: skip

    def test_one_set_by_mistake_goes_while_nobody_wrote(self, stage: Any) -> None:
        periods.remove(period=stage.periods[3], **stage.act(stage.cast.supervisor, APRIL))
        assert Period.objects.count() == 3
        drafting.open_draft(
            period=stage.periods[1], unit=stage.cast.lead_unit, **stage.act(stage.cast.lead_clerk, APRIL)
        )
        for period in stage.periods[:2]:
            with pytest.raises(Stale):
                periods.remove(period=period, **stage.act(stage.cast.supervisor, APRIL))


class TestSpecial:
    def test_units_without_matters_owe_one_answer(self, stage: Any) -> None:
        cast = stage.cast
        made = periods.create_special(
            special=special(units=(cast.lead_unit, cast.outsider_unit)), **stage.act(cast.supervisor, APRIL)
        )
        periods.open_period(period=made, **stage.act(cast.supervisor, "2023-05-16 08:00:00"))
        owed = {o.unit_id: o.owed.count() for o in Obligation.objects.filter(period=made)}
        assert owed == {cast.lead_unit.pk: 0, cast.outsider_unit.pk: 0}

    def test_matters_ask_whoever_answers_for_them_a_line_each(self, stage: Any) -> None:
        cast = stage.cast
        give_matter(cast.cooperating_unit, matter=stage.plain, lead=False)
        made = periods.create_special(special=special(matters=(stage.plain,)), **stage.act(cast.supervisor, APRIL))
        periods.open_period(period=made, **stage.act(cast.supervisor, "2023-05-16 08:00:00"))
        rows = OwedLine.objects.filter(obligation__period=made).values_list("obligation__unit", "matter")
        assert set(rows) == {(cast.lead_unit.pk, stage.plain.pk), (cast.cooperating_unit.pk, stage.plain.pk)}

    def test_both_narrow_each_other(self, stage: Any) -> None:
        cast = stage.cast
        give_matter(cast.cooperating_unit, matter=stage.plain, lead=False)
        made = periods.create_special(
            special=special(matters=(stage.plain, stage.counted), units=(cast.cooperating_unit,)),
            **stage.act(cast.supervisor, APRIL),
        )
        assert {k: [r.matter_id for r, _ in v] for k, v in periods.owed_by(made, D(2023, 5, 16)).items()} == {
            cast.cooperating_unit.pk: [stage.plain.pk]
        }

    def test_a_draft_before_opening_has_the_chosen_lines_only(self, stage: Any) -> None:
        cast = stage.cast
        made = periods.create_special(special=special(matters=(stage.plain,)), **stage.act(cast.supervisor, APRIL))
        report = drafting.open_draft(period=made, unit=cast.lead_unit, **stage.act(cast.lead_clerk, APRIL))
        assert [line.matter_id for line in report.lines.all()] == [stage.plain.pk]

    def test_numbers_run_through_the_year(self, stage: Any) -> None:
        act = stage.act(stage.cast.supervisor, APRIL)
        first, second = (
            periods.create_special(special=special(units=(stage.cast.lead_unit,)), **act) for _ in range(2)
        )
        assert (first.seq, second.seq) == (1, 2)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"name": " "}, "名称和要求"),
            ({"question": ""}, "名称和要求"),
            ({"due_on": D(2023, 5, 1)}, "日期次序"),
            ({}, "应报单位"),
        ],
    )
    def test_what_is_refused(self, stage: Any, changes: dict, said: str) -> None:
        units = () if not changes else (stage.cast.lead_unit,)
        with pytest.raises(Invalid, match=said):
            periods.create_special(
                special=special(**{"units": units, **changes}), **stage.act(stage.cast.supervisor, APRIL)
            )


class TestOpening:
    def test_nobody_owing_opens_nothing(self, cast: Any) -> None:
        from tests.factories.progress import make_periods

        period = make_periods()[0]
        with pytest.raises(Invalid, match="没有应报"):
            periods.open_period(period=period, by=cast.actor(cast.supervisor), at=moment(APRIL))
        period.refresh_from_db()
        assert period.opened_at is None

    def test_groups_are_expanded_and_frozen(self, stage: Any) -> None:
        group = UnitFactory(is_group=True)
        members = [GroupMemberFactory(group=group).unit for _ in range(2)]
        give_matter(group)
        periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
        GroupMemberFactory(group=group)
        frozen = Obligation.objects.filter(period=stage.periods[1]).values_list("unit_id", flat=True)
        assert set(frozen) == {stage.cast.lead_unit.pk, *(unit.pk for unit in members)}

    def test_closing_waits_for_its_day_and_happens_once(self, stage: Any) -> None:
        period, office = stage.periods[0], stage.cast.supervisor
        with pytest.raises(Invalid, match="截止"):
            periods.close_period(period=period, **stage.act(office, "2023-06-09 08:00:00"))
        periods.close_period(period=period, **stage.act(office, "2023-06-10 08:00:00"))
        assert Event.objects.get(verb="period.close").after == {"unfiled": 1}
        with pytest.raises(Stale):
            periods.close_period(period=period, **stage.act(office, "2023-06-10 08:00:00"))
        with pytest.raises(Stale):
            periods.close_period(period=stage.periods[1], **stage.act(office, "2023-12-10 08:00:00"))


class TestExceptions:
    def test_a_waiver_is_taken_back_on_record(self, stage: Any) -> None:
        row = Obligation.objects.get(period=stage.periods[0], unit=stage.cast.lead_unit)
        act = stage.act(stage.cast.supervisor, "2023-04-06 09:00:00")
        periods.waive(obligation=row, reason="机构改革", **act)
        with pytest.raises(Stale):
            periods.extend(obligation=row, due_on=D(2023, 4, 20), reason="改革", **act)
        with pytest.raises(Invalid):
            periods.end_waiver(obligation=row, reason="", **act)
        periods.end_waiver(obligation=row, reason="改革推迟", **act)
        assert row.waived_at is None and Obligation.objects.unfiled().filter(pk=row.pk).exists()
        assert [e.reason for e in Event.objects.filter(verb__contains="waive").order_by("seq")] == [
            "机构改革",
            "改革推迟",
        ]
        with pytest.raises(Stale):
            periods.end_waiver(obligation=row, reason="再撤", **act)

    def test_after_closing_no_waiver_is_taken_back(self, stage: Any) -> None:
        row = Obligation.objects.get(period=stage.periods[0], unit=stage.cast.lead_unit)
        act = stage.act(stage.cast.supervisor, "2023-06-10 09:00:00")
        periods.waive(obligation=row, reason="机构改革", **act)
        periods.close_period(period=stage.periods[0], **act)
        row = Obligation.objects.select_related("period").get(pk=row.pk)
        with pytest.raises(Stale, match="关闭"):
            periods.end_waiver(obligation=row, reason="撤", **act)


class TestByTheClock:
    def test_opens_on_its_day_and_closes_after_the_last(self, stage: Any) -> None:
        second = stage.periods[1]
        assert open_and_close(moment("2023-06-10 00:05:00")) == "开启 0 期，关闭 1 期"
        assert open_and_close(moment("2023-07-01 00:05:00")) == "开启 1 期，关闭 0 期"
        second.refresh_from_db()
        assert second.opened_at == moment("2023-07-01 00:05:00")
        assert open_and_close(moment("2023-07-01 00:15:00")) == "开启 0 期，关闭 0 期"

    def test_after_missed_nights_it_catches_up(self, stage: Any) -> None:
        assert open_and_close(moment("2023-07-04 03:00:00")) == "开启 1 期，关闭 1 期"

    def test_a_time_that_passed_unopened_is_left_to_a_person(self, stage: Any) -> None:
        open_and_close(moment("2024-06-01 03:00:00"))
        assert Period.objects.filter(opened_at__isnull=False).count() == 1

    def test_nobody_owing_is_said_and_tried_again(self, stage: Any) -> None:
        OwedLine.objects.all().delete()
        for matter in (stage.plain, stage.counted):
            matter.assignments.all().delete()
        assert "没有应报的单位" in open_and_close(moment("2023-07-01 00:05:00"))
        give_matter(stage.cast.lead_unit)
        assert "开启 1 期" in open_and_close(moment("2023-07-01 00:15:00"))

    def test_it_is_one_of_the_jobs(self) -> None:
        assert "open-periods" in {job.name for job in periodic.JOBS}
