"""Names of units: one printed name means one unit, whatever it was called when the document was printed."""

from __future__ import annotations

from collections.abc import Iterable

from duban.orgs.models import Unit, UnitAlias


def clean(name: str) -> str:
    """The name without white space around it and inside it (条线 breaks in tables, ideographic spaces).

    >>> clean(" 区人力\\u3000资源局\\n")
    '区人力资源局'
    """
    return "".join(name.split())


def resolve(printed: str) -> Unit | None:
    """The unit with exactly that name or alias, else None. A merged unit answers with the one it went into."""
    return resolve_many([printed]).get(printed)


def resolve_many(printed: Iterable[str]) -> dict[str, Unit]:
    """Units by printed name; names that nobody bears are left out. A constant number of queries."""
    wanted = {name: clean(name) for name in printed}
    cleaned = set(wanted.values()) - {""}
    units = Unit.objects.select_related("merged_into")
    found: dict[str, Unit] = {}
    for alias in UnitAlias.objects.filter(text__in=cleaned).select_related("unit__merged_into"):
        found[alias.text] = _today(alias.unit)
    for unit in units.filter(full_name__in=cleaned):
        found[unit.full_name] = _today(unit)
    for unit in units.filter(name__in=cleaned):  # last: a name outweighs an alias
        found[unit.name] = _today(unit)
    return {name: found[short] for name, short in wanted.items() if short in found}


def _today(unit: Unit) -> Unit:
    """Where the unit went. One step: merging re-points the units that had been merged before."""
    return unit.merged_into or unit


def bearer(name: str) -> tuple[Unit, str] | None:
    """Who bears a name, and how it is borne ("名称", "全称" or "别名"); for a refusal that says so."""
    short = clean(name)
    unit = Unit.objects.filter(name=short).first()
    if unit is not None:
        return unit, "名称"
    alias = UnitAlias.objects.filter(text=short).select_related("unit").first()
    if alias is not None:
        return alias.unit, "别名"
    unit = Unit.objects.filter(full_name=short).exclude(full_name="").first()
    return (unit, "全称") if unit is not None else None
