"""A quarter of all units: who is late, returned, waived, extended, and what is mended of earlier quarters."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from duban.ops.year import cases, closings, course, inspections, spring, urging
from duban.ops.year.clock import Process, after, last_act, later, moment, run
from duban.ops.year.company import ORIGIN, word
from duban.ops.year.course import Way
from duban.ops.year.dice import Dice
from duban.ops.year.filling import Filler, send, write_figure
from duban.ops.year.staffing import newcomer
from duban.ops.year.world import Parts, World
from duban.orgs.actions.accounts import deactivate_account
from duban.orgs.actions.posts import end_appointment
from duban.orgs.actor import system
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, Unit
from duban.progress import digest
from duban.progress.actions import corrections, drafting, liaisons, periods, reviewing, signing
from duban.progress.actions.drafting import Change
from duban.progress.enums import ChangeKind, ReportState
from duban.progress.models import Obligation, Observation, Period, Report


def play(world: World, period: Period) -> None:
    """Everything of the quarter, in order of time."""
    cast, units = world.parts(), world.units(period.opens_on)
    processes: list[Process | None] = [course.open_period(world, period)]
    skipped = set()
    if period.seq > 1:
        processes.append(_close(world, spring.periods_of(world)[period.seq - 2]))
    if period.seq == 2:
        skipped = {cast.never, cast.waived}
        processes += [_waive(world, units, period, cast), _leave(world, units, cast, period)]
        processes += [_correct_figure(world, units, period, cast), _correct_words(world, units, period, cast)]
    if period.seq == 3:
        processes += [_extend(world, units, period, cast), _delegate(world, units, period, cast)]
    for pk, unit in units.items():
        way = way_of(world, pk, unit.name, cast, period)
        if pk not in skipped and way is not None:
            processes.append(course.report(world, unit, period, way))
    processes += urging.of_quarter(world, period)
    processes += closings.of_quarter(world, period)
    processes += inspections.of_quarter(world, period)
    processes += cases.of_quarter(world, period)
    run((process for process in processes if process is not None), not_before=last_act())


def way_of(world: World, pk: int, name: str, cast: Parts, period: Period) -> Way | None:
    """What happens on the unit's way this quarter; None where the unit never begins."""
    quarter = period.seq
    if quarter == 4 and pk in world.demo_units:
        return Way(until="draft", share=0.5) if pk == world.demo_units[0] else Way(until="returned")
    way = Way(
        late=Dice("迟报", name, quarter).between(1, 9) if pk in cast.late[quarter] else 0,
        failed=pk in cast.failed[quarter],
        refused=pk in cast.refused[quarter],
        returned=pk in cast.returned[quarter],
        paper=pk in cast.paper and quarter in (2, 4),
        delegate=pk == cast.delegated and quarter == 3,
        miscounted=pk == cast.miscounted,
    )
    if pk == cast.extended and quarter == 3:
        way.late = 3
    if pk == cast.miscounted and quarter == 2:
        way.not_before = moment(after(period.opens_on, 4), 14)
    if quarter == 4:
        if pk in cast.waiting["untouched"]:
            return None
        for until, there in cast.waiting.items():
            if pk in there:
                way.until = "draft" if until == "drafting" else until
                way.share = 0.6 if until == "drafting" else 1.0
    return way


def _close(world: World, before: Period) -> Process:
    """The days of late filing of the quarter before are over."""
    at = yield moment(before.closes_on + dt.timedelta(days=1), 8, 30)
    before.refresh_from_db()
    periods.close_period(period=before, by=system(timezone.localdate(at), ORIGIN), at=at)


def _waive(world: World, units: dict[int, Unit], period: Period, cast: Parts) -> Process | None:
    return _waiver(world, period, cast.waived) if cast.waived in units else None


def _waiver(world: World, period: Period, pk: int) -> Process:
    at = yield moment(after(period.opens_on, 1), 10, 20)
    row = Obligation.objects.get(period=period, unit=pk)
    reason = "承办事项按区政府安排暂缓实施，本期免报，下期恢复报送。"
    periods.waive(obligation=row, reason=reason, **world.company.office(at))


def _extend(world: World, units: dict[int, Unit], period: Period, cast: Parts) -> Process | None:
    return _extension(world, period, cast.extended) if cast.extended in units else None


def _extension(world: World, period: Period, pk: int) -> Process:
    at = yield moment(period.due_on, 9, 5)
    row = Obligation.objects.get(period=period, unit=pk)
    reason = "核心数据由市级主管部门统一核定，结果晚于报送期限。"
    periods.extend(obligation=row, due_on=after(period.due_on, 5), reason=reason, **world.company.office(at))


def _delegate(world: World, units: dict[int, Unit], period: Period, cast: Parts) -> Process | None:
    return _mandate(world, units[cast.delegated], period) if cast.delegated in units else None


def _mandate(world: World, unit: Unit, period: Period) -> Process:
    """The principal is away in the days of signing; the deputy has a written mandate."""
    at = yield moment(period.opens_on - dt.timedelta(days=4), 15, 30)
    deputy = world.company.holder(unit.pk, PostKind.DEPUTY, timezone.localdate(at))
    post = Post.objects.filter(unit=unit, kind=PostKind.PRINCIPAL).first()
    if deputy is not None and post is not None:
        end = moment(period.due_on, 0) + dt.timedelta(days=20)
        signing.delegate(
            post=post, to=deputy, start=moment(period.opens_on, 0), end=end,
            basis=f"{unit.name}授〔{world.year}〕{period.seq}号",
            **world.company.act(unit.pk, PostKind.PRINCIPAL, at),
        )  # fmt: skip


def _leave(world: World, units: dict[int, Unit], cast: Parts, period: Period) -> Process | None:
    return _handover(world, units[cast.leaver], period) if cast.leaver in units else None


def _handover(world: World, unit: Unit, period: Period) -> Process:
    """The clerk leaves in the summer; the successor takes over the post and goes on with what was begun."""
    at = yield moment(after(period.opens_on - dt.timedelta(days=20), 1), 16)
    day = timezone.localdate(at)
    old = world.company.holder(unit.pk, PostKind.CLERK, day)
    assert old is not None
    by = system(day, "演示数据")
    new = newcomer(unit, PostKind.CLERK, by=by, at=at, seated=False, turn=2)
    row = Appointment.objects.current(day).get(user=old, post__unit=unit, post__kind=PostKind.CLERK)
    end_appointment(appointment=row, end=day, successor=new, by=by, at=at, reason="岗位交接")
    world.company.refresh()
    at = yield at + dt.timedelta(minutes=30)
    deactivate_account(user=old, by=by, at=at, reason="调离")
    rows = spring.liaison_rows(world, unit, 900, day)
    liaisons.save_list(unit=unit, rows=rows, **world.company.act(unit.pk, PostKind.CLERK, at))


def _accepted(unit_id: int, year: int, quarter: int) -> Report | None:
    return Report.objects.filter(
        unit=unit_id, period__year=year, period__seq=quarter, period__kind="regular", state=ReportState.ACCEPTED
    ).first()


def _correct_figure(world: World, units: dict[int, Unit], period: Period, cast: Parts) -> Process | None:
    old = _accepted(cast.miscounted, world.year, period.seq - 1)
    return _material(world, units[cast.miscounted], old, period) if old and cast.miscounted in units else None


def _material(world: World, unit: Unit, old: Report, period: Period) -> Process:
    """The first quarter's figure was the plan's: corrected, signed again, accepted, before the half-year report."""
    at = yield moment(after(period.opens_on, 1), 9, 30)
    filler = Filler(world, unit, old)
    measure_id = filler.first_counted()
    if measure_id is None:
        return
    new = begin_material(world, unit, old, measure_id, filler, at)
    at = yield moment(after(period.opens_on, 2), 10)
    new = send(new, **world.company.act(unit.pk, PostKind.CLERK, at))
    new = signing.pass_check(report=new, **world.company.act(unit.pk, PostKind.OFFICE_HEAD, at))
    at = yield at + dt.timedelta(hours=1)
    act = world.company.act(unit.pk, PostKind.PRINCIPAL, at)
    new = signing.sign(report=new, seen=digest.of(new), password=word(), **act)
    at = yield later(at, 1, Dice("更正", unit.name))
    reviewing.accept(report=new, **world.company.office(at))


def begin_material(world: World, unit: Unit, old: Report, measure_id: int, filler: Filler, at: dt.datetime) -> Report:
    """A correction with the right figure, in the box and in the words."""
    act = world.company.act(unit.pk, PostKind.CLERK, at)
    reason = "误将年度计划数填为完成数，经核对统计台账更正。"
    new = corrections.correct(report=old, kind=ChangeKind.MATERIAL, reason=reason, requested_by="unit", **act)
    before = Observation.objects.get(report=old, measure_id=measure_id)
    for line in new.lines.select_related("matter", "assignment__unit").order_by("id"):
        filled = filler.line(line)
        if measure_id not in filled.figures:
            continue
        value = filled.figures[measure_id]
        if value == before.value:  # the figure was right: the correction lowers it by what was counted twice
            value = before.value - 1
        write_figure(new, measure_id, value, new.observations.get(measure_id=measure_id), **act)
        words = f"{line.done}（更正：上述累计数据以本次更正后的指标数为准。）"
        drafting.save_line(line=line, changes={"done": Change(words, line.done)}, **act)
        break
    return new


def _correct_words(world: World, units: dict[int, Unit], period: Period, cast: Parts) -> Process | None:
    old = _accepted(cast.clerical, world.year, period.seq - 1)
    return _clerical(world, units[cast.clerical], old, period) if old and cast.clerical in units else None


def _clerical(world: World, unit: Unit, old: Report, period: Period) -> Process:
    """A slip of the pen; the signature is carried over, the principal agrees."""
    at = yield moment(after(old.period.due_on, 20), 10)
    new = begin_clerical(world, unit, old, at)
    at = yield at + dt.timedelta(minutes=40)
    new = send(new, **world.company.act(unit.pk, PostKind.CLERK, at))
    at = yield at + dt.timedelta(minutes=40)
    new = corrections.pass_carried(report=new, **world.company.act(unit.pk, PostKind.OFFICE_HEAD, at))
    at = yield at + dt.timedelta(hours=2)
    new = corrections.concur(report=new, **world.company.act(unit.pk, PostKind.PRINCIPAL, at))
    at = yield later(at, 1, Dice("更正", unit.name))
    reviewing.accept(report=new, **world.company.office(at))


def begin_clerical(world: World, unit: Unit, old: Report, at: dt.datetime) -> Report:
    """A correction of words alone."""
    act = world.company.act(unit.pk, PostKind.CLERK, at)
    reason = "文字笔误，不涉及数据。"
    new = corrections.correct(report=old, kind=ChangeKind.CLERICAL, reason=reason, requested_by="unit", **act)
    lines = list(new.lines.order_by("id"))
    line = next((each for each in lines if each.presence == "reported"), lines[0])
    box = "done" if line.presence == "reported" else "reason"
    old_words = getattr(line, box)
    words = old_words.rstrip("。") + "（文字已按正式文件名称规范）。"
    drafting.save_line(line=line, changes={box: Change(words, old_words)}, **act)
    return new
