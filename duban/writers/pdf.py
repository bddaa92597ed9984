"""A paper as .pdf, set by typst. The template is fixed; the paper goes in as JSON, so its text is never markup.

One compiler is kept, since it holds the fonts; it works for one paper at a time.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from duban.core.gongwen import placing
from duban.core.gongwen.document import (
    Attachment,
    AttachmentNote,
    Document,
    Form,
    Head,
    Imprint,
    Labelled,
    Page,
    Paragraph,
    Part,
    Role,
    Signature,
    Spread,
    Table,
)
from duban.writers import frame
from duban.writers.fit import one_line, stays_whole, stays_with_next
from duban.writers.looks import LOOKS, NEAR, RED, SAME, Face, inset_of

TEMPLATE = Path(__file__).with_name("paper.typ")
LAST = ("Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Sans")  # for characters that a face lacks
DESCENT = 14.5  # points from the type area to the page number: its dash lies 7 mm below
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
    used = fonts_used(installed)
    return {
        "name": paper.name,
        "author": paper.author,
        "about": "；".join(filter(None, (paper.about, paper.footer, used))),
        "keywords": [each for each in (paper.about, paper.footer) if each],
        "header": paper.header,
        "footer": paper.footer,
        "page": _page(paper.page),
        "red": f"#{RED}",
        "descent": DESCENT,
        "faces": {face.value: _face(face, installed) for face in Face},
        "looks": {
            role.value: {
                "face": look.face.value, "size": look.size, "pitch": look.pitch, "indent": look.indent,
                "spacing": look.spacing, "before": look.before, "after": look.after, "outline": look.outline,
                "colour": look.colour,
            }
            for role, look in LOOKS.items()
        },
        "letter": {
            "width": frame.LETTER_WIDTH, "top": frame.LETTER_TOP, "bottom": frame.LETTER_BOTTOM,
            "thick": frame.LETTER_LINES[0], "thin": frame.LETTER_LINES[1],
        },
        "head": _head(paper.head) if paper.head else None,
        "imprint": _imprint(paper.imprint, paper.head) if paper.imprint else None,
        "flows": _flows(paper),
    }  # fmt: skip


def _page(page: Page) -> dict[str, Any]:
    width, height = page.size
    return {
        "landscape": page.landscape, "width": width, "height": height, "top": page.top, "bottom": page.bottom,
        "left": page.left, "right": page.right, "numbers": page.numbers,
    }  # fmt: skip


def _head(head: Head) -> dict[str, Any]:
    return {
        "form": head.form.value, "mark": head.mark, "size": frame.mark_size(head), "number": head.number,
        "status": list(placing.status_lines(head)), "signers": list(placing.signers(head)), "top": frame.MARK_TOP,
        "below": frame.LINE_BELOW, "line": frame.RED_LINE, "blanks-mark": frame.BLANKS_BELOW_MARK,
        "blanks-line": frame.BLANKS_BELOW_LINE,
    }  # fmt: skip


def _imprint(imprint: Imprint, head: Head | None) -> dict[str, Any] | None:
    plain = head is not None and head.form is Form.LETTER
    left, right = placing.printed(imprint)
    copied = [_hanging(each, Role.IMPRINT) for each in placing.copied(imprint)]
    printed = bool(left or right) and not plain
    if not copied and not printed:
        return None
    return {
        "copied": copied, "printed": printed, "left": left, "right": right, "lines": not plain, "edge": frame.EDGE,
        "between": frame.BETWEEN,
    }  # fmt: skip


def _flows(paper: Document) -> list[dict[str, Any]]:
    """Runs of pages of one orientation: the body and its attachments, turned attachments by themselves."""
    pages = {False: _page(paper.page), True: _page(frame.landscape(paper.page))}
    body = [part for part in paper.parts if not isinstance(part, Attachment)]
    first = {"mark": paper.mark, "title": list(paper.title), "fresh": False, "first": True}
    flows: list[dict[str, Any]] = [
        {**pages[False], "turned": False, "pieces": [{**first, "parts": _parts(body, paper.page)}]}
    ]
    for part in paper.attachments:
        same = flows[-1]["turned"] == part.landscape
        if not same:
            flows.append({**pages[part.landscape], "turned": part.landscape, "pieces": []})
        page = frame.landscape(paper.page) if part.landscape else paper.page
        piece = {"mark": part.mark, "title": list(part.title), "fresh": same, "first": False}
        flows[-1]["pieces"].append({**piece, "parts": _parts(part.parts, page)})
    if paper.imprint is not None and flows[-1]["turned"]:
        flows.append({**pages[False], "turned": False, "pieces": []})
    return flows


def _face(face: Face, installed: frozenset[str]) -> dict[str, Any]:
    name, real = chosen(face, installed)
    # The heavy face of titles is heavier than the plain cut of a free one.
    weight = 600 if face is Face.XIAOBIAOSONG and not real else 400
    return {"font": [name, *(each for each in LAST if each != name and each in installed)], "weight": weight}


def _parts(parts: Sequence[Part], page: Page) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for at, part in enumerate(parts):
        first = not (at and isinstance(parts[at - 1], type(part)))
        made.extend(_part(part, page, first=first, keep=stays_with_next(parts, at)))
    return made


def _part(part: Part, page: Page, *, first: bool, keep: bool) -> list[dict[str, Any]]:
    if isinstance(part, Paragraph):
        return [_paragraph(part.text, part.role, part.align or LOOKS[part.role].align, keep, part.then)]
    if isinstance(part, Spread):
        if not one_line(part, page.width):
            return [_paragraph(text, part.role, LOOKS[part.role].align, True) for text in (part.left, part.right)]
        return [{"kind": "spread", "left": part.left, "right": part.right, "room": part.room, "role": part.role.value}]
    if isinstance(part, Table):
        return [_table(part, page)]
    if isinstance(part, Signature):
        rights, blanks = list(placing.right_indents(part)), placing.blanks_before(part)
        return [{"kind": "signature", "lines": list(part.lines), "rights": rights, "blanks": blanks}]
    if isinstance(part, AttachmentNote):
        lines = placing.enclosed(part)
        return [{**_hanging(each, Role.ENCLOSED, blank=at == 0), "keep": keep} for at, each in enumerate(lines)]
    if isinstance(part, Labelled):
        hanging = placing.labelled(part)
        return [{**_hanging(hanging, Role.ATTENDED, blank=first), "face": Face.HEITI.value}]
    return [{"kind": "page"}]


def _hanging(line: placing.Hanging, role: Role, *, blank: bool = False) -> dict[str, Any]:
    return {
        "kind": "hanging", "role": role.value, "lead": line.lead, "text": line.text, "start": line.start,
        "at": line.at, "blank": blank,
    }  # fmt: skip


def _paragraph(text: str, role: Role, align: str, keep: bool, then: str = "") -> dict[str, Any]:
    return {"kind": "paragraph", "text": text, "role": role.value, "align": str(align), "keep": keep, "then": then}


def _table(table: Table, page: Page) -> dict[str, Any]:
    rows = []
    for y, (row, places) in enumerate(table.placed()):
        role = table.printed_as(row)
        look = LOOKS[role]
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
        whole = stays_whole(table, row, places, page)
        rows.append({"y": y, "kind": row.role.value, "role": role.value, "whole": whole, "cells": cells})
    side, top = inset_of(table)
    return {
        "kind": "table", "widths": list(table.widths), "heads": table.heads, "side": side, "top": top, "rows": rows
    }  # fmt: skip
