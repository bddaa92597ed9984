"""Named sets of messages and deliveries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from duban.messaging.enums import DeliveryState

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


class MessageQuerySet(models.QuerySet):
    """Messages. Nobody sees another person's, nor whether they were read."""

    def visible_to(self, actor: Actor) -> MessageQuerySet:
        """One's own."""
        return self.filter(recipient=actor.user) if actor.user is not None else self.none()

    def unread(self) -> MessageQuerySet:
        """Neither read nor done."""
        return self.filter(read_at__isnull=True, settled_at__isnull=True)


class ChannelQuerySet(models.QuerySet):
    """Group robots."""

    def visible_to(self, actor: Actor) -> ChannelQuerySet:
        """The system administrator keeps them; nobody else needs them."""
        from duban.orgs.permissions import Verb, may

        return self if may(actor, Verb.MANAGE_CHANNELS) else self.none()

    def active(self) -> ChannelQuerySet:
        """In use."""
        return self.filter(ended_at__isnull=True)


class DeliveryQuerySet(models.QuerySet):
    """What goes out."""

    def due(self, at: dt.datetime) -> DeliveryQuerySet:
        """May be tried now."""
        return self.filter(state=DeliveryState.WAITING, next_at__lte=at)

    def broken_off(self, at: dt.datetime) -> DeliveryQuerySet:
        """Claimed by a process that has not been heard of since."""
        return self.filter(Q(held_until__lt=at), state=DeliveryState.SENDING)
