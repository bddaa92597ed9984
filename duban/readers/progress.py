"""Progress of a long reading (pages recognised, a program converting) to whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Report = Callable[[str, int], None]
_report: ContextVar[Report | None] = ContextVar("report", default=None)


@contextmanager
def reporting(report: Report) -> Iterator[None]:
    """Within the block, :func:`tell` calls ``report(stage in Chinese, percent)``."""
    token = _report.set(report)
    try:
        yield
    finally:
        _report.reset(token)


def tell(stage: str, percent: int) -> None:
    """Report, if anybody listens."""
    report = _report.get()
    if report is not None:
        report(stage, percent)
