"""Home: what waits for me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from duban.web.http import methods, page


@methods(read=True)
def home(request: HttpRequest) -> HttpResponse:
    """The list of what this person has to do now."""
    return page(request, "home/home.html", {"title": "待办"})


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
