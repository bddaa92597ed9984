"""Moves of an application to extend or adjust (延期、调整): asked before the day, decided by the office."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

APPLIED, APPROVED, REFUSED = "applied", "approved", "refused"
WITHDRAWN, REVOKED = "withdrawn", "revoked"
UNIT, OFFICE = "unit", "office"

TABLE = Table(
    subject="adjustment",
    title="延期或调整申请",
    states={
        APPLIED: "待审",
        APPROVED: "已同意",
        REFUSED: "未同意",
        WITHDRAWN: "单位撤回",
        REVOKED: "同意已撤销",
    },
    roles={UNIT: "申请单位", OFFICE: "督查室"},
    initial=APPLIED,
    transitions=(
        t("approve", "同意", {APPLIED}, APPROVED, {OFFICE}),
        t("refuse", "不同意", {APPLIED}, REFUSED, {OFFICE}, needs_comment=True),
        t("withdraw", "撤回申请", {APPLIED}, WITHDRAWN, {UNIT}),
        t("revoke", "撤销同意", {APPROVED}, REVOKED, {OFFICE}, needs_comment=True),
    ),
)
