"""The trail as outbox: each event once, in order, whatever fails."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.audit.actions import record
from duban.messaging import deriving
from duban.messaging.deriving import derive
from duban.messaging.kinds import every, kind, mutable
from duban.messaging.models import Message, TrailCursor
from duban.messaging.writing import Note, Settled
from tests.support.cast import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(cast, monkeypatch):
    """A rule of the test's own: somebody is told of new units."""
    events = []

    def rule(event):
        events.append(event.seq)
        if event.reason == "broken":
            raise ValueError("坏了")
        yield Note("report_accepted", cast.lead_unit, [(cast.lead_clerk, cast.lead_unit.pk)], {"period": event.seq})

    monkeypatch.setitem(deriving._RULES, "unit.create", [rule])
    return events


def act(cast, reason="", at=AT):
    return record("unit.create", cast.lead_unit, by=cast.actor(cast.supervisor), at=at, reason=reason)


def test_each_event_once(cast, heard):
    first = act(cast)
    assert derive(AT) == 1 and derive(AT) == 0
    act(cast)
    derive(AT)
    assert heard == [first.seq, first.seq + 1]
    assert Message.objects.filter(recipient=cast.lead_clerk).count() == 2
    assert TrailCursor.objects.get().seq == first.seq + 1


def test_a_rule_that_fails_loses_its_message_alone(cast, heard, caplog):
    act(cast, "broken")
    act(cast)
    derive(AT)
    assert Message.objects.count() == 1 and "no message from event 1" in caplog.text
    assert derive(AT) == 0


def test_verbs_that_nobody_hears_move_the_cursor(cast, heard):
    record("unit.set", cast.lead_unit, by=cast.actor(cast.supervisor), at=AT)
    assert derive(AT) == 1 and not Message.objects.exists()


def test_a_long_trail_is_read_in_batches(cast, heard, monkeypatch):
    monkeypatch.setattr(deriving, "BATCH", 3)
    for _ in range(8):
        act(cast)
    assert derive(AT) == 8 and len(heard) == 8


def test_read_twice_it_writes_once(cast, heard):
    """Had the cursor been lost, the unique key would still keep the inbox as it is."""
    act(cast)
    derive(AT)
    TrailCursor.objects.update(seq=0)
    derive(AT)
    assert len(heard) == 2 and Message.objects.count() == 1


def test_of_two_processes_one_moves_the_cursor(cast, heard, monkeypatch):
    act(cast)
    monkeypatch.setattr(TrailCursor.objects, "get_or_create", lambda **_: (TrailCursor(id=1, seq=0), False))
    TrailCursor(id=1, seq=99).save()
    assert derive(AT) == 0 and not Message.objects.exists()


def test_what_happened_long_ago_is_history(cast, heard):
    act(cast)
    derive(AT + dt.timedelta(days=31))
    assert Message.objects.get().read_at is not None and not Message.objects.unread().exists()


def test_settling_ends_what_was_asked(cast, heard, monkeypatch):
    act(cast)
    derive(AT)
    done = [lambda event: [Settled(["report_accepted"], cast.lead_unit)]]
    monkeypatch.setitem(deriving._RULES, "unit.set", done)
    record("unit.set", cast.lead_unit, by=cast.actor(cast.supervisor), at=AT)
    derive(AT)
    row = Message.objects.get()
    assert row.settled_at == AT and row.read_at is None and not Message.objects.unread().exists()


def test_settling_ends_nothing_that_came_later(cast, heard, monkeypatch):
    act(cast, at=AT + dt.timedelta(hours=1))
    monkeypatch.setitem(deriving._RULES, "unit.set", [lambda event: [Settled(["report_accepted"], cast.lead_unit)]])
    record("unit.set", cast.lead_unit, by=cast.actor(cast.supervisor), at=AT)
    derive(AT)
    assert Message.objects.unread().count() == 1


class TestKinds:
    @pytest.mark.parametrize("each", every(), ids=lambda k: k.code)
    def test_every_kind_is_plain_and_complete(self, each):
        assert each.label and each.to and each.subject
        words = each.subject + each.body
        assert not set("！!") & set(words), "no exclamation"
        said = each.say(dict.fromkeys(each.names, "某"))
        assert "{" not in "".join(said) and "}" not in "".join(said)

    def test_duties_are_not_mutable(self):
        assert not {"report_sign", "report_check", "report_returned"} & {k.code for k in mutable()}
        assert kind("report_accepted") in mutable()

    def test_a_long_subject_is_cut_to_its_column(self):
        subject, _ = kind("report_accepted").say({"period": "长" * 300})
        assert len(subject) == 200 and subject.endswith("…")

    def test_an_unknown_name_in_a_template_is_our_mistake(self):
        with pytest.raises(KeyError):
            kind("report_accepted").say({})


def test_every_verb_that_is_heard_is_told():
    """A rule for a verb that nobody records would never speak."""
    from duban.audit.presenters import told

    assert deriving.heard() - told() == set()
    assert "report.send_back" in deriving.heard()
