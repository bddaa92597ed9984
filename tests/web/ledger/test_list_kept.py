"""What a process keeps of the list, and when it lets go."""

from __future__ import annotations

import datetime as dt
from threading import Thread

import pytest

from duban.audit.actions import record
from duban.ledger.display import refresh
from duban.ledger.kept import Kept
from duban.ledger.models import Assignment
from tests.factories.ledger import AssignmentFactory
from tests.factories.orgs import GroupMemberFactory, UnitFactory
from tests.ledger.ledger_world import make_world
from tests.web.ledger.test_list import LEDGER, codes, tree, words


def test_a_value_is_made_once_under_a_mark():
    kept, made = Kept(2), []

    def make(value):
        return lambda: made.append(value) or value

    assert kept.get((1,), "a", make("x")) == kept.get((1,), "a", make("y")) == "x"
    assert kept.get((2,), "a", make("y")) == "y"
    assert kept.get((1,), "a", make("z")) == "z"  # an older mark never gets what a newer one made
    assert made == ["x", "y", "z"]


def test_the_least_used_goes_first():
    kept, made = Kept(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get((1,), key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]


def test_a_failure_keeps_nothing():
    kept = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get((1,), "a", lambda: 1 // 0)
    assert kept.get((1,), "a", lambda: 5) == 5
    kept.clear()
    assert kept.get((1,), "a", lambda: 6) == 6


def test_many_threads():
    kept, wrong = Kept(8), []

    def work(seed):
        for n in range(500):
            mark, key = ((n + seed) % 3,), n % 12
            value = kept.get(mark, key, lambda mark=mark, key=key: (mark, key))
            if value != (mark, key):
                wrong.append(value)

    threads = [Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_act_of_another_process_is_seen(cast, client_for, at):
    """The other process writes rows and its event; all that this one knows of it is the head of the trail."""
    world = make_world()
    client = client_for(cast.supervisor)
    unit = world.units["区城管执法局"]
    before = tree(client.get(LEDGER))
    assert "区城管执法局" in words(before.css_first("#options-unit"))
    unit.name = "区城市管理局"
    unit.save()
    Assignment.objects.filter(unit=world.units["区民政局"]).update(unit=unit)
    record("unit.rename", unit, by=cast.actor(cast.supervisor), at=at)
    after = tree(client.get(LEDGER))
    options = words(after.css_first("#options-unit"))
    assert "区城市管理局" in options and "区城管执法局" not in options and "区民政局" not in options
    assert "区城市管理局" in words(after.css_first("tbody")) and "区城管执法局" not in words(after.css_first("tbody"))


def test_a_membership_that_ends_tomorrow_ends_without_an_act(cast, client_for, monkeypatch):
    group = UnitFactory(is_group=True)
    GroupMemberFactory(group=group, unit=cast.lead_unit, end=dt.date(2023, 6, 1))
    refresh([AssignmentFactory(unit=group, leads=True).matter])
    client = client_for(cast.lead_clerk)
    for day, rows in [(dt.date(2023, 5, 31), 1), (dt.date(2023, 6, 1), 0), (dt.date(2023, 5, 31), 1)]:
        monkeypatch.setattr("duban.web.middleware.timezone.localdate", lambda day=day: day)
        assert len(codes(client.get(LEDGER))) == rows, day
