"""What was read out of a filled form as JSON and back; a document as the reading process hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from duban.core.document import Block, BlockKind, SourceDocument, Span
from duban.core.notice.reading import Level
from duban.core.reporting.filled import FilledForm, FilledRow


def document_from(data: Mapping[str, Any]) -> SourceDocument:
    """A document from the JSON values of ``core.notice.jsonform.plain``."""
    blocks = tuple(
        Block(
            span=Span(*each["span"]),
            kind=BlockKind(each["kind"]),
            cells=tuple(Span(*cell) for cell in each["cells"]),
            table=each["table"],
            continued=tuple(each["continued"]),
        )
        for each in data["blocks"]
    )
    return SourceDocument(data["name"], data["format"], data["text"], blocks)


def form_json(form: FilledForm) -> dict[str, Any]:
    """As JSON values; ``form_from(form_json(x)) == x``."""
    return asdict(form)


def form_from(data: Mapping[str, Any]) -> FilledForm:
    """Back from :func:`form_json`."""
    rows = tuple(FilledRow(**{**row, "level": Level(row["level"])}) for row in data["rows"])
    return FilledForm(rows, data["unit"], data["term"], tuple(data["leftovers"]), tuple(data["columns"]), data["found"])
