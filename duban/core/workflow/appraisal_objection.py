"""Moves of an objection (异议) to an appraisal: decided by people who took no part."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

OPEN, UPHELD, REJECTED, WITHDRAWN = "open", "upheld", "rejected", "withdrawn"
UNIT, REVIEWER = "unit", "reviewer"

TABLE = Table(
    subject="appraisal_objection",
    title="考核异议",
    states={OPEN: "待复核", UPHELD: "异议成立", REJECTED: "维持原结果", WITHDRAWN: "单位撤回"},
    roles={UNIT: "承办单位", REVIEWER: "未参加考核的人员"},
    initial=OPEN,
    transitions=(
        t("uphold", "异议成立", {OPEN}, UPHELD, {REVIEWER}, needs_comment=True),
        t("reject", "维持原结果", {OPEN}, REJECTED, {REVIEWER}, needs_comment=True),
        t("withdraw", "撤回异议", {OPEN}, WITHDRAWN, {UNIT}),
    ),
)
