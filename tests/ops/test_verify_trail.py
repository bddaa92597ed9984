"""``manage.py verify_trail``."""

import pytest
from django.core.management import call_command
from django.db import connection

from duban.audit import actions as audit
from duban.orgs.actor import system
from tests.factories.orgs import UnitFactory


@pytest.fixture
def events(db, at, today):
    """Three events."""
    unit = UnitFactory()
    return [audit.record("edit", unit, by=system(today), at=at, after={"n": n}) for n in range(3)]


def test_a_whole_chain(events, capsys):
    call_command("verify_trail")
    assert capsys.readouterr().out == "留痕 3 条，链条完整。\n"


def test_a_changed_event_is_found(events, capsys):
    with connection.cursor() as cursor:  # past the guards of the model, as an intruder would
        cursor.execute("UPDATE audit_event SET reason = 'x' WHERE seq = 2")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_trail")
    assert ended.value.code == 1
    assert capsys.readouterr().out == "第 2 条的内容与摘要不符，可能被改动。\n留痕 3 条，1 处不符。\n"


def test_a_removed_event_is_found(events, capsys):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE seq = 3")
    with pytest.raises(SystemExit):
        call_command("verify_trail")
    assert "末尾的留痕被删" in capsys.readouterr().out
