"""What a delivery says, made when it is sent: what was read or done meanwhile is left out."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from duban.messaging import outside
from duban.messaging.enums import Medium
from duban.messaging.models import Delivery, Message

TEST = "test"
SHOWN = 40  # lines of one digest; the rest is in the inbox
ROBOT_SHOWN = 8


@dataclass(frozen=True)
class Letter:
    """Title and plain text."""

    title: str
    text: str


def compose(delivery: Delivery) -> Letter | None:
    """The letter, or ``None`` where nothing is left to say."""
    if delivery.occasion.startswith(TEST):
        return Letter("督办：测试消息", "这是一条测试消息。收到它，说明这个途径可以使用。")
    rows = list(delivery.messages.filter(settled_at__isnull=True, read_at__isnull=True).order_by("at", "id"))
    if not rows:
        return None
    return _mail(rows) if delivery.medium == Medium.EMAIL else _robot(delivery, rows)


def _mail(rows: list[Message]) -> Letter:
    title = f"督办：{rows[0].subject}" if len(rows) == 1 else f"督办：{len(rows)} 条消息"
    parts = [_paragraph(row) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        parts.append(f"另有 {len(rows) - SHOWN} 条，请登录后在“消息”中查看。")
    parts.append(_foot())
    return Letter(title, "\n\n".join(parts) + "\n")


def _paragraph(row: Message) -> str:
    link = outside.absolute(reverse("message_go", args=[row.pk]))
    return "\n".join(part for part in (f"■ {row.subject}", row.body, link) if part)


def _foot() -> str:
    where = outside.absolute(reverse("message_settings"))
    hint = f"哪些消息发邮件，可以在这里设置：{where}" if where else "哪些消息发邮件，可以登录后在“消息设置”中选择。"
    return f"——\n督办系统每个工作日最多汇总发送一封；退回、待签一类事项当天可能另发一次。{hint}"


def _robot(delivery: Delivery, rows: list[Message]) -> Letter:
    """Titles and a link; bodies only where the installation allows it (they are internal)."""
    lines: dict[tuple[str, int, str], Message] = {}
    for row in rows:
        lines.setdefault((row.about_type, row.about_id, row.subject), row)  # once, whoever was told
    shown = list(lines.values())
    said = [row.subject if not settings.ROBOT_DETAIL else f"{row.subject}：{row.body}" for row in shown[:ROBOT_SHOWN]]
    if len(shown) > ROBOT_SHOWN:
        said.append(f"另有 {len(shown) - ROBOT_SHOWN} 条")
    link = outside.inbox()
    text = "\n".join([*(f"· {line}" for line in said), *([link] if link else [])])
    return Letter(f"督办：{len(shown)} 条消息", text)
