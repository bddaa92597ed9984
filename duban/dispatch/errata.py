"""更正 of an issued document: what is quoted must stand in it, and the paper that says what it should be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from duban.core.gongwen import erratum, places
from duban.core.gongwen.document import Document
from duban.core.gongwen.erratum import Slip
from duban.dispatch import keeping, letterheads
from duban.dispatch.enums import Kind
from duban.dispatch.models import Dispatch


def amiss(paper: Document, slip: Slip) -> str:
    """What is wrong with the quotation, in Chinese; empty where the words stand in exactly one place.

    Words that stand in several places need ``where`` to be one of these by its name.
    """
    found = places.find(paper, slip.wrong)
    if not found:
        return f"文件里没有“{slip.wrong}”。请从文件正文里照抄要更正的文字，包括标点。"
    if len(found) == 1 and found[0].times == 1:
        return ""
    chosen = [each for each in found if each.name == slip.where.strip()]
    if chosen and chosen[0].times == 1:
        return ""
    names = "、".join(each.name + (f"（{each.times}次）" if each.times > 1 else "") for each in found)
    times = sum(each.times for each in found)
    return f"“{slip.wrong}”在文件里有{times}处：{names}。请多抄几个字到只有一处，或在“位置”里照写其中一处。"


def compose(row: Dispatch, slips: Sequence[Slip], reason: str, on: dt.date) -> Document:
    """The paper without number, headed like the kind that it corrects. Raises Invalid."""
    keeping.require_intact(row)
    heading = letterheads.of(row.kind)
    old = row.document
    value = erratum.Erratum(
        number=row.full_number,
        title=row.title,
        issued_on=row.issued_on,
        kind="函" if row.kind == Kind.URGING else "通知",
        slips=slips,
        reason=reason,
        to=erratum.addressees(old),
    )
    copies = old.imprint.copies if old.imprint else ()
    return erratum.document(
        value, head=heading.head(), signature=heading.signature(on), imprint=heading.imprint(on, copies)
    )


def sources(slips: Sequence[Slip], reason: str) -> dict[str, Any]:
    """What is kept of it beside the paper."""
    said = [{"wrong": each.wrong, "right": each.right, "where": each.where} for each in slips]
    return {"更正": said, "原因": reason}


def initial(kept: dict[str, Any]) -> dict[str, Any]:
    """What was kept (:func:`sources`) as values of a form: ``wrong1``, ``right1``, ``where1`` …, ``reason``."""
    values = {f"{name}{at}": text for at, each in enumerate(kept.get("更正", ()), 1) for name, text in each.items()}
    return {**values, "reason": kept.get("原因", "")}
