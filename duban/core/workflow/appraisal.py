"""Moves of a year's appraisal (考核): computed, shown to the units, approved, and frozen then."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

DRAFT, SHOWN, SUBMITTED, APPROVED, SUPERSEDED = "draft", "shown", "submitted", "approved", "superseded"
OFFICE, LEADER = "office", "leader"
HEARD = "heard"

TABLE = Table(
    subject="appraisal",
    title="考核",
    states={
        DRAFT: "测算中",
        SHOWN: "单位核对中",
        SUBMITTED: "待批准",
        APPROVED: "已批准",
        SUPERSEDED: "已被更正替代",
    },
    roles={OFFICE: "督查室", LEADER: "区领导"},
    initial=DRAFT,
    transitions=(
        t("show", "送单位核对", {DRAFT}, SHOWN, {OFFICE}),
        t("take_back", "收回重新测算", {SHOWN}, DRAFT, {OFFICE}, needs_comment=True),
        t("submit", "报批", {SHOWN}, SUBMITTED, {OFFICE}, when=HEARD),
        t("send_back", "退回", {SUBMITTED}, SHOWN, {LEADER}, needs_comment=True),
        t("approve", "批准", {SUBMITTED}, APPROVED, {LEADER}),
        t("supersede", "由更正替代", {APPROVED}, SUPERSEDED),
    ),
    conditions={HEARD: "异议期已满或各单位均已确认，且没有待复核的异议"},
)
