"""发文字号: 机关代字, year in full in 〔〕, number without zero padding and without 第 (GB/T 9704-2012, 7.2.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHOLE = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,20})〔(?P<year>\d{4})〕(?P<number>[1-9]\d*)号")
_KINDS_OF_ISSUE = ("办发", "办函", "办", "发", "函", "字")


@dataclass(frozen=True, slots=True)
class Number:
    """A document number.

    >>> str(Number("武昌政督", 2023, 3))
    '武昌政督〔2023〕3号'
    """

    code: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.number}号"


def number_of(text: str) -> Number | None:
    """A number as the standard prints it; ``None`` for anything else.

    >>> number_of("武昌政办〔2023〕1号"), number_of("武昌政办〔2023〕01号")
    (Number(code='武昌政办', year=2023, number=1), None)
    """
    found = _WHOLE.fullmatch("".join(text.split()))
    return Number(found["code"], int(found["year"]), int(found["number"])) if found else None


def sibling_code(code: str, mark: str) -> str:
    """A 代字 of the same house for other business: its own last word gives way to ``mark``.

    >>> sibling_code("武昌政办", "督"), sibling_code("武政办发", "督函"), sibling_code("国发", "督")
    ('武昌政督', '武政督函', '国督')
    """
    for end in _KINDS_OF_ISSUE:
        if code.endswith(end) and len(code) > len(end):
            return code[: -len(end)] + mark
    return code + mark
