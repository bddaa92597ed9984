"""编号事项，单位写在句中: ``1.完成改造10处。牵头单位：市建委；责任单位：各区政府``, without brackets."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.notice.duties import Tag
from duban.core.notice.layouts.base import Account, View
from duban.core.notice.layouts.evidence import numbered
from duban.core.notice.page import Line

name = "sentence_labels"
title = "编号事项，单位写在同一行"


def explain(view: View) -> Sequence[Account]:
    """Numbered items with labels inside their own line."""
    return numbered(view, name, _inside_its_line, "在同一行写明单位")


def _inside_its_line(tag: Tag, line: Line) -> bool:
    return not tag.bracket and tag.start > line.label_at and bool(line.half[: tag.start].strip())
