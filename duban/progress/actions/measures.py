"""Measures (指标): two found the same become one, and back; name, kind and 口径 before and after the first signature.

A signed value says under which measure it was given, so nothing that was signed ever moves to another one.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.audit.actions import record
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.progress.enums import EDITABLE_STATES, MeasureKind
from duban.progress.models import Measure, MeasureTarget, Milestone, Observation, Share, Signature


@transaction.atomic
def describe(
    *, measure: Measure, name: str, unit: str, definition: str, kind: MeasureKind, by: Actor, at: dt.datetime
) -> Measure:
    """Name, unit of measure, 口径 and kind. All but the 口径 are frozen by the first signed value (domain §4.8)."""
    require(by, Verb.EDIT_MATTER)
    _live(measure)
    after = {"name": name.strip(), "unit": unit.strip(), "definition": definition.strip(), "kind": str(kind)}
    before = {field: getattr(measure, field) for field in after}
    changed = {field for field in after if before[field] != after[field]}
    if not after["name"]:
        raise Invalid("指标须有名称。")
    if kind not in MeasureKind.values:
        raise Invalid("计数方式不在可选范围内。")
    if measure.frozen_at is not None and changed - {"definition"}:
        raise Stale("已有签字的数据，名称、计量单位和计数方式不能再改。确需改变的，请设后续指标。")
    if not changed:
        return measure
    wanted = Measure.objects.filter(pk=measure.pk, merged_into__isnull=True)
    if changed - {"definition"}:
        wanted = wanted.filter(frozen_at__isnull=True)
    if not wanted.update(**{field: after[field] for field in changed}):
        raise Stale()
    measure.refresh_from_db()
    record(
        "measure.describe",
        measure,
        by=by,
        at=at,
        before={field: before[field] for field in sorted(changed)},
        after={field: after[field] for field in sorted(changed)},
    )
    return measure


@transaction.atomic
def succeed(
    *, measure: Measure, kind: MeasureKind, name: str, unit: str, definition: str, reason: str, by: Actor,
    at: dt.datetime,
) -> Measure:  # fmt: skip
    """A successor for a frozen measure: what follows is counted anew, what was signed stays under the old one."""
    require(by, Verb.EDIT_MATTER)
    _live(measure)
    if measure.frozen_at is None:
        raise Invalid("还没有签字的数据，可以直接修改，不必设后续指标。")
    if not reason.strip():
        raise Invalid("设后续指标须写明理由。")
    if not name.strip():
        raise Invalid("指标须有名称。")
    if (kind, name.strip(), unit.strip()) == (measure.kind, measure.name, measure.unit):
        raise Invalid("计数方式、名称和计量单位都没有变化，不必设后续指标。")
    new = Measure.objects.create(
        name=name.strip(), unit=unit.strip(), kind=kind, definition=definition.strip(), op=measure.op, replaces=measure
    )
    MeasureTarget.objects.filter(measure=measure).update(measure=new)
    _move_drafts(measure, new)
    after = {"name": new.name, "unit": new.unit, "kind": new.kind, "replaces": measure.pk}
    record("measure.succeed", new, by=by, at=at, before={"kind": measure.kind}, after=after, reason=reason)
    return new


def _live(measure: Measure) -> None:
    measure.refresh_from_db()
    if measure.merged_into_id is not None:
        raise Stale("这个指标已并入另一个指标。")
    if Measure.objects.filter(replaces=measure).exists():
        raise Stale("这个指标已由后续指标接替。")


@transaction.atomic
def merge(*, measure: Measure, into: Measure, reason: str, by: Actor, at: dt.datetime) -> Measure:
    """Two measures of the same fact become one: it is filled once from now on. ``measure`` must be unsigned.

    Values in drafts go along; where a draft holds a value for each and they differ, the unit has to say which
    is right first.
    """
    require(by, Verb.EDIT_MATTER)
    _live(measure)
    _live(into)
    if measure.pk == into.pk:
        raise Invalid("请选择另一个指标。")
    if measure.frozen_at is not None:
        raise Stale("这个指标已有签字的数据，不能并入别的指标。可以反过来，把未签字的并入它。")
    if (measure.kind, measure.unit) != (into.kind, into.unit):
        raise Invalid(
            f"两个指标的计数方式或计量单位不同（{measure.get_kind_display()}、{measure.unit or '无单位'}；"
            f"{into.get_kind_display()}、{into.unit or '无单位'}），不能合并。请先统一。"
        )
    if not reason.strip():
        raise Invalid("合并指标须写明理由。")
    _require_no_contradiction(measure, into)
    if not Measure.objects.filter(pk=measure.pk, merged_into__isnull=True, frozen_at__isnull=True).update(
        merged_into=into, merged_at=at
    ):
        raise Stale()
    measure.refresh_from_db()
    MeasureTarget.objects.filter(measure=measure).update(measure=into, came_from=measure)
    _move_drafts(measure, into)
    Milestone.objects.filter(measure=measure).update(measure=into)
    _bring_shares(measure, into, by, at)
    record("measure.merge", measure, by=by, at=at, after={"into": into.name, "id": into.pk}, reason=reason)
    return into


def _require_no_contradiction(measure: Measure, into: Measure) -> None:
    values = {o.report_id: o for o in Observation.objects.filter(measure=into, value__isnull=False)}
    mine = Observation.objects.filter(measure=measure, value__isnull=False, report__in=values)
    differing = [
        str(o.report)
        for o in mine.select_related("report__unit", "report__period")
        if o.value != values[o.report_id].value
    ]
    if differing:
        raise Invalid(f"{'、'.join(differing[:3])}的草稿中两个指标的数不同。请单位先核对，再合并。")


def _move_drafts(old: Measure, new: Measure) -> None:
    """Values in drafts follow; where the new one is filled already, the old row goes."""
    drafts = Observation.objects.filter(measure=old, report__state__in=EDITABLE_STATES)
    filled = Observation.objects.filter(measure=new, value__isnull=False).values("report_id")
    drafts.filter(report__in=filled).delete()
    left = list(drafts.values_list("report_id", flat=True))
    Observation.objects.filter(measure=new, report__in=left).delete()  # empty rows
    drafts.update(measure=new)


def _bring_shares(measure: Measure, into: Measure, by: Actor, at: dt.datetime) -> None:
    have = set(Share.objects.filter(measure=into).values_list("unit_id", flat=True))
    latest = {share.unit_id: share for share in Share.objects.filter(measure=measure).order_by("version")}
    Share.objects.bulk_create(
        [
            Share(
                measure=into, unit_id=unit, version=1, none_set=share.none_set, value=share.value,
                basis=f"合并指标时带入：{share.basis}"[:200], decided_by=share.decided_by, decided_at=at,
            )
            for unit, share in latest.items()
            if unit not in have
        ]
    )  # fmt: skip


@transaction.atomic
def undo_merge(*, measure: Measure, reason: str, by: Actor, at: dt.datetime) -> Measure:
    """Take a merger back, while no value has been signed since. Drafts keep the value under both."""
    require(by, Verb.EDIT_MATTER)
    measure.refresh_from_db()
    into = measure.merged_into
    if into is None or measure.merged_at is None:
        raise Stale("这个指标没有合并，或合并已被撤销。")
    if not reason.strip():
        raise Invalid("撤销合并须写明理由。")
    if Signature.objects.filter(
        report__observations__measure=into, report__observations__value__isnull=False, at__gte=measure.merged_at
    ).exists():
        raise Stale("合并之后已有单位签字报送，不能撤销。确需分开的，请设后续指标。")
    uses = MeasureTarget.objects.filter(came_from=measure)
    matters = list(uses.values_list("target__matter_id", flat=True))
    Measure.objects.filter(pk=measure.pk).update(merged_into=None, merged_at=None)
    uses.update(measure=measure, came_from=None)
    Milestone.objects.filter(measure=into, plan__matter__in=matters).update(measure=measure)
    copies = []
    drafts = Observation.objects.filter(
        measure=into, value__isnull=False, report__state__in=EDITABLE_STATES, report__lines__matter__in=matters
    ).distinct()
    for row in drafts:
        row.pk, row.measure = None, measure
        copies.append(row)
    Observation.objects.bulk_create(copies)
    measure.refresh_from_db()
    record("measure.undo_merge", measure, by=by, at=at, before={"into": into.name, "id": into.pk}, reason=reason)
    return measure
