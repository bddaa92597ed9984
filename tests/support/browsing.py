"""A real Chromium in front of a real server: ``page_for(person)``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def chromium() -> str | None:
    """Debian's Chromium (or what ``DUBAN_CHROMIUM`` names); None where there is none."""
    for name in (os.environ.get("DUBAN_CHROMIUM"), "/usr/bin/chromium", "chromium", "chromium-browser"):
        if name and (found := shutil.which(name)):
            return found
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session."""
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface keeps an event loop in this thread; Django would refuse the database.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            yield launched
            launched.close()


@dataclass
class Watch:
    """What the pages of a test did that they must not do."""

    host: str
    allowed: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def allow(self, text: str) -> None:
        """A console error that the test provokes (part of its text), such as an answer 422."""
        self.allowed.append(text)

    def add(self, message: str) -> None:
        """Note it, unless the test said that it expects it."""
        if not any(text in message for text in self.allowed):
            self.seen.append(message)

    def console(self, message: Any) -> None:
        """Listener for ``console``."""
        if message.type in {"error", "warning"}:
            self.add(f"console {message.type}: {message.text}")

    def request(self, request: Any) -> None:
        """Listener for ``request``."""
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.add(f"request to another host: {request.url}")


@pytest.fixture
def watch(live_server: Any) -> Watch:
    """Console errors and requests to other hosts of this test's pages."""
    return Watch(urlsplit(live_server.url).netloc)


@pytest.fixture
def page_for(browser: Any, live_server: Any, watch: Watch) -> Iterator[Callable[..., Any]]:
    """``page_for(person, width=1440, height=900, script=True)``: a page, logged in, with the server as base address.

    At the end of the test any console error, uncaught error or request to another host fails it.
    """
    contexts = []

    def open_page(person: Any = None, *, width: int = 1440, height: int = 900, script: bool = True) -> Any:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=script,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if person is not None:
            context.add_cookies([session_cookie(person, live_server.url)])
        context.on("request", watch.request)
        context.on("console", watch.console)
        context.on("weberror", lambda error: watch.add(f"uncaught error: {error.error}"))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not watch.seen, "\n".join(watch.seen)


def session_cookie(person: Any, address: str) -> dict[str, Any]:
    """A session of the person, without going through the log-in page."""
    from django.conf import settings

    from tests.support.client import client_for

    value = client_for(person).cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}


def axe_findings(page: Any, *, impacts: tuple[str, ...] = ("serious", "critical")) -> list[str]:
    """Serious and critical findings of axe on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {node['html'][:160]}"
        for v in found
        if v["impact"] in impacts
        for node in v["nodes"][:3]
    ]


def assert_accessible(page: Any) -> None:
    """Fail where axe finds something serious."""
    found = axe_findings(page)
    assert not found, f"{page.url}\n  " + "\n  ".join(found)


def shot(page: Any, folder: Path, name: str) -> Path:
    """A picture of the whole page, to be looked at."""
    path = folder / f"{name}.png"
    page.screenshot(path=str(path), full_page=True)
    return path
