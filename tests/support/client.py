"""A test client that looks at every page it is given."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.support.pagecheck import problems


class BadPage(AssertionError):
    """A page that breaks a rule of :mod:`tests.support.pagecheck`."""


class PageClient(Client):
    """Django's client; every HTML answer is checked, whatever the test is about.

    ``fragment=True`` asks as htmx does (and checks the answer as a part of a page).
    """

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            self.check(response)
        return response

    @staticmethod
    def check(response: Any) -> None:
        html = response.content.decode()
        if not html.strip():
            return
        whole = html.lstrip().lower().startswith("<!doctype")
        found = problems(html, fragment=not whole)
        if found:
            path = response.wsgi_request.get_full_path()
            raise BadPage(f"{path}（{response.status_code}）:\n  " + "\n  ".join(found))

    def fragment(self, path: str, data: Any = None, *, method: str = "get", target: str = "", **extra: Any) -> Any:
        """Ask for a fragment, as htmx does."""
        headers = {"HX-Request": "true", **({"HX-Target": target} if target else {}), **extra.pop("headers", {})}
        return getattr(self, method)(path, data or {}, headers=headers, **extra)


def client_for(person: Any = None) -> PageClient:
    """A client, logged in as the person (a User) where one is given."""
    client = PageClient()
    if person is not None:
        client.force_login(person, backend="duban.web.backend.PersonBackend")
    return client
