"""亮灯."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, CONCERNED, OFFICE, Line
from tests.architecture.world import World


def matter(world: World) -> Mapping[str, Any]:
    """The matter of the world."""
    return {"pk": world.matter.pk}


def changed(world: World) -> Mapping[str, Any]:
    """The matter, with a person's judgement over its light."""
    from duban.oversight.models import LightOverride
    from tests.support.cast import AT

    LightOverride.objects.get_or_create(
        matter=world.matter,
        ended_at=None,
        defaults={"colour": "yellow", "reason": "手续已齐", "made_by": world.cast.supervisor, "made_at": AT},
    )
    return matter(world)


LINES = [
    Line("lights", BUSINESS),
    Line("lights-moved", BUSINESS),
    Line("light-rules", BUSINESS),
    Line("light-rule-new", OFFICE),
    Line("light", CONCERNED, BUSINESS - CONCERNED, keys=matter),
    Line("light-override", OFFICE, keys=matter, data={"colour": "yellow", "reason": "手续已齐，追赶有把握"}),
    Line("light-override-end", OFFICE, keys=changed),
]
