"""The reporting loop: saving lines, sending reports, the page, the documents; each beside the bare thing."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from bench import load, server
from bench.saving import Saver
from duban.notices.models import Notice
from duban.ops.models import Job
from duban.ops.year import staffing
from duban.ops.year.filling import Filler, answer_all, fill
from duban.ops.year.world import World
from duban.orgs.enums import PostKind
from duban.orgs.models import User
from duban.progress import annex5, measures
from duban.progress.actions import drafting, periods, signing
from duban.progress.actions.drafting import Change
from duban.progress.models import Line, Report
from duban.writers import annex5 as writer

CLIENTS = (1, 8, 32)
DOCUMENTS = 80


@dataclass
class Desk:
    """A clerk with a complete draft."""

    user: User
    report: Report
    line: Line


class Office:
    """Every unit of the ledger staffed, with a collection on all matters opened and drafted by all."""

    def __init__(self, notice: Notice) -> None:
        self.at = timezone.now()
        self.world = World(notice, [])
        staffing.staff(self.world, self.at)
        office = self.world.company.office(self.at)
        measures.ensure(year=notice.year, **office)
        today = timezone.localdate(self.at)
        asked = periods.Special(
            name="测量", question="各项进展", covers_to=dt.date(notice.year, 3, 31), opens_on=today, due_on=today,
            closes_on=today + dt.timedelta(days=30), matters=tuple(self._matters(notice)),
        )  # fmt: skip
        self.period = periods.create_special(special=asked, **office)
        self.period = periods.open_period(period=self.period, **office)
        self.desks = [self._desk(pk) for pk in self.world.units(today)]
        self.desks.sort(key=lambda desk: -desk.report.lines.count())

    @staticmethod
    def _matters(notice: Notice) -> list:
        return list(notice.matters.all())

    @transaction.atomic
    def _desk(self, unit_id: int) -> Desk:
        act = self.world.company.act(unit_id, PostKind.CLERK, self.at)
        unit = self.world.units(timezone.localdate(self.at))[unit_id]
        report = drafting.open_draft(period=self.period, unit=unit, **act)
        filler = Filler(self.world, unit, report)
        fill(filler, filler.lines, **act)
        answer_all(report, **act)
        return Desk(act["by"].person, report, filler.lines[0])

    def actor(self, desk: Desk) -> dict:
        """Keywords of every action."""
        return {"by": self.world.company.actor(desk.user.pk, timezone.localdate(self.at)), "at": timezone.now()}


def rate(work: Callable[[int], Callable[[], None]], clients: int, seconds: float) -> float:
    """Turns a second of so many threads; each gives its connection back after every turn, as requests do."""
    turns, stop, errors = [0] * clients, threading.Event(), []

    def run(number: int) -> None:
        turn = work(number)
        try:
            while not stop.is_set():
                turn()
                connections.close_all()
                turns[number] += 1
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(turns) / (time.perf_counter() - begun)


def bare_commit(number: int) -> Callable[[], None]:
    """One row changed and committed, with the settings of the application: what the database itself can do."""
    job, _ = Job.objects.get_or_create(name=f"bench-{number}")
    connections.close_all()

    def turn() -> None:
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute("UPDATE ops_job SET outcome = %s WHERE id = %s", [str(time.perf_counter()), job.pk])

    return turn


def save_line(office: Office, number: int) -> Callable[[], None]:
    """A clerk's box, again and again, by the action."""
    desk = office.desks[number]
    count = 0

    def turn() -> None:
        nonlocal count
        count += 1
        line = Line.objects.get(pk=desk.line.pk)
        drafting.save_line(
            line=line,
            changes={"problem": Change(f"第{count}次核对：受征收进度影响，部分点位开工推迟。", line.problem)},
            **office.actor(desk),
        )

    return turn


def send_and_recall(office: Office, number: int) -> Callable[[], None]:
    """A whole report with all its checks sent off, and taken back."""
    desk = office.desks[-1 - number]

    def turn() -> None:
        report = signing.submit(report=Report.objects.get(pk=desk.report.pk), **office.actor(desk))
        signing.recall(report=report, **office.actor(desk))

    return turn


def cookie_of(user: User) -> str:
    """A session of the person, who has chosen a password."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(pk=user.pk), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def over_http(office: Office, port: int, clients: int, seconds: float) -> float:
    """Savings acknowledged a second by so many browsers."""
    savers = []
    for desk in office.desks[:clients]:
        line = Line.objects.get(pk=desk.line.pk)
        cookie = cookie_of(desk.user)
        saver = Saver(port, cookie, desk.report.pk, desk.line.pk, box="next_step")
        saver.begin(line.next_step)
        savers.append(saver)
    stop = threading.Event()

    def run(saver: Saver) -> None:
        while not stop.is_set() and saver.save():
            pass
        saver.close()

    threads = [threading.Thread(target=run, args=(each,)) for each in savers]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    assert all(each.status == 200 and not each.clashes for each in savers), [each.status for each in savers]
    return sum(each.acknowledged for each in savers) / (time.perf_counter() - begun)


def writing(office: Office, seconds: float) -> list[str]:
    """Commits, savings and sendings, by the number of clients."""
    heads = [f"{n} 个客户：次/秒 | 与裸提交之比" for n in CLIENTS]
    lines = [f"| 写入 | {' | '.join(heads)} |", "|---" * (1 + 2 * len(CLIENTS)) + "|"]
    most = min(max(CLIENTS), len(office.desks))
    counts = [min(n, most) for n in CLIENTS]
    bare = [rate(bare_commit, n, seconds) for n in counts]
    rows = {"裸提交（改一行，同样的落盘设置）": bare}
    rows["保存一栏（动作）"] = [rate(lambda k: save_line(office, k), n, seconds) for n in counts]
    with server.running() as running:
        rows["保存一栏（网页接口）"] = [over_http(office, running.port, n, seconds) for n in counts]
    rows["送审并撤回一份报告（含全部校核）"] = [rate(lambda k: send_and_recall(office, k), n, seconds) for n in counts]
    for label, found in rows.items():
        cells = [f"{each:.0f} | {each / base:.0%}" for each, base in zip(found, bare, strict=True)]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return [*lines, ""]


def page(office: Office, seconds: float) -> list[str]:
    """The report page of the unit with most matters beside a view that does nothing."""
    desk = office.desks[0]
    cookie, count = cookie_of(desk.user), desk.report.lines.count()
    lines = [
        f"| 填报页（{count} 项） | 字节 | 1 个客户：次/秒 | 中位毫秒 | 8 个客户：次/秒 | p99 | 与空视图之比（1，8） |",
        "|---|---|---|---|---|---|---|",
    ]
    bare: list[load.Load] = []
    with server.running() as running:
        for label, path in (("空视图", "/bench/empty"), ("填报页", f"/reports/{desk.report.pk}/")):
            load.run(running.port, path, cookie=cookie, clients=2, seconds=0.5)
            one, many = (load.run(running.port, path, cookie=cookie, clients=n, seconds=seconds) for n in (1, 8))
            assert set(one.statuses) == set(many.statuses) == {200}, (path, one.statuses)
            bare = bare or [one, many]
            ratios = "，".join(f"{a.per_second / b.per_second:.0%}" for a, b in zip((one, many), bare, strict=True))
            lines.append(
                f"| {label} | {one.size} | {one.per_second:.0f} | {one.median:.1f} | {many.per_second:.0f}"
                f" | {many.percentile(0.99):.1f} | {ratios} |"
            )
    return [*lines, ""]


def documents(office: Office) -> list[str]:
    """附件5 of all units, to eighty, in each format, beside writing the same bytes to files."""
    begun, used = time.perf_counter(), time.process_time()
    filled = annex5.gather(annex5.loaded(Report.objects.filter(period=office.period)), at=office.at)
    filled = (filled * (DOCUMENTS // len(filled) + 1))[:DOCUMENTS]
    gathered = time.perf_counter() - begun, time.process_time() - used
    lines = [
        f"| 附件5（{len(filled)} 份） | 秒 | 处理器秒 | 每份毫秒 | 字节 | 与裸写文件之比 |",
        "|---|---|---|---|---|---|",
        f"| 取数 | {gathered[0]:.2f} | {gathered[1]:.2f} | {1000 * gathered[1] / len(filled):.1f} | | |",
    ]
    for label, make in (("docx", writer.as_docx), ("pdf", writer.as_pdf), ("xlsx", writer.as_xlsx)):
        make(filled[0])
        begun, used = time.perf_counter(), time.process_time()
        made = [make(each) for each in filled]
        clock, processor = time.perf_counter() - begun, time.process_time() - used
        bare = _write(made)
        size = sum(map(len, made))
        lines.append(
            f"| {label} | {clock:.2f} | {processor:.2f} | {1000 * processor / len(made):.1f} | {size}"
            f" | {clock / bare:.0f} |"
        )
    return [*lines, ""]


def _write(made: list[bytes]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        for number, data in enumerate(made):
            (Path(folder) / str(number)).write_bytes(data)
        return time.perf_counter() - begun


def measure(notice: Notice, seconds: float) -> list[str]:
    """Everything of the loop."""
    office = Office(notice)
    return [*writing(office, seconds), *page(office, seconds), *documents(office)]
