"""Moves of a paper that is to be issued (发文稿): drawn up, signed by the named person himself, issued (domain §4.17).

Circulars and commendations have a table of their own, because the units that they name are heard first.
"""

from __future__ import annotations

from duban.core.workflow.table import Table, t

DRAFT, SUBMITTED, APPROVED, ISSUED, CANCELLED = "draft", "submitted", "approved", "issued", "cancelled"
OFFICE, SIGNER = "office", "signer"

TABLE = Table(
    subject="paper",
    title="发文稿",
    states={
        DRAFT: "起草",
        SUBMITTED: "待签发",
        APPROVED: "已签发，待印发",
        ISSUED: "已印发",
        CANCELLED: "已作废",
    },
    roles={OFFICE: "督查室", SIGNER: "签发人本人"},
    initial=DRAFT,
    transitions=(
        t("revise", "修改", {DRAFT}, DRAFT, {OFFICE}),
        t("submit", "送签", {DRAFT}, SUBMITTED, {OFFICE}),
        t("recall", "撤回修改", {SUBMITTED}, DRAFT, {OFFICE}),
        t("approve", "签发", {SUBMITTED}, APPROVED, {SIGNER}),
        t("send_back", "退回修改", {SUBMITTED}, DRAFT, {SIGNER}, needs_comment=True),
        t("reopen", "撤回重办", {APPROVED}, DRAFT, {OFFICE}, needs_comment=True),
        t("issue", "印发", {APPROVED}, ISSUED, {OFFICE}),
        t("cancel", "作废", {DRAFT, SUBMITTED, APPROVED}, CANCELLED, {OFFICE}, needs_comment=True),
    ),
)

OPEN = frozenset({DRAFT, SUBMITTED, APPROVED})
