"""Patterns that are compiled when they are first asked, and not when their module is imported.

The reader knows some 250 patterns; one document asks a part of them. Compiling all at import took longer than
reading a notice.
"""

from __future__ import annotations

import re
from typing import Any, cast

# A character of a word: Chinese, rare ones outside the first plane too, no digit and no Latin letter. A class made of
# categories; one made of a range of 20,000 characters takes a millisecond to compile.
HAN = r"[^\W\d_A-Za-z]"


class _Late:
    """Stands for a pattern; each method is fetched from the compiled one on first use and kept."""

    __slots__ = ("findall", "finditer", "flags", "fullmatch", "match", "pattern", "search", "split", "sub", "subn")

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(self.pattern, self.flags), name)  # ``re`` keeps what it compiled
        if name in self.__slots__:
            setattr(self, name, method)
        return method


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that compiles itself on first use. A faulty one fails then, and in ``tests/core/text``.

    >>> regex(r"[0-9]+").search("新增12个").group()
    '12'
    """
    return cast("re.Pattern[str]", _Late(source, flags))
