"""A unit with two matters and an open period, and the steps that most tests of progress take: ``stage``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from duban.orgs.actor import Actor, actor_for
from duban.orgs.models import User
from duban.progress import checking, digest
from duban.progress.actions import drafting, periods, reviewing, signing
from duban.progress.actions.drafting import Change
from duban.progress.models import Report
from tests.factories.orgs import PASSWORD
from tests.factories.progress import give_matter, make_periods, measure_for, moment

TEXT = "截至3月底已建成停车泊位120个，其余地块完成场地平整，正在办理施工许可手续。"


@dataclass
class Stage:
    """What a test plays on."""

    cast: Any
    periods: list
    plain: Any  # a matter without a figure
    counted: Any  # a matter with one
    measure: Any

    def actor(self, person: User, when: str) -> Actor:
        """The person on the day of ``when``."""
        return actor_for(person, moment(when).date(), "测试")

    def act(self, person: User, when: str) -> dict[str, Any]:
        """Keywords of every action."""
        return {"by": self.actor(person, when), "at": moment(when)}

    def draft(self, when: str = "2023-04-03 09:00:00", period: int = 0, value: str = "120", text: str = TEXT) -> Report:
        """A complete draft by the clerk."""
        by = self.act(self.cast.lead_clerk, when)
        report = drafting.open_draft(period=self.periods[period], unit=self.cast.lead_unit, **by)
        for line in report.lines.all():
            fields = {
                "presence": "reported",
                "done": text
                if line.matter_id == self.counted.pk
                else f"{text}另完成{line.matter.code}的方案评审{period}。",
                "self_rating": "on_schedule",
            }
            changes = {name: Change(new, getattr(line, name)) for name, new in fields.items()}
            drafting.save_line(line=line, changes=changes, **by)
        if value:
            drafting.save_figure(
                report=report, measure_id=self.measure.pk, changes={"value": Change(Decimal(value))}, **by
            )
        report.refresh_from_db()
        return report

    def to_sign(self, report: Report, when: str = "2023-04-04 09:00:00") -> Report:
        """Submitted and checked."""
        report = signing.submit(report=report, **self.act(self.cast.lead_clerk, when))
        return signing.pass_check(report=report, **self.act(self.cast.lead_office_head, when))

    def sign(self, report: Report, when: str = "2023-04-05 09:00:00") -> Report:
        """Signed by the principal."""
        return signing.sign(
            report=report, seen=digest.of(report), password=PASSWORD, **self.act(self.cast.lead_principal, when)
        )

    def accept(self, report: Report, when: str = "2023-04-12 09:00:00") -> Report:
        """Accepted by the office."""
        return reviewing.accept(report=report, **self.act(self.cast.supervisor, when))

    def filed(self, period: int = 0, **draft: Any) -> Report:
        """The whole way."""
        when = ["2023-04-0", "2023-07-0", "2023-10-0", "2024-01-0"][period]
        report = self.draft(when + "3 09:00:00", period=period, **draft)
        report = self.sign(self.to_sign(report, when + "4 09:00:00"), when + "5 09:00:00")
        return self.accept(report, when + "6 09:00:00")

    def explain(self, report: Report, when: str) -> None:
        """A sentence by the clerk for whatever the checks ask."""
        by = self.act(self.cast.lead_clerk, when)
        for each in checking.open_findings(report):
            checking.answer(
                line=report.lines.get(pk=each.line_id),
                rule=each.finding.rule,
                fingerprint=each.finding.fingerprint,
                text="已与数据来源核对。",
                **by,
            )

    def whole_year(self, values: tuple[str, ...] = ("60", "120", "180", "260")) -> list[Report]:
        """All four reports, accepted; the goal of the counted matter is the district's own."""
        type(self.counted.programme).objects.filter(pk=self.counted.programme_id).update(level="district")
        made = []
        for number, value in enumerate(values):
            stem = ["2023-04-0", "2023-07-0", "2023-10-0", "2024-01-0"][number]
            if number:
                periods.open_period(period=self.periods[number], **self.act(self.cast.supervisor, f"{stem}1 08:00:00"))
            words = f"累计建成停车泊位{value}个，其余地块{'按计划' * (number + 1)}推进，年内全部投入使用。"
            report = self.draft(f"{stem}3 09:00:00", period=number, value=value, text=words)
            self.explain(report, f"{stem}3 10:00:00")
            report = self.sign(self.to_sign(report, f"{stem}4 09:00:00"), f"{stem}5 09:00:00")
            made.append(self.accept(report, f"{stem}6 09:00:00"))
        return made


@pytest.fixture
def stage(cast: Any) -> Stage:
    """The stage with the cast of the test."""
    return make_stage(cast)


def make_stage(cast: Any) -> Stage:
    """Two matters of the lead unit, one with a figure, and the first quarter open."""
    plain = give_matter(cast.lead_unit)
    counted = give_matter(cast.lead_unit, programme=plain.programme, section=plain.section)
    rows = make_periods()
    made = Stage(cast, rows, plain, counted, measure_for(counted))
    office = made.act(cast.supervisor, "2023-04-01 08:00:00")
    periods.open_period(period=rows[0], **office)
    return made
