"""The way of an appraisal: who does what when, and what is frozen at the end."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from duban.appraisal import keeping
from duban.appraisal.actions import appraisals, objections
from duban.appraisal.actions import rules as rule_acts
from duban.appraisal.actions.objections import Change
from duban.appraisal.enums import AppraisalState, ObjectionState
from duban.appraisal.models import Appraisal, AppraisalRule, Objection, UnitResult
from duban.audit import chain
from duban.core.appraisal.rules import FIRST
from duban.core.appraisal.snapshot import digest, verify
from duban.core.appraisal.words import Finding, Item
from duban.core.refusal import Refused
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress.models import Obligation, Report
from tests.appraisal.year import AS_OF, NOW, rows
from tests.factories.files import StoredFileFactory

pytestmark = pytest.mark.django_db
LATER = "2024-02-22 09:00:00"
WHY = "纸质报告7月8日已送督查室，签收单附后。"


def result(row: Appraisal, unit: Any) -> UnitResult:
    return UnitResult.objects.select_related("appraisal", "unit").get(appraisal=row, unit=unit)


def objection(year: Any, shown: Appraisal, when: str = LATER, **fields: Any) -> Objection:
    missed = next(f for f in rows(shown, year.cast.lead_unit, Item.REPORTS) if f.done is None)
    given = {"item": Item.REPORTS, "key": missed.key, "text": WHY, **fields}
    return objections.object_to(
        result=result(shown, year.cast.lead_unit), **given, **year.act(year.cast.lead_clerk, when)
    )


class TestComputing:
    def test_a_row_a_unit_in_the_order_of_the_register(self, year: Any, draft: Appraisal) -> None:
        found = list(draft.results.all())
        assert [each.name for each in found] == ["区建设局"]
        assert sum(Decimal(line["points"]) for line in found[0].lines if line["points"]) == found[0].points
        assert draft.rule["version"] == 1 and draft.state == AppraisalState.DRAFT

    def test_only_the_office_and_not_before_its_day(self, year: Any) -> None:
        with pytest.raises(NotAllowed):
            appraisals.begin(year=2023, as_of=AS_OF, **year.act(year.cast.leader, NOW))
        with pytest.raises(Invalid, match="还没有到"):
            appraisals.begin(year=2023, as_of=dt.date(2024, 2, 21), **year.act(year.cast.supervisor, NOW))
        with pytest.raises(Invalid, match="没有可以考核的内容"):
            appraisals.begin(year=2022, as_of=AS_OF, **year.act(year.cast.supervisor, NOW))

    def test_one_at_a_time(self, year: Any, draft: Appraisal) -> None:
        with pytest.raises(Stale):
            appraisals.begin(year=2023, as_of=AS_OF, **year.act(year.cast.supervisor_head, NOW))

    def test_a_draft_follows_the_ledger_and_a_second_window_is_refused(self, year: Any, draft: Appraisal) -> None:
        first = result(draft, year.cast.lead_unit)
        before = first.points
        Obligation.objects.filter(first_signed_at__isnull=True).update(due_on=dt.date(2024, 2, 25))  # extended
        act = year.act(year.cast.supervisor, NOW)
        fresh = appraisals.compute(row=draft, as_of=AS_OF, revision=draft.revision, **act)
        after = result(fresh, year.cast.lead_unit).points
        assert before is not None and after is not None and after > before
        assert result(fresh, year.cast.lead_unit).pk == first.pk, "links and the trail of a result hold"
        with pytest.raises(Stale):
            appraisals.compute(row=draft, as_of=AS_OF, revision=0, **act)


class TestTheWay:
    def test_to_the_end(self, year: Any, shown: Appraisal) -> None:
        """Shown, objected, upheld by somebody else, submitted, approved, frozen, computed again from the frozen."""
        before = result(shown, year.cast.lead_unit)
        made = objection(year, shown)
        assert made.about.startswith("2023年上半年报告：期限2023年7月10日")
        with pytest.raises(Invalid, match="1 份异议待复核"):
            appraisals.submit(row=shown, **year.act(year.cast.supervisor, "2024-03-01 09:00:00"))
        decided = objections.decide(
            row=made, upheld=True, text="签收单属实", changes=[Change(made.key, Finding.ON_TIME)],
            **year.act(year.cast.supervisor_head, "2024-02-26 09:00:00"),
        )  # fmt: skip
        assert decided.state == ObjectionState.UPHELD
        after = result(shown, year.cast.lead_unit)
        assert before.points is not None and after.points is not None and after.points > before.points
        shown.refresh_from_db()
        row = appraisals.submit(row=shown, **year.act(year.cast.supervisor, "2024-03-01 09:00:00"))
        row = appraisals.approve(row=row, **year.act(year.cast.leader, "2024-03-02 09:00:00"))
        assert row.state == AppraisalState.APPROVED and row.digest == row.snapshot["digest"]
        checked = verify(json.loads(json.dumps(row.snapshot)))
        assert checked.differences == () and checked.units == 1
        frozen = next(f for f in row.snapshot["facts"] if f["key"] == made.key)
        assert frozen["amended"] == {"finding": "on_time", "reason": "签收单属实"}
        assert row.snapshot["results"][0]["points"] == str(after.points)
        assert chain.verify()[1] == []
        assert keeping.is_intact(row) and list(keeping.changed()) == []
        UnitResult.objects.filter(pk=after.pk).update(points=99)
        assert not keeping.is_intact(row)
        UnitResult.objects.filter(pk=after.pk).update(points=after.points)
        row.snapshot["results"][0]["points"] = "12.00"
        row.snapshot["digest"] = row.digest = digest(row.snapshot)  # made anew: the trail has the one of the day
        row.save()
        UnitResult.objects.filter(pk=after.pk).update(points=12)
        (said,) = chain.verify()[1]
        assert said.message == "2023年度考核的结果与批准时留存的快照或摘要不符，可能被改动。"
        with pytest.raises(Invalid, match="不一致"):
            keeping.require_intact(row)

    def test_nobody_submits_before_the_units_were_heard(self, year: Any, shown: Appraisal) -> None:
        assert str(shown.objection_until) == "2024-02-27"  # five working days after 20 February
        act = year.act(year.cast.supervisor, "2024-02-27 18:00:00")
        with pytest.raises(Invalid, match="1 个单位没有确认"):
            appraisals.submit(row=shown, **act)
        own = result(shown, year.cast.lead_unit)
        appraisals.agree(result=own, **year.act(year.cast.lead_principal, "2024-02-27 17:00:00"))
        assert appraisals.submit(row=shown, **act).state == AppraisalState.SUBMITTED

    def test_after_the_term_silence_is_consent(self, year: Any, shown: Appraisal) -> None:
        act = year.act(year.cast.supervisor, "2024-02-28 08:00:00")
        assert appraisals.submit(row=shown, **act).state == AppraisalState.SUBMITTED

    def test_the_leader_sends_back_with_a_reason_and_the_office_computes_again(
        self, year: Any, shown: Appraisal
    ) -> None:
        row = appraisals.submit(row=shown, **year.act(year.cast.supervisor, "2024-02-28 08:00:00"))
        with pytest.raises(Refused, match="须填写意见"):
            appraisals.send_back(row=row, comment="", **year.act(year.cast.leader, "2024-02-28 09:00:00"))
        row = appraisals.send_back(row=row, comment="请核对街道", **year.act(year.cast.leader, "2024-02-28 09:00:00"))
        row = appraisals.take_back(row=row, comment="重新核对", **year.act(year.cast.supervisor, "2024-02-28 10:00:00"))
        assert row.state == AppraisalState.DRAFT

    def test_who_computed_does_not_approve(self, year: Any, shown: Appraisal) -> None:
        row = appraisals.submit(row=shown, **year.act(year.cast.supervisor, "2024-02-28 08:00:00"))
        with pytest.raises(NotAllowed):
            appraisals.approve(row=row, **year.act(year.cast.supervisor_head, "2024-02-28 09:00:00"))
        Appraisal.objects.filter(pk=row.pk).update(computed_by=year.cast.leader)
        row.refresh_from_db()
        with pytest.raises(NotAllowed, match="参加测算"):
            appraisals.approve(row=row, **year.act(year.cast.leader, "2024-02-28 09:00:00"))

    def test_who_decided_an_objection_does_not_approve(self, year: Any, shown: Appraisal) -> None:
        made = objection(year, shown)
        objections.decide(row=made, upheld=False, text="签收单是第三季度的", **year.act(year.cast.leader, LATER))
        shown.refresh_from_db()
        row = appraisals.submit(row=shown, **year.act(year.cast.supervisor, "2024-02-28 08:00:00"))
        with pytest.raises(NotAllowed, match="复核过本次考核异议"):
            appraisals.approve(row=row, **year.act(year.cast.leader, "2024-02-28 09:00:00"))

    def test_an_approved_one_is_corrected_by_another_and_both_stay(self, year: Any, shown: Appraisal) -> None:
        row = appraisals.submit(row=shown, **year.act(year.cast.supervisor, "2024-02-28 08:00:00"))
        row = appraisals.approve(row=row, **year.act(year.cast.leader, "2024-02-28 09:00:00"))
        act = year.act(year.cast.supervisor, "2024-03-10 09:00:00")
        with pytest.raises(Invalid, match="须写明理由"):
            appraisals.begin(year=2023, as_of=AS_OF, **act)
        again = appraisals.begin(year=2023, as_of=AS_OF, reason="复查发现漏计一期报告", **act)
        assert str(again) == "2023年度考核（第2版）" and again.supersedes == row
        again = appraisals.show(row=again, **act)
        again = appraisals.submit(row=again, **year.act(year.cast.supervisor, "2024-03-20 09:00:00"))
        appraisals.approve(row=again, **year.act(year.cast.leader, "2024-03-21 09:00:00"))
        row.refresh_from_db()
        assert row.state == AppraisalState.SUPERSEDED and row.snapshot is not None
        assert list(Appraisal.objects.in_force()) == [again]


class TestObjections:
    def test_within_the_term_with_reasons_by_the_unit_itself(self, year: Any, shown: Appraisal) -> None:
        with pytest.raises(Invalid, match="事实和理由"):
            objection(year, shown, text="不同意")
        with pytest.raises(Invalid, match="没有找到所指的依据"):
            objection(year, shown, key="progress.obligation:999999")
        with pytest.raises(Invalid, match="现已过期"):
            objection(year, shown, when="2024-02-28 00:30:00")
        with pytest.raises(NotAllowed):
            objections.object_to(
                result=result(shown, year.cast.lead_unit), item=Item.LINES, text=WHY,
                **year.act(year.cast.outsider_clerk, LATER),
            )  # fmt: skip
        objection(year, shown)
        with pytest.raises(Stale):
            objection(year, shown)

    def test_a_draft_cannot_be_objected_to(self, year: Any, draft: Appraisal) -> None:
        with pytest.raises(Stale):
            objection(year, draft)

    @pytest.mark.parametrize("who", ["supervisor", "lead_clerk"])
    def test_who_took_part_does_not_decide(self, year: Any, shown: Appraisal, who: str) -> None:
        made = objection(year, shown)
        with pytest.raises(NotAllowed):
            objections.decide(row=made, upheld=False, text="维持", **year.act(getattr(year.cast, who), LATER))
        objections.decide(row=made, upheld=False, text="签收单是第三季度的", **year.act(year.cast.leader, LATER))
        assert Objection.objects.get().state == ObjectionState.REJECTED

    def test_who_accepted_the_report_does_not_decide_about_it(self, year: Any, shown: Appraisal) -> None:
        """Nor about the item as a whole, that it is a row of; about others it is free."""
        report = Report.objects.filter(unit=year.cast.lead_unit).earliest("pk")
        Report.objects.filter(pk=report.pk).update(accepted_by=year.cast.supervisor_head)
        owed = Obligation.objects.get(period=report.period_id, unit=year.cast.lead_unit)
        by = year.act(year.cast.supervisor_head, LATER)["by"]
        made = objection(year, shown, key=f"progress.obligation:{owed.pk}")
        assert "经办过所指事项" in objections.recusal(made, year.cast.supervisor_head, by)
        whole = objection(year, shown, key="")
        assert "经办过所指事项" in objections.recusal(whole, year.cast.supervisor_head, by)
        other = objection(year, shown)
        assert objections.recusal(other, year.cast.supervisor_head, by) == ""

    def test_who_once_computed_it_took_part_even_if_others_did_it_again(self, year: Any, draft: Appraisal) -> None:
        act = year.act(year.cast.supervisor_head, NOW)
        row = appraisals.compute(row=draft, as_of=AS_OF, revision=draft.revision, **act)
        row = appraisals.show(row=row, **act)
        made = objection(year, row)
        assert "回避" in objections.recusal(made, year.cast.supervisor, year.act(year.cast.supervisor, LATER)["by"])

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ([], "须写明改了哪一条"),
            ([Change("progress.obligation:0", Finding.ON_TIME)], "不属于这个单位"),
            ([Change("", Finding.TRUE)], "不是这一项的情形"),
        ],
    )
    def test_an_upheld_one_changes_rows_and_nothing_else(
        self, year: Any, shown: Appraisal, changes: list[Change], words: str
    ) -> None:
        made = objection(year, shown)
        changes = [replace(change, key=change.key or made.key) for change in changes]
        with pytest.raises(Invalid, match=words):
            objections.decide(
                row=made, upheld=True, text="属实", changes=changes, **year.act(year.cast.supervisor_head, LATER)
            )
        assert Objection.objects.get().state == ObjectionState.OPEN

    def test_a_result_is_not_changed_on_words_alone(self, year: Any, shown: Appraisal) -> None:
        row = rows(shown, year.cast.lead_unit, Item.RESULTS)[0]
        made = objection(year, shown, item=Item.RESULTS, key=row.key)
        act = year.act(year.cast.leader, LATER)
        better = [Change(row.key, Finding.EXCEEDED)]
        with pytest.raises(Invalid, match="没有附佐证材料"):
            objections.decide(row=made, upheld=True, text="经核实该事项已经完成。", changes=better, **act)
        made.refresh_from_db()
        made.evidence.add(StoredFileFactory())
        objections.decide(row=made, upheld=True, text="验收单属实。", changes=better, **act)
        assert Objection.objects.get().state == ObjectionState.UPHELD

    def test_what_was_decided_survives_a_new_computation(self, year: Any, shown: Appraisal) -> None:
        made = objection(year, shown)
        objections.decide(
            row=made, upheld=True, text="该期经口头同意免报", changes=[Change(made.key, None)],
            **year.act(year.cast.supervisor_head, LATER),
        )  # fmt: skip
        after = result(shown, year.cast.lead_unit).points
        shown.refresh_from_db()
        row = appraisals.take_back(row=shown, comment="再核", **year.act(year.cast.supervisor, LATER))
        row = appraisals.compute(
            row=row, as_of=AS_OF, revision=row.revision, **year.act(year.cast.supervisor, "2024-02-23 09:00:00")
        )
        assert result(row, year.cast.lead_unit).points == after

    def test_withdrawn_it_waits_for_nobody(self, year: Any, shown: Appraisal) -> None:
        made = objection(year, shown)
        with pytest.raises(Invalid, match="异议待复核"):
            appraisals.agree(result=result(shown, year.cast.lead_unit), **year.act(year.cast.lead_principal, LATER))
        objections.withdraw(row=made, **year.act(year.cast.lead_clerk, LATER))
        appraisals.agree(result=result(shown, year.cast.lead_unit), **year.act(year.cast.lead_principal, LATER))
        assert appraisals.obstacles(shown, dt.date(2024, 2, 23)) == []


class TestRules:
    def test_a_new_version_counts_for_its_year(self, year: Any) -> None:
        act = year.act(year.cast.supervisor, NOW)
        rule_acts.publish(rule=replace(FIRST, year=2023, small_to=3), reason="区政府常务会议通过", **act)
        row = appraisals.begin(year=2023, as_of=AS_OF, **act)
        assert (row.rule["version"], row.rule["small_to"]) == (2, 3)

    def test_not_for_results_that_units_have_seen(self, year: Any, shown: Appraisal) -> None:
        act = year.act(year.cast.supervisor, NOW)
        with pytest.raises(Invalid, match="请从2024年度起执行"):
            rule_acts.publish(rule=replace(FIRST, year=2023), reason="事后调整", **act)
        rule_acts.publish(rule=replace(FIRST, year=2024), reason="下年起调整", **act)
        assert AppraisalRule.objects.get().version == 2

    def test_faults_and_rights(self, year: Any) -> None:
        act = year.act(year.cast.supervisor, NOW)
        with pytest.raises(Invalid, match="应为 100"):
            bad = replace(FIRST, year=2024, weights={**FIRST.weights, Item.LINES: Decimal(50)})
            rule_acts.publish(rule=bad, reason="调整权重", **act)
        with pytest.raises(Invalid, match="理由"):
            rule_acts.publish(rule=replace(FIRST, year=2024), reason="", **act)
        with pytest.raises(NotAllowed):
            rule_acts.publish(rule=replace(FIRST, year=2024), reason="调整权重", **year.act(year.cast.leader, NOW))
