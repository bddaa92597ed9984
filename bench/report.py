"""What is measured, and the table of it."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import load, loop, oversight, seed, server
from bench import reading as reader
from bench.__main__ import commit
from duban.ledger.actions import confirm_draft
from duban.ledger.models import Matter
from duban.notices.actions import upload
from duban.notices.models import Notice
from duban.notices.worker import run_once
from duban.ops import demo, start
from duban.orgs.actor import actor_for
from duban.orgs.models import User

CLIENTS = (1, 8)
ITEMS = [233, 23_300, 233_000]  # on PostgreSQL; SQLite is for one office


@dataclass(frozen=True)
class Page:
    """A page that is measured."""

    label: str
    path: str


BARE = Page("裸视图（同一查询）", "/bench/bare")
OTHERS = (Page("空视图", "/bench/empty"), Page("最简模板（同一查询）", "/bench/plain"))


def pages() -> list[Page]:
    """Pages of the ledger; the unit and the matter are taken from the data."""
    unit = demo.busiest(timezone.localdate())[0]
    return [
        Page("台账", "/ledger/?all=1"),
        Page("台账，按单位", f"/ledger/?unit={unit.pk}"),
        Page("台账，搜“养老”", "/ledger/?q=%E5%85%BB%E8%80%81"),
        Page("待办", "/"),
    ]


@dataclass(frozen=True)
class Took:
    """Medians of some runs in milliseconds: by the clock, and of the processor (which other work does not lengthen)."""

    clock: float
    processor: float


def took(work: Callable[[], object], times: int) -> Took:
    """Run some times, after one to warm up."""
    work()
    clock, processor = [], []
    for _ in range(times):
        begun, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    return Took(1000 * statistics.median(clock), 1000 * statistics.median(processor))


def measure(sizes: list[int], seconds: float, *, items: list[int] | None = None, only: str | None = None) -> str:
    """Everything on this database; the text to print and to keep. ``items``: sizes of the year of lights."""
    start.migrate()
    start.collect_static()
    database = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    lines = [
        f"## {timezone.localtime():%Y-%m-%d %H:%M} `{commit()}` {database}",
        "",
        f"{os.cpu_count()} 核，Python {platform.python_version()}，granian 1 个进程 {server.THREADS} 个线程，已登录。",
        "",
    ]
    if only is None:
        lines += reading()
    imported = importing()
    lines += imported if only is None else []
    notice = Notice.objects.order_by("id").first()
    assert notice is not None
    if items is None:
        items = ITEMS if connection.vendor == "postgresql" else ITEMS[:1]
    if only == "oversight":
        return "\n".join([*lines, *oversight.measure(notice, items, seconds)])
    lines += loop.measure(notice, seconds)
    for size in [0, *sizes]:
        count = seed.grow(notice, size)
        lines += showing(count, seconds)
    # last, because it fills the tables
    return "\n".join([*lines, *oversight.measure(notice, items, seconds)])


def reading() -> list[str]:
    """The reader by itself, and the whole command with its memory."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        lines = reader.measure(demo.SAMPLE, Path(folder))
    peak = command_peak([sys.executable, "-m", "duban.cli.main", "read", "--json", str(demo.SAMPLE)])
    return [*lines, f"`duban read` 的内存峰值 {peak:.0f} MB。", ""]


def command_peak(command: list[str]) -> float:
    """Peak memory of a command in MB, in a process between, so that other children do not count."""
    script = (
        "import resource, subprocess, sys\n"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "assert code in (0, 1), code  # 1: read, with findings\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    out = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=True)
    return int(out.stdout) / 1024


def importing() -> list[str]:
    """Upload, read in its own process, confirm; beside it the same rows by bare bulk inserts."""
    demo.prepare(demo.Plan(blank=True), at=timezone.now(), say=lambda text: None)
    by = actor_for(User.objects.get(username="ducha"), timezone.localdate(), "测量")
    marks = [time.perf_counter()]
    draft = upload(data=demo.SAMPLE.read_bytes(), name=demo.SAMPLE.name, by=by, at=timezone.now())
    marks.append(time.perf_counter())
    run_once(timezone.now())
    draft.refresh_from_db()
    marks.append(time.perf_counter())
    draft = demo.answer(draft, by=by, at=timezone.now())
    notice = confirm_draft(draft=draft, revision=draft.revision, by=by, at=timezone.now())
    marks.append(time.perf_counter())
    count = Matter.objects.filter(notice=notice).count()
    copied = time.perf_counter()
    with transaction.atomic():
        seed.copy_notice(notice, 1)
        transaction.set_rollback(True)
    copied = time.perf_counter() - copied
    demo.prepare(demo.Plan(blank=True), at=timezone.now(), say=lambda text: None)  # unit accounts onto their units
    steps = [b - a for a, b in zip(marks, marks[1:], strict=False)]
    whole = marks[-1] - marks[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"| 从上传到台账（{count} 项） | 秒 | 与裸批量写入之比 |",
        "|---|---|---|",
        f"| 裸批量写入同样的行 | {copied:.2f} | 1 |",
        f"| 上传 | {steps[0]:.2f} | {steps[0] / copied:.1f} |",
        f"| 识别（独立进程，有限额） | {steps[1]:.2f} | {steps[1] / copied:.1f} |",
        f"| 确认入台账（含留痕、拆分、同一目标） | {steps[2]:.2f} | {steps[2] / copied:.1f} |",
        f"| 合计 | {whole:.2f} | {whole / copied:.1f} |",
        "",
        f"本进程的内存峰值 {peak:.0f} MB。",
        "",
    ]


def showing(count: int, seconds: float) -> list[str]:
    """Pages at this size of the ledger."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="ducha"), backend="duban.web.backend.PersonBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    heads = [
        "查询",
        "字节",
        "1 个客户：次/秒",
        "中位毫秒",
        "8 个客户：次/秒",
        "中位",
        "p99",
        "与裸视图之比（1，8）",
    ]
    lines = [f"| {count} 项 | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    bare: list[load.Load] = []
    with server.running() as running:
        for page in (BARE, *OTHERS, *pages()):
            queries = count_queries(client, page.path)
            load.run(running.port, page.path, cookie=cookie, clients=2, seconds=0.5)
            runs = [load.run(running.port, page.path, cookie=cookie, clients=n, seconds=seconds) for n in CLIENTS]
            bare = bare or runs
            lines.append(row(page, queries, runs, bare))
        peak = running.peak_memory()
    return [*lines, "", f"网页进程的内存峰值 {peak:.0f} MB。", ""]


def count_queries(client: Client, path: str) -> int:
    """Queries of a page once the process is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return len(queries)


def row(page: Page, queries: int, runs: list[load.Load], bare: list[load.Load]) -> str:
    """One line of the table; an answer that is not 200 is an error of the measurement."""
    for each in runs:
        assert set(each.statuses) == {200}, (page.path, each.statuses)
    one, many = runs
    ratios = "，".join(f"{a.per_second / b.per_second:.0%}" for a, b in zip(runs, bare, strict=True))
    return (
        f"| {page.label} | {queries} | {one.size} | {one.per_second:.0f} | {one.median:.1f} | {many.per_second:.0f}"
        f" | {many.median:.1f} | {many.percentile(0.99):.1f} | {ratios} |"
    )
