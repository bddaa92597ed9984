"""Moves of a handling plan (办理方案)."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

DRAFT, SUBMITTED, RETURNED, ACCEPTED, SUPERSEDED = "draft", "submitted", "returned", "accepted", "superseded"
CLERK, OFFICE_HEAD, DEPUTY, PRINCIPAL, OFFICE = "clerk", "office_head", "deputy", "principal", "office"
_UNIT = {CLERK, OFFICE_HEAD, DEPUTY, PRINCIPAL}

TABLE = Table(
    subject="plan",
    title="办理方案",
    states={
        DRAFT: "起草中",
        SUBMITTED: "待审",
        RETURNED: "已退回",
        ACCEPTED: "已通过",
        SUPERSEDED: "已被新版替代",
    },
    roles={
        CLERK: "经办人",
        OFFICE_HEAD: "办公室负责人",
        DEPUTY: "分管领导",
        PRINCIPAL: "主要领导",
        OFFICE: "督查室",
    },
    initial=DRAFT,
    transitions=(
        t("submit", "报送", {DRAFT, RETURNED}, SUBMITTED, _UNIT),
        t("recall", "撤回", {SUBMITTED}, DRAFT, _UNIT),
        t("send_back", "退回", {SUBMITTED}, RETURNED, {OFFICE}, needs_comment=True),
        t("accept", "通过", {SUBMITTED}, ACCEPTED, {OFFICE}),
        t("supersede", "新版替代", {ACCEPTED}, SUPERSEDED),
    ),
)
