"""台账: the list that everybody lives on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe

from duban.ledger.filters import Criteria
from duban.ledger.kept import KEPT
from duban.ledger.models import SavedView
from duban.ledger.ordering import Order
from duban.orgs.permissions import Verb, may
from duban.web.http import methods, page
from duban.web.ledger import conditions, table
from duban.web.ledger.listing import Listing, Page, page_number
from duban.web.request import HttpRequest

TITLE = "台账"
TOKEN = "@@token@@"
ROWS = "<!-- rows -->"
TARGET = "ledger"  # id of the part that htmx replaces
YEAR = 365 * 86400


@methods(read=True, verb=Verb.VIEW_LEDGER)
def ledger(request: Any) -> HttpResponse:
    """The list, or (for htmx) the part of it that changes."""
    listing = Listing.of(request, request.GET)
    fragment = request.htmx and request.htmx.target == TARGET and not request.htmx.history_restore_request
    if not fragment and (elsewhere := _elsewhere(request, listing)):
        return redirect(elsewhere)
    shown = listing.page(page_number(request.GET.get("page", "")))
    token = get_token(request)
    before, after = (mark_safe(part.replace(TOKEN, token)) for part in _frame(listing, shown))
    done = KEPT.get(listing.mark, "rows", dict[tuple, str])
    rows = mark_safe(table.body(shown.rows, listing.columns, listing.sight, done))  # cells escape their texts
    context = {"title": TITLE, "listing": listing, "before": before, "rows": rows, "after": after}
    if not fragment:
        return page(request, "ledger/ledger.html", context)
    response = page(request, "ledger/_results.html", context)
    response["HX-Push-Url"] = listing.address(page=shown.number)
    return response


def _elsewhere(request: HttpRequest, listing: Listing) -> str:
    """An address to go to instead: a typed unit name becomes the unit; nothing asked opens the default view."""
    if request.GET.get("unit_name") and not listing.typed:
        return listing.address()
    if not request.GET:
        default = next((view for view in _views(listing) if view["default"]), None)
        if default is not None and default["query"]:
            return default["address"]
    return ""


def _views(listing: Listing) -> list[dict[str, Any]]:
    """Saved views that the person sees, the one that is open marked."""
    user = listing.actor.user
    assert user is not None  # the page needs a log-in

    def load() -> list[dict[str, Any]]:
        found = SavedView.objects.visible_to(listing.actor)
        rows = found.values("id", "name", "query", "shared", "default", "owner_id")
        return [
            {**row, "own": row["owner_id"] == user.pk, "default": row["default"] and row["owner_id"] == user.pk}
            for row in rows
        ]

    views = KEPT.get(listing.mark, ("views", user.pk), load)
    return [
        {**view, "open": view["query"] == listing.query, "address": f"{listing.base}?{view['query'] or 'all=1'}"}
        for view in views
    ]


def _frame(listing: Listing, shown: Page) -> tuple[str, str]:
    """What stands before and after the rows. It says :data:`TOKEN` where the session's token belongs."""
    may_share = bool(may(listing.actor, Verb.SHARE_VIEW))

    def render() -> tuple[str, str]:
        context = {
            "title": TITLE,
            "listing": listing,
            "shown": shown,
            "fields": conditions.fields(listing),
            "chips": list(conditions.chips(listing)),
            "everything": listing.address(Criteria()),
            "heads": [_head(listing, column) for column in listing.columns],
            "pages": _pages(listing, shown.number, shown.last),
            "views": _views(listing),
            "may_share": may_share,
            "here": listing.address(page=shown.number),
            "choices": [(c, c in listing.columns) for c in table.choices(listing.mine) if not c.fixed],
            "token": TOKEN,
            "mark": ROWS,
        }
        before, _, after = render_to_string("ledger/_frame.html", context).partition(ROWS)
        return before, after

    person = (listing.actor.user, may_share, listing.mine, listing.actor.today)
    key = ("frame", *person, listing.criteria, listing.order, listing.look, listing.typed, shown.number)
    return KEPT.get(listing.mark, key, render)


def _head(listing: Listing, column: table.Column) -> dict[str, Any]:
    """A heading with the address that sorts by it (again: backwards, a third time: printed order)."""
    order, key = listing.order, column.key
    active = order.key == key
    following = Order() if active and order.backwards else Order(key, backwards=active)
    return {
        "column": column,
        "sort": ("descending" if order.backwards else "ascending") if active else "",
        "address": listing.address(order=following) if column.sorts else "",
    }


def _pages(listing: Listing, number: int, last: int) -> list[tuple[int, str]]:
    """Numbers and addresses around the page; 0 stands for a gap."""
    near = sorted({1, last} | {n for n in range(number - 2, number + 3) if 1 <= n <= last})
    out: list[tuple[int, str]] = []
    for n in near:
        if out and n - out[-1][0] > 1:
            out.append((0, ""))
        out.append((n, listing.address(page=n)))
    return out


@methods(read=True, verb=Verb.VIEW_LEDGER)
def codes(request: HttpRequest) -> JsonResponse:
    """Numbers of everything that the conditions leave, in order, to be copied."""
    listing = Listing.of(request, request.GET)
    return JsonResponse({"codes": list(listing.matters.values_list("code", flat=True))})


@methods(write=True, verb=Verb.VIEW_LEDGER)
def look(request: HttpRequest) -> HttpResponse:
    """Which columns and how dense, for this browser."""
    offered, wanted = request.POST.getlist("offered"), request.POST.getlist("col")
    value = str(table.Look.parse(".".join([*(set(offered) - set(wanted)), request.POST.get("density", "")])))
    response = redirect(back(request))
    response.set_cookie(table.COOKIE, value, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def back(request: HttpRequest) -> str:
    """Where the form stood."""
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else reverse("ledger") + "?all=1"
