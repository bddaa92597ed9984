"""The one-page brief: rows into values, values onto one page."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from duban.core.gongwen.brief import Brief, Change, Counts, Red, Room, Wait, document
from duban.core.gongwen.document import Document
from duban.core.oversight.rules import COLOUR_LABELS, Colour
from duban.ledger.enums import Level
from duban.ledger.models import Programme
from duban.orgs.enums import UnitKind
from duban.orgs.models import Unit
from duban.oversight import boards, yearly
from duban.oversight.boards import ORDER, Board, Wish
from duban.oversight.days import DayKind, Scope, days
from duban.progress.models import Period
from duban.writers.onepage import fits

AHEAD = dt.timedelta(days=45)
MOST = 30  # of a list that is ever printed


def gather(*, year: int, at: dt.datetime, board: Board | None = None) -> Brief:
    """The year as it stood at the instant; the same number of queries for any year."""
    board = board or boards.judged(year=year, at=at)
    on = timezone.localtime(at).date()
    reds = board.rows(Wish(colour=Colour.RED.value), 0, MOST)
    since = _last_end(year, on)
    moved = board.moved(timezone.make_aware(dt.datetime.combine(since, dt.time(23, 59, 59))))
    shown = moved[:MOST]
    ids = {each.unit_id for each in [*reds, *(m.now for m in shown)] if each.unit_id}
    names = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=ids)}
    office = Unit.objects.filter(kind=UnitKind.OFFICE).order_by("position", "pk").first()
    return Brief(
        year=year,
        on=on,
        issuer=office.name if office else "督查室",
        colours=tuple(COLOUR_LABELS[c] for c in reversed(ORDER)),
        counts=_counts(board, year),
        reds=tuple(Red(r.code, names.get(r.unit_id or 0, "牵头单位未定"), r.body, r.sentence) for r in reds),
        red_total=board.counts()[Colour.RED],
        waits=_waits(year, at, on),
        since=since,
        moved=tuple(
            Change(m.now.code, names.get(m.now.unit_id or 0, "未定"), m.before_label, m.now.label) for m in shown
        ),
        moved_total=len(moved),
        worse=moved.worse,
        reports=_reports(year, at),
        coming=_next(on),
    )


def _last_end(year: int, on: dt.date) -> dt.date:
    ends = Period.objects.filter(year=year, covers_to__lt=on, kind="regular").order_by("-covers_to")
    return ends.values_list("covers_to", flat=True).first() or dt.date(year, 1, 1)


def _counts(board: Board, year: int) -> tuple[Counts, ...]:
    """A line a level in printed order; programmes of one level together."""
    lines: dict[str, list[int]] = {}
    for row in Programme.objects.filter(year=year).order_by("ordinal"):
        numbers = board.counts(Wish(programme=row.pk))
        line = lines.setdefault(row.level, [0] * len(ORDER))
        for place, colour in enumerate(reversed(ORDER)):
            line[place] += numbers[colour]
    return tuple(Counts(Level(level).label, tuple(numbers)) for level, numbers in lines.items())


def _waits(year: int, at: dt.datetime, on: dt.date) -> tuple[Wait, ...]:
    held = yearly.held_at(year, at).filter(kind__in=yearly.LEADERS)
    return tuple(
        Wait(
            turn.case.matter.code, turn.case.unit.name, turn.case.wanted, turn.holding.who, turn.holding.due_on,
            turn.held, turn.late,
        )
        for turn in yearly.turns(held, on)
    )  # fmt: skip


def _reports(year: int, at: dt.datetime) -> tuple[str, ...]:
    """A sentence for the newest two periods; the parts add up to what was owed."""
    found = yearly.coming(year, at)[-2:]
    return tuple(
        f"{each.period}应报 {each.owed} 份：按时 {each.on_time} 份，逾期报送 {each.late} 份，"
        f"逾期未报 {each.overdue} 份，未到期 {each.running} 份。"
        for each in found
    )


def _next(on: dt.date) -> tuple[str, ...]:
    """The nearest days, without the nodes of plans."""
    kinds = frozenset(DayKind) - {DayKind.NODE}
    found = [day for day in days(Scope(on, on + AHEAD, None), kinds=kinds) if not day.done]
    return tuple(f"{day.day.month}月{day.day.day}日{day.title}" for day in found[:MOST])


def paper(brief: Brief) -> Document:
    """The brief with as much as one page holds."""
    room: Room | None = Room()
    made = document(brief)
    while room is not None and not fits(made):
        room = room.less()
        if room is not None:
            made = document(brief, room)
    return made
