"""Log-in, log-out, change of password, accounts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse

from duban.orgs.permissions import Verb
from duban.web.http import methods, page


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many failures: the account waits a quarter of an hour."""
    return page(request, "accounts/locked.html", {"title": "登录已暂停"}, status=429)


@methods(read=True, write=True, public=True)
def login(request: HttpRequest) -> HttpResponse:
    """Log-in page."""
    return auth.LoginView.as_view(template_name="accounts/login.html", extra_context={"title": "登录"})(request)


@methods(write=True)
def logout(request: HttpRequest) -> HttpResponse:
    """Log-out."""
    return auth.LogoutView.as_view()(request)


@methods(read=True, write=True)
def password(request: HttpRequest) -> HttpResponse:
    """Change of one's own password."""
    return page(request, "accounts/password.html", {"title": "修改密码"})


@methods(read=True, verb=Verb.EDIT_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts."""
    return page(request, "accounts/accounts.html", {"title": "账号"})
