"""Demo data (演示数据): accounts of every role and a ledger made from a real notice, by the users' own way.

Every step looks first whether it has been done, so it may run at every start. Nothing here writes rows that
a user could not make: units and posts by the verbs of ``orgs``, the notice by upload, reading, confirmation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import Count, Q
from django.utils import timezone

from duban.ledger.actions import confirm_draft
from duban.ledger.models import Matter
from duban.notices import decisions as decided
from duban.notices.actions import AlreadyConfirmed, decide, upload
from duban.notices.enums import DraftState
from duban.notices.models import Notice, NoticeDraft
from duban.notices.worker import run_once
from duban.ops.year import stages
from duban.ops.year.clock import moment
from duban.orgs import demo as who
from duban.orgs.actions.accounts import create_account, deactivate_account, reactivate_account
from duban.orgs.actions.posts import appoint, create_post
from duban.orgs.actions.units import create_unit
from duban.orgs.actor import Actor, actor_for, system
from duban.orgs.demo import DEMO_ACCOUNTS, DemoAccount, Place
from duban.orgs.enums import UnitKind
from duban.orgs.models import Appointment, Post, Unit, User
from duban.orgs.permissions import Refused

SAMPLES = settings.BASE / "samples"
SAMPLE = SAMPLES / "武昌政办〔2023〕1号.txt"
TO_CHECK = SAMPLES / "补充通知（示例）.docx"
BEGINS = moment(stages.begins(2023), 9)  # the sample notice is of that year: its printed dates are facts

HOUSES = {  # units of the office itself, of the leaders, of the administrators
    Place.OFFICE: ("区政府督查室", UnitKind.OFFICE),
    Place.LEADERSHIP: ("区人民政府", UnitKind.LEADERSHIP),
    Place.ADMINISTRATION: ("区信息中心", UnitKind.ADMINISTRATION),
}
STAND_INS = {Place.FIRST: "示范区第一局", Place.SECOND: "示范区第二局"}  # while there is no ledger to take units from


class NotForDemo(Refused):
    """Demo mode was asked for where real people work."""


@dataclass(frozen=True)
class Plan:
    """What to prepare. ``notice``: the user's own file, left as a draft; ``blank``: accounts only;
    ``year``: after the ledger, the simulated year of reports (:mod:`duban.ops.year`)."""

    notice: Path | None = None
    blank: bool = False
    year: bool = False
    sample: Path = SAMPLE


def prepare(plan: Plan, *, at: dt.datetime, say: Callable[[str], None]) -> None:
    """Make or complete the demo data. ``at``: now; with the simulated year, its beginning lies in that year."""
    refuse_real_data()
    since = BEGINS if plan.year and not plan.blank and plan.notice is None and may_simulate() else at
    by = system(timezone.localdate(since), "演示数据")
    people = {a.username: account(a, by=by, at=since, now=at) for a in DEMO_ACCOUNTS}
    for each in DEMO_ACCOUNTS:
        if each.place in HOUSES:
            seat(people[each.username], each, house(each.place, by=by, at=since), by=by, at=since)
    set_passwords(User.objects.filter(pk__in=[user.pk for user in people.values()]))
    office = actor_for(people["ducha"], by.today, "演示数据")
    if plan.notice is not None:
        hand_in(plan.notice, by=office, at=at, say=say)
    elif not plan.blank:
        make_ledger(plan.sample, office, at=since, say=say)
    for each in DEMO_ACCOUNTS:
        if each.place not in HOUSES:
            seat_in_ledger(people[each.username], each, by=by, at=since)
    if plan.year and not plan.blank and plan.notice is None:
        make_year(plan.sample, since, at=at, say=say)
    if plan.notice is None and not plan.blank:
        leave_to_check(actor_for(people["ducha"], timezone.localdate(at), "演示数据"), at=at)


def may_simulate() -> bool:
    """Whether the demo began in the simulated year, or has not begun: what stands in the past cannot be made later."""
    seats = Appointment.objects.filter(user__groups__name=who.MARK, user__username=DEMO_ACCOUNTS[0].username)
    first = seats.order_by("start").values_list("start", flat=True).first()
    return not NoticeDraft.objects.exists() if first is None else first == timezone.localdate(BEGINS)


def make_year(sample: Path, since: dt.datetime, *, at: dt.datetime, say: Callable[[str], None]) -> None:
    """The year of reports on the sample's ledger, or the rest of it."""
    if stages.is_complete():
        return
    notice = Notice.objects.filter(draft__file__name=sample.name).order_by("id").first()
    if since != BEGINS or notice is None:
        say("这个数据文件夹里的演示台账没有模拟年度；要看，请用 DUBAN_DATA 另指一个空文件夹。")
        return
    seats = Appointment.objects.filter(user__username__in=("jingban", "jingban2"), user__groups__name=who.MARK)
    units = list(seats.current(since.date()).order_by("user__username").values_list("post__unit_id", flat=True))
    stages.simulate(notice, units, at=at, say=say)


def refuse_real_data() -> None:
    """Demo accounts with a password that is shown must never open the data of real people."""
    real = User.objects.filter(is_active=True).exclude(groups__name=who.MARK).count()
    if real:
        raise NotForDemo(
            f"数据文件夹 {settings.DATA} 里已有 {real} 个正式账号，不能以演示方式启动。"
            "正式运行请设 DUBAN_DEMO=0；要看演示，请用 DUBAN_DATA 另指一个文件夹。"
        )


def retire(*, at: dt.datetime) -> int:
    """Outside demo mode: demo accounts are deactivated. Returns how many were."""
    by = system(timezone.localdate(at), "正式运行")
    users = list(User.objects.filter(groups__name=who.MARK, is_active=True))
    for user in users:
        deactivate_account(user=user, by=by, at=at, reason="正式运行，停用演示账号")
    return len(users)


def account(account: DemoAccount, *, by: Actor, at: dt.datetime, now: dt.datetime) -> User:
    """The demo account; its password is set in :func:`set_passwords`."""
    user = User.objects.filter(username=account.username, groups__name=who.MARK).first()
    if user is None:
        user, _ = create_account(username=account.username, name=account.name, by=by, at=at, log_in=False)
        user.groups.add(who.marked())
    elif not user.is_active:
        reactivate_account(user=user, by=by, at=now)
    return user


def set_passwords(users: Iterable[User]) -> None:
    """This installation's demo password for all. One hash is looked at and one is made: each takes a while."""
    users = list(users)
    if any(user.must_change_password for user in users) or not users[0].check_password(who.password()):
        User.objects.filter(pk__in=[user.pk for user in users]).update(
            password=make_password(who.password()), must_change_password=False
        )


def house(place: Place, *, by: Actor, at: dt.datetime) -> Unit:
    """The unit of the office, the leaders or the administrators."""
    name, kind = HOUSES[place]
    return Unit.objects.filter(kind=kind).first() or create_unit(name=name, kind=kind, by=by, at=at)


def seat(user: User, account: DemoAccount, unit: Unit, *, by: Actor, at: dt.datetime) -> None:
    """Put the person into the post, unless one is held."""
    if user.appointments.current(by.today).exists():
        return
    post = Post.objects.filter(unit=unit, kind=account.kind).first()
    post = post or create_post(unit=unit, kind=account.kind, title=account.title, by=by, at=at)
    appoint(post=post, user=user, start=by.today, by=by, at=at, basis="演示")


def seat_in_ledger(user: User, account: DemoAccount, *, by: Actor, at: dt.datetime) -> None:
    """Put the person into one of the units that answer for most; they move there when a ledger appears."""
    units = busiest(by.today)
    rank = 0 if account.place == Place.FIRST else 1
    held = user.appointments.current(by.today).select_related("post__unit").first()
    if len(units) > rank:
        if held is not None and held.post.unit.name in STAND_INS.values():
            held.end = by.today
            held.save(update_fields=["end"])
        seat(user, account, units[rank], by=by, at=at)
    elif held is None:
        name = STAND_INS[account.place]
        unit = Unit.objects.filter(name=name).first() or create_unit(name=name, by=by, at=at)
        seat(user, account, unit, by=by, at=at)


def busiest(today: dt.date) -> list[Unit]:
    """The two units of the district with most matters of their own."""
    live = Q(assignments__ended_at__isnull=True)
    return list(
        Unit.objects.active(today)
        .filter(kind=UnitKind.DEPARTMENT, level="district")
        .annotate(matters=Count("assignments__matter", filter=live, distinct=True))
        .filter(matters__gt=0)
        .order_by("-matters", "id")[:2]
    )


def make_ledger(sample: Path, by: Actor, *, at: dt.datetime, say: Callable[[str], None]) -> None:
    """The sample notice into the ledger; one that was left half-way by a broken start goes on."""
    draft = NoticeDraft.objects.filter(file__name=sample.name, uploaded_by=by.user).order_by("id").first()
    if draft is not None and draft.state == DraftState.CONFIRMED or draft is None and NoticeDraft.objects.exists():
        return
    say(f"正在导入示例来文“{sample.name}”…")
    draft = read_now(sample, by=by, at=at) if draft is None else wait_for(draft, at)
    if draft.state != DraftState.READY:
        say(f"示例来文没有读成：{draft.failure}")
        return
    draft = answer(draft, by=by, at=at)
    notice = confirm_draft(draft=draft, revision=draft.revision, by=by, at=at)
    say(f"“{notice.document_number}”已入台账：{Matter.objects.filter(notice=notice).count()} 项。")


def leave_to_check(by: Actor, *, at: dt.datetime) -> None:
    """A second notice, left to be checked by hand."""
    if TO_CHECK.exists() and not NoticeDraft.objects.filter(file__name=TO_CHECK.name).exists():
        read_now(TO_CHECK, by=by, at=at)


def read_now(path: Path, *, by: Actor, at: dt.datetime) -> NoticeDraft:
    """Upload as a user does, then read as the worker does."""
    return wait_for(upload(data=path.read_bytes(), name=path.name, by=by, at=at), at)


def wait_for(draft: NoticeDraft, at: dt.datetime) -> NoticeDraft:
    """Read what is queued until the draft has been read."""
    while run_once(at):
        draft.refresh_from_db()
        if draft.state not in {DraftState.QUEUED, DraftState.READING}:
            break
    draft.refresh_from_db()
    return draft


def answer(draft: NoticeDraft, *, by: Actor, at: dt.datetime) -> NoticeDraft:
    """Agree to the findings that have to be settled, as a person checking the sample would."""
    note = {"answer": "accepted", "note": "演示数据自动认可"}
    answers = [
        decided.Decision(decided.About.FINDING, finding["id"], note)
        for finding in decided.blocking_findings(draft.current or {}, draft.decisions)
    ]
    return decide(draft=draft, decisions=answers, by=by, at=at) if answers else draft


def hand_in(path: Path, *, by: Actor, at: dt.datetime, say: Callable[[str], None]) -> None:
    """The user's own file: uploaded and left to be checked and confirmed in the browser."""
    try:
        draft = upload(data=path.read_bytes(), name=path.name, by=by, at=at)
    except AlreadyConfirmed as known:
        say(known.reason)
    except Refused as refused:
        say(refused.reason)
    else:
        say(f"“{draft.file.name}”已上传，请用督查员账号登录，在“来文”中校对、确认。")
