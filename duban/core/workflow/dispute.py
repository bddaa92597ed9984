"""Moves of a dispute about an assignment (异议): in writing, within three working days, decided by the office."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

OPEN, UPHELD, REJECTED, WITHDRAWN = "open", "upheld", "rejected", "withdrawn"
UNIT, OFFICE = "unit", "office"

TABLE = Table(
    subject="dispute",
    title="异议",
    states={OPEN: "待裁", UPHELD: "异议成立", REJECTED: "维持交办", WITHDRAWN: "单位撤回"},
    roles={UNIT: "承办单位", OFFICE: "督查室"},
    initial=OPEN,
    transitions=(
        t("uphold", "异议成立", {OPEN}, UPHELD, {OFFICE}, needs_comment=True),
        t("reject", "维持交办", {OPEN}, REJECTED, {OFFICE}, needs_comment=True),
        t("withdraw", "撤回异议", {OPEN}, WITHDRAWN, {UNIT}),
    ),
)
