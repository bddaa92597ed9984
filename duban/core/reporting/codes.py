"""The code on a printed report (核验码): it names the report and binds the paper to what was printed.

``23-7F3A-91BC-02DE``: the report's number, then the first twelve digits of the digest of its content. Paper that was
printed before a change carries another code, so a signature on old content is noticed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

DIGITS = 12  # 48 bits of the digest
_SHAPE = re.compile(r"(\d{1,12})\D?([0-9A-F]{4})\D?([0-9A-F]{4})\D?([0-9A-F]{4})")
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "Q": "0", "S": "5", "Z": "2", "G": "6"})


@dataclass(frozen=True, slots=True)
class PaperCode:
    """A code as read from paper."""

    report: int
    short: str  # twelve upper-case hexadecimal digits

    def fits(self, digest: str) -> bool:
        """Whether the paper shows the content of this digest."""
        return short_of(digest) == self.short


def short_of(digest: str) -> str:
    """The digits of a digest that a code carries."""
    return digest[:DIGITS].upper()


def grouped(digest: str) -> str:
    """Short form of a digest for people: ``7F3A-91BC-02DE``.

    >>> grouped("7f3a91bc02de55")
    '7F3A-91BC-02DE'
    """
    short = short_of(digest)
    return "-".join(short[at : at + 4] for at in range(0, DIGITS, 4))


def code_of(report: int, digest: str) -> str:
    """The code to print.

    >>> code_of(23, "7f3a91bc02de55")
    '23-7F3A-91BC-02DE'
    """
    return f"{report}-{grouped(digest)}"


def read_code(typed: str) -> PaperCode | None:
    """A code as somebody types it from paper: any case, full width, spaces; ``None`` where it is none.

    Letters that no code has are read as the digits they look like.

    >>> read_code(" ２３－7f3a 91bc 02dE ")
    PaperCode(report=23, short='7F3A91BC02DE')
    >>> read_code("23-7F3A") is None
    True
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    text = re.sub(r"[\s\u2010-\u2015\u2212_]+", "-", text.strip())
    text = re.sub(r"-+", "-", text).translate(_ALIKE)
    match = _SHAPE.fullmatch(text)
    return PaperCode(int(match[1]), match[2] + match[3] + match[4]) if match else None
