"""Days, applications and closings on the page of a matter, with what one's own unit may do and why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.oversight.actions import adjustments, closings
from duban.oversight.models import Closing
from duban.web.adjustments.views import Row, of_matter
from duban.web.closings.applying import leading_units


@dataclass(frozen=True)
class Course:
    """How the matter goes to its end."""

    matter: Matter
    printed: dt.date
    due: dt.date
    adjustments: list[Row]
    closings: list[Any]
    own: bool
    no_adjustment: str = ""  # why one's own unit cannot ask for another day or figure
    no_closing: str = ""  # why it cannot apply to close

    @property
    def extended(self) -> bool:
        """The whole matter has another day than the printed one."""
        return self.due != self.printed

    @property
    def shown(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.own or self.adjustments or self.closings)


def of(matter: Matter, actor: Actor) -> Course:
    """For the page; a constant number of queries."""
    rows = Closing.objects.visible_to(actor).filter(matter=matter).select_related("unit", "decided_by")
    found = of_matter(matter, actor)
    own = leading_units(actor, matter) if may(actor, Verb.DRAFT_REPORT) else []
    printed = dt.date(matter.programme.year, 12, 31)
    return Course(
        matter=matter,
        printed=printed,
        due=adjustments.due_of(matter),
        adjustments=found,
        closings=list(rows.order_by("-id")),
        own=bool(own),
        no_adjustment=adjustments.obstacle(matter, own[0], actor) if own else "",
        no_closing=closings.obstacle(matter, own[0], actor) if own else "",
    )
