"""Oversight: all lights of a year judged and written down, the leader's page, the grid; as the year grows."""

from __future__ import annotations

import datetime as dt
import gc
import sys
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import load, loop, server, year
from duban.ledger.kept import KEPT
from duban.notices.models import Notice
from duban.orgs.actor import actor_for
from duban.orgs.enums import PostKind
from duban.orgs.models import User
from duban.oversight import boards
from duban.oversight.actions.lights import log_changes
from duban.oversight.models import LightChange
from duban.progress import measures
from duban.web.lights import overview

PAGES = (("全年概览", "/year/"), ("亮灯（单位和部分的格子）", "/lights/"))
COLD = 5  # visits with nothing kept


@dataclass(frozen=True)
class Look:
    """All lights of a year: the first look writes all of them down, the second what changed since the quarter's end."""

    count: int
    first: float
    again: float


@dataclass(frozen=True)
class Shown:
    """A page: queries and milliseconds with nothing kept in the process; first byte over HTTP once it is kept."""

    queries: int
    size: int
    cold: float
    warm: float


def prepare(notice: Notice) -> None:
    """The ledger of the notice with a year of reports."""
    person = User.objects.get(username="ducha")
    now = timezone.now()
    measures.ensure(year=notice.year, by=actor_for(person, timezone.localdate(now)), at=now)
    year.report_year(notice.year, person)


def looked(notice: Notice, count: int) -> Look:
    """Judge everything twice."""
    LightChange.objects.all().delete()
    took = []
    quarter = overview.end_of(dt.date(notice.year, 9, 30))
    for at in (quarter, timezone.now()):
        gc.collect()
        begun = time.perf_counter()
        log_changes(year=notice.year, at=at)
        took.append(time.perf_counter() - begun)
    return Look(count, *took)


def shown(path: str, user: User, seconds: float) -> Shown:
    """One page for the leader."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="duban.web.backend.PersonBackend")
    client.get(path)
    cold, size, queries = [], 0, 0
    for _ in range(COLD):
        KEPT.clear()
        overview.KEPT.clear()
        boards.PAST.clear()
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as found:
            answer = client.get(path)
        cold.append(time.perf_counter() - begun)
        assert answer.status_code == 200, (path, answer.status_code)
        size, queries = len(answer.content), len(found)
    cookie = loop.cookie_of(user)
    with server.running() as running:
        load.run(running.port, path, cookie=cookie, clients=1, seconds=max(1.0, 3 * min(cold)))
        warm = load.run(running.port, path, cookie=cookie, clients=1, seconds=seconds)
    assert set(warm.statuses) == {200}, (path, warm.statuses)
    return Shown(queries, size, 1000 * sorted(cold)[COLD // 2], warm.median)


def measure(notice: Notice, sizes: list[int], seconds: float) -> list[str]:
    """Everything, at each size of the year."""
    prepare(notice)
    leader = User.objects.filter(appointments__post__kind=PostKind.LEADER).order_by("id").first()
    assert leader is not None  # the demo has one
    looks: list[Look] = []
    pages: dict[str, list[Shown]] = {label: [] for label, _ in PAGES}
    for size in sizes:
        count = year.grow(notice.year, size)
        looks.append(looked(notice, count))
        print(looks[-1], file=sys.stderr, flush=True)  # a large year takes long: what was found is not lost
        for label, path in PAGES:
            pages[label].append(shown(path, leader, seconds))
            print(count, label, pages[label][-1], file=sys.stderr, flush=True)
    return [*_looks(looks), *_pages(looks, pages)]


def growth(sizes: list[int], values: list[float]) -> str:
    """How much more for how many times the items: 1.0 is as fast as the items, less is slower than they grow."""
    if len(values) < 2 or not values[0]:
        return ""
    return f"{(values[-1] / values[0]) / (sizes[-1] / sizes[0]):.3f}"


def _looks(looks: list[Look]) -> list[str]:
    heads = [f"{look.count} 项：秒 | 每项毫秒" for look in looks]
    sizes = [look.count for look in looks]
    lines = [
        f"| 全部亮灯重新判定 | {' | '.join(heads)} | 增长（1 为与项数同步） |",
        "|---" * (2 + 2 * len(looks)) + "|",
    ]
    for label, values in (
        ("首次（全部记入变化）", [x.first for x in looks]),
        ("再次（记入变化的）", [x.again for x in looks]),
    ):
        cells = [f"{value:.2f} | {1000 * value / n:.2f}" for value, n in zip(values, sizes, strict=True)]
        lines.append(f"| {label} | {' | '.join(cells)} | {growth(sizes, values)} |")
    return [*lines, ""]


def _pages(looks: list[Look], pages: dict[str, list[Shown]]) -> list[str]:
    sizes = [look.count for look in looks]
    heads = [f"{n} 项：查询 | 冷 毫秒 | 热 毫秒" for n in sizes]
    lines = [
        f"| 页面（区领导） | {' | '.join(heads)} | 增长（冷，热） |",
        "|---" * (2 + 3 * len(sizes)) + "|",
    ]
    for label, rows in pages.items():
        cells = [f"{row.queries} | {row.cold:.0f} | {row.warm:.0f}" for row in rows]
        grown = f"{growth(sizes, [r.cold for r in rows])}，{growth(sizes, [r.warm for r in rows])}"
        lines.append(f"| {label} | {' | '.join(cells)} | {grown} |")
    note = "冷：进程内没有留存，判定在内；热：经网页服务，首字节。超过 5000 项的年度，页面读最近一次核对留下的表。"
    return [*lines, "", note, ""]
