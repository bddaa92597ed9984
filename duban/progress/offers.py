"""Figures that the typed words already hold, offered for the figure boxes; a person takes one or leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from duban.core.document import Span
from duban.core.notice import reading
from duban.core.results import answers, read_result
from duban.progress.measures import MeasureTarget
from duban.progress.models import Observation

SHARES = ("%", "‰")
MOST = 3  # of one measure: who wrote more means something else


@dataclass(frozen=True)
class Offer:
    """A value for a measure, and where it comes from (Chinese, fit to show)."""

    measure_id: int
    value: Decimal
    reason: str


def from_text(text: str, uses: Sequence[MeasureTarget]) -> list[Offer]:
    """Figures of the narrative, each for the measure it speaks of; in the order of the text, a value once.

    "新增停车泊位3.2万个" offers 32000 for a measure whose target is 停车泊位12万个.
    """
    if not text or not uses:
        return []
    targets = [_as_read(use) for use in uses]
    figures = read_result(text).figures
    found: list[Offer] = []
    for answer in answers(targets, figures):
        figure, measure_id = figures[answer.figure], uses[answer.target].measure_id
        same = [offer for offer in found if offer.measure_id == measure_id]
        if len(same) < MOST and all(offer.value != figure.value for offer in same):
            found.append(Offer(measure_id, figure.value, f"正文写了“{figure.phrase}”"))
    return found


def from_parts(row: Observation, unit: str) -> Offer | None:
    """The share that numerator and denominator make, where a rate is asked and its box is empty."""
    if unit not in SHARES or row.value is not None or row.numerator is None or not row.denominator:
        return None
    times = 100 if unit == "%" else 1000
    value = (row.numerator / row.denominator * times).quantize(Decimal("0.01"))
    return Offer(row.measure_id, value, "按分子、分母计算")


def _as_read(use: MeasureTarget) -> reading.Target:
    """The ledger's target as the core knows it; only thing, value and measure count here."""
    target = use.target
    nowhere = Span(0, 0)
    return reading.Target(
        phrase=target.phrase,
        what=target.what,
        op=target.op,
        value=target.value,
        unit=target.unit,
        kind=reading.TargetKind(target.kind),
        span=nowhere,
        figure=nowhere,
    )
