"""What every template may use: the actor, the menu, demo mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from duban.web.navigation import menu


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    name = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "actor": request.actor if signed_in else None,
        "menu": menu(request.actor, name) if signed_in else [],
        "demo": settings.DEMO,
        "large_text": request.COOKIES.get("large-text") == "1",
    }
