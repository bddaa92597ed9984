"""Moves of a directive (领导决定、交办): it stays open until the office has seen that it was done."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

OPEN, REPORTED, DONE, CANCELLED = "open", "reported", "done", "cancelled"
OWNER, OFFICE = "owner", "office"

TABLE = Table(
    subject="directive",
    title="交办事项",
    states={OPEN: "办理中", REPORTED: "已报办理结果，待核", DONE: "已落实", CANCELLED: "已取消"},
    roles={OWNER: "承办单位", OFFICE: "督查室"},
    initial=OPEN,
    transitions=(
        t("report", "报办理结果", {OPEN}, REPORTED, {OWNER}, needs_comment=True),
        t("confirm", "核实落实", {OPEN, REPORTED}, DONE, {OFFICE}, needs_comment=True),
        t("send_back", "退回继续办理", {REPORTED}, OPEN, {OFFICE}, needs_comment=True),
        t("postpone", "调整期限", {OPEN}, OPEN, {OFFICE}, needs_comment=True),
        t("cancel", "取消", {OPEN, REPORTED}, CANCELLED, {OFFICE}, needs_comment=True),
    ),
)
