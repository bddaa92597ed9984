"""Home: what waits for me; and the proposals that wait for the office."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from duban.ledger.enums import ClauseStatus, LinkStatus
from duban.ledger.models import Clause, Matter, MatterLink
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.permissions import Verb
from duban.orgs.workdays import office_calendar
from duban.web.home.providers import PARTS, PROVIDERS
from duban.web.home.waiting import Waiting, in_order
from duban.web.http import methods, page
from duban.web.request import HttpRequest

PAGE = 50


@methods(read=True)
def home(request: HttpRequest) -> HttpResponse:
    """The list of what this person has to do now, the nearest deadline first, and the numbers behind it."""
    actor: Actor = request.actor
    waiting = in_order([each for provider in PROVIDERS for each in provider(actor)])
    context = {
        "title": "待办",
        "waiting": [_line(each, actor) for each in waiting],
        "parts": [part for provider in PARTS for part in provider(actor)],
        "empty": will_appear(actor),
        "postless": not actor.posts,
    }
    return page(request, "home/home.html", context)


def _line(each: Waiting, actor: Actor) -> dict[str, Any]:
    left = office_calendar().say(actor.today, each.due) if each.due else ""
    return {"row": each, "left": left, "late": each.due is not None and each.due < actor.today}


def will_appear(actor: Actor) -> str:
    """What an empty list will hold, for this person."""
    if actor.is_office:
        return "待校对的来文、待确认的提示、要补的单位和人员会显示在这里。上传来文后就有了。"
    if actor.holds(PostKind.SYSTEM_ADMIN):
        return "从未登录的账号、没有岗位的账号会显示在这里。"
    if actor.holds(PostKind.SECURITY_ADMIN):
        return "三十天内到期的任职会显示在这里。"
    if actor.holds(PostKind.AUDIT_ADMIN):
        return "需要校验留痕时会显示在这里。"
    return "来文要求的报送期限临近时会显示在这里。"


@methods(read=True, verb=Verb.EDIT_MATTER)
def pairs(request: HttpRequest) -> HttpResponse:
    """Pairs of matters that may speak of the same goal; each is decided on the page of the matter."""
    rows = MatterLink.objects.filter(status=LinkStatus.PROPOSED).select_related("a", "b")
    found = Paginator(rows.order_by("-grade", "id"), PAGE).get_page(request.GET.get("page"))
    return page(request, "home/pairs.html", {"title": "可能的同一目标", "page": found})


@methods(read=True, verb=Verb.EDIT_MATTER)
def splits(request: HttpRequest) -> HttpResponse:
    """Matters with a proposed split; decided on the page of the matter."""
    proposed = Clause.objects.filter(status=ClauseStatus.PROPOSED).values("matter")
    rows = Matter.objects.filter(pk__in=proposed).in_printed_order().prefetch_related("clauses")
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"title": "建议拆分的事项", "page": found, "rows": [_split(matter) for matter in found]}
    return page(request, "home/splits.html", context)


def _split(matter: Matter) -> dict[str, Any]:
    clauses = [clause for clause in matter.clauses.all() if clause.status == ClauseStatus.PROPOSED]
    return {
        "matter": matter,
        "clauses": [matter.text[clause.start : clause.end] for clause in clauses],
        "reasons": list(dict.fromkeys(clause.reason for clause in clauses if clause.reason)),
    }


@methods(write=True)
def large_text(request: HttpRequest) -> HttpResponse:
    """Switch large text and high contrast (适老化) on or off, for this browser."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = redirect(target)
    value = "0" if request.COOKIES.get("large-text") == "1" else "1"
    response.set_cookie("large-text", value, max_age=365 * 86400, samesite="Lax", httponly=True)
    return response
