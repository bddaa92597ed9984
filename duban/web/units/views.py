"""单位: the list, the page of one, entering, changing, names and members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from duban.orgs import actions as orgs
from duban.orgs.actions.posts import kinds_for, verb_for
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind, UnitKind
from duban.orgs.models import Appointment, GroupMember, Unit, UnitAlias
from duban.orgs.permissions import Invalid, Verb, may
from duban.progress.actions.settings import may_set
from duban.web import trail
from duban.web.http import is_fragment, methods, page
from duban.web.ledger.listing import Listing as Ledger
from duban.web.request import HttpRequest
from duban.web.units import forms
from duban.web.units.listing import SORTS, UnitList
from duban.web.units.people import posts_of


def load(request: HttpRequest, pk: int) -> Unit:
    """The unit, if the person may open its page; else 404."""
    units = Unit.objects.visible_to(request.actor).select_related("merged_into")
    return get_object_or_404(units, pk=pk)


@methods(read=True, verb=Verb.VIEW_UNITS)
def units(request: HttpRequest) -> HttpResponse:
    """All units; somebody of one unit goes straight to it."""
    actor: Actor = request.actor
    if not actor.sees_everything and not actor.is_administrator and len(actor.unit_ids) == 1:
        return redirect("unit", pk=next(iter(actor.unit_ids)))
    look = UnitList(request)
    context = {
        "title": "单位",
        "page": look.page(),
        "facets": look.facets(),
        "conditions": look.conditions,
        "query": f"{kept}&" if (kept := look.conditions.query()) else "",
        "sorts": [(key, label, look.conditions.query(sort=key)) for key, label in SORTS.items()],
        "with_matters": look.matters is not None,
        "may_edit": may(actor, Verb.EDIT_UNITS),
    }
    return page(request, "units/_results.html" if is_fragment(request) else "units/units.html", context)


@methods(read=True, verb=Verb.VIEW_UNITS)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: facts, names, matters, posts and people, members, trail."""
    row, actor = load(request, pk), request.actor
    return page(request, "units/unit.html", unit_context(request, row, actor))


def unit_context(request: HttpRequest, row: Unit, actor: Actor) -> dict[str, Any]:
    """What the page of a unit shows."""
    may_edit = may(actor, Verb.EDIT_UNITS)
    allowed = {kind for kind in kinds_for(row) if may(actor, verb_for(kind))}
    live = row.is_active(actor.today)
    return {
        "title": row.name,
        "unit": row,
        "live": live,
        "matters": matters_of(request, row),
        "aliases": row.aliases.all(),
        "absorbed": row.merged_from.all(),
        "posts": posts_of(row, actor),
        "members": members_of(row, actor) if row.is_group else [],
        "groups": Unit.objects.filter(members__unit=row, members__end__isnull=True).distinct(),
        "trail": trail.lines(row, actor, also=[row.posts.all(), Appointment.objects.filter(post__unit=row)]),
        "may_edit": may_edit and row.merged_into_id is None,
        "way": live and PostKind.PRINCIPAL in kinds_for(row) and may_set(row.pk, actor),
        "may_undo": may_edit and row.merged_into_id is not None,
        "may_merge": may_edit
        and live
        and row.kind not in (UnitKind.OFFICE, UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION),
        "may_phone": may(actor, Verb.VIEW_PHONE),
        "alias_form": forms.Alias(),
        "post_form": forms.NewPost(unit=row, allowed=allowed) if allowed and live else None,
    }


def matters_of(request: HttpRequest, row: Unit) -> list[dict[str, Any]]:
    """Numbers of matters by role, each with the address of the rows behind it; nothing for administrators."""
    if not may(request.actor, Verb.VIEW_LEDGER):
        return []
    found = []
    for role, label in (("", "承办事项"), ("lead", "牵头"), ("responsible", "责任"), ("cooperating", "配合")):
        query = QueryDict(mutable=True)
        query["unit"] = str(row.pk)
        if role:
            query["role"] = role
        listing = Ledger.of(request, query)
        found.append({"label": label, "count": listing.facets.total, "href": listing.address()})
    return found


def members_of(group: Unit, actor: Actor) -> list[GroupMember]:
    """Members now, then those who left."""
    rows = group.members.select_related("unit").exclude(end=F("start"))  # those never were
    return sorted(rows, key=lambda row: (row.end is not None and row.end <= actor.today, row.unit.position, row.pk))


@methods(read=True, write=True, verb=Verb.EDIT_UNITS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a unit."""
    form = forms.NewUnit(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = orgs.create_unit(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, f"已新建“{made}”。")
            return redirect("unit", pk=made.pk)
    return page(request, "units/new.html", {"title": "新建单位", "form": form}, status=422 if form.errors else 200)


@methods(read=True, write=True, verb=Verb.EDIT_UNITS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts of a unit, or its name: two forms on one page."""
    row = load(request, pk)
    facts = {name: getattr(row, name) for name in forms.Facts.base_fields}
    form, rename = forms.Facts(initial=facts), forms.Rename()
    if request.method == "POST" and "rename" in request.POST:
        rename = forms.Rename(request.POST)
        if rename.is_valid() and _renamed(request, row, rename):
            return redirect("unit", pk=pk)
    elif request.method == "POST":
        form = forms.Facts(request.POST)
        if form.is_valid() and _changed(request, row, form):
            return redirect("unit", pk=pk)
    status = 422 if form.errors or rename.errors else 200
    context = {"title": f"修改{row.name}", "unit": row, "form": form, "rename": rename}
    return page(request, "units/edit.html", context, status=status)


def _renamed(request: HttpRequest, row: Unit, form: forms.Rename) -> bool:
    try:
        orgs.rename_unit(unit=row, **form.cleaned_data, by=request.actor, at=timezone.now())
    except Invalid as refusal:
        form.add_error("name", refusal.reason)
        return False
    messages.success(request, f"已更名为“{row}”，原名称保留为别名。")
    return True


def _changed(request: HttpRequest, row: Unit, form: forms.Facts) -> bool:
    try:
        orgs.set_unit(unit=row, **form.cleaned_data, by=request.actor, at=timezone.now())
    except Invalid as refusal:
        form.add_error(None, refusal.reason)
        return False
    messages.success(request, "已保存。")
    return True


@methods(write=True, verb=Verb.EDIT_UNITS)
def add_alias(request: HttpRequest, pk: int) -> HttpResponse:
    """Another printed name."""
    row, form = load(request, pk), forms.Alias(request.POST)
    if not form.is_valid():
        raise Invalid("没有填写别名。请填写来文中印的名称。")
    alias = orgs.add_alias(unit=row, text=form.cleaned_data["text"], by=request.actor, at=timezone.now())
    messages.success(request, f"已增加别名“{alias}”。")
    return redirect(reverse("unit", args=[pk]) + "#names")


@methods(write=True, verb=Verb.EDIT_UNITS)
def remove_alias(request: HttpRequest, pk: int, alias: int) -> HttpResponse:
    """Take a name off."""
    row = get_object_or_404(UnitAlias.objects.select_related("unit"), pk=alias, unit=load(request, pk))
    orgs.remove_alias(alias=row, by=request.actor, at=timezone.now())
    messages.success(request, f"已删除别名“{row.text}”。")
    return redirect(reverse("unit", args=[pk]) + "#names")


@methods(read=True, write=True, verb=Verb.EDIT_UNITS)
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose units for a group, by kind (``?kind=street``) or from all."""
    row = load(request, pk)
    if not row.is_group:
        raise Invalid(f"“{row}”不是单位组。请先把类别改为“单位组”。")
    kind = request.GET.get("kind", "")
    kind = kind if kind in UnitKind.values else ""
    given: dict[str, Any] = {"group": row, "actor": request.actor, "kind": kind}
    form = forms.Members(request.POST or None, initial={"start": request.actor.today}, **given)
    if "all" in request.GET:  # ticked by the server, so that it works without JavaScript
        form.initial["units"] = form.choosable.values_list("pk", flat=True)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        made = orgs.add_members(
            group=row, units=chosen["units"], start=chosen["start"], by=request.actor, at=timezone.now()
        )
        messages.success(request, f"已增加 {len(made)} 个成员。")
        return redirect(reverse("unit", args=[pk]) + "#members")
    context = {"title": f"选择“{row}”的成员", "unit": row, "form": form, "kind": kind, "kinds": form.kinds}
    return page(request, "units/members.html", context, status=422 if form.errors else 200)


@methods(write=True, verb=Verb.EDIT_UNITS)
def remove_member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Take a unit out of a group, from today."""
    rows = GroupMember.objects.select_related("group", "unit")
    row = get_object_or_404(rows, pk=member, group=load(request, pk))
    orgs.remove_member(member=row, by=request.actor, at=timezone.now())
    messages.success(request, f"“{row.unit}”自今天起不在组内。")
    return redirect(reverse("unit", args=[pk]) + "#members")
