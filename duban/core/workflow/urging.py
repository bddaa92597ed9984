"""Moves of an urging (催办): a reminder leaves at once, the head signs a letter, a leader approves a talk."""

from __future__ import annotations

from duban.core.workflow.table import Table, t

PREPARED, ASKED, GIVEN, REPLIED = "prepared", "asked", "given", "replied"
SETTLED, DECLINED, WITHDRAWN = "settled", "declined", "withdrawn"
OFFICE, HEAD, LEADER, UNIT = "office", "head", "leader", "unit"

TABLE = Table(
    subject="urging",
    title="催办",
    states={
        PREPARED: "待签发",
        ASKED: "待区领导审批",
        GIVEN: "待回复",
        REPLIED: "已回复",
        SETTLED: "事由已消除",
        DECLINED: "未同意约谈",
        WITHDRAWN: "已撤回",
    },
    roles={OFFICE: "督查室", HEAD: "督查室主任", LEADER: "区领导", UNIT: "承办单位"},
    initial=PREPARED,
    transitions=(
        t("give", "发出", {PREPARED}, GIVEN, {OFFICE}, when="remind"),
        t("issue", "签发", {PREPARED}, GIVEN, {HEAD}, when="letter"),
        t("ask", "报批", {PREPARED}, ASKED, {OFFICE}, when="talk"),
        t("approve", "同意约谈", {ASKED}, GIVEN, {LEADER}),
        t("decline", "不同意", {ASKED}, DECLINED, {LEADER}, needs_comment=True),
        t("reply", "回复", {GIVEN}, REPLIED, {UNIT}, needs_comment=True),
        t("record_talk", "记录约谈", {GIVEN}, REPLIED, {OFFICE}, needs_comment=True, when="talk"),
        t("settle", "了结", {GIVEN, REPLIED}, SETTLED),
        t("withdraw", "撤回", {PREPARED, ASKED, GIVEN}, WITHDRAWN, {OFFICE}, needs_comment=True),
    ),
    conditions={"remind": "提醒", "letter": "督办函", "talk": "约谈建议"},
)

UNDER_WAY = frozenset({PREPARED, ASKED})
"""Not yet with the unit."""
TAKEN = frozenset({GIVEN, REPLIED, DECLINED})
"""Steps that count on the ladder while their cause lasts."""
