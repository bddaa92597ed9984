"""What exactly is signed: the digest (摘要) over a report's content in printed order."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from duban.core.text.figures import plain_number
from duban.progress.models import Report


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)


def content(report: Report) -> dict[str, Any]:
    """The signed content as plain JSON values: unit, period, version, lines with their words and figures.

    Units and periods stand by their number: a unit that is renamed later has still signed the same.
    """
    lines = report.lines.select_related("matter").order_by("matter__programme__ordinal", "matter__ordinal", "id")
    figures = report.observations.select_related("measure").order_by("measure_id")
    special = {"answer": report.answer} if report.answer else {}  # of a special collection; older digests lack it
    return {
        **special,
        "unit": report.unit_id,
        "period": report.period_id,
        "version": report.version,
        "lines": [
            {
                "code": line.matter.code,
                "presence": line.presence,
                "done": line.done,
                "problem": line.problem,
                "next_step": line.next_step,
                "reason": line.reason,
                "waiting_on": line.waiting_on_id,
                "expected_on": line.expected_on.isoformat() if line.expected_on else "",
                "rating": line.self_rating,
                "synthesis": line.synthesis,
            }
            for line in lines
        ],
        "figures": [
            {
                "measure": [each.measure_id, each.measure.name, each.measure.unit],
                "value": _figure(each.value),
                "numerator": _figure(each.numerator),
                "denominator": _figure(each.denominator),
                "as_of": each.as_of.isoformat() if each.as_of else "",
                "status": each.status,
                "source": each.source,
                "note": each.note,
                "corrects": each.corrects_id,
            }
            for each in figures
            if each.value is not None or each.note
        ],
    }


def of(report: Report) -> str:
    """SHA-256 (hex) of :func:`content`."""
    text = json.dumps(content(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
