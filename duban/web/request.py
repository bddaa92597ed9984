"""The request as it reaches a view: with what the middleware put on it. For types; nothing is made here."""

from __future__ import annotations

from django import http
from django_htmx.middleware import HtmxDetails

from duban.orgs.actor import Actor


class HttpRequest(http.HttpRequest):
    """A request with its actor (``ActorMiddleware``) and what htmx said (``HtmxMiddleware``)."""

    actor: Actor
    htmx: HtmxDetails
