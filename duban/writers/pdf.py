"""A paper as .pdf, set by typst. The template is fixed; the paper goes in as JSON, so its text is never markup.

One compiler is kept, since it holds the fonts; it works for one paper at a time.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from duban.core.gongwen.document import (
    Document,
    Paragraph,
    Part,
    Role,
    Signature,
    Spread,
    Table,
)
from duban.writers.fit import one_line, stays_whole
from duban.writers.looks import CELL_SIDE, CELL_TOP, LOOKS, NEAR, SAME, Face

TEMPLATE = Path(__file__).with_name("paper.typ")
LAST = ("Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Sans")  # for characters that a face lacks
_SETTING = threading.Lock()


@lru_cache(maxsize=1)
def families() -> frozenset[str]:
    """Families that are installed."""
    import typst

    return frozenset(typst.Fonts().families())


def chosen(face: Face, installed: frozenset[str]) -> tuple[str, bool]:
    """The family that stands for a face, and whether it is the face itself.

    Without any that is known, any installed Chinese family, else whatever the program finds.
    """
    for name in (face, *SAME[face]):
        if name in installed:
            return name, True
    for name in NEAR[face]:
        if name in installed:
            return name, False
    chinese = sorted(name for name in installed if any(mark in name for mark in ("CJK", "SC", "CN", "Song", "Hei")))
    return (chinese[0] if chinese else "New Computer Modern"), False


def fonts_used(installed: frozenset[str]) -> str:
    """What stands for the faces of official papers, as a sentence for the file's properties."""
    said = []
    for face in Face:
        name, real = chosen(face, installed)
        said.append(f"{face}" if real and name == face else f"{face}（{name}{'' if real else '代'}）")
    return "字体：" + "、".join(said)


def write_pdf(paper: Document, *, made_at: dt.datetime | None = None) -> bytes:
    """The file; its text can be searched and copied."""
    with _SETTING:
        made: bytes = _compiler().compile(
            format="pdf",
            sys_inputs={"paper": json.dumps(_data(paper), ensure_ascii=False)},
            timestamp=made_at and made_at.astimezone(dt.UTC).replace(microsecond=0),
        )
    return made


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import typst

    return typst.Compiler(input=str(TEMPLATE), root=str(TEMPLATE.parent))


def _data(paper: Document) -> dict[str, Any]:
    installed = families()
    width, height = paper.page.size
    used = fonts_used(installed)
    return {
        "name": paper.name,
        "author": paper.author,
        "about": "；".join(filter(None, (paper.about, paper.footer, used))),
        "keywords": [each for each in (paper.about, paper.footer) if each],
        "title": list(paper.title),
        "mark": paper.mark,
        "header": paper.header,
        "footer": paper.footer,
        "page": {
            "width": width, "height": height, "top": paper.page.top, "bottom": paper.page.bottom,
            "left": paper.page.left, "right": paper.page.right, "numbers": paper.page.numbers,
        },
        "side": CELL_SIDE,
        "top": CELL_TOP,
        "faces": {face.value: _face(face, installed) for face in Face},
        "looks": {
            role.value: {
                "face": look.face.value, "size": look.size, "pitch": look.pitch, "indent": look.indent,
                "spacing": look.spacing, "before": look.before, "after": look.after, "outline": look.outline,
            }
            for role, look in LOOKS.items()
        },
        "parts": [data for part in paper.parts for data in _part(part, paper)],
    }  # fmt: skip


def _face(face: Face, installed: frozenset[str]) -> dict[str, Any]:
    name, real = chosen(face, installed)
    # The heavy face of titles is heavier than the plain cut of a free one.
    weight = 600 if face is Face.XIAOBIAOSONG and not real else 400
    return {"font": [name, *(each for each in LAST if each != name and each in installed)], "weight": weight}


def _part(part: Part, paper: Document) -> list[dict[str, Any]]:
    if isinstance(part, Paragraph):
        return [_paragraph(part.text, part.role, part.align or LOOKS[part.role].align, part.keep)]
    if isinstance(part, Spread):
        if not one_line(part, paper.page.width):
            return [_paragraph(text, part.role, LOOKS[part.role].align, True) for text in (part.left, part.right)]
        return [{"kind": "spread", "left": part.left, "right": part.right, "room": part.room, "role": part.role.value}]
    if isinstance(part, Table):
        return [_table(part, paper)]
    if isinstance(part, Signature):
        return [{"kind": "signature", "lines": list(part.lines)}]
    return [{"kind": "page"}]


def _paragraph(text: str, role: Role, align: str, keep: bool) -> dict[str, Any]:
    return {"kind": "paragraph", "text": text, "role": role.value, "align": str(align), "keep": keep}


def _table(table: Table, paper: Document) -> dict[str, Any]:
    rows = []
    for y, (row, places) in enumerate(table.placed()):
        look = LOOKS[row.role]
        cells = [
            {
                "x": at,
                "columns": span,
                "rows": cell.rows,
                "align": str(table.align_of(at, cell) if row.role is Role.CELL else look.align),
                "paragraphs": list(cell.paragraphs),
            }
            for at, cell, span in places
            if cell is not None
        ]
        whole = stays_whole(table, row, places, paper.page)
        rows.append({"y": y, "role": row.role.value, "whole": whole, "cells": cells})
    return {"kind": "table", "widths": list(table.widths), "heads": table.heads, "rows": rows}
