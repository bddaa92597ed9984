"""Deciding whether two matters speak of the same goal (同一目标)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.audit import actions as audit
from duban.audit.actions import Entry
from duban.ledger.actions.checking import QUICKER
from duban.ledger.enums import LinkStatus
from duban.ledger.models import MatterLink
from duban.ledger.signals import goals_changed
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale, Verb, require


@transaction.atomic
def decide_link(*, link: MatterLink, same: bool, seen: str, by: Actor, at: dt.datetime) -> MatterLink:
    """The pair is one goal, or is not. ``seen``: the status the person looked at; a decision can be changed."""
    require(by, Verb.EDIT_MATTER)
    status = LinkStatus.CONFIRMED if same else LinkStatus.REJECTED
    if seen == status:
        raise Invalid(f"这一对已是“{status.label}”。")
    moved = MatterLink.objects.filter(pk=link.pk, status=seen).update(status=status, decided_by=by.user, decided_at=at)
    if moved != 1:
        raise Stale(QUICKER)
    link.status, link.decided_by, link.decided_at = status, by.user, at
    verb = "link.confirm" if same else "link.reject"
    pair = [(link.a, link.b), (link.b, link.a)]
    entries = [Entry(verb, one, {"status": seen}, {"other": str(other), "status": str(status)}) for one, other in pair]
    audit.record_many(entries, by=by, at=at)
    if same:
        goals_changed.send(MatterLink, year=link.a.programme.year, by=by, at=at)
    return link
