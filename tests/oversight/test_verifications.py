"""Verification: drawn so that it can be drawn again, carried out, objected to, decided by another."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from duban.messaging.deriving import derive
from duban.messaging.models import Message
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import verifications
from duban.oversight.enums import Found, Means
from duban.oversight.models import SampleDraw, Verification
from duban.progress.models import Report
from tests.factories.progress import moment

pytestmark = pytest.mark.django_db

SEEN = "查看竣工备案和现场，建成96个，少于报送的120个。"


@pytest.fixture
def period(stage):
    """Two lines were reported and accepted; one of them with a gap of two steps."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=Decimal(1000), due="", kind="amount", op=">=")
    stage.filed(value="120")
    return stage.periods[0]


def office(stage, when="2023-04-17", person=None):
    return stage.act(person or stage.cast.supervisor, f"{when} 09:00:00")


def drawn(stage, period, size=1, **more):
    return verifications.draw(period=period, size=size, per_unit=more.pop("per_unit", 5), **more, **office(stage))


@pytest.fixture
def check(stage, period):
    """The check of the counted matter."""
    verifications.confirm(row=drawn(stage, period, size=2), **office(stage))
    return Verification.objects.get(matter=stage.counted)


def recorded(stage, check, found=Found.FALSE, **more):
    return verifications.record_result(
        row=check, means=Means.ON_SITE, found=found, note=SEEN, done_on=dt.date(2023, 4, 19), present="王某、李某",
        **{**office(stage, "2023-04-20"), **more},
    )  # fmt: skip


class TestTheDraw:
    def test_the_list_the_seed_and_the_picks_are_frozen(self, stage, period):
        row = drawn(stage, period)
        assert {(stratum, gap) for _, stratum, _, gap in row.candidates} == {("区级", 0), ("区级", 2)}
        assert row.seed.startswith("2023-1-1/") and "条办理留痕" in row.seed_basis.replace("（", "条")
        assert len(row.picks) == 1 and verifications.repeats(row)
        assert not Verification.objects.exists()  # nothing is checked before it is confirmed

    def test_a_tampered_draw_is_not_confirmed(self, stage, period):
        row = drawn(stage, period)
        other = next(key for key, *_ in row.candidates if key != row.picks[0][0])
        SampleDraw.objects.filter(pk=row.pk).update(picks=[[other, True]])
        row.refresh_from_db()
        assert not verifications.repeats(row)
        with pytest.raises(Invalid, match="不一致"):
            verifications.confirm(row=row, **office(stage))

    def test_a_given_seed_is_named_as_such(self, stage, period):
        row = drawn(stage, period, seed=" 077 ")
        assert row.seed == "2023-1-1/077" and row.seed_basis.startswith("指定")

    def test_thrown_away_it_stays_with_its_reason(self, stage, period):
        row = drawn(stage, period)
        with pytest.raises(Stale, match="待确认"):
            drawn(stage, period)
        with pytest.raises(Invalid, match="理由"):
            verifications.discard(row=row, reason="", **office(stage))
        verifications.discard(row=row, reason="项数定得太少。", **office(stage))
        again = drawn(stage, period, size=2)
        assert (again.number, SampleDraw.objects.count()) == (2, 2)
        with pytest.raises(Stale):
            verifications.confirm(row=row, **office(stage))

    def test_nothing_is_drawn_twice_and_no_unit_more_often_than_said(self, stage, period):
        made = verifications.confirm(row=drawn(stage, period, per_unit=1, size=2), **office(stage))
        assert len(made) == 1 and made[0].why.startswith("第1个抽出，区级按比例应抽")
        with pytest.raises(Invalid, match="上限"):
            drawn(stage, period, per_unit=1)
        verifications.confirm(row=drawn(stage, period, per_unit=2), **office(stage))
        assert Verification.objects.filter(sampled=True).count() == 2
        with pytest.raises(Invalid, match="没有可以抽取"):
            drawn(stage, period, per_unit=9)

    def test_the_office_draws_and_nobody_else(self, stage, period):
        for person in (stage.cast.lead_clerk, stage.cast.leader):
            with pytest.raises(NotAllowed):
                verifications.draw(period=period, size=1, per_unit=1, **office(stage, person=person))
        for size, per_unit in ((0, 1), (1, 0), (9999, 1)):
            with pytest.raises(Invalid):
                drawn(stage, period, size=size, per_unit=per_unit)


class TestTheCheck:
    def test_the_unit_sees_a_result_and_no_draw(self, stage, check):
        unit = stage.actor(stage.cast.lead_clerk, "2023-04-20 09:00:00")
        assert not Verification.objects.visible_to(unit).exists()
        with pytest.raises(Invalid, match="不能晚于今天"):
            verifications.record_result(
                row=check, means=Means.DOCUMENTS, found=Found.TRUE, note=SEEN, done_on=dt.date(2023, 5, 1),
                **office(stage, "2023-04-20"),
            )  # fmt: skip
        row = recorded(stage, check)
        assert (row.verified_by, row.done_on, row.present) == (
            stage.cast.supervisor,
            dt.date(2023, 4, 19),
            "王某、李某",
        )
        assert Verification.objects.visible_to(unit).get() == row
        with pytest.raises(Stale):
            recorded(stage, check)

    def test_an_objection_is_decided_by_another(self, stage, check):
        clerk = stage.act(stage.cast.lead_clerk, "2023-04-21 09:00:00")
        with pytest.raises(Stale):
            verifications.object_to(row=check, text="数据有误。", **clerk)
        row = recorded(stage, check)
        with pytest.raises(NotAllowed):
            outsider = stage.act(stage.cast.outsider_clerk, "2023-04-21 09:00:00")
            verifications.object_to(row=row, text="数据有误。", **outsider)
        row = verifications.object_to(row=row, text="24个于4月初备案，口径为开工数。", **clerk)
        assert list(Verification.objects.objected()) == [row]
        decision = {"row": row, "found": Found.PARTLY, "text": "口径不同，部分属实。"}
        with pytest.raises(NotAllowed, match="没有参加"):
            verifications.decide(**decision, **office(stage, "2023-04-24"))
        row = verifications.decide(**decision, **office(stage, "2023-04-24", stage.cast.supervisor_head))
        assert (row.found, row.stands, row.stands_label) == ("false", "partly", "部分属实")
        assert list(Verification.objects.untrue()) == [row] and not Verification.objects.objected().exists()
        with pytest.raises(Stale):
            verifications.decide(**decision, **office(stage, "2023-04-25", stage.cast.supervisor_head))

    def test_what_is_not_true_is_corrected_in_a_new_version(self, stage, check):
        row = recorded(stage, check)
        report = verifications.ask_correction(row=row, **office(stage, "2023-04-20"))
        assert (report.version, report.change_kind, report.requested_by) == (2, "material", "audit")
        assert stage.counted.code in report.change_reason and "不属实" in report.change_reason
        row.refresh_from_db()
        assert row.correction == report and Report.objects.in_force().get().version == 1
        with pytest.raises(Stale):
            verifications.ask_correction(row=row, **office(stage, "2023-04-20"))

    def test_what_is_true_is_not(self, stage, check):
        with pytest.raises(Invalid):
            verifications.ask_correction(row=recorded(stage, check, Found.TRUE), **office(stage, "2023-04-20"))

    def test_who_is_told(self, stage, check):
        def told(kind):
            return set(Message.objects.filter(kind=kind, settled_at=None).values_list("recipient__name", flat=True))

        derive(moment("2023-04-17 10:00:00"))
        assert not Message.objects.filter(kind__startswith="verification").exists()
        row = recorded(stage, check)
        derive(moment("2023-04-20 10:00:00"))
        assert told("verification_found") == {"钱经办", "钱主任", "钱局"}
        clerk = stage.act(stage.cast.lead_clerk, "2023-04-21 09:00:00")
        row = verifications.object_to(row=row, text="24个于4月初备案，口径为开工数。", **clerk)
        derive(moment("2023-04-21 10:00:00"))
        assert told("verification_found") == set() and told("verification_objected") == {"杜察", "杜主任"}
        verifications.decide(
            row=row,
            found=Found.TRUE,
            text="口径一致，属实。",
            **office(stage, "2023-04-24", stage.cast.supervisor_head),
        )
        derive(moment("2023-04-24 10:00:00"))
        assert told("verification_objected") == set() and told("verification_decided") == {"钱经办", "钱主任"}
