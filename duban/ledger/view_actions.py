"""Verbs of the list itself: saved views (视图), and the record of what was exported."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from duban.audit.actions import record
from duban.ledger.models import SavedView
from duban.orgs.actor import Actor
from duban.orgs.models import User
from duban.orgs.permissions import Invalid, NotAllowed, Verb, may, require

MAX_NAME = 40
MAX_VIEWS = 50


def _said(view: SavedView) -> dict[str, Any]:
    return {"名称": view.name, "条件": view.query, "公用": view.shared, "默认打开": view.default}


def _owner(by: Actor) -> User:
    if by.user is None:
        raise NotAllowed("视图属于个人。")
    return by.user


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("视图没有名称。请填写名称后再保存。")
    if len(name) > MAX_NAME:
        raise Invalid(f"视图名称有{len(name)}个字，最多{MAX_NAME}个字。请缩短后再保存。")
    return name


@transaction.atomic
def save_view(
    *, name: str, query: str, by: Actor, at: dt.datetime, shared: bool = False, default: bool = False
) -> SavedView:
    """Keep conditions under a name; the person's view of that name, where there is one, gets the new conditions."""
    require(by, Verb.VIEW_LEDGER)
    if shared:
        require(by, Verb.SHARE_VIEW)
    owner, name = _owner(by), _name(name)
    view = SavedView.objects.filter(owner=owner, name=name).first()
    before = _said(view) if view else None
    if view is None:
        if SavedView.objects.filter(owner=owner).count() >= MAX_VIEWS:
            raise Invalid(f"您已有{MAX_VIEWS}个视图。请删除不用的视图后再保存。")
        view = SavedView(owner=owner, name=name)
    if default:
        SavedView.objects.filter(owner=owner, default=True).exclude(pk=view.pk).update(default=False)
    view.query, view.shared, view.default = query, shared, default
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Invalid("您刚刚已保存同名视图。请刷新后查看。") from None
    record("view.save", view, by=by, at=at, before=before, after=_said(view))
    return view


@transaction.atomic
def set_default(*, view: SavedView | None, by: Actor, at: dt.datetime) -> None:
    """Open the ledger with this view of one's own from now on (None: with everything)."""
    require(by, Verb.VIEW_LEDGER)
    owner = _owner(by)
    if view is not None and view.owner_id != owner.pk:
        raise NotAllowed("默认视图须是自己的视图。请先把公用视图另存为自己的视图。")
    former = SavedView.objects.filter(owner=owner, default=True).first()
    if former == view:
        return
    if former is not None:
        SavedView.objects.filter(pk=former.pk).update(default=False)
    if view is not None:
        SavedView.objects.filter(pk=view.pk).update(default=True)
    subject = view or former
    assert subject is not None
    record(
        "view.default",
        subject,
        by=by,
        at=at,
        before={"默认视图": former.name if former else ""},
        after={"默认视图": view.name if view else ""},
    )


@transaction.atomic
def delete_view(*, view: SavedView, by: Actor, at: dt.datetime) -> None:
    """Remove a view: one's own, or (for who may share views) a shared one."""
    require(by, Verb.VIEW_LEDGER)
    if view.owner_id != _owner(by).pk and not (view.shared and may(by, Verb.SHARE_VIEW)):
        raise NotAllowed("只能删除自己的视图；公用视图由督查室删除。")
    record("view.delete", view, by=by, at=at, before=_said(view))
    view.delete()


@transaction.atomic
def record_export(*, kind: str, conditions: str, count: int, by: Actor, at: dt.datetime) -> None:
    """Put into the trail that rows of the ledger left the system: how many, under which conditions, in what form."""
    require(by, Verb.EXPORT_LEDGER)
    after = {"格式": kind, "条件": conditions, "项数": count}
    record("ledger.export", _owner(by), by=by, at=at, after=after)
