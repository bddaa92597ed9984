"""Reading a notice: :func:`read` turns a source document into a :class:`~duban.core.notice.reading.Reading`."""

from __future__ import annotations

from collections.abc import Callable

from duban.core.collecting import uncollected
from duban.core.document import SourceDocument
from duban.core.notice.reading import Reading


def read(document: SourceDocument, *, progress: Callable[[str, int], None] | None = None) -> Reading:
    """Read a notice. ``progress`` hears a stage in Chinese and a percentage.

    Never fails on any text: a document without items gives a reading with a finding that says so.
    """
    # Imported on first use: the targets import the values of this package.
    from duban.core.notice.reader import read as read_document

    with uncollected():
        return read_document(document, progress)
