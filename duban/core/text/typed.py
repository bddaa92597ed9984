"""Numbers as people type them into a form."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from duban.core.refusal import Refused
from duban.core.text.patterns import regex

_NUMBER = regex(r"([+-]?\d+(?:\.\d+)?)(万亿|亿|万|千|百)?")
_POWERS = {"百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12}


class NotANumber(Refused):
    """What was typed is no number; the sentence says found, expected, how to mend."""


def typed_number(text: str) -> Decimal:
    """The number that was typed, with 万 / 亿, separators and full-width digits understood.

    >>> typed_number("１２万"), typed_number("36,500"), typed_number("3.65 亿"), typed_number("6.5")
    (Decimal('120000'), Decimal('36500'), Decimal('365000000'), Decimal('6.5'))
    """
    plain = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise NotANumber(f"目标值应为数字，收到的是“{text.strip()}”。请写成 120000 或 12万，计量单位另填。")
    return (Decimal(match[1]) * Decimal(10) ** _POWERS.get(match[2] or "", 0)).quantize(_exact(match))


def _exact(match: re.Match[str]) -> Decimal:
    """As many digits behind the point as the typed number needs."""
    behind = len(match[1].partition(".")[2]) - _POWERS.get(match[2] or "", 0)
    return Decimal(1).scaleb(-max(0, behind))
