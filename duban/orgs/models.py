"""Units (单位), people, posts (岗位) and dated appointments (任职)."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from duban.orgs.enums import PostKind, UnitKind, UnitLevel
from duban.orgs.querysets import AppointmentQuerySet, UnitQuerySet


class User(AbstractUser):
    """A person with an account. Never deleted, only deactivated; rights come from appointments alone."""

    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    must_change_password = models.BooleanField("须修改初始密码", default=False)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name or self.username


class Unit(models.Model):
    """A unit that can be named in a notice: department, street, company, superior body, or a group of units.

    A renamed unit keeps its row (old names become aliases); a merged one keeps its row and points to the
    unit it went into, so that the past stays as it was.
    """

    name = models.CharField("名称", max_length=100, unique=True, error_messages={"unique": "已有同名单位。"})
    full_name = models.CharField("全称", max_length=150, blank=True)
    kind = models.CharField("类别", max_length=16, choices=UnitKind, default=UnitKind.DEPARTMENT)
    level = models.CharField("层级", max_length=10, choices=UnitLevel, default=UnitLevel.DISTRICT)
    position = models.PositiveIntegerField("排序", default=0)
    active_from = models.DateField("启用日期", null=True, blank=True)
    active_to = models.DateField("停用日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name="并入单位"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_from__isnull=True) | Q(active_to__gt=F("active_from")),
                name="unit_dates",
                violation_error_message="停用日期应晚于启用日期。",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(active_to__isnull=False),
                name="unit_merged_is_inactive",
                violation_error_message="已并入其他单位的，应有停用日期。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="unit_named", violation_error_message="单位名称不能为空。"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_group(self) -> bool:
        """Whether the name stands for several units (各街道办事处)."""
        return self.kind == UnitKind.GROUP

    def is_active(self, on: dt.date) -> bool:
        """Whether it exists on that day."""
        return (self.active_from is None or self.active_from <= on) and (self.active_to is None or on < self.active_to)


class UnitAlias(models.Model):
    """Another printed name of a unit (区人资局 → 区人力资源局)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases", verbose_name="单位")
    text = models.CharField("别名", max_length=100, unique=True, error_messages={"unique": "该别名已属于另一单位。"})

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class GroupMember(models.Model):
    """Membership of a unit in a group, with dates: half-open [start, end)."""

    group = models.ForeignKey(Unit, models.PROTECT, related_name="members", verbose_name="单位组")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="成员")
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "组成员"
        ordering = ["group_id", "unit__position", "unit_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "unit"],
                condition=Q(end__isnull=True),
                name="member_once",
                violation_error_message="该单位已在组内。",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="member_dates",
                violation_error_message="终止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(group=F("unit")),
                name="member_not_itself",
                violation_error_message="组不能是自己的成员。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} ∋ {self.unit}"


class Post(models.Model):
    """A post (岗位) of a unit. Rights hang on it, never on the person."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    kind = models.CharField("岗位", max_length=16, choices=PostKind)
    title = models.CharField("职务", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["unit_id", "id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.title or self.get_kind_display()}"


class Appointment(models.Model):
    """A person holding a post over [start, end)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name="岗位")
    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="人员")
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)
    acting = models.BooleanField("主持工作", default=False)
    basis = models.CharField("任职依据", max_length=100, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="appointment_dates",
                violation_error_message="任职终止日期不能早于起始日期。",
            ),
            models.UniqueConstraint(
                fields=["post", "user"],
                condition=Q(end__isnull=True),
                name="appointment_once",
                violation_error_message="该人员已在此岗位任职。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.post}"
