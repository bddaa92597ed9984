"""A draft that has been read, by the real reader, from the small notice of our own."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from duban.core.document import from_text
from duban.core.notice import read
from duban.core.notice.jsonform import to_json
from duban.notices.models import NoticeDraft
from tests.factories.notices import NoticeDraftFactory
from tests.notices.documents import NOTICE


@cache
def reading_of(text: str) -> dict[str, Any]:
    return to_json(read(from_text(text)))


def read_draft(text: str = NOTICE, **fields: Any) -> NoticeDraft:
    """A draft that waits to be checked."""
    reading = reading_of(text)
    return NoticeDraftFactory(ready=True, source_text=text, reading=reading, current=reading, **fields)


@pytest.fixture
def draft(cast: Any) -> NoticeDraft:
    return read_draft(uploaded_by=cast.supervisor)


@pytest.fixture
def office(client_for: Any, cast: Any) -> Any:
    """A client of the supervision office."""
    return client_for(cast.supervisor)
