"""Home."""

from tests.architecture.addresses.people import EVERYONE, OFFICE, Line

LINES = [
    Line("home", EVERYONE),
    Line("home-pairs", OFFICE),
    Line("home-splits", OFFICE),
    Line("large-text", EVERYONE),
]
