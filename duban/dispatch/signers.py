"""Who may sign a document of a kind (签发权限): for some a leader alone, for others the head of the office too."""

from __future__ import annotations

import datetime as dt

from duban.dispatch.enums import Kind
from duban.messaging.people import holders
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import User

# What praises, criticises or concludes on units is a leader's (国令733 art. 21); what the office sends on its own
# account, its head may sign.
_HEAD_TOO = frozenset({Kind.URGING, Kind.MINUTES, Kind.NOTICE})


def posts(kind: str) -> frozenset[PostKind]:
    """Posts whose holders sign the kind."""
    own = {PostKind.SUPERVISOR_HEAD} if Kind(kind) in _HEAD_TOO else set()
    return frozenset({PostKind.LEADER, *own})


def people(kind: str, on: dt.date) -> list[User]:
    """Who may sign the kind on the day, leaders first."""
    found = holders(None, posts(kind), on)
    found.sort(key=lambda each: each.post != PostKind.LEADER)
    return list({each.person.pk: each.person for each in found}.values())


def may_sign(kind: str, actor: Actor) -> bool:
    """Whether the actor holds such a post today."""
    return bool(actor.kinds & posts(kind))


def titled(kind: str) -> str:
    """Who signs the kind, in Chinese."""
    return "区领导或督查室负责人" if Kind(kind) in _HEAD_TOO else "区领导"
