"""Messages (消息), what carries them outside, and what each person chose."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.messaging import enums
from duban.messaging.querysets import ChannelQuerySet, DeliveryQuerySet, MessageQuerySet
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Message(models.Model):
    """A line in a person's inbox. ``key`` makes it once a person; ``unit`` is the one as whose member they are told.

    ``read_at`` is for the person alone (their own count); it is shown to nobody else and ranked nowhere.
    """

    recipient = models.ForeignKey(U, PROT, related_name="inbox", verbose_name="收件人")
    unit = models.ForeignKey(Unit, PROT, null=True, blank=True, related_name="+", verbose_name="单位")
    kind = models.CharField("种类", max_length=30)
    key = models.CharField(max_length=120)
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    about_type = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    urgent = models.BooleanField("即时", default=False)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField("办结时间", null=True, blank=True)
    gathered_at = models.DateTimeField(null=True, blank=True)  # looked at for going out, sent or not

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="message_once")]
        indexes = [
            models.Index(fields=["recipient", "-at"], name="message_inbox"),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True, settled_at__isnull=True), name="message_unread"
            ),
            models.Index(fields=["id"], condition=Q(gathered_at__isnull=True), name="message_to_gather"),
            models.Index(fields=["about_type", "about_id"], name="message_about"),
        ]

    def __str__(self) -> str:
        return self.subject


class Channel(models.Model):
    """A unit's group robot (群机器人). The address holds its secret: it is not shown again, logged or recorded."""

    unit = models.ForeignKey(Unit, PROT, related_name="channels", verbose_name="单位")
    kind = models.CharField("种类", max_length=12, choices=enums.RobotKind)
    name = models.CharField("名称", max_length=60)
    address = models.TextField("地址")
    created_by = models.ForeignKey(U, PROT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "群机器人"
        ordering = ["unit__position", "unit_id", "id"]
        constraints = [
            said_when("channel", "ended"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | ~Q(address=""),
                name="channel_has_address",
                violation_error_message="请填写机器人的地址。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.name}"


class Delivery(models.Model):
    """One sending to one person or one robot: the day's digest, one urgent thing, or a test."""

    medium = models.CharField("途径", max_length=8, choices=enums.Medium)
    person = models.ForeignKey(U, PROT, null=True, blank=True, related_name="deliveries", verbose_name="收件人")
    channel = models.ForeignKey(Channel, PROT, null=True, blank=True, related_name="deliveries", verbose_name="机器人")
    day = models.DateField("日期")
    occasion = models.CharField(max_length=100)
    messages = models.ManyToManyField(Message, related_name="deliveries")
    state = models.CharField("状态", max_length=8, choices=enums.DeliveryState, default=enums.DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    next_at = models.DateTimeField("下次发送")
    holder = models.CharField(max_length=100, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)
    error = models.CharField("原因", max_length=200, blank=True)
    created_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发送"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day", "occasion"], condition=Q(person__isnull=False), name="delivery_person_once"
            ),
            models.UniqueConstraint(
                fields=["channel", "day", "occasion"], condition=Q(channel__isnull=False), name="delivery_channel_once"
            ),
            models.CheckConstraint(
                condition=Q(medium="email", person__isnull=False, channel__isnull=True)
                | Q(medium="robot", person__isnull=True, channel__isnull=False),
                name="delivery_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state=enums.DeliveryState.SENDING) | Q(held_until__isnull=False), name="delivery_held"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[enums.DeliveryState.DEAD, enums.DeliveryState.DOUBT]) | ~Q(error=""),
                name="delivery_failure_says_why",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.get_medium_display()} {self.day} {self.occasion}"


class Preference(models.Model):
    """What a person chose: e-mail or not, and which kinds stay in the inbox alone (静默)."""

    person = models.OneToOneField(U, PROT, related_name="message_preference")
    email_on = models.BooleanField("电子邮件", default=True)
    muted = models.JSONField("只在站内显示的种类", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "消息设置"

    def __str__(self) -> str:
        return str(self.person)


class CalendarToken(models.Model):
    """The secret in the address of a person's calendar feed; only its digest is kept."""

    person = models.OneToOneField(U, PROT, related_name="calendar_token")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return str(self.person)


class TrailCursor(models.Model):
    """How far the trail has been turned into messages. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="cursor_one")]

    def __str__(self) -> str:
        return f"{self.seq}"


class DigestRun(models.Model):
    """The day's digests were made; what comes later on the day goes out on the next working day."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "每日汇总"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"
