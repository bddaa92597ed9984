"""Messages that did not leave, for the system administrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from duban.messaging.enums import DeliveryState
from duban.messaging.models import Delivery
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.web.home.waiting import Waiting

LATELY = dt.timedelta(days=7)  # older ones are history; the inbox has their messages


def undelivered(actor: Actor) -> Iterable[Waiting]:
    """Deliveries of the last week that could not be sent, with the newest reason."""
    if not may(actor, Verb.MANAGE_CHANNELS):
        return
    dead = Delivery.objects.filter(state=DeliveryState.DEAD, created_at__gte=timezone.now() - LATELY)
    count = dead.count()
    if count:
        newest = dead.filter(pk=dead.aggregate(pk=Max("pk"))["pk"]).values_list("error", flat=True)[0]
        yield Waiting(f"{count} 条消息没有发出", reverse("channels"), newest)
