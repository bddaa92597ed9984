"""Periods, acceptance, measures."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, CONCERNED, COOPERATING, LEAD, LEADER, OFFICE, OUTSIDER, Line
from tests.architecture.world import World


def period(world: World) -> Mapping[str, Any]:
    """The period of the lead unit's draft, not opened."""
    return {"pk": world.report.period_id}


def obligation(world: World) -> Mapping[str, Any]:
    """What the lead unit owes in it."""
    return {"pk": world.obligation.pk}


def report(world: World) -> Mapping[str, Any]:
    """The lead unit's draft."""
    return {"pk": world.report.pk}


def line(world: World) -> Mapping[str, Any]:
    """Its line, of a matter that the unit leads."""
    return {"line": world.line.pk}


def measure(world: World) -> Mapping[str, Any]:
    """The measure of that matter."""
    return {"pk": world.measure.pk}


LINES = [
    Line("periods", BUSINESS),
    Line("period-filings", BUSINESS),
    Line("period-plan", OFFICE),
    Line("period-special", OFFICE),
    Line("period", BUSINESS, keys=period),
    Line("period-export", BUSINESS, keys=period),
    Line("period-dates", OFFICE, keys=period),
    Line("period-open", OFFICE, keys=period),
    Line("period-close", OFFICE, keys=period),
    Line("period-remove", OFFICE, keys=period),
    Line("period-burden", BUSINESS, keys=period),
    Line("period-checks", OFFICE, keys=period),
    Line("period-waiting", BUSINESS, keys=period),
    Line("obligation", OFFICE | LEADER | LEAD, COOPERATING | OUTSIDER, keys=obligation),
    Line("obligation-extend", OFFICE, keys=obligation),
    Line("obligation-waive", OFFICE, keys=obligation),
    Line("obligation-end-waiver", OFFICE, keys=obligation),
    Line("reviews", OFFICE),
    Line("review-accept-many", OFFICE),
    Line("review", OFFICE, keys=report),
    Line("review-line", OFFICE, keys=lambda w: {**report(w), **line(w)}),
    Line("review-accept", OFFICE, keys=report),
    Line("review-return", OFFICE, keys=report),
    Line("review-joint", OFFICE | LEADER | LEAD, COOPERATING | OUTSIDER, keys=line),
    Line("measures", BUSINESS),
    Line("measure", CONCERNED, OUTSIDER, keys=measure),
    Line("measure-edit", OFFICE, keys=measure),
    Line("measure-succeed", OFFICE, keys=measure),
    Line("measure-merge", OFFICE, keys=measure),
    Line("measure-undo-merge", OFFICE, keys=measure),
]
