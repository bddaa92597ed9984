"""The papers of a meeting from its rows: agenda and minutes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from duban.core.gongwen.minutes import Convened, Task, Topic
from duban.orgs.models import Appointment, Post
from duban.orgs.workdays import office_calendar
from duban.oversight.models import AgendaItem, Directive, Holding, Meeting


def convened(meeting: Meeting, on: dt.date) -> Convened:
    """Everything that its papers say, as of a day; a constant number of queries."""
    items = meeting.agenda.select_related("case__matter__programme", "case__unit").order_by("ordinal", "id")
    tasks: dict[int, list[Task]] = defaultdict(list)
    for row in Directive.objects.filter(meeting=meeting).select_related("owner").order_by("id"):
        tasks[row.case_id].append(Task(row.owner.name, row.text, row.due_on))
    open_ = Holding.objects.open().filter(case__in=meeting.cases.all()).select_related("unit", "post__unit")
    turns = {row.case_id: row for row in open_}
    return Convened(
        title=meeting.title,
        held_on=meeting.held_on,
        place=meeting.place,
        chair=named(meeting.chair, meeting.held_on) if meeting.chair else "",
        topics=tuple(_topic(item, tasks[item.case_id], turns.get(item.case_id), on) for item in items),
        attended=meeting.attended,
        stressed=meeting.stressed,
    )


def named(post: Post, on: dt.date) -> str:
    """副区长王某: the title with the name of who held the post on the day."""
    held = Appointment.objects.current(on).filter(post=post).select_related("user").order_by("id").first()
    return f"{post.title or post.get_kind_display()}{held.user if held else ''}"


def _topic(item: AgendaItem, tasks: list[Task], turn: Holding | None, on: dt.date) -> Topic:
    case = item.case
    waits = ""
    if turn is not None:
        days = max(0, office_calendar().left(timezone.localtime(turn.since).date(), on))
        waits = f"{turn.who}，{days}个工作日"
    return Topic(
        code=case.matter.code, matter=case.matter.body, unit=case.unit.name, kind=case.get_kind_display(),
        text=case.text, wanted=case.wanted, waits=waits, resolution=item.resolution, tasks=tuple(tasks),
    )  # fmt: skip
