"""Reminders (报送提醒): the ladder applied to what is owed on a day, and the rows that it leaves.

:func:`planned` reads and writes nothing, so the office sees beforehand what will go out and why;
:func:`remind` gives it, once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from duban.audit.models import Event
from duban.core.reporting.ladder import Owed, Role, Stage, Step, filled, step_for
from duban.messaging.deriving import on
from duban.messaging.models import Message
from duban.messaging.people import holders
from duban.messaging.writing import Note, write
from duban.orgs.enums import OFFICE_POSTS, UNIT_POSTS, PostKind
from duban.orgs.models import User
from duban.orgs.workdays import office_calendar
from duban.progress.enums import OPEN_STATES, Presence, ReportState
from duban.progress.messages import REMINDERS
from duban.progress.messages import day as say_day
from duban.progress.models import Delegation, Line, Nudge, Obligation, Period, Report

ROLES = {
    PostKind.CLERK: Role.CLERK,
    PostKind.OFFICE_HEAD: Role.OFFICE_HEAD,
    PostKind.DEPUTY: Role.DEPUTY,
    PostKind.PRINCIPAL: Role.PRINCIPAL,
}
STAGES = {
    ReportState.DRAFT: Stage.DRAFTING,
    ReportState.RETURNED: Stage.DRAFTING,
    ReportState.CHECKING: Stage.CHECKING,
    ReportState.SIGNING: Stage.SIGNING,
}
STAGE_SAID = {
    Stage.NONE: "还没有动笔",
    Stage.DRAFTING: "正在起草",
    Stage.CHECKING: "待办公室负责人审核",
    Stage.SIGNING: "待签字",
}
STEP_SAID = {
    "open": "开始报送",
    "-3": "期限前 3 个工作日",
    "-1": "期限前 1 个工作日",
    "+1": "逾期 1 个工作日",
    "+3": "逾期 3 个工作日",
}


def step_said(code: str) -> str:
    """A step in Chinese."""
    return STEP_SAID.get(code) or f"逾期后每周一次（第 {code[1:]} 周）"


@dataclass(frozen=True)
class Facts:
    """An obligation with what the texts say of it. ``rows``: lines owed, ``missing``: without an answer yet."""

    obligation: Obligation
    owed: Owed
    rows: int
    missing: int
    problems: int  # lines of the last report in force that name a problem


@dataclass(frozen=True)
class Planned:
    """One reminder to be given: the step, the person, in which roles."""

    facts: Facts
    step: Step
    person: User
    roles: frozenset[Role]
    unit_id: int  # as whose member the person is told

    @property
    def counts_from(self) -> dt.date:
        """The due day that the step counts from; for ``open`` the period's, which no extension moves."""
        return self.step.due_on or self.facts.obligation.period.due_on

    @property
    def for_office(self) -> bool:
        """Goes into the office's list instead of a message of its own."""
        return Role.OFFICE in self.roles


def planned(today: dt.date, *, at: dt.datetime) -> list[Planned]:
    """What would be given on the day, as things stand now; a constant number of queries.

    ``at``: the instant at which mandates to sign are looked at.
    """
    found = facts(today)
    if not found or not office_calendar().is_workday(today):
        return []
    people = _people({each.obligation.unit_id for each in found}, today, at)
    office = {each.person: each.unit_id for each in holders(None, OFFICE_POSTS, today)}
    told = _told(found)
    made = []
    for each in found:
        to = dict(people.get(each.obligation.unit_id, {}))
        to.update({person: frozenset({Role.OFFICE}) for person in office})
        for person, roles in to.items():
            step = step_for(each.owed, roles, today, office_calendar())
            if step is None:
                continue
            one = Planned(each, step, person, roles, office.get(person, each.obligation.unit_id))
            if (each.obligation.pk, step.code, one.counts_from, person.pk) not in told:
                made.append(one)
    return made


def facts(today: dt.date) -> list[Facts]:
    """Reports that are owed and neither filed, waived nor closed."""
    running = Obligation.objects.unfiled().filter(
        period__opened_at__isnull=False, period__closed_at__isnull=True, period__closes_on__gte=today
    )
    rows = list(
        running.select_related("period", "unit")
        .annotate(rows=Count("owed"))
        .order_by("period__due_on", "period_id", "unit__position", "unit_id")
    )
    if not rows:
        return []
    periods = {row.period_id for row in rows}
    open_ = Report.objects.filter(period__in=periods, state__in=OPEN_STATES)
    reports = {(r.period_id, r.unit_id): r for r in open_}
    answered = Q(lines__presence="") | Q(lines__presence=Presence.MISSING)
    empty = dict(open_.annotate(empty=Count("lines", filter=answered)).order_by().values_list("pk", "empty"))
    problems = _problems({row.unit_id for row in rows}, {row.period.year for row in rows})
    return [_facts(row, reports.get((row.period_id, row.unit_id)), empty, problems) for row in rows]


def _facts(
    row: Obligation, report: Report | None, empty: Mapping[int, int], problems: Mapping[tuple[int, int], int]
) -> Facts:
    stage = STAGES.get(ReportState(report.state), Stage.NONE) if report else Stage.NONE
    since = (report.checked_at or report.submitted_at) if report else None
    opened = timezone.localdate(row.period.opened_at) if row.period.opened_at else row.period.opens_on
    owed = Owed(
        opens_on=max(opened, row.period.opens_on),
        due_on=row.due_on,
        closes_on=max(row.period.closes_on, row.due_on),
        stage=stage,
        since=timezone.localdate(since) if since else None,
    )
    count: int = row.rows  # type: ignore[attr-defined]
    missing = empty.get(report.pk, count) if report else count
    return Facts(row, owed, count, missing, problems.get((row.unit_id, row.period.year), 0))


def _problems(units: set[int], years: set[int]) -> dict[tuple[int, int], int]:
    """Per unit and year, how many lines of its last report in force name a problem."""
    last: dict[tuple[int, int], int] = {}
    reports = Report.objects.in_force().filter(unit__in=units, period__year__in=years)
    for pk, unit_id, year in reports.order_by("period__covers_to").values_list("pk", "unit_id", "period__year"):
        last[unit_id, year] = pk
    lines = Line.objects.filter(report__in=last.values()).exclude(problem="")
    counts = dict(lines.order_by().values_list("report_id").annotate(n=Count("pk")))
    return {key: counts.get(pk, 0) for key, pk in last.items()}


def _people(units: set[int], today: dt.date, at: dt.datetime) -> dict[int, dict[User, frozenset[Role]]]:
    """Unit id → its people with their roles; those of vacant posts fall to the next in the chain."""
    held: dict[int, dict[User, set[Role]]] = defaultdict(lambda: defaultdict(set))
    for each in holders(units, UNIT_POSTS, today):
        held[each.unit_id][each.person].add(ROLES[each.post])
    found: dict[int, dict[User, frozenset[Role]]] = {}
    for unit_id, people in held.items():
        spread = filled({role for roles in people.values() for role in roles})
        found[unit_id] = {p: frozenset().union(*(spread[role] for role in roles)) for p, roles in people.items()}
    given = Delegation.objects.in_force(at).filter(post__unit__in=units).select_related("delegate", "post")
    for row in given:
        of_unit = found.setdefault(row.post.unit_id, {})
        of_unit[row.delegate] = of_unit.get(row.delegate, frozenset()) | {Role.MANDATED}
    return found


def _told(found: Iterable[Facts]) -> set[tuple[int, str, dt.date, int]]:
    rows = Nudge.objects.filter(obligation__in=[each.obligation.pk for each in found])
    return set(rows.order_by().values_list("obligation_id", "step", "due_on", "person_id"))


# Giving


def remind(at: dt.datetime) -> int:
    """Give today's reminders; returns how many. A second run on a day finds them given."""
    today = timezone.localdate(at)
    given = planned(today, at=at)
    if given:
        with transaction.atomic():
            _give(given, today, at)
    return len(given)


def _give(given: list[Planned], today: dt.date, at: dt.datetime) -> None:
    keys: dict[tuple[int, str], list[Planned]] = {}
    notes = []
    for one in given:
        if not one.for_office:
            key = _key(one)
            keys[one.person.pk, key] = [one]
            notes.append(_note(one, key, today))
    for period, of_period in _by_period(given).items():
        key = f"late:{period.pk}:{today}"
        for one in of_period:
            keys.setdefault((one.person.pk, key), []).append(one)
        notes.append(_list_note(period, of_period, key))
    _replace_earlier(given, {note.key for note in notes}, at)
    write(notes, at=at, now=at)
    made = Message.objects.filter(key__in={key for _, key in keys}).values_list("pk", "recipient_id", "key")
    Nudge.objects.bulk_create(
        [
            Nudge(
                obligation=one.facts.obligation, step=one.step.code, due_on=one.counts_from, person=one.person,
                message_id=pk, at=at,
            )
            for pk, person_id, key in made
            for one in keys.get((person_id, key), [])
        ],
        ignore_conflicts=True,
        batch_size=200,
    )  # fmt: skip


def _replace_earlier(given: list[Planned], keys: set[str], at: dt.datetime) -> None:
    """A later step stands for the earlier ones: nobody has three reminders of one report in the inbox.

    ``keys``: of what is given now; a special collection was announced before (:func:`announced`).
    """
    people: dict[int, list[int]] = defaultdict(list)
    for one in given:
        people[one.facts.obligation.pk].append(one.person.pk)
    about = Message.objects.filter(kind__in=REMINDERS, about_type=Obligation._meta.label_lower)
    for pk, recipients in people.items():
        earlier = about.filter(about_id=pk, recipient__in=recipients, settled_at__isnull=True)
        earlier.exclude(key__in=keys).update(settled_at=at)


def _by_period(given: list[Planned]) -> dict[Period, list[Planned]]:
    lists: dict[Period, list[Planned]] = defaultdict(list)
    for one in given:
        if one.for_office:
            lists[one.facts.obligation.period].append(one)
    return lists


def _key(one: Planned) -> str:
    return f"nudge:{one.facts.obligation.pk}:{one.step.code}:{one.counts_from}"


@on("period.open")
def announced(event: Event) -> Iterator[Note]:
    """A special collection is short: it is told when it opens, not with the next morning's digest.

    The digest finds it told under the same key and only logs it.
    """
    today = timezone.localdate(event.at)
    period = Period.objects.get(pk=event.subject_id)
    if not period.is_special:
        return
    for one in planned(today, at=event.at):
        if one.facts.obligation.period_id == period.pk and one.step.code == "open":
            note = _note(one, _key(one), today)
            yield Note(note.kind, note.about, note.to, note.values, note.key, urgent=True)


def _note(one: Planned, key: str, today: dt.date) -> Note:
    row = one.facts.obligation
    left = office_calendar().say(today, row.due_on)
    values = {"period": row.period, "left": left, "text": text(one)}
    return Note(_kind(one.step), row, [(one.person, row.unit_id)], values, key=key)


def _kind(step: Step) -> str:
    return {"open": "reminder_open", "-3": "reminder_due", "-1": "reminder_sign"}.get(step.code, "reminder_late")


def _list_note(period: Period, given: list[Planned], key: str) -> Note:
    """The office's list: every unit once, with its stage and what it promised."""
    lines: dict[int, str] = {}
    for one in given:
        facts_, row = one.facts, one.facts.obligation
        promised = f"，计划 {say_day(row.promised_on)} 送签" if row.promised_on else ""
        opened = "" if row.first_opened_at else "，尚未打开"
        lines[row.pk] = f"{row.unit}：{STAGE_SAID[facts_.owed.stage]}{opened}{promised}"
    to = {one.person.pk: (one.person, one.unit_id) for one in given}
    return Note(
        "late_list",
        period,
        list(to.values()),
        {"count": len(lines), "period": period, "text": "\n".join(lines.values())},
        key=key,
    )


def text(one: Planned) -> str:
    """What the reminder says: what is owed, what is missing, what happens next. Of this unit alone."""
    facts_ = one.facts
    row, owed = facts_.obligation, facts_.owed
    due, code = say_day(row.due_on), one.step.code
    if code == "open":
        ask = f"专项要求：{row.period.question}\n" if row.period.question else ""
        open_problems = f"上期有 {facts_.problems} 项写了问题，请说明进展。" if facts_.problems else ""
        rows = f"本单位应报 {facts_.rows} 项，" if facts_.rows else ""
        return f"{ask}{rows}{due}前报送。{open_problems}{_promise(row)}"
    if code == "-3":
        filled_ = "各项已填，" if facts_.rows else ""
        left = f"还有 {facts_.missing} 项没有填报，" if facts_.missing else filled_
        return f"期限 {due}。{left}{STAGE_SAID[owed.stage]}。{_promise(row)}"
    if code == "-1":
        since = f"{say_day(owed.since)}送到，" if owed.since else ""
        rows = f"报告共 {facts_.rows} 项，" if facts_.rows else ""
        return f"期限 {due}。{rows}{since}打开即可阅读并签字。"
    stage = f"现在{STAGE_SAID[owed.stage]}"
    if code == "+1":
        follows = "逾期满 3 个工作日仍未报送的，将告知主要领导和督查室。"
        return f"期限是 {due}，{stage}。请尽快报送；确有困难的，请向督查室说明理由，申请延期。{follows}"
    closes = f"{say_day(row.period.closes_on)}截止补报。"
    return f"期限是 {due}，{stage}。{closes}{_promise(row)}"


def _promise(row: Obligation) -> str:
    if row.promised_on:
        return f"本单位计划 {say_day(row.promised_on)} 送签。"
    return "请打开报告，填写计划哪天送签。"
