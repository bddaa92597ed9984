"""Folding: what a search compares, so that full-width, half-width, case and spaces do not matter."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """NFKC, lower case, without white space. Length may change: never use it for spans.

    >>> fold("５Ｇ 网络（首期）"), fold("市-54\\n停车 泊位")
    ('5g网络(首期)', '市-54停车泊位')
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
