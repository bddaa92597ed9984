"""The stages of the simulated year. Each is one transaction with its mark, so a broken start goes on where it stood."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duban.core.collecting import uncollected
from duban.notices.models import Notice
from duban.ops.models import Job
from duban.ops.year import (
    appraisal,
    cases,
    circulars,
    ending,
    looks,
    planning,
    quarter,
    spring,
    staffing,
    urging,
    yearend,
)
from duban.ops.year.clock import last_act, moment
from duban.ops.year.world import World

MARK = "模拟年度："  # of the rows that say which stages are done
OPEN_FOR = 180  # days from the first start in which the last period still takes reports


@dataclass(frozen=True)
class Stage:
    """A part of the year: its Chinese name, for the mark and for the progress line, and what is done."""

    name: str
    work: Callable[[World, dt.datetime], None]

    @property
    def mark(self) -> str:
        """Name of the row that says it is done."""
        return MARK + self.name


def _people(world: World, at: dt.datetime) -> None:
    day = moment(begins(world.year) + dt.timedelta(days=1), 9)
    staffing.fill_groups(world, day)
    staffing.staff(world, day)


def _receipts(world: World, at: dt.datetime) -> None:
    spring.begin(world, begins(world.year) + dt.timedelta(days=1), dt.date(world.year, 2, 28))


def _plans(world: World, at: dt.datetime) -> None:
    closes_on = timezone.localdate(at) + dt.timedelta(days=OPEN_FOR)
    spring.settle_measures(world, dt.date(world.year, 3, 8), closes_on)
    planning.make_plans(world, dt.date(world.year, 3, 9))


def _quarter(number: int) -> Callable[[World, dt.datetime], None]:
    def play(world: World, at: dt.datetime) -> None:
        quarter.play(world, spring.periods_of(world)[number - 1])

    return play


def _circular(world: World, at: dt.datetime) -> None:
    circulars.on_quarter(world, spring.periods_of(world)[2])


def _commendation(world: World, at: dt.datetime) -> None:
    circulars.at_the_end(world, spring.periods_of(world)[3], dt.date(world.year + 1, 2, 5))


def _ending(world: World, at: dt.datetime) -> None:
    ending.leave_open(world, dt.date(world.year + 1, 2, 2))


def _yearend(world: World, at: dt.datetime) -> None:
    yearend.settle(world, dt.date(world.year + 1, 3, 1))


def _today(world: World, at: dt.datetime) -> None:
    ending.give_time(world, spring.periods_of(world)[-1], at)
    urging.leave_open(world, at)
    cases.begin_today(world, at)


def _appraise(world: World, at: dt.datetime) -> None:
    appraisal.appraise(world, at)


STAGES = (
    Stage("人员", _people),
    Stage("签收和联络员", _receipts),
    Stage("指标和办理方案", _plans),
    Stage("第一季度", _quarter(1)),
    Stage("第二季度", _quarter(2)),
    Stage("第三季度", _quarter(3)),
    Stage("三季度通报", _circular),
    Stage("第四季度", _quarter(4)),
    Stage("年底未办事项", _ending),
    Stage("表彰和年度通报", _commendation),
    Stage("年终对账", _yearend),
    Stage("本期宽限", _today),
    Stage("年度考核", _appraise),
)


def begins(year: int) -> dt.date:
    """The day on which the office enters the notice."""
    return dt.date(year, 2, 13)


def is_complete() -> bool:
    """Whether every stage is done."""
    return Job.objects.filter(name__in=[stage.mark for stage in STAGES]).count() == len(STAGES)


@contextmanager
def no_collection() -> Iterator[None]:
    """Without the search for rings of dead objects: a stage makes millions of objects and hardly a ring."""
    with uncollected():
        yield
    gc.collect()


def simulate(
    notice: Notice, demo_units: list[int], *, at: dt.datetime, say: Callable[[str], None],
    stages: tuple[Stage, ...] = STAGES,
) -> None:  # fmt: skip
    """Do the stages that are not done yet. ``at``: now; the acts themselves are dated in the notice's year."""
    done = set(Job.objects.filter(name__startswith=MARK).values_list("name", flat=True))
    for stage in stages:
        if stage.mark in done:
            continue
        begun = time.monotonic()
        say(f"正在模拟{notice.year}年：{stage.name}…")
        with no_collection(), transaction.atomic():
            stage.work(World(notice, demo_units), at)
            if (last := last_act()) is not None:
                looks.until(notice.year, last)
            took = time.monotonic() - begun
            Job.objects.create(
                name=stage.mark,
                started_at=at,
                finished_at=timezone.now(),
                outcome=f"演示数据已备好，用时 {took:.1f} 秒",
            )
