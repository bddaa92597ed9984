"""Moves of an uploaded notice (来文草稿), from the file to the ledger."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

QUEUED, READING, READY, FAILED = "queued", "reading", "ready", "failed"
CONFIRMED, DISCARDED = "confirmed", "discarded"
OFFICE = "office"

TABLE = Table(
    subject="notice_draft",
    title="来文",
    states={
        QUEUED: "排队中",
        READING: "识别中",
        READY: "待校对",
        FAILED: "无法识别",
        CONFIRMED: "已入台账",
        DISCARDED: "已放弃",
    },
    roles={OFFICE: "督查室"},
    initial=QUEUED,
    transitions=(
        t("claim", "开始识别", {QUEUED, READING}, READING),
        t("finish", "完成识别", {READING}, READY),
        t("fail", "记为无法识别", {READING}, FAILED),
        t("requeue", "重新识别", {FAILED}, QUEUED, {OFFICE}),
        t("correct", "校对", {READY}, READY, {OFFICE}),
        t("confirm", "确认入台账", {READY}, CONFIRMED, {OFFICE}),
        t("discard", "放弃", {QUEUED, READY, FAILED}, DISCARDED, {OFFICE}),
    ),
)
