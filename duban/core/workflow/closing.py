"""Moves of closing a matter (办结、销号): applied for, verified with the way recorded, graded (domain §4.16)."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

APPLIED, VERIFYING, RETURNED, CLOSED = "applied", "verifying", "returned", "closed"
REOPENED, WRITTEN_OFF, WITHDRAWN = "reopened", "written_off", "withdrawn"
UNIT, OFFICE = "unit", "office"

TABLE = Table(
    subject="closing",
    title="办结申请",
    states={
        APPLIED: "申请办结",
        VERIFYING: "核验中",
        RETURNED: "退回继续办理",
        CLOSED: "已办结",
        WRITTEN_OFF: "已销号",
        REOPENED: "重新办理",
        WITHDRAWN: "单位撤回",
    },
    roles={UNIT: "承办单位", OFFICE: "督查室"},
    initial=APPLIED,
    transitions=(
        t("verify", "开始核验", {APPLIED}, VERIFYING, {OFFICE}),
        t("send_back", "退回继续办理", {APPLIED, VERIFYING}, RETURNED, {OFFICE}, needs_comment=True),
        t("close", "办结", {VERIFYING}, CLOSED, {OFFICE}, needs_comment=True),
        t("write_off", "销号", {CLOSED}, WRITTEN_OFF, {OFFICE}),
        t("reopen", "重新办理", {CLOSED, WRITTEN_OFF}, REOPENED, {OFFICE}, needs_comment=True),
        t("withdraw", "撤回申请", {APPLIED}, WITHDRAWN, {UNIT}),
    ),
)

OPEN = frozenset({APPLIED, VERIFYING})
IN_FORCE = frozenset({CLOSED, WRITTEN_OFF})
