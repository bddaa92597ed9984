"""Small words of a circular: titles in titles, quotations in quotations, numbers short enough to read."""

from __future__ import annotations

from decimal import Decimal

from duban.core.text.figures import show_number
from duban.core.text.patterns import regex

_PAIRS = {"《": "》", "〈": "〉"}
_BLANK = regex(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_DIGITS = 4  # that a number keeps where it is only there to be compared with
_OPENS, _CLOSES, _MARKS = "（“‘《〈〔", "）”’》〉〕", "，。；："
_INNER = str.maketrans("“”《》", "‘’〈〉")


def titled(text: str) -> str:
    """A title in 《》; titles inside it in 〈〉 and 《》 by turns (GB/T 15834-2011), blanks of the print taken out.

    >>> titled("关于印发《2023年 〈政府工作报告〉分解方案》的通知")
    '《关于印发〈2023年《政府工作报告》分解方案〉的通知》'
    """
    plain = _BLANK.sub("", text.strip())
    if plain.startswith("《") and plain.endswith("》") and plain.count("《") == 1:
        plain = plain[1:-1]
    found, depth = [], 1
    for here in plain:
        if here in _PAIRS:
            depth += 1
            found.append("《" if depth % 2 else "〈")
        elif here in _PAIRS.values() and depth > 1:
            found.append("》" if depth % 2 else "〉")
            depth -= 1
        else:
            found.append(here)
    return f"《{''.join(found)}》"


def quoted(text: str) -> str:
    """A quotation in “”, what is quoted or titled inside it one step further in.

    >>> quoted("长江“十年禁渔”")
    '“长江‘十年禁渔’”'
    """
    return f"“{text.translate(_INNER)}”"


def gist(text: str, most: int) -> str:
    """A text that is too long, by its first parts: it ends where the text itself has a mark, and 等 says that there is
    more. Brackets and quotations stay whole. Where the first part alone is too long it stands whole: nothing is cut.

    >>> gist("建成停车泊位1万个。", 12), gist("推动保障性住房建设、旧城改造和适老化改造，筹集住房，改造棚户区。", 24)
    ('建成停车泊位1万个', '推动保障性住房建设、旧城改造和适老化改造等')
    """
    text = text.strip().rstrip("。；，")
    if len(text) <= most:
        return text
    depth, ends = 0, []
    for at, here in enumerate(text):
        depth += (here in _OPENS) - (here in _CLOSES)
        if here in _MARKS and depth <= 0:
            ends.append(at)
    fitting = [at for at in ends if at < most]
    end = fitting[-1] if fitting else min(ends, default=len(text))
    return text if end == len(text) else f"{text[:end].rstrip('等')}等"


def brief_number(value: Decimal) -> str:
    """A number with four digits that count, one decimal below 100; what it was worked out from is kept elsewhere.

    >>> brief_number(Decimal("26442307692.3")), brief_number(Decimal("50.4379")), brief_number(Decimal("0.748"))
    ('264.4亿', '50.4', '0.7')
    >>> brief_number(Decimal("4382.2")), brief_number(Decimal("5.0"))
    ('4382', '5')
    """
    if abs(value) < 100:
        return show_number(round(value, 1))
    places = _DIGITS - 1 - value.adjusted()
    return show_number(round(value, places) if places < 0 else round(value, 0))
