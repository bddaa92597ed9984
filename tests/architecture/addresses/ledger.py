"""The ledger, saved views, the page of a matter."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, CONCERNED, LEADER, OFFICE, OUTSIDER, UNITS, Line
from tests.architecture.world import World

OWNER = frozenset({"supervisor"})


def matter(world: World) -> Mapping[str, Any]:
    """The matter of the world."""
    return {"pk": world.matter.pk}


def target(world: World) -> Mapping[str, Any]:
    """Its target."""
    return {**matter(world), "ordinal": world.target.ordinal}


def version(world: World) -> Mapping[str, Any]:
    """Its target's only version."""
    return {**target(world), "version": world.target.version}


def helper(world: World) -> Mapping[str, Any]:
    """The cooperating unit's assignment."""
    return {**matter(world), "assignment": world.helper.pk}


def link(world: World) -> Mapping[str, Any]:
    """The proposed pair."""
    return {**matter(world), "link": world.link.pk}


def view(world: World) -> Mapping[str, Any]:
    """The private view of the 督查员."""
    return {"pk": world.view.pk}


LINES = [
    Line("ledger", BUSINESS),
    Line("ledger-codes", BUSINESS),
    Line("ledger-look", BUSINESS),
    Line("ledger-export", BUSINESS),
    Line("ledger-view-save", BUSINESS, data={"name": "我的视图", "query": "level=district"}),
    Line("ledger-view-default", OWNER, BUSINESS - OWNER, keys=view),
    Line("ledger-view-delete", OWNER, BUSINESS - OWNER, keys=view),
    Line("ledger-item", CONCERNED, OUTSIDER, keys=matter),
    Line("ledger-item-split", OFFICE, keys=matter),
    Line("ledger-item-whole", OFFICE, keys=matter),
    Line("ledger-item-target-add", OFFICE, keys=matter),
    Line("ledger-item-target", OFFICE, keys=target),
    Line("ledger-item-target-turn", OFFICE, keys=version),
    Line("ledger-item-unit-add", OFFICE, keys=matter),
    Line("ledger-item-unit", OFFICE, keys=helper),
    Line("ledger-item-unit-end", OFFICE, keys=helper),
    Line("ledger-item-unit-confirm", OFFICE, keys=helper),
    Line("ledger-item-link", OFFICE, keys=link),
    Line("ledger-notice", OFFICE | LEADER, UNITS, keys=lambda w: {"pk": w.matter.notice_id}),
    Line("ledger-notice-file", OFFICE | LEADER, UNITS, keys=lambda w: {"pk": w.matter.notice_id}),
]
