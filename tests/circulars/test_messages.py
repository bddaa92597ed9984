"""What is told of circulars: a unit of its own part, the leader of what waits, the office of what came back."""

from __future__ import annotations

from duban.circulars.actions import drafting, moving
from duban.messaging.deriving import derive
from duban.messaging.models import Message
from tests.factories import circulars as play
from tests.factories.dispatch import make_letterhead
from tests.factories.progress import moment

NOW = moment("2023-04-30 09:00:00")


def told() -> dict[str, set[str]]:
    """Kind → names of who was told, of messages that are not settled."""
    derive(NOW)
    found: dict[str, set[str]] = {}
    for kind, name in Message.objects.filter(settled_at=None).values_list("kind", "recipient__name"):
        if kind.startswith(("circular", "document")):
            found.setdefault(kind, set()).add(name)
    return found


def test_each_step_is_told_to_whom_it_concerns(stage):
    make_letterhead(stage.cast)
    row = play.begin(stage)
    assert told() == {}
    row = play.show(stage, row)
    assert told() == {"circular_part": {"钱经办", "钱主任", "钱局"}}
    drafting.exempt(
        row=row, unit=stage.cast.lead_unit, naming="late", matter=None, reason="系统故障当日无法签字",
        **stage.act(stage.cast.supervisor, "2023-04-22 09:00:00"),
    )  # fmt: skip
    assert told()["circular_exempted"] == {"钱经办", "钱主任", "钱局"}
    play.reply(stage, row)
    assert "circular_part" not in told() and told()["circular_reply"] == {"杜察", "杜主任"}
    row = play.submit(stage, row)
    assert told()["circular_submitted"] == {"区长"}
    back = stage.act(stage.cast.leader, "2023-04-24 10:00:00")
    row = moving.send_back(row=row, comment="要求部分再具体一些。", **back)
    assert "circular_submitted" not in told() and told()["circular_returned"] == {"杜察", "杜主任"}
    row = play.show(stage, row, when="2023-04-24 11:00:00")
    row = play.issue(stage, play.approve(stage, play.submit(stage, row, "2023-04-24 12:00:00")))
    assert told()["document_issued"] == {"钱经办", "钱主任", "钱局"}
