"""Layouts compete: every zone is explained by all of them, the best explanation of the whole document wins."""

from __future__ import annotations

from collections import defaultdict

from duban.core.notice.layouts import all_layouts
from duban.core.notice.layouts.base import Account, View
from duban.core.notice.page import Page
from duban.core.notice.reading import Explanation
from duban.core.notice.zones import PROMISE, Zone, ZoneKind, is_report

LEAST = 0.2  # score below which an account explains nothing
UNLISTED = 0.45  # least score in a zone whose title speaks of projects, names, practices
TOLD = 0.3  # least score in the notice's own text


def views(page: Page, zones: list[Zone], title: str) -> list[View]:
    """Zones that can hold items."""
    readable = (ZoneKind.MAIN, ZoneKind.LIST, ZoneKind.OTHER)
    report = is_report(page)
    return [View(page, z, z.title or title, report) for z in zones if z.kind in readable and z.lines]


def compete(all_views: list[View]) -> tuple[list[Account], list[Explanation]]:
    """The winning accounts in document order, and how every layout fared.

    A zone takes its best account. The notice's own text (where a report tells its story) only keeps items
    if they name units, or if no other part lists any; a plan in its prose also beside lists of last year's results.
    """
    accounts: list[list[Account]] = [_ranked(view) for view in all_views]
    best = [ranked[0] if ranked and ranked[0].score >= _least(ranked[0]) else None for ranked in accounts]
    chosen = [a for a in best if a is not None]
    listed = [a for a in chosen if a.zone.kind is ZoneKind.LIST]
    if listed:
        told = [a for a in chosen if a.layout == "in_prose"] if all(a.zone.results for a in listed) else []
        chosen = [a for a in chosen if a.zone.kind is ZoneKind.LIST or a.units or a in told]
        if any(a.units or a.zone.promise for a in listed):
            chosen = [a for a in chosen if a.zone.promise or a.units or PROMISE.search(a.zone.title) or a in told]
    return chosen, _explanations(accounts, chosen)


def _ranked(view: View) -> list[Account]:
    found = [account for layout in all_layouts() for account in layout.explain(view)]
    return sorted(found, key=lambda a: (-a.score, -a.size, a.layout))


def _least(account: Account) -> float:
    return (
        LEAST
        if account.zone.kind is ZoneKind.LIST or account.layout == "in_prose"
        else UNLISTED
        if account.zone.kind is ZoneKind.OTHER
        else 0.3
    )


def _explanations(accounts: list[list[Account]], chosen: list[Account]) -> list[Explanation]:
    """One line a layout: winners first, then by score over the whole document."""
    zones = [max(ranked[0].size, 1) if ranked else 0 for ranked in accounts]
    total = sum(zones) or 1
    score: dict[str, float] = defaultdict(float)
    items: dict[str, int] = defaultdict(int)
    reason: dict[str, str] = {}
    won: dict[str, int] = defaultdict(int)
    for ranked, weight in zip(accounts, zones, strict=True):
        best: dict[str, Account] = {}
        for account in ranked:
            best.setdefault(account.layout, account)
        for layout, account in best.items():
            score[layout] += account.score * weight / total
            items[layout] += account.size
            if layout not in reason or any(account is c for c in chosen):
                reason[layout] = account.reason
    for account in chosen:
        won[account.layout] += account.size
    order = sorted(score, key=lambda layout: (-won[layout], -score[layout], layout))
    return [Explanation(x, round(min(score[x], 1.0), 4), items[x], reason[x]) for x in order]
