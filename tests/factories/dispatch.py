"""Issued documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from duban.core.gongwen.document import Document, Form, Paragraph, Role
from duban.core.text.days import day_in_words
from duban.dispatch import letterheads
from duban.dispatch.actions import issue, set_letterhead
from duban.dispatch.enums import Kind
from duban.dispatch.letterheads import Heading
from duban.dispatch.models import Dispatch, Letterhead
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
