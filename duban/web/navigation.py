"""The menu at the left: what an actor may open."""

from __future__ import annotations

from dataclasses import dataclass

from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    label: str
    view: str  # name of the address
    icon: str
    verb: Verb | None = None
    prefix: str = ""  # view names that count as "here"
    current: bool = False


ENTRIES = (
    Entry("待办", "home", "inbox", prefix="home"),
    Entry("台账", "ledger", "list-check", Verb.VIEW_LEDGER, prefix="ledger"),
    Entry("签收", "receipts", "check-circle", Verb.VIEW_LEDGER, prefix="receipt"),
    Entry("方案", "plans", "journal-text", Verb.VIEW_LEDGER, prefix="plan"),
    Entry("联络员", "liaisons", "telephone", Verb.VIEW_LEDGER, prefix="liaison"),
    Entry("代签", "delegations", "pencil", Verb.VIEW_LEDGER, prefix="delegation"),
    Entry("报告", "reports", "journal-text", Verb.DRAFT_REPORT, prefix="report"),
    Entry("受理", "reviews", "check-lg", Verb.REVIEW_REPORT, prefix="review"),
    Entry("报告期", "periods", "calendar3", Verb.VIEW_LEDGER, prefix="period"),
    Entry("亮灯", "lights", "flag", Verb.VIEW_LEDGER, prefix="light"),
    Entry("指标", "measures", "bullseye", Verb.VIEW_LEDGER, prefix="measure"),
    Entry("来文", "notices", "file-earmark-text", Verb.IMPORT_NOTICE, prefix="notice"),
    Entry("单位", "units", "building", Verb.VIEW_UNITS, prefix="unit"),
    Entry("提醒", "reminders", "bell", Verb.MANAGE_PERIODS, prefix="reminder"),
    Entry("账号", "accounts", "people", Verb.EDIT_ACCOUNTS, prefix="account"),
    Entry("消息途径", "channels", "envelope", Verb.MANAGE_CHANNELS, prefix="channel"),
    Entry("留痕", "trail", "clock-history", Verb.VIEW_TRAIL, prefix="trail"),
)


def menu(actor: Actor, view_name: str) -> list[Entry]:
    """Entries that the actor may open, the current one marked."""
    return [
        Entry(
            e.label,
            e.view,
            e.icon,
            e.verb,
            e.prefix,
            current=bool(e.prefix) and view_name.startswith(e.prefix),
        )
        for e in ENTRIES
        if e.verb is None or may(actor, e.verb)
    ]
