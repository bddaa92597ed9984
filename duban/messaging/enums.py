"""Stored codes of messages."""

from django.db import models


class Medium(models.TextChoices):
    """By what a delivery leaves the system. The inbox is not among them: it is always there."""

    EMAIL = "email", "电子邮件"
    ROBOT = "robot", "群机器人"


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发送"
    DEAD = "dead", "未能发送"
    DOUBT = "doubt", "不能确定"  # broke off after it was handed over: not sent again
    DROPPED = "dropped", "不必发送"  # everything in it was read or done meanwhile


class RobotKind(models.TextChoices):
    """Group robots that can be set up by their own address, and whatever else apprise knows."""

    DINGTALK = "dingtalk", "钉钉"
    WECOM = "wecombot", "企业微信"
    FEISHU = "feishu", "飞书"
    OTHER = "other", "其他（apprise 地址）"
