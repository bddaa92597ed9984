"""What every template may use: the actor, the menu, demo mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from duban.orgs.permissions import Verb, may
from duban.web.navigation import menu
from duban.web.request import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page."""
    user: Any = getattr(request, "user", None)  # a page of an error may be made before there is one
    signed_in = user is not None and user.is_authenticated
    name = request.resolver_match.view_name if request.resolver_match else ""
    ready = signed_in and not user.must_change_password  # until then the menu would lead nowhere
    return {
        "actor": request.actor if signed_in else None,
        "menu": menu(request.actor, name) if ready else [],
        "searches": ready and bool(may(request.actor, Verb.VIEW_LEDGER)),
        "unread": getattr(user, "unread", 0) if ready else 0,  # loaded with the person: no query of its own
        "demo": settings.DEMO,
        "large_text": request.COOKIES.get("large-text") == "1",
    }
