"""What happens to every request: the actor, the headers, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from duban.orgs.actor import Actor, actor_for
from duban.orgs.permissions import NotAllowed, Refused, Stale
from duban.web.request import HttpRequest

Next = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self';"
    " connect-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
)
MUST_CHANGE = ("password", "logout", "login", "large-text")
RENEW = 300  # seconds: a session is renewed at most so often, so that reading does not write at every page


class ActorMiddleware:
    """Puts ``request.actor`` on the request (one query, when first asked), and holds back first log-ins."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = cast(Actor, SimpleLazyObject(lambda: self.actor(request)))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Somebody with an initial password goes to the change of it, and nowhere else."""
        name = request.resolver_match.url_name if request.resolver_match else ""
        user = request.user
        if not user.is_authenticated:
            return None
        self.renew(request)
        if user.must_change_password and name not in MUST_CHANGE:
            return redirect("password")
        return None

    @staticmethod
    def renew(request: HttpRequest) -> None:
        """Whoever works stays logged in; whoever is away for the session's age is logged out."""
        now = int(timezone.now().timestamp())
        if now - request.session.get("seen", 0) >= RENEW:
            request.session["seen"] = now

    @staticmethod
    def actor(request: HttpRequest) -> Actor:
        today = timezone.localdate()
        if not request.user.is_authenticated:
            return Actor(user=None, today=today, origin="anonymous")
        origin = f"网页 {request.META.get('REMOTE_ADDR', '')}"
        return actor_for(request.user, today, origin)


class HeadersMiddleware:
    """Security headers; pages of a person are never kept by a cache."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cache-Control", "no-store")
            response.setdefault("Vary", "HX-Request")
        return response


class RefusalMiddleware:
    """A refusal below the screens becomes a page (or a message beside the button) with its reason."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        if isinstance(error, NotAllowed):
            status, heading = 403, "没有权限"
        elif isinstance(error, Stale):
            status, heading = 409, "已被他人处理"
        else:
            status, heading = 422, "未能完成"
        if request.method == "POST" and not request.htmx and status != 403:
            back = request.META.get("HTTP_REFERER") or reverse("home")
            messages.error(request, error.reason)
            from django.utils.http import url_has_allowed_host_and_scheme

            if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
                return redirect(back)
        template = "components/refusal_fragment.html" if request.htmx else "refusal.html"
        return render(request, template, {"title": heading, "reason": error.reason}, status=status)
