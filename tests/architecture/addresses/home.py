"""Home."""

from tests.architecture.addresses.people import EVERYONE, Line

LINES = [
    Line("home", EVERYONE),
    Line("large-text", EVERYONE),
]
