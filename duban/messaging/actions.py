"""Verbs of messages: reading, choosing, calendar addresses, robots."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from duban.audit import actions as audit
from duban.messaging import outside
from duban.messaging.channels import robot
from duban.messaging.composing import TEST
from duban.messaging.enums import DeliveryState, Medium, RobotKind
from duban.messaging.kinds import every, mutable
from duban.messaging.models import CalendarToken, Channel, Delivery, Message, Preference
from duban.orgs.actor import Actor
from duban.orgs.models import Unit, User
from duban.orgs.permissions import Invalid, Stale, Verb, require


@transaction.atomic
def mark_read(*, message: Message, by: Actor, at: dt.datetime) -> None:
    """Note that the person has seen it. Not an event: who reads when is nobody else's business."""
    Message.objects.visible_to(by).filter(pk=message.pk, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def mark_all_read(*, by: Actor, at: dt.datetime) -> int:
    """Everything in one's inbox that is there by now."""
    return Message.objects.visible_to(by).filter(at__lte=at).unread().update(read_at=at)


@transaction.atomic
def choose(*, email_on: bool, muted: Collection[str], by: Actor, at: dt.datetime) -> Preference:
    """E-mail or not, and which kinds stay in the inbox alone. Duties cannot be muted."""
    known = {each.code for each in every()}
    wrong = set(muted) - {each.code for each in mutable()}
    if wrong & known:
        raise Invalid("签字、退回一类的职责消息不能静默。")
    row, _ = Preference.objects.get_or_create(person=by.person)
    before = {"email_on": row.email_on, "muted": sorted(row.muted)}
    row.email_on, row.muted = email_on, sorted(set(muted) & known)
    after = {"email_on": row.email_on, "muted": row.muted}
    if after != before:
        row.save(update_fields=["email_on", "muted"])
        audit.record("message.choose", by.person, by=by, at=at, before=before, after=after)
    return row


@transaction.atomic
def set_email(*, email: str, by: Actor, at: dt.datetime) -> User:
    """One's own e-mail address; empty takes it away. The address itself does not enter the trail."""
    email = email.strip()
    person = User.objects.get(pk=by.person.pk)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Invalid("这不是完整的邮箱地址。应是 zhangsan@example.gov.cn 的样子。") from None
        domain = email.rpartition("@")[2].lower()
        if not outside.may_be_mailed(email):
            raise Invalid(f"只能使用 {'、'.join('@' + d for d in settings.MAIL_DOMAINS)} 的邮箱，收到的是 @{domain}。")
    if email != person.email:
        person.email = email
        person.save(update_fields=["email"])
        audit.record("account.set_email", person, by=by, at=at, after={"given": bool(email)})
    return person


def feed_digest(token: str) -> str:
    """What is kept of a calendar token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, by: Actor, at: dt.datetime) -> str:
    """A new secret for one's calendar feed, returned and shown once; an earlier address stops working."""
    token = secrets.token_urlsafe(32)
    values = {"digest": feed_digest(token), "created_at": at}
    CalendarToken.objects.update_or_create(person=by.person, defaults=values)
    audit.record("calendar.make", by.person, by=by, at=at)
    return token


@transaction.atomic
def revoke_feed(*, by: Actor, at: dt.datetime) -> None:
    """The address of one's calendar feed stops working."""
    gone, _ = CalendarToken.objects.filter(person=by.person).delete()
    if not gone:
        raise Stale("日历订阅已经停用。")
    audit.record("calendar.revoke", by.person, by=by, at=at)


@transaction.atomic
def add_channel(
    *, unit: Unit, kind: RobotKind, name: str, address: str, by: Actor, at: dt.datetime, secret: str = ""
) -> Channel:
    """Register a unit's group robot. The address is kept, and never shown, logged or recorded."""
    require(by, Verb.MANAGE_CHANNELS)
    if not name.strip():
        raise Invalid("没有填写名称。请写明是哪个群。")
    made = Channel.objects.create(
        unit=unit,
        kind=kind,
        name=name.strip()[:60],
        address=robot.address(kind, address, secret),
        created_by=by.person,
        created_at=at,
    )
    audit.record("channel.add", made, by=by, at=at, after={"kind": kind.label, "unit": unit.name})
    return made


@transaction.atomic
def end_channel(*, channel: Channel, by: Actor, at: dt.datetime) -> None:
    """Stop using a robot; its address is wiped."""
    require(by, Verb.MANAGE_CHANNELS)
    ended = Channel.objects.active().filter(pk=channel.pk).update(ended_at=at, ended_by=by.user, address="")
    if not ended:
        raise Stale("这个机器人已经停用。")
    Delivery.objects.filter(channel=channel, state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)
    audit.record("channel.end", channel, by=by, at=at)


@transaction.atomic
def test_channel(*, channel: Channel, by: Actor, at: dt.datetime) -> Delivery:
    """Queue a test to a robot; the worker sends it, so that a robot that does not answer holds up no page."""
    require(by, Verb.MANAGE_CHANNELS)
    if off := outside.robots_off():
        raise Invalid(off)
    if channel.ended_at is not None:
        raise Stale("这个机器人已经停用。")
    made = _test(Delivery(medium=Medium.ROBOT, channel=channel), at)
    audit.record("channel.test", channel, by=by, at=at)
    return made


@transaction.atomic
def test_mail(*, by: Actor, at: dt.datetime) -> Delivery:
    """Queue a test mail to one's own address."""
    if off := outside.mail_off():
        raise Invalid(off)
    if not by.person.email:
        raise Invalid("您还没有登记邮箱。请先在消息设置中填写。")
    made = _test(Delivery(medium=Medium.EMAIL, person=by.person), at)
    audit.record("account.test_email", by.person, by=by, at=at)
    return made


def _test(delivery: Delivery, at: dt.datetime) -> Delivery:
    """One a minute is enough to see whether it works."""
    delivery.day, delivery.next_at, delivery.created_at = timezone.localdate(at), at, at
    delivery.occasion = f"{TEST}:{timezone.localtime(at):%H%M}"
    same = Delivery.objects.filter(
        person=delivery.person, channel=delivery.channel, day=delivery.day, occasion=delivery.occasion
    )
    if same.exists():
        raise Stale("一分钟内刚发过测试，请稍后再试。")
    delivery.save(force_insert=True)
    return delivery


@transaction.atomic
def retry(*, delivery: Delivery, by: Actor, at: dt.datetime) -> None:
    """Try once more what could not be sent, after the cause was mended. What is in doubt is not repeated."""
    require(by, Verb.MANAGE_CHANNELS)
    again = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.DEAD).update(
        state=DeliveryState.WAITING, attempts=0, next_at=at, created_at=at, error=""
    )
    if not again:
        raise Stale("这一条已不在“未能发送”之列。")
    audit.record("delivery.retry", delivery, by=by, at=at)
