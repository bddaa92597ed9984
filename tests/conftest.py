"""The test world: strict, with a cast. What it holds is in ``tests/support`` and ``tests/factories``."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

# A deadline measures the machine, not the code: growth is what the tests of speed look at.
# The usual run tries the same examples each time, so that what passed passes again; DUBAN_HYPOTHESIS=search looks
# for new ones, many more of them, and is for whoever has changed a rule or has a night to spare.
settings.register_profile("duban", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("DUBAN_HYPOTHESIS", "duban"))

pytest.register_assert_rewrite("tests.support.queries", "tests.support.browsing")

from tests.support.browsing import browser, chromium, page_for, watch  # noqa: E402, F401
from tests.support.shared import SAMPLE, SHARED  # noqa: E402
from tests.support.stage import stage  # noqa: E402, F401
from tests.support.strict import commit_hooks, no_network, nothing_kept, own_files, touches_database  # noqa: E402, F401


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")
    parser.addoption("--no-browser", action="store_true", help="without the tests that drive a browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks that follow from what a test uses, and what cannot run here."""
    left_out = []
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if "browser" in names:
            item.add_marker("browser")
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason="没有 Chromium"))
        if item.get_closest_marker("corpus") and SHARED is None:
            item.add_marker(pytest.mark.skip(reason="项目旁边没有真实文件"))
        again = config.getoption("--database-only")
        no_database = again and (not touches_database(item) or item.get_closest_marker("once") is not None)
        no_browser = config.getoption("--no-browser") and item.get_closest_marker("browser")
        if no_database or no_browser:
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_unconfigure() -> None:
    """The folder of this process goes with it: workers of xdist end without the usual leave-taking."""
    from config.settings import test as world

    world.remove()


@pytest.fixture
def cast(db: None) -> Any:
    """The people of every permission test (:class:`tests.support.cast.Cast`)."""
    from tests.support.cast import make_cast

    return make_cast()


@pytest.fixture
def client_for(db: None) -> Callable[..., Any]:
    """``client_for(person)``: a client logged in as the person that checks every page it gets."""
    from tests.support.client import client_for as make

    return make


@pytest.fixture
def at() -> dt.datetime:
    """A fixed instant: Monday 2023-03-06 09:30 in Shanghai."""
    return dt.datetime(2023, 3, 6, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def today() -> dt.date:
    """The day of :func:`at`."""
    return dt.date(2023, 3, 6)


@pytest.fixture
def sample() -> bytes:
    """The bytes of the sample notice."""
    return SAMPLE.read_bytes()
