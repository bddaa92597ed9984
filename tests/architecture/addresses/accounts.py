"""Log-in, password, accounts."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import EVERYONE, SYSTEM, Line
from tests.architecture.world import World


def person(world: World) -> Mapping[str, Any]:
    """The lead unit's clerk."""
    return {"pk": world.cast.lead_clerk.pk}


LINES = [
    Line("login", EVERYONE, public=True),
    Line("logout", EVERYONE),
    Line("password", EVERYONE),
    Line("accounts", SYSTEM),
    Line("account-new", SYSTEM),
    Line("account", SYSTEM, keys=person),
    Line("account-reset", SYSTEM, keys=person),
    Line("account-deactivate", SYSTEM, keys=person),
    Line("account-reactivate", SYSTEM, keys=person),
]
