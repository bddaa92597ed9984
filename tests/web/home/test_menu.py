"""The menu: what a person may open, and where it says that one is."""

from __future__ import annotations

import pytest

from duban.orgs.actor import actor_for
from duban.web.navigation import ENTRIES, menu
from tests.support.cast import TODAY


def current(actor, view):
    return [entry.label for group in menu(actor, view) for entry in group.entries if entry.current]


@pytest.mark.parametrize(
    ("view", "label"),
    [("year", "概览"), ("yearend-item", "年终"), ("light-rules", "亮灯"), ("home", "待办"), ("message_settings", None)],
)
def test_one_place_at_a_time(cast, view, label):
    actor = actor_for(cast.supervisor, TODAY, "测试")
    assert current(actor, view) == ([label] if label else [])


def test_groups_stand_together_and_hold_what_one_may_open(cast):
    labels = [group.label for group in menu(actor_for(cast.supervisor, TODAY, "测试"), "home")]
    assert len(labels) == len(set(labels)) and labels[0] == ""
    groups = menu(actor_for(cast.audit_admin, TODAY, "测试"), "home")
    assert [entry.view for group in groups for entry in group.entries] == ["home", "trail"]
    assert len({entry.view for entry in ENTRIES}) == len(ENTRIES)
