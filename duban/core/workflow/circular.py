"""Moves of a circular or commendation (通报、表彰): drafted, shown to those it names, approved, issued (domain §4.17).

The units that it names see their own part and may reply before a leader approves; nobody else sees it before that.
"""

from __future__ import annotations

from duban.core.workflow.table import Table, t

DRAFT, SHOWN, SUBMITTED, APPROVED, ISSUED, CANCELLED = "draft", "shown", "submitted", "approved", "issued", "cancelled"
OFFICE, LEADER = "office", "leader"
QUIET, ANSWERED = "quiet", "answered"

TABLE = Table(
    subject="circular",
    title="通报和表彰",
    states={
        DRAFT: "起草",
        SHOWN: "单位核对",
        SUBMITTED: "待批准",
        APPROVED: "已批准，待印发",
        ISSUED: "已印发",
        CANCELLED: "已作废",
    },
    roles={OFFICE: "督查室", LEADER: "区领导"},
    initial=DRAFT,
    conditions={QUIET: "没有点名单位，或是表彰", ANSWERED: "各单位已回复，或回复期限已过"},
    transitions=(
        t("show", "送单位核对", {DRAFT}, SHOWN, {OFFICE}),
        t("submit_at_once", "直接报批", {DRAFT}, SUBMITTED, {OFFICE}, when=QUIET),
        t("submit", "报批", {SHOWN}, SUBMITTED, {OFFICE}, when=ANSWERED),
        t("recall", "撤回修改", {SHOWN, SUBMITTED}, DRAFT, {OFFICE}),
        t("approve", "批准", {SUBMITTED}, APPROVED, {LEADER}),
        t("send_back", "退回修改", {SUBMITTED}, DRAFT, {LEADER}, needs_comment=True),
        t("reopen", "撤回重办", {APPROVED}, DRAFT, {OFFICE}, needs_comment=True),
        t("issue", "印发", {APPROVED}, ISSUED, {OFFICE}),
        t("cancel", "作废", {DRAFT, SHOWN, SUBMITTED, APPROVED}, CANCELLED, {OFFICE}, needs_comment=True),
    ),
)

OPEN = frozenset({DRAFT, SHOWN, SUBMITTED, APPROVED})
FROZEN = frozenset({SHOWN, SUBMITTED, APPROVED, ISSUED})  # figures stand still
