"""Tags and filters of every template (built in, no ``{% load %}``)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duban.core.text.days import day_in_words
from duban.core.text.figures import show_number

register = template.Library()

WEEKDAYS = "一二三四五六日"


@register.simple_tag
@lru_cache(maxsize=512)  # a page has dozens; the address of the sprite is the same as long as the process lives
def icon(name: str, label: str = "") -> SafeString:
    """A line icon; with a label it speaks, without one it is decoration."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, _sprite(), name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name)


def _sprite() -> str:
    return static("vendor/icons.svg")


@register.filter
def cn_date(value: dt.date | dt.datetime | None) -> str:
    """2023年4月10日（周一）."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return f"{day_in_words(day)}（周{WEEKDAYS[day.weekday()]}）"


@register.filter
def cn_time(value: dt.datetime | None) -> str:
    """2023年4月10日 10:32."""
    if value is None:
        return ""
    at = timezone.localtime(value)
    return f"{day_in_words(at)} {at:%H:%M}"


@register.filter
def figure(value: Any) -> str:
    """120000 → 12万; 36500000000 → 365亿; 6.50 → 6.5."""
    return show_number(value) if value is not None else ""
