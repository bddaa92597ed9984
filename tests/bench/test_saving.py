"""The clerk's browser of the measurements keeps true count; turns of several threads are counted, errors come out."""

import pytest

from bench import loop
from bench.saving import Saver
from duban.web.reports.boxes import token


@pytest.mark.django_db(transaction=True)
def test_only_what_was_acknowledged_counts(live_server):
    """A stranger is sent to the log-in page: nothing is acknowledged."""
    saver = Saver(int(live_server.url.rsplit(":", 1)[1]), "sessionid=none", report=1, line=1)
    assert saver.save() is False and (saver.sent, saver.acknowledged, saver.status) == (1, 0, 302)
    saver.close()


def test_a_page_begins_from_what_stands_there():
    saver = Saver(1, "", report=1, line=1)
    saver.begin("旧文")
    assert saver.tokens == {"done": token("旧文")} and saver.text(1) != saver.text(2)


@pytest.mark.django_db(transaction=True)
def test_turns_are_counted_and_an_error_is_not_swallowed():
    assert loop.rate(lambda number: lambda: None, 2, 0.05) > 0

    def fails() -> None:
        raise ValueError("x")

    with pytest.raises(ValueError):
        loop.rate(lambda number: fails, 1, 0.05)
