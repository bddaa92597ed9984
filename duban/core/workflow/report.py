"""Moves of a unit's report (季度完成情况), from the draft to acceptance (domain §4.6)."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

DRAFT, CHECKING, SIGNING, SIGNED = "draft", "checking", "signing", "signed"
RETURNED, ACCEPTED, SUPERSEDED = "returned", "accepted", "superseded"
CLERK, OFFICE_HEAD, PRINCIPAL, OFFICE = "clerk", "office_head", "principal", "office"
CARRIES, CARRIED = "carries", "carried"

TABLE = Table(
    subject="report",
    title="报告",
    states={
        DRAFT: "起草中",
        CHECKING: "待办公室负责人审核",
        SIGNING: "待签字",
        SIGNED: "待受理",
        RETURNED: "已退回",
        ACCEPTED: "已受理",
        SUPERSEDED: "已被更正替代",
    },
    roles={CLERK: "经办人", OFFICE_HEAD: "办公室负责人", PRINCIPAL: "主要领导", OFFICE: "督查室"},
    initial=DRAFT,
    conditions={
        CARRIES: "文字更正，单位设置为沿用签字，主要领导未曾不同意",
        CARRIED: "沿用了签字，主要领导尚未表态",
    },
    transitions=(
        t("submit", "送审", {DRAFT, RETURNED}, CHECKING, {CLERK}),
        t("send_to_sign", "送签", {DRAFT, RETURNED}, SIGNING, {CLERK, OFFICE_HEAD}),
        t("pass_check", "审核通过，送签", {CHECKING}, SIGNING, {OFFICE_HEAD}),
        t("fail_check", "退回经办人", {CHECKING}, DRAFT, {OFFICE_HEAD}, needs_comment=True),
        t("recall", "撤回", {CHECKING, SIGNING}, DRAFT, {CLERK, OFFICE_HEAD}),
        t("refuse", "不同意", {SIGNING}, DRAFT, {PRINCIPAL}, needs_comment=True),
        t("sign", "签字报送", {SIGNING}, SIGNED, {PRINCIPAL}),
        t("record_paper", "登记纸质签字", {SIGNING}, SIGNED, {OFFICE}),
        # A clerical correction changes no figure, presence or rating: the signature may be carried over (沿用签字).
        # The principal is told and may object until the version is accepted; signing again is never wrong.
        t("send_carried", "报送，沿用签字", {DRAFT, RETURNED}, SIGNED, {CLERK, OFFICE_HEAD}, when=CARRIES),
        t("pass_carried", "审核通过，沿用签字", {CHECKING}, SIGNED, {OFFICE_HEAD}, when=CARRIES),
        t("amend", "随受理更正，沿用签字", {DRAFT}, SIGNED, {OFFICE}, when=CARRIES),
        t("concur", "同意沿用", {SIGNED}, SIGNED, {PRINCIPAL}, when=CARRIED),
        t("object", "不同意沿用", {SIGNED}, DRAFT, {PRINCIPAL}, needs_comment=True, when=CARRIED),
        t("send_back", "退回", {SIGNED}, RETURNED, {OFFICE}, needs_comment=True),
        t("accept", "受理", {SIGNED}, ACCEPTED, {OFFICE}),
        t("supersede", "更正替代", {ACCEPTED}, SUPERSEDED),
    ),
)
