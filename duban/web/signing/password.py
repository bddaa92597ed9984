"""The password once more (再次输入密码) before a signature, counted by the same lock as the log-in.

Five wrong ones and the account waits, at the log-in too: the page of signing is no place to guess passwords at.
"""

from __future__ import annotations

from dataclasses import dataclass

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.utils import timezone

from duban.web.accounts.views import locked_until, tries_left
from duban.web.request import HttpRequest


@dataclass(frozen=True)
class Refusal:
    """Why the password was not taken."""

    reason: str
    status: int


def refused(request: HttpRequest, password: str) -> Refusal | None:
    """None where it is the person's own password. A refusal must be answered, not raised, or nobody counts it."""
    user = request.actor.person
    if not user.has_usable_password():
        return Refusal("您的账号没有设置密码，不能在系统上签字。请联系系统管理员设置，或改用纸质签字。", 422)
    name = user.get_username()
    found = authenticate(request, username=name, password=password)
    locked = bool(getattr(request, "axes_locked_out", False))
    request.axes_locked_out = False  # type: ignore[attr-defined]  # this page says it itself, and nothing is lost
    if found is not None and found.pk == user.pk:
        AxesProxyHandler.reset_attempts(username=name, ip_address=request.META.get("REMOTE_ADDR"))
        return None
    left = tries_left(request, name)
    if locked or not left:
        until = timezone.localtime(locked_until(request, name))
        return Refusal(f"密码多次不对，签字和登录暂停到 {until:%H:%M}。没有签字，报告内容不受影响。", 429)
    return Refusal(f"密码不对，没有签字。请重新输入登录密码，还可再试 {left} 次。", 422)
