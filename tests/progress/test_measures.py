"""Measures: merged while unsigned and back, frozen by the first signature, then only succeeded."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress.actions import drafting
from duban.progress.actions import measures as actions
from duban.progress.actions.drafting import Change
from duban.progress.enums import MeasureKind
from duban.progress.models import Measure, Observation, Report, Share
from tests.factories.ledger import TargetFactory
from tests.factories.progress import measure_for, moment

APRIL = "2023-04-02 09:00:00"


@pytest.fixture
def twin(stage: Any) -> Measure:
    """The same fact again, at the other matter."""
    made = measure_for(stage.plain)
    Measure.objects.filter(pk=made.pk).update(unit=stage.measure.unit)
    made.refresh_from_db()
    return made


def office(stage: Any, when: str = APRIL) -> dict[str, Any]:
    return stage.act(stage.cast.supervisor, when)


def facts(measure: Measure, **changes: Any) -> dict[str, Any]:
    own = {name: getattr(measure, name) for name in ("name", "unit", "definition", "kind")}
    return {**own, **changes}


class TestDescribing:
    def test_before_the_first_signature_everything_may_change(self, stage: Any) -> None:
        changed = actions.describe(
            measure=stage.measure,
            **facts(stage.measure, kind=MeasureKind.POINT, definition="以交付为准"),
            **office(stage),
        )
        assert (changed.kind, changed.definition) == ("point", "以交付为准")

    def test_afterwards_only_the_definition(self, stage: Any) -> None:
        stage.filed()
        stage.measure.refresh_from_db()
        with pytest.raises(Stale, match="后续指标"):
            actions.describe(measure=stage.measure, **facts(stage.measure, kind=MeasureKind.POINT), **office(stage))
        actions.describe(measure=stage.measure, **facts(stage.measure, definition="以交付为准"), **office(stage))
        stage.measure.refresh_from_db()
        assert (stage.measure.kind, stage.measure.definition) == ("ytd", "以交付为准")

    def test_renaming_never_breaks_a_signature(self, stage: Any) -> None:
        from duban.progress.actions import reviewing

        report = stage.sign(stage.to_sign(stage.draft()))
        with pytest.raises(Stale):
            actions.describe(measure=stage.measure, **facts(stage.measure, name="别名"), **office(stage))
        assert reviewing.verify(report) is not None

    def test_a_unit_may_not(self, stage: Any) -> None:
        with pytest.raises(NotAllowed):
            actions.describe(measure=stage.measure, **facts(stage.measure), **stage.act(stage.cast.lead_clerk, APRIL))


class TestSucceeding:
    def test_what_was_signed_stays_and_what_follows_is_counted_anew(self, stage: Any) -> None:
        report = stage.filed()
        new = actions.succeed(
            measure=stage.measure, **facts(stage.measure, kind=MeasureKind.POINT), reason="统计口径改变",
            **office(stage, "2023-05-01 09:00:00"),
        )  # fmt: skip
        assert new.replaces == stage.measure and new.frozen_at is None
        assert Observation.objects.get(report=report).measure == stage.measure
        assert [use.measure for use in stage.counted.targets.get().measure_use.measure.uses.all()] == [new]
        with pytest.raises(Stale, match="接替"):
            actions.succeed(
                measure=stage.measure, **facts(stage.measure, kind=MeasureKind.POINT), reason="又改", **office(stage)
            )

    def test_drafts_follow(self, stage: Any) -> None:
        from duban.progress.actions import periods

        stage.filed()
        periods.open_period(period=stage.periods[1], **office(stage, "2023-07-01 08:00:00"))
        draft = stage.draft("2023-07-03 09:00:00", period=1, value="150")
        new = actions.succeed(
            measure=stage.measure,
            **facts(stage.measure, kind=MeasureKind.POINT),
            reason="统计口径改变",
            **office(stage),
        )
        assert draft.observations.get().measure == new

    def test_refusals(self, stage: Any) -> None:
        with pytest.raises(Invalid, match="直接修改"):
            actions.succeed(measure=stage.measure, **facts(stage.measure), reason="改", **office(stage))
        stage.filed()
        with pytest.raises(Invalid, match="没有变化"):
            actions.succeed(measure=stage.measure, **facts(stage.measure), reason="改", **office(stage))
        with pytest.raises(Invalid, match="理由"):
            actions.succeed(
                measure=stage.measure, **facts(stage.measure, kind=MeasureKind.POINT), reason="", **office(stage)
            )


class TestMerging:
    def merge(self, stage: Any, twin: Measure, when: str = APRIL) -> Measure:
        return actions.merge(measure=twin, into=stage.measure, reason="同一件事", **office(stage, when))

    def test_both_matters_show_one_and_back(self, stage: Any, twin: Measure) -> None:
        assert self.merge(stage, twin) == stage.measure
        assert stage.measure.uses.count() == 2
        twin.refresh_from_db()
        assert not Measure.objects.live().filter(pk=twin.pk).exists()
        actions.undo_merge(measure=twin, reason="不是一件事", **office(stage))
        assert (stage.measure.uses.count(), twin.uses.count()) == (1, 1)
        assert Measure.objects.live().filter(pk=twin.pk).exists()

    def test_a_value_in_a_draft_goes_along_and_comes_back_to_both(self, stage: Any, twin: Measure) -> None:
        act = stage.act(stage.cast.lead_clerk, "2023-04-03 09:00:00")
        report = drafting.open_draft(period=stage.periods[0], unit=stage.cast.lead_unit, **act)
        drafting.save_figure(report=report, measure_id=twin.pk, changes={"value": Change(Decimal(7))}, **act)
        self.merge(stage, twin)
        assert [(o.measure, o.value) for o in report.observations.all()] == [(stage.measure, 7)]
        actions.undo_merge(measure=twin, reason="不是一件事", **office(stage))
        assert {(o.measure, o.value) for o in report.observations.all()} == {(stage.measure, 7), (twin, 7)}

    def test_two_different_values_have_to_be_settled_first(self, stage: Any, twin: Measure) -> None:
        act = stage.act(stage.cast.lead_clerk, "2023-04-03 09:00:00")
        report = drafting.open_draft(period=stage.periods[0], unit=stage.cast.lead_unit, **act)
        for measure, value in ((stage.measure, 5), (twin, 7)):
            drafting.save_figure(report=report, measure_id=measure.pk, changes={"value": Change(Decimal(value))}, **act)
        with pytest.raises(Invalid, match="两个指标的数不同"):
            self.merge(stage, twin)
        drafting.save_figure(
            report=report, measure_id=twin.pk, changes={"value": Change(Decimal(5), Decimal(7))}, **act
        )
        self.merge(stage, twin)
        assert [(o.measure, o.value) for o in report.observations.all()] == [(stage.measure, 5)]

    def test_after_a_signature_there_is_no_way_back(self, stage: Any, twin: Measure) -> None:
        self.merge(stage, twin)
        stage.sign(stage.to_sign(stage.draft()))
        with pytest.raises(Stale, match="签字"):
            actions.undo_merge(measure=twin, reason="不是一件事", **office(stage, "2023-04-06 09:00:00"))

    def test_into_a_frozen_one_it_goes_a_frozen_one_never(self, stage: Any, twin: Measure) -> None:
        twin.uses.all().delete()
        stage.filed()
        with pytest.raises(Stale, match="反过来"):
            actions.merge(measure=stage.measure, into=twin, reason="同", **office(stage))
        self.merge(stage, twin, "2023-05-01 09:00:00")
        actions.undo_merge(measure=twin, reason="不同", **office(stage, "2023-05-02 09:00:00"))

    def test_shares_come_along(self, stage: Any, twin: Measure) -> None:
        Share.objects.create(
            measure=twin, unit=stage.cast.lead_unit, value=Decimal(30), basis="武建〔2023〕1号",
            decided_by=stage.cast.supervisor, decided_at=moment(APRIL),
        )  # fmt: skip
        self.merge(stage, twin)
        share = Share.objects.get(measure=stage.measure)
        assert share.value == 30 and "武建〔2023〕1号" in share.basis

    def test_refusals(self, stage: Any, twin: Measure) -> None:
        with pytest.raises(Invalid, match="另一个"):
            actions.merge(measure=twin, into=twin, reason="同", **office(stage))
        with pytest.raises(Invalid, match="理由"):
            actions.merge(measure=twin, into=stage.measure, reason=" ", **office(stage))
        Measure.objects.filter(pk=twin.pk).update(kind=MeasureKind.POINT)
        with pytest.raises(Invalid, match="计数方式或计量单位不同"):
            self.merge(stage, twin)
        with pytest.raises(Stale):
            actions.undo_merge(measure=twin, reason="没有", **office(stage))


def test_visible_with_ones_own_matters(stage: Any) -> None:
    TargetFactory(matter=stage.plain)
    seen = Measure.objects.visible_to(stage.actor(stage.cast.lead_clerk, APRIL))
    assert list(seen) == [stage.measure]
    assert not Measure.objects.visible_to(stage.actor(stage.cast.outsider_clerk, APRIL)).exists()
    assert not Report.objects.exists()
