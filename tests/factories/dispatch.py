"""Issued documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from duban.core.gongwen.document import Document, Form, Paragraph, Role
from duban.core.gongwen.erratum import Slip
from duban.core.text.days import day_in_words
from duban.dispatch import drafting, errata, letterheads
from duban.dispatch.actions import issue, set_letterhead
from duban.dispatch.enums import Kind
from duban.dispatch.letterheads import Heading
from duban.dispatch.models import Dispatch, Draft, Letterhead
from duban.orgs.actor import actor_for
from duban.orgs.models import Unit
from tests.factories.progress import moment

HEADING = Heading(
    "circular", "某政督", Form.GENERAL, "某某区人民政府办公室文件", "某某区人民政府办公室", "某某区人民政府办公室"
)


def make_letterhead(cast: Any, kind: str = "circular", *, when: str = "2023-03-06 08:00:00", **more: Any) -> Letterhead:
    """The letterhead of a kind, as the office sets it."""
    from dataclasses import replace

    by = actor_for(cast.supervisor, moment(when).date(), "测试")
    return set_letterhead(heading=replace(HEADING, kind=kind, **more), by=by, at=moment(when))


def composer(
    kind: str, title: str = "关于前二季度目标任务完成情况的通报", body: Collection[str] = ("现将有关情况通报如下。",)
):
    """A small paper of the kind."""

    def compose(number: str, on: dt.date) -> Document:
        heading = letterheads.of(kind)
        return Document(
            (title,),
            (
                Paragraph("各街道办事处，区人民政府各部门：", Role.PLAIN),
                *(Paragraph(each) for each in body),
                heading.signature(on),
            ),
            head=heading.head(number),
            imprint=heading.imprint(on),
            about=f"{Kind(kind).label}，{day_in_words(on)}",
        )

    return compose


def issued(
    cast: Any, units: Collection[Unit], *, kind: str = "circular", when: str = "2023-07-20 10:00:00", **more: Any
) -> Dispatch:
    """A document that was issued; the letterhead is set where it was not."""
    if not Letterhead.objects.filter(kind=kind).exists():
        make_letterhead(cast, kind)
    by = actor_for(cast.supervisor, moment(when).date(), "测试")
    compose = more.pop("compose", None) or composer(kind, **({"title": more.pop("title")} if "title" in more else {}))
    return issue(kind=kind, compose=compose, units=units, approved_by=cast.leader, by=by, at=moment(when), **more)


BODY = ("今年以来，已完成37项。", "推进中37项，共85个。", "85个单位。")


def correction(cast: Any, *, kind: str = "circular", when: str = "2023-07-21 10:00:00", **more: Any) -> Draft:
    """The correction of a document, drawn up by the office; ``signer`` and ``slips`` may be given."""
    row = more.pop("row", None) or issued(cast, [cast.lead_unit], kind=kind, compose=composer(kind, body=BODY))
    slips = more.pop("slips", (Slip("已完成37项", "已完成38项"),))
    by = actor_for(more.pop("person", cast.supervisor), moment(when).date(), "测试")
    return drafting.prepare(
        kind=row.kind, paper=errata.compose(row, slips, "统计口径有误", by.today), units=[cast.lead_unit],
        signer=more.pop("signer", cast.leader), sources=errata.sources(slips, "统计口径有误"), corrects=row, by=by,
        at=moment(when), **more,
    )  # fmt: skip
