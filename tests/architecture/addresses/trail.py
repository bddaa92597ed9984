"""The trail: the audit administrator alone."""

from tests.architecture.addresses.people import AUDIT, Line

LINES = [
    Line("trail", AUDIT),
    Line("trail-verify", AUDIT),
    Line("trail-export", AUDIT),
]
