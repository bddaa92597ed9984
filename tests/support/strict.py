"""The strict world: guards that hold in every test, each with the mistake it prevents."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest


class NetworkUsed(AssertionError):
    """A test reached for another machine."""


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):  # a unix socket
        return True
    host = str(address[0])
    return host in {"localhost", "::1", "", "0.0.0.0"} or host.startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """No test reaches another machine: a suite that needs the net is green at home and red elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        connect, resolve = socket.socket.connect, socket.getaddrinfo

        def guarded_connect(self: socket.socket, address: Any) -> None:
            if not _is_local(address):
                raise NetworkUsed(f"connection to {address}")
            connect(self, address)

        def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            if name is not None and not _is_local((name,)):
                raise NetworkUsed(f"look-up of {name}")
            return resolve(host, *args, **kwargs)

        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_resolve)
        yield


@pytest.fixture(autouse=True)
def own_files(request: pytest.FixtureRequest) -> None:
    """Every test that keeps files has its own folder for them."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames or _is_database_test(request.node):
        settings = request.getfixturevalue("settings")
        settings.MEDIA_ROOT = request.getfixturevalue("tmp_path") / "files"


@pytest.fixture(autouse=True)
def nothing_kept(request: pytest.FixtureRequest) -> None:
    """What a process keeps of the ledger ends with the test: rolled-back rows give their keys to other rows."""
    if touches_database(request.node):
        from duban.ledger.kept import KEPT
        from duban.oversight.boards import PAST
        from duban.web.lights.overview import KEPT as LIGHTS

        KEPT.clear()
        LIGHTS.clear()
        PAST.clear()


@pytest.fixture(autouse=True)
def commit_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """``transaction.on_commit`` callbacks run when the outermost block of the code under test ends well.

    A test holds a transaction of its own that never commits, so without this nothing that hangs on a
    commit would ever be seen by a test.
    """
    from django.db import transaction
    from django.db.backends.base.base import BaseDatabaseWrapper

    leave, later = transaction.Atomic.__exit__, BaseDatabaseWrapper.on_commit

    def only_the_test(connection: BaseDatabaseWrapper) -> bool:
        blocks = connection.atomic_blocks
        return bool(blocks) and all(block._from_testcase for block in blocks)

    def leaving(self: Any, kind: Any, error: Any, trace: Any) -> None:
        leave(self, kind, error, trace)
        connection = transaction.get_connection(self.using)
        if kind is None and only_the_test(connection) and not connection.needs_rollback:
            hooks, connection.run_on_commit = connection.run_on_commit, []
            for _, hook, _ in hooks:
                hook()

    def on_commit(self: BaseDatabaseWrapper, hook: Callable[[], None], robust: bool = False) -> None:
        if only_the_test(self):
            hook()
        else:
            later(self, hook, robust)

    monkeypatch.setattr(transaction.Atomic, "__exit__", leaving)
    monkeypatch.setattr(BaseDatabaseWrapper, "on_commit", on_commit)


def _is_database_test(item: Any) -> bool:
    return item.get_closest_marker("django_db") is not None


def touches_database(item: Any) -> bool:
    """Whether a collected test uses the database (to run these again on the second one)."""
    names = set(getattr(item, "fixturenames", ()))
    return _is_database_test(item) or bool(names & {"db", "transactional_db", "live_server"})
