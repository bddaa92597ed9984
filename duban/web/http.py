"""The door: what every view has in common. Nothing below ``web`` knows HTTP."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from duban.orgs.permissions import Verb, require
from duban.web.request import HttpRequest

_WRITING = ("insert", "update", "delete", "replace", "alter", "drop", "create", "truncate")
_OUTSIDE = ('"django_session"', '"axes_')  # the session is not part of what a page reads


class WroteOnRead(RuntimeError):
    """A read view tried to write: with immediate transactions every page view would queue for the lock."""


def _no_writes(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    head = sql.lstrip().split(None, 1)[0].lower() if sql.strip() else ""
    if head in _WRITING and not any(name in sql for name in _OUTSIDE):
        raise WroteOnRead(sql[:200])
    return execute(sql, params, many, context)


def methods(
    *,
    read: bool = False,
    write: bool = False,
    verb: Verb | None = None,
    public: bool = False,
    atomic: bool = True,
) -> Callable:
    """Declare a view: ``read`` = GET without a transaction (a write raises), ``write`` = POST in one.

    ``verb`` is asked of :mod:`duban.orgs.permissions` before the view runs; ``None`` means every person
    who is logged in (the view then loads through ``visible_to``). ``public`` needs no log-in. ``atomic=False``: the
    view works for long before it writes and must not hold the lock of all writers meanwhile; it gets no transaction
    and writes through actions, which have their own.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        allowed = (["GET", "HEAD"] if read else []) + (["POST"] if write else [])

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if verb is not None:
                require(request.actor, verb)
            with ExitStack() as stack:
                if request.method == "POST" and atomic:
                    stack.enter_context(transaction.atomic())
                elif request.method != "POST":
                    stack.enter_context(connection.execute_wrapper(_no_writes))
                return view(request, *args, **kwargs)

        wrapped.duban = {  # type: ignore[attr-defined]
            "read": read,
            "write": write,
            "verb": verb,
            "public": public,
        }  # for the architecture test
        return login_not_required(wrapped) if public else wrapped

    return decorate


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page. For a fragment request (htmx) pass the fragment's template instead."""
    return render(request, template, context or {}, status=status)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (not for a history restore)."""
    return bool(request.htmx) and not request.htmx.history_restore_request and not request.htmx.boosted
