"""Accounts on the screen of the system administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.liaisons import masked
from duban.orgs import actions as orgs
from duban.orgs.actor import Actor
from duban.orgs.models import Appointment, User
from duban.orgs.permissions import Invalid, Verb
from duban.web import trail
from duban.web.accounts.forms import EditAccount, NewAccount
from duban.web.http import is_fragment, methods, page
from duban.web.request import HttpRequest

PAGE = 50
STATES = {"active": "在用", "unused": "从未登录", "postless": "没有岗位", "inactive": "已停用"}


def in_state(people: QuerySet[User], state: str, actor: Actor) -> QuerySet[User]:
    """People by the state of their account; an unknown state restricts nothing."""
    if state == "inactive":
        return people.filter(is_active=False)
    if state not in STATES:
        return people
    people = people.filter(is_active=True)
    if state == "unused":
        return people.filter(last_login__isnull=True)
    if state == "postless":
        held = Appointment.objects.current(actor.today).filter(user=OuterRef("pk"))
        return people.filter(~Exists(held))
    return people


@methods(read=True, verb=Verb.EDIT_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, with posts and last log-in."""
    actor: Actor = request.actor
    query, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    people = User.objects.all()
    if query:
        held = Appointment.objects.current(actor.today).filter(user=OuterRef("pk"), post__unit__name__icontains=query)
        people = people.filter(Q(name__icontains=query) | Q(username__icontains=query) | Exists(held))
    current = Appointment.objects.current(actor.today).select_related("post__unit").order_by("id")
    shown = in_state(people, state, actor).order_by("-is_active", "name", "pk")
    rows = Paginator(shown.prefetch_related(Prefetch("appointments", current, to_attr="held")), PAGE)
    found = rows.get_page(request.GET.get("page"))
    context = {
        "title": "账号",
        "page": found,
        "people": [{"user": user, "phone": masked(user.phone), "held": user.held} for user in found],  # type: ignore[attr-defined]
        "q": query,
        "state": state,
        "states": _facets(people, query, state, actor),
        "query": f"{kept}&" if (kept := _query(query, state)) else "",
    }
    return page(request, "accounts/_results.html" if is_fragment(request) else "accounts/accounts.html", context)


def _facets(people: QuerySet[User], query: str, state: str, actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "count": in_state(people, key, actor).count(),
            "query": _query(query, "" if key == state else key),
            "on": key == state,
        }
        for key, label in STATES.items()
    ]


def _query(query: str, state: str) -> str:
    data = QueryDict(mutable=True)
    data.update({name: value for name, value in (("q", query), ("state", state)) if value})
    return data.urlencode()


@methods(read=True, write=True, verb=Verb.EDIT_ACCOUNTS)
def new(request: HttpRequest) -> HttpResponse:
    """Open an account; the answer shows the initial password, once."""
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = orgs.create_account(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error("name" if "姓名" in refusal.reason else "username", refusal.reason)
        else:
            return shown_once(request, user, password, f"已为{user}开立账号")
    return page(request, "accounts/new.html", {"title": "开立账号", "form": form}, status=422 if form.errors else 200)


def shown_once(request: HttpRequest, user: User, password: str, title: str) -> HttpResponse:
    """The initial password. It is in this answer only: not in the database, not in the trail, not in the session."""
    return page(request, "accounts/password_once.html", {"title": title, "person": user, "password": password})


@methods(read=True, write=True, verb=Verb.EDIT_ACCOUNTS)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: name and number, posts, verbs, trail."""
    user = get_object_or_404(User, pk=pk)
    form = EditAccount(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            orgs.edit_account(user=user, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, "已保存。")
            return redirect("account", pk=pk)
    context = {
        "title": f"账号：{user}",
        "person": user,
        "phone": masked(user.phone),
        "form": form,
        "held": Appointment.objects.filter(user=user).select_related("post__unit").order_by("-start", "-id"),
        "oneself": user.pk == request.user.pk,
        "trail": trail.lines(user, request.actor, also=[Appointment.objects.filter(user=user)]),
    }
    return page(request, "accounts/account.html", context, status=422 if form.errors else 200)


@methods(write=True, verb=Verb.EDIT_ACCOUNTS)
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A new initial password, shown once."""
    user = get_object_or_404(User, pk=pk)
    password = orgs.reset_password(user=user, by=request.actor, at=timezone.now())
    return shown_once(request, user, password, f"已重置{user}的密码")


@methods(write=True, verb=Verb.EDIT_ACCOUNTS)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account; the person and everything done stays."""
    user = get_object_or_404(User, pk=pk)
    reason = request.POST.get("reason", "").strip()[:200]
    orgs.deactivate_account(user=user, reason=reason, by=request.actor, at=timezone.now())
    messages.success(request, f"已停用{user}的账号，其登录已全部退出。")
    return redirect("account", pk=pk)


@methods(write=True, verb=Verb.EDIT_ACCOUNTS)
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it again, with a new initial password."""
    user = get_object_or_404(User, pk=pk)
    password = orgs.reactivate_account(user=user, by=request.actor, at=timezone.now())
    return shown_once(request, user, password, f"已启用{user}的账号")
