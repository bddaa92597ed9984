"""Names for sets of people of the cast, and a line of the matrix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.architecture.world import World

OFFICE = frozenset({"supervisor", "supervisor_head"})
LEADER = frozenset({"leader"})
LEAD = frozenset({"lead_clerk", "lead_office_head", "lead_deputy", "lead_principal"})
COOPERATING = frozenset({"cooperating_clerk", "cooperating_principal"})
OUTSIDER = frozenset({"outsider_clerk"})
SYSTEM = frozenset({"system_admin"})
SECURITY = frozenset({"security_admin"})
AUDIT = frozenset({"audit_admin"})
ADMINS = SYSTEM | SECURITY | AUDIT
UNITS = LEAD | COOPERATING | OUTSIDER
BUSINESS = OFFICE | LEADER | UNITS
CONCERNED = OFFICE | LEADER | LEAD | COOPERATING  # with the matter of the world
EVERYONE = BUSINESS | ADMINS

Keys = Callable[[World], Mapping[str, Any]]


def nothing(world: World) -> Mapping[str, Any]:
    """An address without keys."""
    return {}


@dataclass(frozen=True)
class Line:
    """An address and who gets in. Whoever is in neither set gets 403.

    ``seen``: may (an answer below 400, or for a write a refusal that is about the content and not the person);
    ``absent``: for whom the thing does not exist (404). ``keys``: of the address, from the world;
    ``data``: what a write sends; ``query``: what a read asks.
    """

    name: str
    seen: frozenset[str]
    absent: frozenset[str] = frozenset()
    keys: Keys = nothing
    data: Mapping[str, Any] | None = None
    query: str = ""
    public: bool = False
