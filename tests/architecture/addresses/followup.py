"""三方评价, 核查, 催办."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, LEAD, LEADER, OFFICE, UNITS, Line
from tests.architecture.world import World

SEEN = OFFICE | LEADER | LEAD
OTHERS = UNITS - LEAD


def reminded(world: World) -> Mapping[str, Any]:
    """A reminder that was sent to the lead unit."""
    from duban.oversight.models import Urging, UrgingPoint
    from tests.support.cast import AT

    row = Urging.objects.first() or Urging.objects.create(
        unit=world.cast.lead_unit, step="remind", cause="red", state="given", demand="尽快办理", reply_by=AT.date(),
        prepared_by=world.cast.supervisor, prepared_at=AT, given_by=world.cast.supervisor, given_at=AT,
    )  # fmt: skip
    UrgingPoint.objects.get_or_create(urging=row, matter=world.matter, since=AT.date(), sentence="严重滞后。")
    return {"pk": row.pk}


def rated(world: World) -> Mapping[str, Any]:
    """The office's rating of the lead unit."""
    from duban.oversight.models import OfficeRating
    from tests.support.cast import AT

    row = OfficeRating.objects.first() or OfficeRating.objects.create(
        matter=world.matter, unit=world.cast.lead_unit, period=world.report.period, rating="behind",
        basis="核对备案数据。", given_by=world.cast.supervisor, given_at=AT, reply_until=AT.date(),
    )  # fmt: skip
    _owed(world)
    return {"pk": row.pk}


def row(world: World) -> Mapping[str, Any]:
    """What the lead unit owes on the matter."""
    _owed(world)
    return {"period": world.report.period_id, "matter": world.matter.pk, "unit": world.cast.lead_unit.pk}


def _owed(world: World) -> None:
    from duban.progress.models import OwedLine

    OwedLine.objects.get_or_create(obligation=world.obligation, matter=world.matter, assignment=world.lead)


def drawn(world: World) -> Mapping[str, Any]:
    """A draw that waits."""
    from duban.oversight.models import SampleDraw
    from tests.support.cast import AT

    made, _ = SampleDraw.objects.get_or_create(
        period=world.report.period, number=1,
        defaults={"size": 1, "per_unit": 1, "seed": "1", "seed_basis": "指定", "drawn_by": world.cast.supervisor,
                  "drawn_at": AT},
    )  # fmt: skip
    return {"pk": made.pk}


def checked(world: World) -> Mapping[str, Any]:
    """A check of the lead unit with its result."""
    from duban.oversight.models import Verification
    from tests.support.cast import AT

    found = Verification.objects.first() or Verification.objects.create(
        matter=world.matter, unit=world.cast.lead_unit, period=world.report.period, sampled=True, means="documents",
        found="partly", note="与备案数据核对。", verified_by=world.cast.supervisor, verified_at=AT,
    )  # fmt: skip
    return {"pk": found.pk}


LINES = [
    Line("urgings", BUSINESS),
    Line("urging-new", frozenset(), OFFICE),
    Line("urging", SEEN, OTHERS, keys=reminded),
    Line("urging-move", SEEN, OTHERS, keys=reminded, data={"move": "withdraw"}),
    Line("urging-reply", SEEN, OTHERS, keys=reminded, data={"text": "本周办结。"}),
    Line("urging-paper", frozenset(), BUSINESS, keys=lambda world: {**reminded(world), "kind": "pdf"}),
    Line("ratings", BUSINESS),
    Line("ratings-export", BUSINESS, data={"format": "csv"}),
    Line("rating", SEEN, OTHERS, keys=row),
    Line("rating-give", OFFICE, keys=row, data={"rating": "behind", "basis": ""}),
    Line("rating-by", OFFICE | LEADER | LEAD, OTHERS, keys=rated),
    Line("rating-reply", SEEN, OTHERS, keys=rated, data={"text": ""}),
    Line("rating-withdraw", OFFICE, keys=rated, data={"reason": ""}),
    Line("verifications", BUSINESS),
    Line("verifications-export", BUSINESS, data={"format": "csv"}),
    Line("sample-new", OFFICE),
    Line("sample", OFFICE | LEADER, UNITS, keys=drawn),
    Line("sample-decide", OFFICE, keys=drawn, data={"move": "discard"}),
    Line("verification", SEEN, OTHERS, keys=checked),
    Line("verification-object", SEEN, OTHERS, keys=checked, data={"text": ""}),
    Line("verification-decide", OFFICE, keys=checked, data={"found": "true"}),
    Line("verification-correct", OFFICE, keys=checked),
]
