"""Showing numbers the way official papers print them."""

from __future__ import annotations

from decimal import Decimal


def show_number(value: Decimal | int | float | str) -> str:
    """A number with 万 / 亿 where that is exact and shorter; never rounded.

    >>> show_number(120000), show_number("36500000000"), show_number("6.50"), show_number(2600)
    ('12万', '365亿', '6.5', '2600')
    """
    number = Decimal(str(value))
    for power, word in ((8, "亿"), (4, "万")):
        if abs(number) >= Decimal(10) ** power:
            scaled = number.scaleb(-power)
            if scaled == scaled.quantize(Decimal("0.0001")):
                return plain_number(scaled) + word
    return plain_number(number)


def plain_number(value: Decimal) -> str:
    """Without exponent and without trailing zeros."""
    text = format(value.normalize(), "f")
    return "0" if text in {"-0", ""} else text
