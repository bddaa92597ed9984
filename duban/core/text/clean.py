"""Text that can stand in any file: XML, PDF, a sheet."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Not allowed in XML, or without a shape on paper (invisible marks, ends of directions).
_NOT_PRINTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_NO_CHARACTER = re.compile("[\ud800-\udfff]|[\ufdd0-\ufdef]|[\ufffe\uffff]")


def printable(text: str) -> str:
    r"""One kind of line end, no control or invisible characters, nothing that XML or UTF-8 cannot hold.

    A character that exists but cannot be written (half of a pair) becomes U+FFFD, so that a loss is seen.

    >>> printable("甲\r\n乙\x00\x0b丙")
    '甲\n乙\n丙'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _NOT_PRINTED.sub("", _LINE_ENDS.sub("\n", text))
    text = _NO_CHARACTER.sub("\ufffd", text).replace("\t", " ").replace("\xa0", " ")
    return (
        "".join("\ufffd" if ord(c) & 0xFFFE == 0xFFFE else c for c in text)
        if max(text, default="") > "\uffff"
        else text
    )
