"""The chain of the trail: every link holds, and every way of breaking it is found."""

from __future__ import annotations

import pytest
from django.db import connection

from duban.audit.actions import Entry, record, record_many
from duban.audit.chain import verify
from duban.audit.models import ChainHead, Event
from tests.support.cast import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(cast):
    by = cast.actor(cast.supervisor)
    for n in range(5):
        record("unit.set", cast.lead_unit, by=by, at=AT, before={"position": n}, after={"position": n + 1}, reason="序")
    return list(Event.objects.order_by("seq"))


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_untouched_trail_holds(trail):
    assert verify() == (5, [])


def test_an_empty_trail_holds(db):
    assert verify() == (0, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "另一个理由"),
        ("actor_label", "某人"),
        ("subject_id", 999),
        ("verb", "unit.create"),
        ("origin", "别处"),
    ],
)
def test_a_changed_column_is_found(trail, column, value):
    run(f"UPDATE audit_event SET {column} = %s WHERE seq = 3", value)
    count, breaks = verify()
    assert count == 5 and [(b.seq, "内容与摘要不符" in b.message) for b in breaks] == [(3, True)]


def test_a_missing_link_is_found(trail):
    run("DELETE FROM audit_event WHERE seq = 3")
    messages = " ".join(b.message for b in verify()[1])
    assert "缺 1 条" in messages and "不相接" in messages


def test_a_cut_tail_is_found(trail):
    run("DELETE FROM audit_event WHERE seq = 5")
    assert "末尾的留痕被删" in verify()[1][0].message


def test_a_forged_event_is_found(trail):
    """Its own digest fits, but the link after it still speaks of the old one."""
    from duban.audit.actions import digest

    forged = trail[2]
    forged.reason = "伪造"
    run("UPDATE audit_event SET reason = %s, hash = %s WHERE seq = 3", "伪造", digest(forged))
    assert [b.seq for b in verify()[1]] == [4]


def test_bulk_writing_is_refused(trail):
    with pytest.raises(TypeError):
        Event.objects.filter(seq=1).update(reason="")
    with pytest.raises(TypeError):
        Event.objects.all().delete()


def test_many_at_once_leave_the_same_links_as_one_by_one(cast, trail):
    by = cast.actor(cast.supervisor)
    record_many([Entry("unit.create", cast.lead_unit), Entry("unit.create", cast.outsider_unit)], by=by, at=AT)
    assert verify() == (7, []) and ChainHead.objects.get().seq == 7
    assert record_many([], by=by, at=AT) == []
