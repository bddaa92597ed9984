"""编号事项，单位写在句中: ``1.完成改造10处。牵头单位：市建委；责任单位：各区政府``, without brackets."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.notice.layouts.base import Account, View
from duban.core.notice.layouts.evidence import numbered

name = "sentence_labels"
title = "编号事项，单位写在同一行"


def explain(view: View) -> Sequence[Account]:
    """Numbered items with labels inside their own line."""
    return numbered(view, name, lambda tag, line: not tag.bracket and tag.start > 0, "在同一行写明单位")
