"""What is asked, what shared measures save, minutes of saved edits; and how often checks are overruled."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from duban.progress import burden, checking, completeness, firings
from duban.progress.actions import drafting, reviewing
from duban.progress.actions.drafting import Change
from duban.progress.models import CheckAnswer, MeasureTarget, Obligation, WorkSpan
from tests.factories.ledger import TargetFactory

D = dt.date


def meter(stage: Any, period: int = 0) -> burden.Burden:
    rows = completeness.rows(Obligation.objects.filter(period=stage.periods[period]), today=D(2023, 4, 12))
    (found,) = burden.of_rows(rows)
    return found


class TestAsked:
    def test_lines_and_figures(self, stage: Any) -> None:
        found = meter(stage)
        assert (found.lines, found.figures, found.saved, found.minutes, found.returned) == (2, 1, 0, 0, 0)

    def test_a_shared_measure_is_asked_once(self, stage: Any) -> None:
        MeasureTarget.objects.create(measure=stage.measure, target=TargetFactory(matter=stage.plain))
        found = meter(stage)
        assert (found.figures, found.saved) == (1, 1)

    def test_who_only_helps_is_not_asked_for_the_figure(self, stage: Any) -> None:
        stage.counted.assignments.update(lead=False)
        stage.periods[0].obligations.get().owed.filter(matter=stage.counted)
        assert meter(stage).figures == 0


class TestMinutes:
    def edit(self, stage: Any, report: Any, when: str, text: str) -> None:
        line = report.lines.get(matter=stage.plain)
        drafting.save_line(
            line=line, changes={"done": Change(text, line.done)}, **stage.act(stage.cast.lead_clerk, when)
        )

    def test_short_pauses_go_on_long_ones_do_not(self, stage: Any) -> None:
        by = stage.act(stage.cast.lead_clerk, "2023-04-03 09:00:00")
        report = drafting.open_draft(period=stage.periods[0], unit=stage.cast.lead_unit, **by)
        for when, text in [("09:00:00", "一"), ("09:04:00", "二"), ("09:08:00", "三"), ("15:00:00", "四")]:
            self.edit(stage, report, f"2023-04-03 {when}", text)
        assert [(span.saves) for span in WorkSpan.objects.all()] == [3, 1]
        assert meter(stage).minutes == 8 + 1 + 1

    def test_opening_without_writing_counts_nothing(self, stage: Any) -> None:
        by = stage.act(stage.cast.lead_clerk, "2023-04-03 09:00:00")
        drafting.open_draft(period=stage.periods[0], unit=stage.cast.lead_unit, **by)
        assert meter(stage).minutes == 0

    def test_saving_the_same_again_counts_nothing(self, stage: Any) -> None:
        report = stage.draft()
        before = WorkSpan.objects.get().saves
        line = report.lines.get(matter=stage.plain)
        drafting.save_line(
            line=line, changes={"done": Change(line.done, line.done)},
            **stage.act(stage.cast.lead_clerk, "2023-04-03 09:01:00"),
        )  # fmt: skip
        assert WorkSpan.objects.get().saves == before

    def test_totals_leave_the_excused_out(self, stage: Any) -> None:
        stage.filed()
        sums = burden.total([meter(stage)])
        assert (sums.units, sums.lines, sums.figures) == (1, 2, 1)
        assert sums.minutes == sums.middle == meter(stage).minutes > 0
        assert burden.total([]).middle == 0


class TestFirings:
    def jumping(self, stage: Any) -> Any:
        """A third report whose figure jumps and is explained."""
        from duban.progress.actions import periods

        stage.filed(value="10", text="各地块完成场地平整，两处已经办结施工许可手续，六月开工。")
        for n, day in ((1, "2023-07-01"), (2, "2023-10-01")):
            periods.open_period(period=stage.periods[n], **stage.act(stage.cast.supervisor, f"{day} 08:00:00"))
        text = "全市共建成停车泊位，二季度新开工三处，累计投入使用，详见台账记录。"
        stage.filed(1, value="20", text=text)
        report = stage.draft("2023-10-03 09:00:00", period=2, value="90", text="三季度各地块集中交付使用，验收七处。")
        (left,) = [f for f in checking.open_findings(report) if f.finding.rule == "figures.jumps"]
        checking.answer(
            line=report.lines.get(pk=left.line_id), rule=left.finding.rule, fingerprint=left.finding.fingerprint,
            text="集中交付", **stage.act(stage.cast.lead_clerk, "2023-10-03 10:00:00"),
        )  # fmt: skip
        return stage.to_sign(report, "2023-10-04 09:00:00")

    def count(self, rule: str, **where: Any) -> firings.RuleCount:
        return {each.rule: each for each in firings.counts(**where)}[rule]

    def test_answered_and_accepted_unchanged_is_overruled(self, stage: Any) -> None:
        report = self.jumping(stage)
        now = self.count("figures.jumps", period=stage.periods[2])
        assert (now.fired, now.answered, now.overruled) == (1, 1, 0)
        stage.accept(stage.sign(report, "2023-10-05 09:00:00"), "2023-10-06 09:00:00")
        now = self.count("figures.jumps", period=stage.periods[2])
        assert (now.fired, now.answered, now.overruled, now.mended) == (1, 1, 1, 0)
        assert self.count("figures.jumps", period=stage.periods[0]).fired == 0
        assert self.count("figures.jumps", year=2023).fired == 1

    def test_changed_after_a_return_is_mended(self, stage: Any) -> None:
        report = stage.sign(self.jumping(stage), "2023-10-05 09:00:00")
        report = reviewing.send_back(
            report=report, comment="请核对", **stage.act(stage.cast.supervisor, "2023-10-06 09:00:00")
        )
        act = stage.act(stage.cast.lead_clerk, "2023-10-07 09:00:00")
        drafting.save_figure(
            report=report, measure_id=stage.measure.pk,
            changes={"value": Change(Decimal(25), Decimal(90))}, **act,
        )  # fmt: skip
        report.refresh_from_db()
        report = stage.to_sign(report, "2023-10-07 10:00:00")
        stage.accept(stage.sign(report, "2023-10-08 09:00:00"), "2023-10-09 09:00:00")
        now = self.count("figures.jumps")
        assert (now.fired, now.overruled, now.mended) == (1, 0, 1)

    def test_hints_are_kept_though_nobody_answers_them(self, stage: Any) -> None:
        report = stage.draft(text="截至3月底已建成停车泊位120个，均已通过验收并交付使用，运行情况总体良好。")
        stage.to_sign(report)
        assert self.count("evidence.none").fired >= 1
        assert CheckAnswer.objects.filter(answer="", stood_at__isnull=False).exists()

    def test_advice_needs_enough_firings(self) -> None:
        made = firings.RuleCount("r", "名", "confirm", 9, 9, 9, 0)
        assert made.advice == ""
        assert firings.RuleCount("r", "名", "confirm", 10, 8, 6, 0).advice == "多数被说明通过，可考虑停用"
        assert firings.RuleCount("r", "名", "confirm", 10, 8, 5, 0).advice == ""
