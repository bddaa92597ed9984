"""编号事项，括号注明单位: ``1.打通断头路20条。（牵头单位：市建委）`` · ``一、…（市教育局负责）``."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.notice.layouts.base import Account, View
from duban.core.notice.layouts.evidence import numbered

name = "bracketed"
title = "编号事项，括号注明单位"


def explain(view: View) -> Sequence[Account]:
    """Numbered items whose units stand in brackets, with a label or with a verb."""
    return numbered(view, name, lambda tag, line: tag.bracket, "用括号注明单位")
