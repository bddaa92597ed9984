"""编号事项，单位另起一行: a title, its content, then ``牵头单位：…`` and ``责任单位：…`` on lines of their own."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.notice.duties import Tag
from duban.core.notice.layouts.base import Account, View
from duban.core.notice.layouts.evidence import numbered
from duban.core.notice.page import Line

name = "label_lines"
title = "编号事项，单位另起一行"


def explain(view: View) -> Sequence[Account]:
    """Numbered items followed by labelled lines."""
    return numbered(view, name, _heads_its_line, "另起一行写明单位")


def _heads_its_line(tag: Tag, line: Line) -> bool:
    return not tag.bracket and (tag.start <= line.label_at or not line.half[: tag.start].strip())
