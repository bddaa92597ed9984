"""Moves of a coordination meeting (调度会): called for open cases, held, its decisions issued as minutes (纪要)."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

PLANNED, HELD, MINUTED, CANCELLED = "planned", "held", "minuted", "cancelled"
OFFICE = "office"

TABLE = Table(
    subject="meeting",
    title="调度会",
    states={PLANNED: "待召开", HELD: "已召开，待印发纪要", MINUTED: "已印发纪要", CANCELLED: "已取消"},
    roles={OFFICE: "督查室"},
    initial=PLANNED,
    transitions=(
        t("change", "修改安排", {PLANNED}, PLANNED, {OFFICE}),
        t("hold", "登记召开", {PLANNED}, HELD, {OFFICE}),
        t("issue", "印发纪要", {HELD}, MINUTED, {OFFICE}),
        t("cancel", "取消会议", {PLANNED}, CANCELLED, {OFFICE}, needs_comment=True),
    ),
)

DECIDING = frozenset({HELD})
"""In which what was decided on a case is written down: after the meeting, before its minutes are out."""
