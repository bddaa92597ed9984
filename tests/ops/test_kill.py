"""The server is killed in the middle of the work (SIGKILL): nothing that was acknowledged is lost, no update either.

The real server of ``manage.py serve`` on a data folder and a database of its own, on the database that the run is on.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from bench.saving import Saver
from config.environment import database
from duban.ops.management.commands.serve import web
from duban.ops.start import answers
from duban.web.reports.boxes import token

ROOT = Path(settings.BASE)
ROUNDS = 3
ENOUGH = 25  # savings acknowledged in a round before the blow


class Place:
    """A data folder and a database that belong to this test alone."""

    def __init__(self, folder: Path, url: str) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")},
            "DUBAN_DATA": str(folder), "DUBAN_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def world(self) -> dict[str, Any]:
        """Made by a process of its own, so that this one never opens the database."""
        asked = subprocess.run(
            [sys.executable, "-m", "tests.ops.kill_world"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert asked.returncode == 0, asked.stderr
        return json.loads(asked.stdout.splitlines()[-1])

    def start(self) -> None:
        """The web server as ``serve`` starts it, in a group of its own."""
        command = web({"host": "127.0.0.1", "port": self.port, "workers": 2}).command
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        until = time.monotonic() + 60
        while not answers(f"http://127.0.0.1:{self.port}"):
            assert self.process.poll() is None and time.monotonic() < until, "the server did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """Everything of the server at once, with no chance to tidy up."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[tuple[str, Callable[[str], list]]]:
    """A database beside that of the tests: its address, and a way to ask it without Django."""
    if connection.vendor == "sqlite":
        import sqlite3

        def ask(sql: str) -> list:
            with contextlib.closing(sqlite3.connect(folder / "duban.sqlite3")) as own:
                return own.execute(sql).fetchall()

        yield "", ask
        return
    import psycopg

    given = connection.settings_dict
    where = {"host": given["HOST"], "port": given["PORT"] or None, "user": given["USER"], "password": given["PASSWORD"]}
    name = f"duban_kill_{os.getpid()}"

    def run(sql: str, database: str) -> list:
        with psycopg.connect(dbname=database, autocommit=True, **{k: v for k, v in where.items() if v}) as own:
            done = own.execute(sql)
            return done.fetchall() if done.description else []

    run(f"create database {name}", "postgres")
    user = f"{where['user']}:{where['password']}@" if where["password"] else f"{where['user']}@"
    port = f":{where['port']}" if where["port"] and not where["host"].startswith("/") else ""
    host = f"/{name}?host={where['host']}" if where["host"].startswith("/") else f"{where['host']}{port}/{name}"
    try:
        yield f"postgresql://{user}{host}", lambda sql: run(sql, name)
    finally:
        run(f"drop database {name} with (force)", "postgres")


@pytest.fixture
def place(db: None, tmp_path: Path) -> Iterator[tuple[Place, Callable[[str], list]]]:
    with own_database(tmp_path) as (url, ask):
        made = Place(tmp_path, url)
        try:
            yield made, ask
        finally:
            if made.process is not None:
                made.kill()


def work(saver: Saver, stop: threading.Event) -> None:
    """Save and save until the server is gone."""
    try:
        while not stop.is_set() and saver.save():
            pass
    except (OSError, http.client.HTTPException):
        pass  # the blow
    finally:
        saver.close()


def savers(port: int, world: dict[str, Any]) -> list[Saver]:
    """Two clerks in every box: each line by one of them, the first line by both in different boxes."""
    first, second = world["cookies"]
    made = [
        Saver(port, (first, second)[number % 2], world["report"], line) for number, line in enumerate(world["lines"])
    ]
    return [*made, Saver(port, second, world["report"], world["lines"][0], box="problem")]


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(place):
    server, ask = place
    world = server.world()
    clients = savers(server.port, world)
    for number in range(ROUNDS):
        server.start()
        before = sum(each.acknowledged for each in clients)
        stop = threading.Event()
        threads = [threading.Thread(target=work, args=(each, stop)) for each in clients]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 60
        while sum(each.acknowledged for each in clients) < before + ENOUGH + 3 * number:
            busy = time.monotonic() < until and any(thread.is_alive() for thread in threads)
            assert busy, f"nobody can save: {[each.status for each in clients]}"
            time.sleep(0.005)
        server.kill()
        stop.set()
        for thread in threads:
            thread.join(60)
        assert not any(each.clashes for each in clients)
        check(clients, ask)


def check(clients: list[Saver], ask: Callable[[str], list]) -> None:
    """Every box says its last acknowledged text, or the one that was on its way; every saving counted once."""
    rows = {row[0]: row for row in ask("select id, done, problem, revision from progress_line")}
    written: dict[int, int] = {}
    for each in clients:
        _, done, problem, revision = rows[each.line]
        stands = done if each.box == "done" else problem
        possible = {each.text(n): n for n in (each.acknowledged, each.sent)} | (
            {"": 0} if not each.acknowledged else {}
        )
        assert stands in possible, f"acknowledged {each.acknowledged}, found {stands!r}"
        written[each.line] = written.get(each.line, 0) + possible[stands]
        if possible[stands] > each.acknowledged:  # kept, though the answer was cut off: the page would ask and see
            each.acknowledged = each.sent
        each.tokens.update({each.box: token(stands)})  # as the page does when it is opened again
    assert written == {line: rows[line][3] for line in written}, "every saving grows the revision by one, none is lost"


def test_the_database_keeps_what_it_acknowledges():
    """SQLite: a commit is on disk before it is answered (synchronous=FULL under WAL); NORMAL would not promise it."""
    command = database("", Path("/nowhere"))["OPTIONS"]["init_command"]
    assert "journal_mode=WAL" in command and "synchronous=FULL" in command
