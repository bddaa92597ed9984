"""Publishing a rule of lights, a person's judgement over it, and the log of changes."""

from __future__ import annotations

import datetime as dt
import time

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from duban.audit.actions import record
from duban.audit.models import ChainHead
from duban.core.oversight.rules import Rule, faults_of_all
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.oversight import boards
from duban.oversight.enums import Colour
from duban.oversight.judging import MatterLight, inputs, lights, rules
from duban.oversight.models import LightChange, LightLook, LightOverride, LightRule, LightStanding, YearSeen


@transaction.atomic
def publish_rule(*, rule: Rule, reason: str, by: Actor, at: dt.datetime) -> LightRule:
    """发布 a new version: with no gap, no overlap, and from a day that has not passed (the past stays judged)."""
    require(by, Verb.SET_LIGHTS)
    if not reason.strip():
        raise Invalid("调整亮灯规则须写明理由。")
    if rule.since < by.today:
        raise Invalid(f"执行日期{rule.since:%Y-%m-%d}已经过去。已经判定的亮灯不能改变，请从今天或以后起执行。")
    wrong = faults_of_all([*rules(), rule])
    if wrong:
        raise Invalid("".join(wrong))
    row = LightRule.objects.create(
        version=rule.version,
        since=rule.since,
        green_to=rule.green_to,
        yellow_to=rule.yellow_to,
        soon_days=rule.soon_days,
        node_days=rule.node_days,
        reason=reason.strip(),
        published_by=by.person,
        published_at=at,
    )
    record("light_rule.publish", row, by=by, at=at, after={"text": rule.sentence()}, reason=row.reason)
    return row


def next_version() -> int:
    """The number of the next version; the first published one is 2, because 1 is built in."""
    return max(LightRule.objects.aggregate(v=Max("version"))["v"] or 1, 1) + 1


@transaction.atomic
def override(
    *, matter: Matter, colour: Colour | None, reason: str, until: dt.date | None = None, by: Actor, at: dt.datetime
) -> LightOverride:
    """人工改灯: a person's judgement with its reason; the rule's stays visible beside it."""
    require(by, Verb.SET_LIGHTS)
    if colour is None:
        raise Invalid("请选择亮灯。")
    if len(reason.strip()) < 4:
        raise Invalid("改灯须写明理由。")
    if until is not None and until < by.today:
        raise Invalid("有效期已经过去。")
    try:
        with transaction.atomic():
            row = LightOverride.objects.create(
                matter=matter, colour=colour, reason=reason.strip(), until=until, made_by=by.person, made_at=at
            )
    except IntegrityError:
        raise Stale("该事项已有一份人工改灯，请先撤销。") from None
    record("light.override", matter, by=by, at=at, after={"colour": row.get_colour_display()}, reason=row.reason)
    return row


@transaction.atomic
def end_override(*, row: LightOverride, by: Actor, at: dt.datetime) -> LightOverride:
    """撤销 a person's judgement: the rule's counts again."""
    require(by, Verb.SET_LIGHTS)
    if not LightOverride.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=at, ended_by=by.user):
        raise Stale("这份人工改灯已经撤销。")
    row.refresh_from_db()
    record("light.end_override", row.matter, by=by, at=at)
    return row


PROGRAMME = 10**10  # places of the matters of one programme
CHUNK = 2000  # matters judged at once: memory stays the same for a year of any size


@transaction.atomic
def log_changes(*, year: int, at: dt.datetime) -> list[LightChange]:
    """Look at a whole year: write down every light that differs from the last one written down.

    Harmless when run again. Of a year that is too large to be judged at reading (:mod:`duban.oversight.boards`) the
    lights themselves are kept as well.
    """
    begun = time.perf_counter()
    seq = ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    ids = list(Matter.objects.filter(programme__year=year).order_by("pk").values_list("pk", flat=True))
    changes: list[LightChange] = []
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        found = lights(year=year, at=at, matter_ids=part)
        last = _last_logged(part)
        rows = [_change(each, last.get(pk, ""), at) for pk, each in found.items() if last.get(pk, "") != each.colour]
        changes += LightChange.objects.bulk_create(rows, batch_size=500)
        if len(ids) > boards.LARGE:
            _keep(year, found)
    seconds = round(time.perf_counter() - begun, 3)
    LightLook.objects.update_or_create(year=year, defaults={"at": at, "seq": seq, "seconds": seconds})
    return changes


def _last_logged(ids: list[int]) -> dict[int, str]:
    """Matter id → the colour that was written down last; one query."""
    newest = LightChange.objects.filter(matter__in=ids).order_by().values("matter_id").annotate(newest=Max("id"))
    return dict(LightChange.objects.filter(pk__in=newest.values("newest")).values_list("matter_id", "after"))


_OF_STANDING = ("unit_id", "section_id", "colour", "place", "sentence")


def _keep(year: int, found: dict[int, MatterLight]) -> None:
    """The lights of these matters into the table, those that differ from what stands there."""
    rows = LightStanding.objects.filter(pk__in=list(found)).values_list("matter_id", *_OF_STANDING)
    known = {pk: tuple(values) for pk, *values in rows}
    fresh = [_standing(year, pk, each) for pk, each in found.items()]
    differing = [row for row in fresh if known.get(row.matter_id) != tuple(getattr(row, n) for n in _OF_STANDING)]
    LightStanding.objects.bulk_create(
        differing,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["matter"],
        update_fields=["year", "unit", "section", "colour", "rank", "place", "sentence"],
    )


def _standing(year: int, pk: int, each: MatterLight) -> LightStanding:
    matter = each.matter
    return LightStanding(
        matter_id=pk,
        year=year,
        unit_id=each.unit_id,
        section_id=matter.section_id,
        colour=each.colour.value,
        rank=boards.ORDER.index(each.colour),
        place=matter.programme.ordinal * PROGRAMME + matter.ordinal,
        sentence=each.sentence,
    )


def _change(found: MatterLight, before: str, at: dt.datetime) -> LightChange:
    return LightChange(
        matter=found.matter,
        on=timezone.localtime(at).date(),
        at=at,
        before=before,
        after=found.colour,
        sentence=found.sentence,
        rule=found.rule.version,
        override=found.override,
        inputs=inputs(found),
    )


def mark_seen(*, year: int, by: Actor, at: dt.datetime) -> YearSeen:
    """记为已看: what happens after now is new to the person. No event: reading is nobody's business (减负规定)."""
    row, _ = YearSeen.objects.update_or_create(person=by.person, year=year, defaults={"at": at})
    return row
