"""Moves of a difficulty that asks for coordination (困难协调): raised by the unit, routed and closed by the office.

Who holds it has a day by which to answer, superiors too (domain §4.13).
"""

from __future__ import annotations

from duban.core.workflow.table import Table, t

RAISED, ASKED, ROUTED, ANSWERED = "raised", "asked", "routed", "answered"
CLOSED, WITHDRAWN = "closed", "withdrawn"
UNIT, OFFICE, HOLDER = "unit", "office", "holder"

TABLE = Table(
    subject="case",
    title="协调事项",
    states={
        RAISED: "待督查室处理",
        ASKED: "待单位补充",
        ROUTED: "待答复",
        ANSWERED: "已答复，办理中",
        CLOSED: "已销结",
        WITHDRAWN: "单位撤回",
    },
    roles={UNIT: "提请单位", OFFICE: "督查室", HOLDER: "答复人"},
    initial=RAISED,
    transitions=(
        t("ask_more", "退请补充", {RAISED}, ASKED, {OFFICE}, needs_comment=True),
        t("supplement", "补充后再报", {ASKED}, RAISED, {UNIT}, needs_comment=True),
        t("route", "转请答复", {RAISED, ROUTED, ANSWERED}, ROUTED, {OFFICE}),
        t("escalate", "逾期上提", {RAISED, ROUTED}, ROUTED),
        t("answer", "答复", {ROUTED}, ANSWERED, {HOLDER, OFFICE}, needs_comment=True),
        t("answer_at_once", "直接答复", {RAISED}, ANSWERED, {OFFICE}, needs_comment=True),
        t("ask_again", "未解决，再次提请", {ANSWERED}, RAISED, {UNIT}, needs_comment=True),
        t("close", "销结", {ANSWERED}, CLOSED, {OFFICE}, needs_comment=True),
        t("reopen", "重新办理", {CLOSED}, RAISED, {OFFICE}, needs_comment=True),
        t("withdraw", "撤回", {RAISED, ASKED}, WITHDRAWN, {UNIT}, needs_comment=True),
    ),
)

WAITING = frozenset({RAISED, ROUTED})
"""States in which the unit waits for others: its clock stands, the holder's runs."""

OPEN = frozenset({RAISED, ASKED, ROUTED, ANSWERED})
"""States that are not the end: only the office ends a case, or the unit takes it back."""
