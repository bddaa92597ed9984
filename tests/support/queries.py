"""Lists take the same number of queries with 3 rows and with 30."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def captured(visit: Callable[[], Any]) -> list[str]:
    """The SQL that a visit runs, without the bookkeeping of transactions."""
    with CaptureQueriesContext(connection) as queries:
        visit()
    return [
        q["sql"] for q in queries.captured_queries if not re.match(r"(?i)(SAVEPOINT|RELEASE|BEGIN|COMMIT)", q["sql"])
    ]


def shape(sql: str) -> str:
    """The query without its values, so that repetitions can be counted."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def assert_same_queries(visit: Callable[[], Any], add: Callable[[int], Any], *, few: int = 3, many: int = 30) -> int:
    """``add(n)`` makes ``n`` more rows; ``visit()`` opens the list. Returns the number of queries.

    Fails with the queries that grew. Fails too where a visit runs no query at all: then it looks at nothing.
    """
    add(few)
    visit()  # caches of the process (content types, templates) are filled before counting
    before = captured(visit)
    add(many - few)
    after = captured(visit)
    assert before, "the visit runs no query: does it open the list?"
    if len(before) != len(after):
        grown = Counter(map(shape, after)) - Counter(map(shape, before))
        lines = "\n".join(f"  {n} more: {sql[:300]}" for sql, n in grown.most_common(10))
        raise AssertionError(f"{len(before)} queries with {few} rows, {len(after)} with {many}:\n{lines}")
    return len(after)
