"""Joint matters (共同承办): what those who help reported, beside the lead's own line, and parts against the total."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from duban.core.reporting.values import MeasureKind
from duban.orgs.models import Unit
from duban.progress import measures
from duban.progress.enums import ReportState
from duban.progress.models import Line, Measure, Observation, OwedLine

FILED = (ReportState.SIGNED, ReportState.ACCEPTED)


@dataclass(frozen=True)
class Part:
    """A unit that answers for the matter too: its line where it has filed, else None."""

    unit: Unit
    line: Line | None
    figures: tuple[tuple[Measure, Decimal], ...]


@dataclass(frozen=True)
class Total:
    """A measure: the lead's total against the sum of the parts that were given. Only running totals add up."""

    measure: Measure
    total: Decimal | None
    parts: Decimal
    given: int

    @property
    def difference(self) -> Decimal | None:
        """Total less parts, where both are there."""
        return None if self.total is None or not self.given else self.total - self.parts


def parts(line: Line) -> list[Part]:
    """Every other unit that owes a line on the matter in the period, in the order of the register; four queries."""
    period = line.report.period_id
    owed = (
        OwedLine.objects.filter(obligation__period=period, matter=line.matter_id, obligation__waived_at__isnull=True)
        .exclude(obligation__unit=line.report.unit_id)
        .select_related("obligation__unit")
        .order_by("obligation__unit__position", "obligation__unit_id")
    )
    filed: dict[int, Line] = {}
    rows = Line.objects.filter(report__period=period, matter=line.matter_id, report__state__in=FILED)
    for row in rows.select_related("report__unit", "waiting_on").order_by("report__version"):
        filed[row.report.unit_id] = row
    ids = [use.measure_id for use in measures.of_matters([line.matter_id]).get(line.matter_id, ())]
    figures: dict[int, list[tuple[Measure, Decimal]]] = defaultdict(list)
    values = Observation.objects.filter(
        report__in=[row.report_id for row in filed.values()], measure__in=ids, value__isnull=False
    ).select_related("measure", "report")
    for value in values.order_by("measure_id"):
        assert value.value is not None  # filtered above
        figures[value.report.unit_id].append((value.measure, value.value))
    return [
        Part(row.obligation.unit, filed.get(row.obligation.unit_id), tuple(figures[row.obligation.unit_id]))
        for row in owed
    ]


def totals(line: Line, found: list[Part]) -> list[Total]:
    """The measures of the matter that add up, with the lead's total and the parts."""
    uses = measures.of_matters([line.matter_id]).get(line.matter_id, [])
    own = {
        row.measure_id: row.value
        for row in Observation.objects.filter(report=line.report_id, measure__in=[use.measure_id for use in uses])
    }
    result = []
    for use in uses:
        if use.measure.kind == MeasureKind.POINT:
            continue
        given = [value for part in found for measure, value in part.figures if measure.pk == use.measure_id]
        result.append(Total(use.measure, own.get(use.measure_id), sum(given, Decimal(0)), len(given)))
    return result
