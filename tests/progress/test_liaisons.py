"""The liaison list in force, its past, and who saw a number."""

import datetime as dt

import pytest

from duban.audit.models import Event
from duban.core.liaisons import LiaisonRow
from duban.orgs.permissions import Invalid, NotAllowed
from duban.progress.actions import liaisons
from duban.progress.models import Liaison

ROWS = [
    LiaisonRow("deputy", "李四", "副局长", "88936161", "13800138000"),
    LiaisonRow("office_head", "王五", "办公室主任", "027-88936162", ""),
    LiaisonRow("clerk", "赵六", "科员", "", "13800138001"),
]


@pytest.fixture
def saved(stage):
    return liaisons.save_list(
        unit=stage.cast.lead_unit, rows=ROWS, **stage.act(stage.cast.lead_clerk, "2023-02-27 09:00:00")
    )


def test_a_change_of_staff_keeps_the_past(stage, saved):
    later = [*ROWS[:2], LiaisonRow("clerk", "孙七", "科员", "", "13900139000")]
    act = stage.act(stage.cast.lead_clerk, "2023-06-01 09:00:00")
    liaisons.save_list(unit=stage.cast.lead_unit, rows=later, **act)
    on = Liaison.objects.current
    assert sorted(x.name for x in on(dt.date(2023, 6, 1))) == sorted(["李四", "王五", "孙七"])
    assert sorted(x.name for x in on(dt.date(2023, 5, 31))) == sorted(["李四", "王五", "赵六"])
    assert Liaison.objects.count() == 4


def test_saving_the_same_again_changes_nothing(stage, saved):
    before = Event.objects.count()
    liaisons.save_list(unit=stage.cast.lead_unit, rows=ROWS, **stage.act(stage.cast.lead_clerk, "2023-03-01 09:00:00"))
    assert Liaison.objects.count() == 3 and Event.objects.count() == before


def test_faults_are_named_and_nothing_is_saved(stage):
    with pytest.raises(Invalid, match="缺经办人"):
        liaisons.save_list(
            unit=stage.cast.lead_unit, rows=ROWS[:2], **stage.act(stage.cast.lead_clerk, "2023-02-27 09:00:00")
        )
    assert not Liaison.objects.exists()


def test_the_trail_holds_no_full_number(saved):
    event = Event.objects.get(verb="liaison.save")
    assert "13800138001" not in str(event.after) and "138****8001" in str(event.after)


def test_each_full_view_is_recorded_and_outsiders_get_none(stage, saved):
    assert liaisons.reveal(liaison=saved[0], **stage.act(stage.cast.supervisor, "2023-03-01 09:00:00"))
    assert Event.objects.filter(verb="liaison.reveal").count() == 1
    with pytest.raises(NotAllowed):
        liaisons.reveal(liaison=saved[0], **stage.act(stage.cast.outsider_clerk, "2023-03-01 09:00:00"))
