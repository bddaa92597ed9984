"""Drafts of circulars and commendations, and results to speak of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from duban.circulars.actions import drafting, moving, replying
from duban.circulars.models import Circular, Part
from duban.circulars.templates import named
from duban.oversight.actions import closings
from duban.oversight.enums import FULFILLED, Found, Grade, Means
from duban.oversight.models import Closing

AS_OF = dt.date(2023, 4, 20)
DAY = "2023-04-21 09:00:00"


def begin(stage: Any, *, kind: str = "circular", name: str = "季度通报", when: str = DAY, **more: Any) -> Circular:
    """A draft of the office on the first quarter."""
    template = named(kind, name)
    assert template is not None
    given = {"year": 2023, "as_of": AS_OF, "period": stage.periods[0], "recipients": "区人民政府各部门", **more}
    return drafting.begin(kind=kind, template=template, **given, **stage.act(stage.cast.supervisor, when))


def words(row: Circular, **more: Any) -> drafting.Words:
    """What the draft holds, with changes."""
    held = {"title": row.title, "body": row.body, "recipients": row.recipients, "with_annex": row.with_annex}
    return drafting.Words(**{**held, **more})


def edit(stage: Any, row: Circular, when: str = DAY, **more: Any) -> Circular:
    """Edited by the office."""
    act = stage.act(stage.cast.supervisor, when)
    return drafting.save(row=row, words=words(row, **more), revision=row.revision, **act)


def show(stage: Any, row: Circular, when: str = DAY, **more: Any) -> Circular:
    """Sent to the units that it names."""
    return moving.show(row=row, **more, **stage.act(stage.cast.supervisor, when))


def reply(stage: Any, row: Circular, agrees: bool = True, text: str = "", when: str = "2023-04-23 09:00:00") -> Part:
    """The lead unit answers."""
    part = Part.objects.get(circular=row, round=row.round, unit=stage.cast.lead_unit)
    return replying.reply(part=part, agrees=agrees, text=text, **stage.act(stage.cast.lead_clerk, when))


def submit(stage: Any, row: Circular, when: str = "2023-04-24 09:00:00") -> Circular:
    """To the leader."""
    return moving.submit(row=row, **stage.act(stage.cast.supervisor, when))


def approve(stage: Any, row: Circular, when: str = "2023-04-24 15:00:00") -> Circular:
    """By the leader."""
    return moving.approve(row=row, **stage.act(stage.cast.leader, when))


def issue(stage: Any, row: Circular, when: str = "2023-04-25 09:00:00") -> Circular:
    """By the office."""
    return moving.issue(row=row, **stage.act(stage.cast.supervisor, when))


def issued(stage: Any, row: Circular | None = None) -> Circular:
    """The whole way."""
    row = show(stage, row or begin(stage))
    reply(stage, row)
    return issue(stage, approve(stage, submit(stage, row)))


def close(stage: Any, matter: Any, *, grade: Grade = Grade.DONE, found: Found = Found.TRUE, day: str = "10") -> Closing:
    """Applied for by the lead unit, verified and closed by the office."""
    unit, when = stage.cast.lead_unit, f"2023-04-{day} 09:00:00"
    result = "全部建成并通过验收，已投入使用。"
    proof = "验收备案12号"
    row = closings.apply(
        matter=matter, unit=unit, result=result, references=proof, **stage.act(stage.cast.lead_clerk, when)
    )
    office = stage.act(stage.cast.supervisor, when)
    row = closings.verify(row=row, **office)
    check = closings.start_verification(row=row, **office)
    closings.record_verification(row=check, means=Means.ON_SITE, found=found, note="现场查看，逐个清点。", **office)
    if grade in FULFILLED and found != Found.TRUE:  # looked at again before it could be called done
        closings.check(row=row, means=Means.ON_SITE, found=Found.TRUE, note="补齐后再次清点。", **office)
    return closings.close(row=row, grade=grade, comment="同意办结。", **office)
