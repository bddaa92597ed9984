"""Whether anything leaves the system, and by what. Demo mode never sends."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

DEMO = "演示方式：不向系统外发送任何消息，消息只在站内显示。"
NO_MAIL = "没有设置邮件服务器（DUBAN_SMTP_HOST），不发送电子邮件。"

DAY_BEGINS, DAY_ENDS = 8, 20  # local hours between which urgent messages go out


def mail_off() -> str:
    """Why no e-mail is sent; empty where it is."""
    if settings.DEMO:
        return DEMO
    return "" if settings.SMTP_HOST else NO_MAIL


def may_be_mailed(email: str) -> bool:
    """Whether mail goes to this address: it is given, and of a domain of the installation where it names some."""
    return bool(email) and (not settings.MAIL_DOMAINS or email.rpartition("@")[2].lower() in settings.MAIL_DOMAINS)


def robots_off() -> str:
    """Why no robot is spoken to; empty where it is."""
    return DEMO if settings.DEMO else ""


def absolute(path: str) -> str:
    """The address of a page as it stands in a mail; empty where the system does not know its own address."""
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else ""


def inbox() -> str:
    """Address of the inbox."""
    return absolute(reverse("messages"))


def quiet(at: dt.datetime) -> bool:
    """Whether people are left alone at this hour."""
    return not DAY_BEGINS <= timezone.localtime(at).hour < DAY_ENDS
