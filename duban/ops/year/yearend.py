"""年终 of the simulated year: what agrees is settled in one go, a few differences are settled with a remark, some
unfinished items go on, and the rest waits for whoever logs in."""

from __future__ import annotations

import datetime as dt

from duban.core.yearend.reconcile import Kind
from duban.ledger.enums import MatterState
from duban.ops.year.clock import free, moment
from duban.ops.year.world import World
from duban.yearend.accounts import Entry, entries
from duban.yearend.actions import carrying, settling
from duban.yearend.enums import Way

REMARKS = {  # of the kinds that the office explains on the day; the others wait
    Kind.PROVISIONAL: "统计部门尚未公布正式数，先按快报数对账，公布后重新核对。",
    Kind.CLAIM_ABOVE: "以受理的数据认定，已与单位核对，单位自评口径较宽。",
}
A_KIND = 3  # settled with a remark
CARRIED = 4


def settle(world: World, day: dt.date) -> None:
    """On ``day``, or when all before it is done: the book is closed as far as it goes."""
    at = moment(free(day), 10)
    office = world.company.office(at)
    book = entries(year=world.year, at=at)
    settling.settle_agreeing(
        year=world.year, seen=[entry.account.fingerprint for entry in book.values() if not entry.differences], **office
    )
    for kind, remark in REMARKS.items():
        for entry in _with(book, kind)[:A_KIND]:
            settling.settle(matter=entry.matter, seen=entry.account.fingerprint, remark=remark, **office)
    for entry in _with(book, Kind.NOT_CLOSED)[:CARRIED]:
        if entry.matter.state not in (MatterState.CLOSED, MatterState.WRITTEN_OFF):
            reason = "年内没有办结，按办理方案的后续节点继续办理。"
            carrying.decide(matter=entry.matter, way=Way.CONTINUED, to=None, reason=reason, **office)


def _with(book: dict[int, Entry], kind: Kind) -> list[Entry]:
    """Lines whose only difference is of the kind, in printed order."""
    return [entry for entry in book.values() if [each.kind for each in entry.differences] == [kind]]
