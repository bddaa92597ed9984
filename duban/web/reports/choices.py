"""Radio buttons and options as ready HTML: a page of 34 items has hundreds, and they are always the same few."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from duban.progress.enums import FigureStatus, Presence, Rating

KINDS = {
    "presence": tuple(choice for choice in Presence.choices if choice[0]),
    "self_rating": tuple(choice for choice in Rating.choices if choice[0]),
    "status": tuple(FigureStatus.choices),
}
_NAME = "@name@"  # no character of it is special in HTML, and no box is named so


@lru_cache(maxsize=64)
def options(kind: str, chosen: str) -> SafeString:
    """``<option>`` elements of a choice, the chosen one selected."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((code, mark_safe(" selected") if code == chosen else "", label) for code, label in KINDS[kind]),
    )


def radios(kind: str, name: str, chosen: str) -> SafeString:
    """Radio buttons in their labels; the first carries the name as its id, so that a link leads there."""
    return mark_safe(_radios(kind, chosen).replace(_NAME, name))


@lru_cache(maxsize=64)
def _radios(kind: str, chosen: str) -> str:
    return "".join(
        format_html(
            '<label><input type="radio"{} name="{}" value="{}"{}>{}</label>',
            format_html(' id="{}"', _NAME) if index == 0 else "",
            _NAME,
            code,
            mark_safe(" checked") if code == chosen else "",
            label,
        )
        for index, (code, label) in enumerate(KINDS[kind])
    )
