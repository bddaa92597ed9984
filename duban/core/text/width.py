"""Half width for reading: the same text, character for character, with one form of each sign.

Notices mix （） and (), ： and :, １ and 1 freely. Patterns are written once, for half width, and are
matched against :func:`half`; because the length never changes, places found there hold in the original.
"""

from __future__ import annotations

import re

from duban.core.text.patterns import regex

_TABLE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE.update(dict.fromkeys((0x3000, 0xA0, 0x2002, 0x2003, 0x09), 0x20))
_TABLE[0xFE55] = ord(":")  # ﹕
_TABLE[0x2236] = ord(":")  # ∶
_TABLE[0xFF61] = 0x3002  # ｡ → 。
_SIGNS = re.escape("".join(map(chr, _TABLE)))
_WIDE = regex(f"[{_SIGNS}]")  # most lines of a half-width notice have nothing to fold


def half(text: str) -> str:
    """Half-width form of the same length; 。 and 、 stay, since no half-width sign means them.

    >>> half("（牵头单位：市建委）１．")
    '(牵头单位:市建委)1.'
    """
    return text.translate(_TABLE) if _WIDE.search(text) else text
