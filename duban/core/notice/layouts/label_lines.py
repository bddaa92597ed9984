"""编号事项，单位另起一行: a title, its content, then ``牵头单位：…`` and ``责任单位：…`` on lines of their own."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.notice.layouts.base import Account, View
from duban.core.notice.layouts.evidence import numbered

name = "label_lines"
title = "编号事项，单位另起一行"


def explain(view: View) -> Sequence[Account]:
    """Numbered items followed by labelled lines."""
    return numbered(view, name, lambda tag, line: not tag.bracket and tag.start == 0, "另起一行写明单位")
