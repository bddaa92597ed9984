"""Changing quantified goals (量化目标): every change is a new version with its reason, the original stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from duban.audit import actions as audit
from duban.core.text.figures import plain_number
from duban.ledger.actions.checking import QUICKER, require_editable, stated
from duban.ledger.building import verified
from duban.ledger.display import refresh
from duban.ledger.enums import TargetVersion
from duban.ledger.models import Matter, Target
from duban.ledger.signals import goals_changed
from duban.orgs.actions.checking import checked
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale


@dataclass(frozen=True)
class Figure:
    """What a target says. ``op`` and ``kind`` are the stored codes; ``value`` is in ``unit`` (without 万/亿)."""

    what: str
    op: str
    value: Decimal
    unit: str
    kind: str
    due: str = ""
    base: Decimal | None = None


@transaction.atomic
def change_target(
    *, target: Target, figure: Figure, reason: str, by: Actor, at: dt.datetime, document_number: str = ""
) -> Target:
    """A new version: a revision where a document changed the goal (``document_number``), else a correction.

    ``target`` is the version that the person saw; where a newer one exists, the act is :class:`Stale`.
    """
    require_editable(target.matter, by)
    reason = stated(reason, "更正指标")
    if figure == figure_of(target) and not target.withdrawn:
        raise Invalid("指标没有变化。请改动要更正的内容，或不作更正。")
    kind = TargetVersion.REVISION if document_number.strip() else TargetVersion.CORRECTION
    new = _next(target, kind, reason, by, at, figure, withdrawn=False)
    new.document_number = document_number.strip()
    verb = "target.revise" if kind == TargetVersion.REVISION else "target.correct"
    return _save(new, verb, target, by, at)


@transaction.atomic
def dismiss_target(*, target: Target, reason: str, by: Actor, at: dt.datetime) -> Target:
    """A figure that is no target (不作为指标)."""
    require_editable(target.matter, by)
    reason = stated(reason, "不作为指标")
    if target.withdrawn:
        raise Invalid("该指标已标为“不作为指标”。")
    return _save(
        _next(target, TargetVersion.CORRECTION, reason, by, at, withdrawn=True), "target.dismiss", target, by, at
    )


@transaction.atomic
def restore_target(*, target: Target, reason: str, by: Actor, at: dt.datetime) -> Target:
    """A dismissed figure is a target after all (恢复为指标)."""
    require_editable(target.matter, by)
    reason = stated(reason, "恢复指标")
    if not target.withdrawn:
        raise Invalid("该指标没有被标为“不作为指标”，无须恢复。")
    restored = _save(
        _next(target, TargetVersion.CORRECTION, reason, by, at, withdrawn=False), "target.restore", target, by, at
    )
    goals_changed.send(Target, year=target.matter.programme.year, by=by, at=at)
    return restored


@transaction.atomic
def add_target(*, matter: Matter, phrase: str, figure: Figure, reason: str, by: Actor, at: dt.datetime) -> Target:
    """A target that the reading missed. ``phrase`` is copied from the text, so that it can be marked there."""
    require_editable(matter, by)
    reason, phrase = stated(reason, "补充指标"), phrase.strip()
    place = verified(None, matter.text, phrase)
    if place is None:
        times = matter.text.count(phrase) if phrase else 0
        found = f"出现 {times} 次" if times else "没有出现"
        raise Invalid(f"“{phrase}”在事项原文中{found}。请从原文中原样抄一段只出现一次的文字。")
    last = Target.objects.filter(matter=matter).aggregate(last=Max("ordinal"))["last"]
    new = Target(
        matter=matter,
        ordinal=0 if last is None else last + 1,
        version_kind=TargetVersion.CORRECTION,
        phrase=phrase,
        start=place[0],
        end=place[1],
        reason=reason,
        decided_by=by.user,
        decided_at=at,
        **vars(figure),
    )
    added = _save(new, "target.add", None, by, at)
    goals_changed.send(Target, year=matter.programme.year, by=by, at=at)
    return added


def figure_of(target: Target) -> Figure:
    """What the version says."""
    return Figure(target.what, target.op, target.value, target.unit, target.kind, target.due, target.base)


def _next(
    target: Target,
    kind: str,
    reason: str,
    by: Actor,
    at: dt.datetime,
    figure: Figure | None = None,
    *,
    withdrawn: bool,
) -> Target:
    newest = Target.objects.filter(matter_id=target.matter_id, ordinal=target.ordinal).aggregate(v=Max("version"))["v"]
    if newest != target.version:
        raise Stale(QUICKER)
    return Target(
        matter=target.matter,
        clause_id=target.clause_id,
        ordinal=target.ordinal,
        version=target.version + 1,
        version_kind=kind,
        phrase=target.phrase,
        start=target.start,
        end=target.end,
        figure_start=target.figure_start,
        figure_end=target.figure_end,
        reason=reason,
        decided_by=by.user,
        decided_at=at,
        withdrawn=withdrawn,
        **vars(figure or figure_of(target)),
    )


def _save(new: Target, verb: str, old: Target | None, by: Actor, at: dt.datetime) -> Target:
    """Write the version; a colleague who wrote the same number first makes this one :class:`Stale`."""
    if not new.what.strip():
        raise Invalid("没有填写指标名称。请写明这个数字数的是什么。")
    _require_fit(new)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        raise Stale(QUICKER) from None
    refresh([new.matter])
    before = _said(old) if old else None
    audit.record(verb, new.matter, by=by, at=at, before=before, after=_said(new), reason=new.reason)
    return new


def _require_fit(new: Target) -> None:
    """The row's own rules; one that a colleague wrote meanwhile under the same number is no fault of the form."""
    try:
        checked(new)
    except Invalid:
        if Target.objects.filter(matter_id=new.matter_id, ordinal=new.ordinal, version=new.version).exists():
            raise Stale(QUICKER) from None
        raise


def _said(target: Target) -> dict[str, Any]:
    return {
        "phrase": target.phrase,
        "version": target.version,
        "what": target.what,
        "op": target.op,
        "value": plain_number(target.value),
        "unit": target.unit,
        "kind": str(target.kind),
        "due": target.due,
        "withdrawn": target.withdrawn,
        "document_number": target.document_number,
    }
