"""The test client checks what it is given, without being asked."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from duban.web.http import methods
from tests.support.client import BadPage


@methods(read=True, write=True, public=True)
def broken(request):
    """A page without anything."""
    return HttpResponse("<!doctype html><html><head><title>x</title></head><body></body></html>")


@methods(read=True, public=True)
def fragment(request):
    """Part of a page, for htmx only."""
    return HttpResponse('<p id="a"></p><p id="a"></p>' if request.htmx else "<p>一</p>")


@methods(read=True, public=True)
def table(request):
    """Not HTML."""
    return HttpResponse("a,b", content_type="text/csv")


urlpatterns = [path("broken", broken), path("fragment", fragment), path("table", table)]
here = override_settings(ROOT_URLCONF=__name__)


@here
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_broken_page_fails_the_test_that_met_it(client_for, method):
    with pytest.raises(BadPage, match="one h1"):
        getattr(client_for(), method)("/broken")


@here
def test_a_fragment_is_checked_as_a_fragment(client_for):
    assert client_for().get("/fragment").status_code == 200
    with pytest.raises(BadPage, match="stands 2 times"):
        client_for().fragment("/fragment")


@here
def test_what_is_not_html_is_let_through(client_for):
    assert client_for().get("/table").content == b"a,b"


def test_a_person_is_logged_in(client_for, cast):
    assert "杜察" in client_for(cast.supervisor).get("/").content.decode()
    assert client_for().get("/").status_code == 302
