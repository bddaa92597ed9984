"""Boxes of the filling page: their names, what is typed into them, how their values are shown.

A box is named ``l12-done`` (line 12) or ``m5-value`` (measure 5): a figure that several items need is one box.
Beside the boxes of a line or measure stands one hidden field, ``l12-base``: a short token for each value that the
page started from, so that a save knows what the person had before the eyes (``drafting.Change.base``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from duban.core.text.figures import plain_number
from duban.core.text.typed import NotANumber, typed_number
from duban.orgs.models import Unit, UnitAlias
from duban.orgs.permissions import Invalid
from duban.progress.models import Line, Observation, Period
from duban.web.fields import DateField

LINE_BOXES = {  # box → column
    "presence": "presence",
    "done": "done",
    "problem": "problem",
    "next_step": "next_step",
    "reason": "reason",
    "waiting_on": "waiting_on_id",
    "expected_on": "expected_on",
    "self_rating": "self_rating",
    "synthesis": "synthesis",
}
FIGURE_BOXES = {
    "value": "value",
    "numerator": "numerator",
    "denominator": "denominator",
    "as_of": "as_of",
    "status": "status",
    "source": "source",
    "note": "note",
    "corrects": "corrects_id",
}
BOXES = {"l": LINE_BOXES, "m": FIGURE_BOXES}
LABELS = {
    "presence": "填报情形",
    "done": "进展与成效",
    "problem": "问题及原因",
    "next_step": "下一步及时限",
    "reason": "原因",
    "waiting_on": "等待的单位",
    "expected_on": "预计发布日期",
    "self_rating": "自评",
    "synthesis": "牵头汇总",
    "value": "完成值",
    "numerator": "分子",
    "denominator": "分母",
    "as_of": "数据截至",
    "status": "数据性质",
    "source": "数据来源",
    "note": "口径说明",
    "corrects": "更正报告期",
}
NAME = re.compile(r"(?P<kind>[lm])(?P<id>\d{1,15})-(?P<box>[a-z_]+)")
SHORT_TEXTS = {"source": 200, "note": 200}  # columns with a length


def is_id(text: str) -> bool:
    """Whether a text from outside can be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 16


class Unseen:
    """What the person started from, where it no longer stands in the row: equal to nothing."""


UNSEEN = Unseen()


def token(value: Any) -> str:
    """Eight hex digits for a value, nothing for an empty one."""
    if value in ("", None):
        return ""
    text = plain_number(value) if isinstance(value, Decimal) else str(value)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def tokens(row: Line | Observation, boxes: Mapping[str, str]) -> str:
    """Tokens of all boxes of a row in order, with dots between."""
    return ".".join(token(getattr(row, column)) for column in boxes.values())


def base_of(current: Any, seen: str) -> Any:
    """The value that the person started from: what stands in the row if it is still that, else :data:`UNSEEN`."""
    return current if token(current) == seen else UNSEEN


def shown(row: Line | Observation, box: str) -> str:
    """What stands in the box."""
    value: Any
    if box == "waiting_on":
        value = row.waiting_on if isinstance(row, Line) else None
    else:
        value = getattr(row, BOXES["l" if isinstance(row, Line) else "m"][box])
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return grouped(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def grouped(value: Decimal) -> str:
    """With commas between thousands, for a box.

    >>> grouped(Decimal("120000")), grouped(Decimal("-1234.50"))
    ('120,000', '-1,234.5')
    """
    whole, dot, part = plain_number(value).partition(".")
    return f"{int(whole):,}{dot}{part}" if whole not in ("-0",) else f"{whole}{dot}{part}"


def _words(typed: str, box: str) -> str:
    text = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    limit = SHORT_TEXTS.get(box)
    if limit and len(text) > limit:
        raise Invalid(f"“{LABELS[box]}”最多 {limit} 字，现有 {len(text)} 字，请精简。")
    return text if text.strip() else ""


def _day(typed: str, box: str) -> dt.date | None:
    try:
        return DateField(required=False).clean(typed)
    except ValidationError:
        raise Invalid(f"“{LABELS[box]}”无法识别：收到的是“{typed}”。请写作 2023-03-31 的样子。") from None


def _number(typed: str, unit: str) -> Decimal | None:
    """12万, 120,000, 12万个 (the measure may stand behind), １２万."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return None
    measure = unicodedata.normalize("NFKC", unit)
    if measure and plain.endswith(measure):
        plain = plain[: -len(measure)]
    try:
        return typed_number(plain)
    except NotANumber:
        raise Invalid(f"这里应填数字，收到的是“{typed.strip()}”。请写成 120000 或 12万，没有数据的请留空。") from None


def _unit_id(typed: str) -> int | None:
    name = typed.strip()
    if not name:
        return None
    found = Unit.objects.filter(name=name).order_by("id").first()
    if found is None:
        alias = UnitAlias.objects.filter(text=name).select_related("unit").first()
        found = alias.unit if alias else None
    if found is None:
        raise Invalid(f"没有名为“{name}”的单位。请从列表中选择，或写单位的规范简称。")
    return found.pk


def _period_id(typed: str) -> int | None:
    if not typed:
        return None
    found = Period.objects.filter(pk=int(typed)).first() if typed.isascii() and typed.isdigit() else None
    if found is None:
        raise Invalid("没有所选的报告期，请重新选择。")
    return found.pk


_READ: dict[str, Callable[[str], Any]] = {
    "waiting_on": _unit_id,
    "corrects": _period_id,
}


def read(box: str, typed: str, unit: str = "") -> Any:
    """The value that was typed into a box; :class:`Invalid` says found, expected, how to mend."""
    if box in _READ:
        return _READ[box](typed)
    if box in ("value", "numerator", "denominator"):
        return _number(typed, unit if box == "value" else "")
    if box in ("expected_on", "as_of"):
        return _day(typed.strip(), box)
    if box in ("presence", "self_rating", "status"):
        return typed
    return _words(typed, box)
