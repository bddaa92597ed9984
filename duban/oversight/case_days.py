"""The clock of superiors, once a day: what is late goes up, and who has to answer tomorrow or is late is told."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.core.workflow import case as flow
from duban.messaging.writing import Note, write
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.workdays import office_calendar
from duban.oversight.actions.cases import escalate_late
from duban.oversight.case_messages import people, said, whose_turn
from duban.oversight.enums import DirectiveState
from duban.oversight.models import Directive, Holding
from duban.progress.messages import STAFF


def look(*, by: Actor, at: dt.datetime) -> tuple[int, int]:
    """逾期上提, then the reminders of the day; how many went up, how many reminders. Nothing on days off.

    Called as often as one likes: a reminder is given once for each day that it speaks of.
    """
    if not office_calendar().is_workday(by.today):
        return 0, 0
    moved = escalate_late(by=by, at=at)
    return len(moved), remind(by.today, at)


@transaction.atomic
def remind(today: dt.date, at: dt.datetime) -> int:
    """The working day before the day, and the first after it."""
    return write([*_cases(today), *_directives(today)], at=at, now=at)


def _days(today: dt.date) -> tuple[dt.date, dt.date]:
    """What is due by the next working day, and since which day what is past is new: that of the last working day."""
    calendar = office_calendar()
    before = today - dt.timedelta(days=1)
    while not calendar.is_workday(before):
        before -= dt.timedelta(days=1)
    return calendar.after(today, 1), before


def _cases(today: dt.date) -> list[Note]:
    next_day, before = _days(today)
    rows = Holding.objects.open().filter(case__state__in=flow.OPEN, due_on__gte=before, due_on__lte=next_day)
    rows = rows.exclude(due_on=today).select_related("case__matter", "case__unit", "unit", "post").order_by("id")
    return [
        Note(
            "case_due", row.case, whose_turn(row, today),
            {**said(row.case), "left": office_calendar().say(today, row.due_on)},
            key=f"case_due:{row.pk}:{row.due_on}:{row.due_on < today}",
        )
        for row in rows
    ]  # fmt: skip


def _directives(today: dt.date) -> list[Note]:
    next_day, before = _days(today)
    rows = Directive.objects.filter(state=DirectiveState.OPEN, due_on__gte=before, due_on__lte=next_day)
    rows = rows.exclude(due_on=today).select_related("owner").order_by("id")
    return [
        Note(
            "directive_due", row,
            people(row.owner, (*STAFF, PostKind.DEPUTY) if row.due_on < today else STAFF, today),
            {"text": row.text, "left": office_calendar().say(today, row.due_on)},
            key=f"directive_due:{row.pk}:{row.due_on}:{row.due_on < today}",
        )
        for row in rows
    ]  # fmt: skip
