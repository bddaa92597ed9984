"""The draft as a paper (公文), with the letterhead that the office has set for its kind."""

from __future__ import annotations

import datetime as dt

from duban.circulars import annex
from duban.circulars.drafts import Reading
from duban.circulars.models import Circular
from duban.core.gongwen import circular as paper
from duban.core.gongwen.document import Document
from duban.dispatch import letterheads
from duban.orgs.permissions import Invalid

STANDING = "起草稿，未经批准，不得外传"


def compose(row: Circular, reading: Reading, *, number: str, on: dt.date) -> Document:
    """As it is issued under the number on the day."""
    heading = letterheads.of(row.kind)
    return paper.document(
        _values(row, reading), head=heading.head(number), signature=heading.signature(on), imprint=heading.imprint(on)
    )


def preview(row: Circular, reading: Reading, *, on: dt.date) -> Document:
    """As it would look: marked as a draft, without number; without letterhead where none is set."""
    values = _values(row, reading, standing=STANDING)
    try:
        heading = letterheads.of(row.kind)
    except Invalid:
        return paper.document(values)
    return paper.document(values, head=heading.head(), signature=heading.signature(on), imprint=heading.imprint(on))


def _values(row: Circular, reading: Reading, standing: str = "") -> paper.Circular:
    return paper.Circular(
        title=reading.title,
        recipients=row.recipients,
        paragraphs=tuple(each.text for each in reading.paragraphs),
        annexes=annex.annexes(reading.tables),
        standing=standing,
        about=f"数据截至{row.as_of:%Y-%m-%d}",
    )
