"""Moves of an inspection (督查): planned, approved, carried out, concluded (国令第733号, arts. 11, 15, 16)."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

DRAFT, SUBMITTED, APPROVED, STARTED = "draft", "submitted", "approved", "started"
CONCLUDED, CANCELLED = "concluded", "cancelled"
OFFICE, LEADER = "office", "leader"

TABLE = Table(
    subject="inspection",
    title="督查",
    states={
        DRAFT: "拟订方案",
        SUBMITTED: "待批准",
        APPROVED: "已批准",
        STARTED: "进行中",
        CONCLUDED: "已有结论",
        CANCELLED: "已取消",
    },
    roles={OFFICE: "督查室", LEADER: "区领导"},
    initial=DRAFT,
    transitions=(
        t("submit", "报批", {DRAFT}, SUBMITTED, {OFFICE}),
        t("approve", "批准", {SUBMITTED}, APPROVED, {LEADER}),
        t("send_back", "退回修改", {SUBMITTED}, DRAFT, {LEADER}, needs_comment=True),
        t("start", "开始督查", {APPROVED}, STARTED, {OFFICE}),
        t("conclude", "形成结论", {STARTED}, CONCLUDED, {OFFICE}),
        t("cancel", "取消", {DRAFT, SUBMITTED, APPROVED}, CANCELLED, {OFFICE}, needs_comment=True),
    ),
)

LIVE = frozenset({SUBMITTED, APPROVED, STARTED})
"""States in which an inspection takes up its units."""

COUNTED = LIVE | {CONCLUDED}
"""States that count for whether the same thing is inspected again: what is concluded was inspected."""
