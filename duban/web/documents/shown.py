"""A frozen paper as blocks that the page prints: the same order, marks and lines as on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from duban.core.gongwen import placing
from duban.core.gongwen.document import (
    AttachmentNote,
    Document,
    Form,
    Inner,
    Labelled,
    PageBreak,
    Paragraph,
    Role,
    Signature,
    Spread,
    Table,
)

_LEVELS = {Role.LEVEL1: 3, Role.LEVEL2: 4, Role.LEVEL3: 5, Role.LEVEL4: 6}
Block = dict[str, Any]


def sheet(paper: Document) -> dict[str, Any]:
    """What ``documents/_sheet.html`` prints."""
    form = paper.head.form if paper.head else Form.GENERAL
    imprint = paper.imprint
    copied = [f"{each.lead}{each.text}" for each in placing.copied(imprint)] if imprint else []
    printed = placing.printed(imprint) if imprint and form is not Form.LETTER else ("", "")
    return {
        "head": paper.head,
        "form": form.value,
        "status": placing.status_lines(paper.head) if paper.head else (),
        "signers": placing.signers(paper.head) if paper.head else (),
        "title": paper.title,
        "blocks": list(_blocks(part for part in paper.parts if part not in paper.attachments)),
        "attachments": [
            {"mark": each.mark, "title": each.title, "blocks": list(_blocks(each.parts))} for each in paper.attachments
        ],
        "copied": copied,
        "printed": printed if any(printed) else (),
        "lined": form is not Form.LETTER,
    }


def _blocks(parts: Iterable[Any]) -> Iterator[Block]:
    for part in parts:
        yield from _block(part)


def _block(part: Inner) -> Iterator[Block]:
    if isinstance(part, Paragraph):
        level = _LEVELS.get(part.role, 0) if not part.then else 0
        yield {"kind": "text", "role": part.role.value, "text": part.text, "then": part.then, "level": level}
    elif isinstance(part, Spread):
        yield {"kind": "spread", "left": part.left, "right": part.right}
    elif isinstance(part, Signature):
        yield {"kind": "signature", "lines": part.lines, "sealed": part.sealed}
    elif isinstance(part, AttachmentNote):
        for at, each in enumerate(placing.enclosed(part)):
            shape = "one" if len(part.names) == 1 else "more" if at else "first"
            yield {"kind": "hanging", "lead": each.lead, "text": each.text, "shape": shape}
    elif isinstance(part, Labelled):
        line = placing.labelled(part)
        yield {"kind": "hanging", "lead": line.lead, "text": line.text, "shape": "label"}
    elif isinstance(part, Table):
        yield {"kind": "table", "rows": list(_rows(part))}
    elif isinstance(part, PageBreak):
        yield {"kind": "break"}


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    for row, places in table.placed():
        cells = [cell for _, cell, _ in places if cell is not None]
        yield {"head": row.role is Role.HEAD, "band": row.role is Role.BAND, "cells": cells}
