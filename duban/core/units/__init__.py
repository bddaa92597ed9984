"""Names of units (承办单位): what their words tell, which may be one unit, which unit of the register is meant."""

from duban.core.units.aliases import proposals
from duban.core.units.matching import Grade, RegisteredUnit, Suggestion, match
from duban.core.units.names import NameFacts, UnitKind, analyse, is_group, looks_like_unit

__all__ = [
    "Grade",
    "NameFacts",
    "RegisteredUnit",
    "Suggestion",
    "UnitKind",
    "analyse",
    "is_group",
    "looks_like_unit",
    "match",
    "proposals",
]
