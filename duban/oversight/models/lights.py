"""Published rules of lights, overrides by a person, and the log of every change of light."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duban.core.oversight.rules import Rule
from duban.ledger.models import Matter, Section
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit
from duban.oversight.enums import Colour

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class LightRule(models.Model):
    """A version of the rule of lights (亮灯规则). Published versions never change; a new one counts from its day."""

    version = models.PositiveSmallIntegerField("版本", unique=True)
    since = models.DateField("执行日期", unique=True)
    green_to = models.DecimalField("绿灯分界", max_digits=6, decimal_places=4)  # part of the goal
    yellow_to = models.DecimalField("黄灯分界", max_digits=6, decimal_places=4)
    soon_days = models.PositiveSmallIntegerField("临近期限（工作日）")
    node_days = models.PositiveSmallIntegerField("节点宽限（工作日）")
    reason = models.CharField("调整理由", max_length=200)
    published_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="发布人")
    published_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = verbose_name_plural = "亮灯规则"
        ordering = ["version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(green_to__gte=0, yellow_to__gt=F("green_to"), yellow_to__lte=1),
                name="light_rule_no_gap",
                violation_error_message="分界应依次增大：绿灯不小于 0，黄灯大于绿灯，不超过 100%。",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="light_rule_says_why"),
        ]

    def __str__(self) -> str:
        return f"亮灯规则第{self.version}版"

    def as_rule(self) -> Rule:
        """The value that the core calculates with."""
        return Rule(self.version, self.since, self.green_to, self.yellow_to, self.soon_days, self.node_days)


class LightOverride(models.Model):
    """A person's judgement over the rule's (人工改灯), with its reason; both stay on record."""

    matter = models.ForeignKey(Matter, PROT, related_name="light_overrides", verbose_name="事项")
    colour = models.CharField("亮灯", max_length=6, choices=Colour)
    reason = models.CharField("理由", max_length=300)
    until = models.DateField("有效至", null=True, blank=True)
    made_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="改灯人")
    made_at = models.DateTimeField("改灯时间")
    ended_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "人工改灯"
        ordering = ["id"]
        constraints = [
            said_when("light_override", "ended"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="light_override_says_why", violation_error_message="改灯须写明理由。"
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(ended_at__isnull=True),
                name="light_override_one_live",
                violation_error_message="该事项已有一份人工改灯，请先撤销。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.get_colour_display()}"


class LightChange(models.Model):
    """When a matter's light changed, from what to what, why, by which rule and from which inputs."""

    matter = models.ForeignKey(Matter, PROT, related_name="light_changes", verbose_name="事项")
    on = models.DateField("日期")
    at = models.DateTimeField("记录时间")
    before = models.CharField("原亮灯", max_length=6, choices=Colour, blank=True)
    after = models.CharField("亮灯", max_length=6, choices=Colour)
    sentence = models.TextField("理由")
    rule = models.PositiveSmallIntegerField("规则版本")
    override = models.ForeignKey(LightOverride, PROT, null=True, blank=True, related_name="+")
    inputs = models.JSONField("依据", default=list)  # one entry a judged goal, see judging.inputs

    class Meta:
        verbose_name = verbose_name_plural = "亮灯变化"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="light_change_is_one"),
            models.CheckConstraint(condition=~Q(sentence=""), name="light_change_says_why"),
        ]
        indexes = [
            models.Index(fields=["matter", "id"], name="light_change_matter"),
            models.Index(fields=["at"], name="light_change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.get_before_display()}→{self.get_after_display()}"


class LightStanding(models.Model):
    """The light of a matter as of the last look (:class:`LightLook`), for years that are too large to judge at reading.

    Derived: it can be thrown away and is made again by the next look. ``place`` is the printed order.
    """

    matter = models.OneToOneField(Matter, PROT, primary_key=True, related_name="light_standing", verbose_name="事项")
    year = models.PositiveSmallIntegerField("年度")
    unit = models.ForeignKey(Unit, PROT, null=True, blank=True, related_name="+", verbose_name="牵头单位")
    section = models.ForeignKey(Section, PROT, null=True, blank=True, related_name="+", verbose_name="部分")
    colour = models.CharField("亮灯", max_length=6, choices=Colour)
    rank = models.PositiveSmallIntegerField("次序")  # the worst first
    place = models.PositiveBigIntegerField("编排次序")
    sentence = models.TextField("理由")

    class Meta:
        verbose_name = verbose_name_plural = "亮灯现状"
        ordering = ["rank", "place"]
        indexes = [
            models.Index(fields=["year", "rank", "place"], name="light_standing_list"),
            models.Index(fields=["year", "unit", "section", "colour"], name="light_standing_grid"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.get_colour_display()}"


class LightLook(models.Model):
    """When the lights of a year were last judged as a whole; ``seq`` is the head of the trail by then."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    at = models.DateTimeField("核对时间")
    seq = models.PositiveBigIntegerField("留痕序号", default=0)
    seconds = models.FloatField("用时（秒）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "亮灯核对"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year} {self.at:%Y-%m-%d %H:%M}"


class YearSeen(models.Model):
    """Until when a person has seen a year (自上次以来). Nobody else sees it and nothing is counted from it."""

    person = models.ForeignKey(U, PROT, related_name="+", verbose_name="人员")
    year = models.PositiveSmallIntegerField("年度")
    at = models.DateTimeField("看到")

    class Meta:
        verbose_name = verbose_name_plural = "上次查看"
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="year_seen_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.year}"
