"""The office's own rating: given with its basis, shown to the unit first, changed by a new version."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from duban.audit.actions import record
from duban.core.reporting.values import Rating
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.orgs.workdays import office_calendar
from duban.oversight import comparing
from duban.oversight.models import OfficeRating
from duban.progress.models import Period

REPLY_DAYS = 3
"""Working days in which the unit may say its sentence before a rating is used anywhere."""
LONGEST = 500


def newest(matter: Matter, unit: Unit, period: Period) -> OfficeRating | None:
    """The last version, taken back or not."""
    rows = OfficeRating.objects.filter(matter=matter, unit=unit, period=period)
    return rows.order_by("-version").first()


@transaction.atomic
def rate(
    *, matter: Matter, unit: Unit, period: Period, rating: Rating, basis: str, seen: int, by: Actor, at: dt.datetime
) -> OfficeRating:
    """评价 with its basis. ``seen``: the version on the screen (0: none), so that nobody overwrites another's unseen.

    What moves the unit's term to answer is a new version; the old one stays with what the unit said to it.
    """
    require(by, Verb.RATE)
    if unit.pk in by.unit_ids:
        raise NotAllowed("评价人不能是被评价单位的人员。")
    if rating is Rating.NONE:
        raise Invalid("请选择评价。")
    if not 6 <= len(basis.strip()) <= LONGEST:
        raise Invalid(f"请写明依据，例如查看了什么、核对了哪些数据，6 到 {LONGEST} 字。")
    row = comparing.one(period, matter, unit, at)
    if row is None:
        raise Invalid("该单位本期不报送这个事项，没有可以评价的内容。")
    last = newest(matter, unit, period)
    if seen != (last.version if last else 0):
        raise Stale("这一项的评价刚被他人改动，请刷新后再评。")
    standing = last is not None and last.withdrawn_at is None
    if last is not None and standing and (last.rating, last.basis) == (rating.value, basis.strip()):
        raise Invalid("评价和依据都没有改动。")
    try:
        with transaction.atomic():
            made = OfficeRating.objects.create(
                matter=matter,
                unit=unit,
                period=period,
                version=(last.version if last else 0) + 1,
                replaces=last,
                rating=rating.value,
                basis=basis.strip(),
                given_by=by.person,
                given_at=at,
                reply_until=office_calendar().after(by.today, REPLY_DAYS),
            )
    except IntegrityError:
        raise Stale("这一项的评价刚被他人改动，请刷新后再评。") from None
    own = Rating(row.line.self_rating) if row.line is not None else Rating.NONE
    before = {"rating": last.get_rating_display()} if last is not None and standing else None
    after = {"rating": made.get_rating_display(), "version": made.version, "gap": own is not rating}
    record("office_rating.give", made, by=by, at=at, before=before, after=after, reason=made.basis)
    return made


@transaction.atomic
def reply(*, row: OfficeRating, text: str, by: Actor, at: dt.datetime) -> OfficeRating:
    """说明 by the unit: one sentence to the newest version, once. Also after its days: then it stands beside it."""
    if row.unit_id not in by.unit_ids:
        raise NotAllowed("这不是对本单位的评价。")
    if not 4 <= len(text.strip()) <= LONGEST:
        raise Invalid(f"请用一句话说明，4 到 {LONGEST} 字。")
    current = OfficeRating.objects.current().filter(pk=row.pk, replied_at__isnull=True)
    if not current.update(reply=text.strip(), replied_by=by.person, replied_at=at):
        raise Stale("这份评价已经说明过，或已有新的评价。")
    row.refresh_from_db()
    record("office_rating.reply", row, by=by, at=at, reason=row.reply)
    return row


@transaction.atomic
def withdraw(*, row: OfficeRating, reason: str, by: Actor, at: dt.datetime) -> OfficeRating:
    """撤销: it was set on the wrong row or for the wrong reason. It stays on record and counts nowhere."""
    require(by, Verb.RATE)
    if len(reason.strip()) < 4:
        raise Invalid("撤销评价须写明理由。")
    current = OfficeRating.objects.current().filter(pk=row.pk)
    if not current.update(withdrawn_at=at, withdrawn_by=by.person, withdrawal=reason.strip()[:300]):
        raise Stale("这份评价已经撤销，或已有新的评价。")
    row.refresh_from_db()
    record("office_rating.withdraw", row, by=by, at=at, reason=row.withdrawal)
    return row


@transaction.atomic
def record_export(*, period: Period, count: int, kind: str, conditions: str, by: Actor, at: dt.datetime) -> None:
    """Put into the trail that the comparison of a period left the system."""
    require(by, Verb.EXPORT_LEDGER)
    after = {"count": count, "kind": kind, "conditions": conditions}
    record("ratings.export", period, by=by, at=at, after=after)
