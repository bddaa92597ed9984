"""What the filling page shows, loaded in a constant number of queries whatever the number of lines."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

from duban.core.text.figures import show_number
from duban.ledger.models import Target
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.progress import checking, measures, offers
from duban.progress.enums import PeriodKind
from duban.progress.measures import MeasureTarget
from duban.progress.models import Evidence, Line, Observation, Period, Report, Share
from duban.web.cases.beside import of_matters
from duban.web.reports import boxes
from duban.web.reports.shown import Checked, FigureView, FindingView, LineView, OfferView

LATELY = dt.timedelta(minutes=10)


class ReportPage:
    """Everything about a report for one person; ``only``: ids of the lines that are wanted."""

    def __init__(
        self,
        report: Report,
        actor: Actor,
        *,
        only: Collection[int] | None = None,
        typed: dict[str, str] | None = None,
    ) -> None:
        self.report, self.actor, self.only, self.typed = report, actor, only, typed or {}

    @cached_property
    def rows(self) -> list[Line]:
        """Lines in printed order."""
        rows = self.report.lines.select_related(
            "matter__programme", "matter__section", "assignment", "waiting_on", "updated_by"
        )
        return list(rows.order_by("matter__programme__ordinal", "matter__ordinal", "id"))

    @cached_property
    def uses(self) -> dict[int, list[MeasureTarget]]:
        return measures.of_matters([line.matter_id for line in self.rows])

    @cached_property
    def observations(self) -> dict[int, Observation]:
        return {row.measure_id: row for row in self.report.observations.select_related("updated_by")}

    @cached_property
    def previous(self) -> Report | None:
        return checking.previous_report(self.report)

    @cached_property
    def previous_lines(self) -> dict[int, Line]:
        rows = self.previous.lines.select_related("waiting_on") if self.previous else []
        return {line.matter_id: line for line in rows}

    @cached_property
    def previous_figures(self) -> dict[int, Observation]:
        rows = self.previous.observations.all() if self.previous else []
        return {row.measure_id: row for row in rows}

    @cached_property
    def _files(self) -> dict[int, list[Evidence]]:
        found: dict[int, list[Evidence]] = defaultdict(list)
        rows = Evidence.objects.filter(line__report=self.report, withdrawn_at__isnull=True)
        for row in rows.select_related("file", "by").order_by("id"):
            found[row.line_id or 0].append(row)
        return found

    @cached_property
    def _shares(self) -> dict[int, Share]:
        ids = {use.measure_id for uses in self.uses.values() for use in uses}
        rows = Share.objects.filter(measure_id__in=ids, unit_id=self.report.unit_id).order_by("version")
        return {row.measure_id: row for row in rows}

    @cached_property
    def _targets(self) -> dict[tuple[int, int], Target]:
        """Current versions by matter and ordinal."""
        rows = Target.objects.filter(matter__in=[line.matter_id for line in self.rows])
        return {(t.matter_id, t.ordinal): t for t in rows.select_related("matter__programme").order_by("version")}

    @cached_property
    def _first_at(self) -> dict[int, Line]:
        """measure id → the first line that asks for it: the box stands there."""
        first: dict[int, Line] = {}
        for line in self.rows:
            for use in self.uses.get(line.matter_id, ()):
                first.setdefault(use.measure_id, line)
        return first

    @cached_property
    def _leads(self) -> set[int]:
        """Measures that some led line asks for: these are owed."""
        return {u.measure_id for line in self.rows if line.assignment.lead for u in self.uses.get(line.matter_id, ())}

    @cached_property
    def checked(self) -> dict[int, Checked]:
        """Line id → findings and offers."""
        wanted = [line for line in self.rows if self.only is None or line.pk in self.only]
        made = {line.pk: Checked(line) for line in wanted}
        for each in checking.findings(self.report, self.only):
            made[each.line_id].findings.append(FindingView(each))
        for line in wanted:
            made[line.pk].offers = list(self._offers(line))
        return made

    def _offers(self, line: Line) -> Iterable[OfferView]:
        """For boxes that are empty, or hold another number than the words."""
        uses = self.uses.get(line.matter_id, [])
        by_id = {use.measure_id: use.measure for use in uses}
        found = offers.from_text(line.done, uses)
        for measure_id in by_id:
            row = self.observations.get(measure_id)
            parts = offers.from_parts(row, by_id[measure_id].unit) if row else None
            found += [parts] if parts else []
        for offer in found:
            row = self.observations.get(offer.measure_id)
            if row is not None and row.value is not None:
                continue
            measure = by_id[offer.measure_id]
            yield OfferView(
                f"m{measure.pk}-value",
                boxes.grouped(offer.value),
                f"{show_number(offer.value)}{measure.unit}",
                measure.name,
                offer.reason,
            )

    def _figures(self, line: Line) -> list[FigureView]:
        found: list[FigureView] = []
        for use in self.uses.get(line.matter_id, ()):
            first = self._first_at[use.measure_id]
            row = self.observations.get(use.measure_id)
            found.append(
                FigureView(
                    measure=use.measure,
                    target=self._targets[use.target.matter_id, use.target.ordinal],
                    row=row or Observation(report=self.report, measure=use.measure),
                    first=first.pk == line.pk and all(f.measure.pk != use.measure_id for f in found),
                    at_code=first.matter.code,
                    at_line=first.pk,
                    required=use.measure_id in self._leads,
                    share=self._shares.get(use.measure_id),
                    last=self.previous_figures.get(use.measure_id),
                    typed=self.typed,
                )
            )
        return found

    @cached_property
    def lines(self) -> list[LineView]:
        """Lines with everything; headings where programme or section change."""
        views, programme, section = [], None, None
        beside = of_matters({line.matter_id for line in self.rows}, self.actor)
        for number, line in enumerate(self.rows, 1):
            matter = line.matter
            new_programme = matter.programme_id != programme
            new_section = new_programme or matter.section_id != section
            programme, section = matter.programme_id, matter.section_id
            own = {self.report.unit_id}
            views.append(
                LineView(
                    line=line,
                    number=number,
                    checked=self.checked[line.pk],
                    figures=self._figures(line),
                    last=self.previous_lines.get(line.matter_id),
                    evidence=self._files.get(line.pk, []),
                    others=list(dict.fromkeys(u["name"] for u in _units(line) if u["id"] not in own)),
                    level=matter.programme.get_level_display() if new_programme else "",
                    section=matter.section.title if new_section and matter.section else "",
                    typed=self.typed,
                    beside=beside.get(line.matter_id, []),
                )
            )
        return views

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def filled(self) -> int:
        """Lines with an answer of any kind."""
        return sum(bool(line.presence) for line in self.rows)

    @cached_property
    def open_counts(self) -> tuple[int, int, int]:
        """Unfilled lines, things to mend, things to answer in a sentence."""
        every = list(self.checked.values())
        todo = sum(c.state == "todo" for c in every)
        return (
            todo,
            sum(c.blocks for c in every if c.state != "todo"),
            sum(c.confirms for c in every if c.state != "todo"),
        )

    @cached_property
    def earlier_periods(self) -> list[Period]:
        """Which periods a figure may correct."""
        period = self.report.period
        rows = Period.objects.filter(year=period.year, kind=PeriodKind.REGULAR, covers_to__lt=period.covers_to)
        return list(rows.order_by("covers_to"))

    @cached_property
    def unit_names(self) -> list[str]:
        """Units that one may wait for, superiors too."""
        rows = Unit.objects.active(self.actor.today).responsible().exclude(pk=self.report.unit_id)
        return list(rows.order_by("position", "id").values_list("name", flat=True))

    def others_lately(self, at: dt.datetime) -> list[Line]:
        """The last lines that somebody else saved in the last minutes, at most three."""
        rows = self.report.lines.filter(updated_at__gt=at - LATELY).exclude(updated_by=self.actor.person)
        return list(rows.select_related("updated_by", "matter").order_by("-updated_at", "id")[:3])


def _units(line: Line) -> list[dict[str, Any]]:
    return line.matter.display.get("units", []) if line.matter.display else []
