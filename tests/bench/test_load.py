"""The load generator counts what came back."""

import pytest

from bench import load


def test_answers_are_counted_and_bounded(live_server):
    port = int(live_server.url.rsplit(":", 1)[1])
    found = load.run(port, "/login", clients=2, seconds=5, most=6)
    assert found.statuses == {200: len(found.times)}
    assert 6 <= len(found.times) <= 7, "at most one more a client that had begun"
    assert found.size > 500 and found.per_second > 0
    assert found.percentile(0.99) >= found.median > 0


def test_time_is_bounded(live_server):
    port = int(live_server.url.rsplit(":", 1)[1])
    assert load.run(port, "/login", seconds=0.3).seconds < 3


def test_a_refusal_is_seen_as_what_it_is(live_server):
    port = int(live_server.url.rsplit(":", 1)[1])
    assert list(load.run(port, "/ledger/", seconds=2, most=1).statuses) == [302]


def test_nothing_there_is_an_error():
    with pytest.raises(OSError):
        load.run(1, "/", seconds=0.2, most=1)
