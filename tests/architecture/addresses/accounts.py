"""Log-in, password, accounts."""

from tests.architecture.addresses.people import EVERYONE, SYSTEM, Line

LINES = [
    Line("login", EVERYONE, public=True),
    Line("logout", EVERYONE),
    Line("password", EVERYONE),
    Line("accounts", SYSTEM),
]
