"""待办 of the year's end."""

from __future__ import annotations

from duban.orgs.actor import actor_for
from duban.web.home.providers.yearend import to_settle
from duban.yearend.models import Settlement
from tests.factories.progress import moment


def lines(person, day="2024-01-15"):
    return list(to_settle(actor_for(person, moment(f"{day} 09:00:00").date(), "测试")))


def test_it_appears_when_the_year_is_past_and_leaves_when_it_is_settled(stage):
    assert lines(stage.cast.supervisor, "2023-12-31") == []
    (line,) = lines(stage.cast.supervisor)
    assert line.title == "2023年逐项对账还有 2 项" and line.href == "/yearend/?year=2023"
    for person in (stage.cast.leader, stage.cast.lead_clerk, stage.cast.audit_admin):
        assert lines(person) == []
    for matter in (stage.plain, stage.counted):
        Settlement.objects.create(
            matter=matter, account={}, fingerprint="0" * 16, settled_by=stage.cast.supervisor,
            settled_at=moment("2024-01-15 09:00:00"),
        )  # fmt: skip
    assert lines(stage.cast.supervisor) == []
