"""Log-in, lock-out, log-out, change of one's own password."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.orgs import actions as orgs
from duban.orgs import demo
from duban.orgs.permissions import Invalid
from duban.web.accounts.forms import ChangePassword, LogIn
from duban.web.http import methods, page
from duban.web.request import HttpRequest


class LogInView(auth.LoginView):
    """Django's, with our page and the number of tries that are left."""

    template_name = "accounts/login.html"
    authentication_form = LogIn
    redirect_authenticated_user = True
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "title": "登录", "accounts": demo.accounts(), "demo_password": demo.password(), "left": None}

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        context = self.get_context_data(form=form)
        if form.non_field_errors():
            context["left"] = tries_left(self.request, form.data.get("username", ""))
        return self.render_to_response(context)


def tries_left(request: HttpRequest, username: str) -> int:
    """How many more failures before the account waits."""
    credentials = {"username": username}
    failures = AxesProxyHandler.get_failures(request, credentials)
    return max(0, get_failure_limit(request, credentials) - failures)


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None, *args: Any
) -> HttpResponse:
    """Too many failures: the account waits. Called by django-axes instead of the log-in page."""
    until = locked_until(request, (credentials or {}).get("username") or request.POST.get("username", ""))
    return page(request, "accounts/locked.html", {"title": "登录已暂停", "until": until}, status=429)


def locked_until(request: HttpRequest, username: str) -> dt.datetime:
    """When the wait ends: the cool-off after the last failure from this address."""
    now = timezone.now()
    attempts = AccessAttempt.objects.filter(username=username, ip_address=request.META.get("REMOTE_ADDR"))
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return (last or now) + (get_cool_off(request) or dt.timedelta())


@methods(read=True, write=True, public=True)
def login(request: HttpRequest) -> HttpResponse:
    """Log-in page."""
    return cast(HttpResponse, LogInView.as_view()(request))


@methods(write=True)
def logout(request: HttpRequest) -> HttpResponse:
    """Log-out."""
    return auth.LogoutView.as_view()(request)


@methods(read=True, write=True)
def password(request: HttpRequest) -> HttpResponse:
    """Change of one's own password; whoever has an initial one comes here first."""
    form = ChangePassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        current, new = form.cleaned_data["current"], form.cleaned_data["new"]
        try:
            user = orgs.change_own_password(current=current, new=new, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error("current" if refusal.reason.startswith("现用密码") else "new", refusal.reason)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "密码已修改。其他设备上的登录已退出。")
            return redirect("home")
    context = {"title": "修改密码", "form": form, "forced": request.actor.person.must_change_password}
    return page(request, "accounts/password.html", context, status=422 if form.errors else 200)
