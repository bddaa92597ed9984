"""The menu at the left: what an actor may open, in groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

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
    group: str = ""  # heading above it; entries of a group stand together
    current: bool = False


@dataclass(frozen=True)
class Group:
    """A heading (none above the first lines) and the lines below it."""

    label: str
    entries: tuple[Entry, ...]


WORK, REPORT, OVERSIGHT, RESULT, SETUP = "事项", "报告", "督办", "考评", "管理"

ENTRIES = (
    Entry("待办", "home", "inbox", prefix="home"),
    Entry("台账", "ledger", "list-check", Verb.VIEW_LEDGER, "ledger", WORK),
    Entry("签收", "receipts", "check-circle", Verb.VIEW_LEDGER, "receipt", WORK),
    Entry("方案", "plans", "journal-text", Verb.VIEW_LEDGER, "plan", WORK),
    Entry("联络员", "liaisons", "telephone", Verb.VIEW_LEDGER, "liaison", WORK),
    Entry("来文", "notices", "file-earmark-text", Verb.IMPORT_NOTICE, "notice", WORK),
    Entry("报告", "reports", "journal-text", Verb.DRAFT_REPORT, "report", REPORT),
    Entry("受理", "reviews", "check-lg", Verb.REVIEW_REPORT, "review", REPORT),
    Entry("报告期", "periods", "calendar3", Verb.VIEW_LEDGER, "period", REPORT),
    Entry("指标", "measures", "bullseye", Verb.VIEW_LEDGER, "measure", REPORT),
    Entry("代签", "delegations", "pencil", Verb.VIEW_LEDGER, "delegation", REPORT),
    Entry("概览", "year", "signpost-split", Verb.VIEW_LEDGER, "year", OVERSIGHT),
    Entry("亮灯", "lights", "flag", Verb.VIEW_LEDGER, "light", OVERSIGHT),
    Entry("日历", "calendar", "clock", Verb.VIEW_LEDGER, "calendar", OVERSIGHT),
    Entry("协调", "cases", "signpost-split", Verb.VIEW_LEDGER, "case", OVERSIGHT),
    Entry("交办", "directives", "list", Verb.VIEW_LEDGER, "directive", OVERSIGHT),
    Entry("延期", "adjustments", "clock-history", Verb.VIEW_LEDGER, "adjustment", OVERSIGHT),
    Entry("评价", "ratings", "star", Verb.VIEW_LEDGER, "rating", OVERSIGHT),
    Entry("核查", "verifications", "search", Verb.VIEW_LEDGER, "verification", OVERSIGHT),
    Entry("催办", "urgings", "bell", Verb.VIEW_LEDGER, "urging", OVERSIGHT),
    Entry("办结", "closings", "archive", Verb.VIEW_LEDGER, "closing", OVERSIGHT),
    Entry("督查", "inspections", "eye", Verb.VIEW_LEDGER, "inspection", OVERSIGHT),
    Entry("通报", "circulars", "journal-text", Verb.VIEW_LEDGER, "circular", RESULT),
    Entry("发文", "documents", "envelope", Verb.VIEW_LEDGER, "document", RESULT),
    Entry("年终", "yearend", "check-circle", Verb.VIEW_LEDGER, "yearend", RESULT),
    Entry("考核", "appraisals", "star", Verb.VIEW_LEDGER, "appraisal", RESULT),
    Entry("单位", "units", "building", Verb.VIEW_UNITS, "unit", SETUP),
    Entry("提醒", "reminders", "bell", Verb.MANAGE_PERIODS, "reminder", SETUP),
    Entry("账号", "accounts", "people", Verb.EDIT_ACCOUNTS, "account", SETUP),
    Entry("消息途径", "channels", "envelope", Verb.MANAGE_CHANNELS, "channel", SETUP),
    Entry("留痕", "trail", "clock-history", Verb.VIEW_TRAIL, "trail", SETUP),
)


def menu(actor: Actor, view_name: str) -> list[Group]:
    """Entries that the actor may open, the current one marked; a group without any is left out."""
    # The longest that fits: "yearend" begins with "year" too.
    here = max((e.prefix for e in ENTRIES if e.prefix and view_name.startswith(e.prefix)), key=len, default="")
    shown = [
        replace(entry, current=bool(here) and entry.prefix == here)
        for entry in ENTRIES
        if entry.verb is None or may(actor, entry.verb)
    ]
    return [Group(label, tuple(entries)) for label, entries in groupby(shown, key=lambda entry: entry.group)]
