"""From inboxes to deliveries: one digest a person and working day, urgent things at once.

A message is looked at once. It goes out if it is fresh, unread, not done and not muted, and if the person has an
e-mail address; else it stays in the inbox alone. Robots get one line for a unit, whoever of the unit was told.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from duban.messaging import outside
from duban.messaging.enums import Medium
from duban.messaging.kinds import mutable
from duban.messaging.models import Channel, Delivery, DigestRun, Message, Preference
from duban.orgs.workdays import office_calendar

FRESH = dt.timedelta(days=7)  # a system that was off for a month does not send the month's mail
DIGEST = "digest"

Occasion = Callable[[Message], str]


def digest_due(at: dt.datetime) -> bool:
    """Whether today's digests are still to be made: a working day, its hour has come, and nobody made them yet."""
    local = timezone.localtime(at)
    if not office_calendar().is_workday(local.date()) or local.hour < settings.DIGEST_HOUR:
        return False
    return not DigestRun.objects.filter(day=local.date()).exists()


def next_digest(today: dt.date) -> dt.date:
    """The day of the next digests: today while they are still to be made, else the next working day."""
    calendar = office_calendar()
    if calendar.is_workday(today) and not DigestRun.objects.filter(day=today).exists():
        return today
    return calendar.after(today, 1)


@transaction.atomic
def gather_digests(at: dt.datetime) -> int:
    """The day's digests, once a working day. Returns how many were made."""
    if not digest_due(at):
        return 0
    DigestRun.objects.create(day=timezone.localdate(at), at=at)  # of two processes the second fails here
    return _gather(at, Message.objects.filter(gathered_at__isnull=True), lambda message: DIGEST)


def gather_urgent(at: dt.datetime) -> int:
    """Urgent messages, each object at most once a day; a second one on a day waits for the digest."""
    if outside.quiet(at):
        return 0
    waiting = Message.objects.filter(gathered_at__isnull=True, urgent=True)
    return _gather(at, waiting, lambda message: f"{message.kind}:{message.about_type}:{message.about_id}")


@transaction.atomic
def _gather(at: dt.datetime, waiting: QuerySet[Message], occasion: Occasion) -> int:
    day = timezone.localdate(at)
    rows = list(waiting.select_related("recipient").order_by("id"))
    if not rows:
        return 0
    groups: dict[tuple[int, str], list[Message]] = defaultdict(list)
    for row in rows:
        groups[row.recipient_id, occasion(row)].append(row)
    had = set(
        Delivery.objects.filter(day=day, person__in={row.recipient_id for row in rows}).values_list(
            "person_id", "occasion"
        )
    )
    groups = {key: group for key, group in groups.items() if key not in had}
    looked = [row for group in groups.values() for row in group]
    Message.objects.filter(pk__in=[row.pk for row in looked]).update(gathered_at=at)
    mails = _mails(groups, day, at)
    robots = _robots(looked, occasion, day, at)
    return _store([*mails, *robots])


Planned = tuple[Delivery, list[Message]]


def _mails(groups: dict[tuple[int, str], list[Message]], day: dt.date, at: dt.datetime) -> list[Planned]:
    if outside.mail_off():
        return []
    chosen = {p.person_id: p for p in Preference.objects.filter(person__in={person for person, _ in groups})}
    silent = {each.code for each in mutable()}
    made = []
    for (person_id, occasion), group in groups.items():
        person, wish = group[0].recipient, chosen.get(person_id)
        muted = silent & set(wish.muted) if wish else set()
        wanted = [row for row in group if _goes_out(row, at) and row.kind not in muted]
        if wanted and person.is_active and outside.may_be_mailed(person.email) and (wish is None or wish.email_on):
            row = Delivery(medium=Medium.EMAIL, person=person, day=day, occasion=occasion, next_at=at, created_at=at)
            made.append((row, wanted))
    return made


def _robots(looked: list[Message], occasion: Occasion, day: dt.date, at: dt.datetime) -> list[Planned]:
    if outside.robots_off():
        return []
    of_units: dict[tuple[int, str], list[Message]] = defaultdict(list)
    for row in looked:
        if row.unit_id is not None and _goes_out(row, at):
            of_units[row.unit_id, occasion(row)].append(row)
    channels = Channel.objects.active().filter(unit__in={unit for unit, _ in of_units})
    had = set(Delivery.objects.filter(day=day, channel__in=channels).values_list("channel_id", "occasion"))
    return [
        (
            Delivery(medium=Medium.ROBOT, channel=channel, day=day, occasion=name, next_at=at, created_at=at),
            group,
        )
        for channel in channels
        for (unit_id, name), group in of_units.items()
        if unit_id == channel.unit_id and (channel.pk, name) not in had
    ]


def _goes_out(row: Message, at: dt.datetime) -> bool:
    return row.read_at is None and row.settled_at is None and at - row.at <= FRESH


def _store(planned: Iterable[Planned]) -> int:
    count = 0
    for delivery, group in planned:
        delivery.save(force_insert=True)
        delivery.messages.set(group)
        count += 1
    return count
