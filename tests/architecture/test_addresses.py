"""Every address × every person: who sees it, for whom it does not exist, who is refused.

An address that is not in the table fails; so does one in the table that is gone (``addresses/``, a module an area).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

import pytest
from django.db import transaction
from django.urls import reverse

from duban.ops.docs import Address, addresses
from tests.architecture import addresses as table
from tests.architecture.addresses.people import EVERYONE, Line
from tests.architecture.world import World, make_world
from tests.support.client import client_for

LINES: list[Line] = [
    line
    for module in pkgutil.iter_modules(table.__path__)
    for line in getattr(importlib.import_module(f"{table.__name__}.{module.name}"), "LINES", [])
]
THERE = {address.name: address for address in addresses()}
ABOUT_CONTENT = {400, 409, 422, 429}  # the person may; what was sent does not fit


class Undo(Exception):
    """Takes back what a visit changed."""


def test_every_address_is_in_the_table_and_the_other_way_round():
    listed = Counter(line.name for line in LINES)
    assert {name for name, n in listed.items() if n > 1} == set()
    assert set(THERE) - set(listed) == set(), "add them to tests/architecture/addresses/"
    assert set(listed) - set(THERE) == set(), "these are gone"
    assert len(THERE) == len(list(addresses())), "two addresses of one name"
    assert "" not in THERE


@pytest.mark.parametrize("address", THERE.values(), ids=lambda a: a.name)
def test_every_view_declares_how_it_is_asked(address: Address):
    """``web.http.methods``: reads cannot write, writes are atomic, rights are asked before the view runs."""
    assert address.declared is not None, f"{address.path}: not declared with web.http.methods"
    assert address.declared["read"] or address.declared["write"]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_public_addresses_are_few(line: Line):
    assert THERE[line.name].declared["public"] is line.public
    if line.public:
        assert line.name in {"login", "calendar_feed"}  # the feed: by its secret


@pytest.fixture
def world(db) -> World:
    """Everybody and one of everything."""
    return make_world()


def visit(line: Line, world: World, person: str | None, method: str) -> int:
    """Status of one visit; nothing of it stays."""
    path = reverse(line.name, kwargs=dict(line.keys(world))) + line.query
    client = client_for(getattr(world.cast, person) if person else None)
    status = 0
    try:
        with transaction.atomic():
            answer = client.get(path) if method == "read" else client.post(path, dict(line.data or {}))
            status = answer.status_code
            if answer.streaming:
                list(answer.streaming_content)  # to its end, so that the file behind it is closed
            raise Undo
    except Undo:
        return status


def expected(line: Line, person: str, status: int, method: str) -> bool:
    """Whether the status is what the table says for the person."""
    if person in line.seen:
        return status < 400 or (method == "write" and status in ABOUT_CONTENT)
    return status == (404 if person in line.absent else 403)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_who_sees_what(line: Line, world: World):
    declared = THERE[line.name].declared
    assert line.seen | line.absent <= EVERYONE and not line.seen & line.absent
    for method in ("read", "write"):
        if not declared[method]:
            continue
        if not line.public:
            assert visit(line, world, None, method) == 302, "without log-in: to the log-in page"
        found = {person: visit(line, world, person, method) for person in sorted(EVERYONE)}
        wrong = {person: status for person, status in found.items() if not expected(line, person, status, method)}
        assert wrong == {}, method


@pytest.mark.parametrize("line", [each for each in LINES if not each.public], ids=lambda line: line.name)
def test_a_method_that_is_not_declared_is_refused(line: Line, world: World):
    declared = THERE[line.name].declared
    for method in ("read", "write"):
        if not declared[method]:
            assert visit(line, world, "supervisor", method) == 405


def test_the_matrix_would_notice():
    """A table that lets everybody in, or nobody, fails for a view that does not."""
    line = Line("x", seen=frozenset({"supervisor"}), absent=frozenset({"outsider_clerk"}))
    assert expected(line, "supervisor", 200, "read") and not expected(line, "supervisor", 403, "read")
    assert expected(line, "outsider_clerk", 404, "read") and not expected(line, "outsider_clerk", 200, "read")
    assert expected(line, "audit_admin", 403, "read") and not expected(line, "audit_admin", 404, "read")
    assert expected(line, "supervisor", 422, "write") and not expected(line, "supervisor", 422, "read")
