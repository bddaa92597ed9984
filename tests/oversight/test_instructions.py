"""Instructions of leaders: who records them, who sees them, that they are withdrawn and never lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from duban.audit.models import Event
from duban.orgs.models import Post
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import instructions
from duban.oversight.actions.instructions import Saying
from duban.oversight.models import Instruction
from tests.oversight.test_cases import ask

WHEN = "2023-04-13 09:00:00"


@pytest.fixture
def said(stage):
    return Saying(Post.objects.get(kind="leader"), "请区建设局抓紧办理。", dt.date(2023, 4, 12))


def test_recorded_on_a_matter_or_a_case_and_the_words_stay_out_of_the_trail(stage, said):
    case = ask(stage)
    first = instructions.note(about=stage.counted, said=said, **stage.act(stage.cast.supervisor, WHEN))
    second = instructions.note(about=case, said=said, **stage.act(stage.cast.leader, WHEN))
    assert (first.matter, first.case, second.matter, second.case) == (stage.counted, None, None, case)
    events = Event.objects.filter(verb="instruction.note")
    assert events.count() == 2 and not any("抓紧" in str(e.after) + e.reason + e.subject_label for e in events)


def test_who_may_not(stage, said):
    other = Post.objects.create(unit=stage.cast.leadership, kind="leader", title="副区长")
    with pytest.raises(NotAllowed, match="督查室或区领导"):
        instructions.note(about=stage.counted, said=said, **stage.act(stage.cast.lead_clerk, WHEN))
    with pytest.raises(NotAllowed, match="本人的批示"):
        instructions.note(about=stage.counted, said=replace(said, leader=other), **stage.act(stage.cast.leader, WHEN))
    for change, words in (
        ({"text": " "}, "批示内容"),
        ({"given_on": dt.date(2023, 4, 14)}, "晚于今天"),
        ({"leader": Post.objects.filter(kind="clerk").first()}, "区领导"),
    ):
        with pytest.raises(Invalid, match=words):
            instructions.note(
                about=stage.counted, said=replace(said, **change), **stage.act(stage.cast.supervisor, WHEN)
            )


def test_shown_to_units_and_withdrawn_with_a_reason(stage, said):
    office = stage.act(stage.cast.supervisor, WHEN)
    row = instructions.note(about=stage.counted, said=said, **office)
    clerk = stage.actor(stage.cast.lead_clerk, WHEN)
    assert not Instruction.objects.visible_to(clerk).exists()
    row = instructions.show(row=row, shown=True, **office)
    assert Instruction.objects.visible_to(clerk).get() == row
    with pytest.raises(Stale):
        instructions.show(row=row, shown=True, **office)
    with pytest.raises(Invalid, match="撤销原因"):
        instructions.withdraw(row=row, reason="", **office)
    with pytest.raises(NotAllowed, match="登记人"):
        instructions.withdraw(row=row, reason="误登", **stage.act(stage.cast.leader, WHEN))
    row = instructions.withdraw(row=row, reason="登记错了事项", **office)
    assert not Instruction.objects.visible_to(office["by"]).exists() and row.withdrawn_by == stage.cast.supervisor
    with pytest.raises(Stale):
        instructions.withdraw(row=row, reason="再撤", **office)
