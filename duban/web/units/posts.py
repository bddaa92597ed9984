"""Posts and appointments on the screen, and the telephone number of a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from duban.orgs import actions as orgs
from duban.orgs.actions.posts import kinds_for, verb_for
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, User
from duban.orgs.permissions import Invalid, Verb, may, require
from duban.web.http import is_fragment, methods, page
from duban.web.request import HttpRequest
from duban.web.units import forms
from duban.web.units.views import load


def _back(pk: int) -> HttpResponse:
    return redirect(reverse("unit", args=[pk]) + "#posts")


@methods(write=True, verb=Verb.EDIT_APPOINTMENTS)
def new_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up a post."""
    row = load(request, pk)
    allowed: set[PostKind] = {kind for kind in kinds_for(row) if may(request.actor, verb_for(kind))}
    form = forms.NewPost(request.POST, unit=row, allowed=allowed)
    if not form.is_valid():
        raise Invalid("没有选择岗位。请从列出的岗位中选择。")
    made = orgs.create_post(unit=row, **form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, f"已设岗位“{made}”。")
    return _back(pk)


@methods(read=True, write=True, verb=Verb.EDIT_APPOINTMENTS)
def appoint(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """Put a person into the post."""
    row = get_object_or_404(Post.objects.select_related("unit"), pk=post, unit=load(request, pk))
    require(request.actor, verb_for(row.kind))
    form = forms.Appoint(request.POST or None, initial={"start": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            made = orgs.appoint(post=row, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error("user", refusal.reason)
        else:
            messages.success(request, f"{made.user}已任{row}。")
            return _back(pk)
    context = {"title": f"任职：{row}", "unit": row.unit, "post": row, "form": form}
    return page(request, "units/appoint.html", context, status=422 if form.errors else 200)


@methods(read=True, write=True, verb=Verb.EDIT_APPOINTMENTS)
def end(request: HttpRequest, pk: int, appointment: int) -> HttpResponse:
    """End an appointment, or hand it over."""
    rows = Appointment.objects.select_related("post__unit", "user")
    row = get_object_or_404(rows, pk=appointment, post__unit=load(request, pk))
    require(request.actor, verb_for(row.post.kind))
    form = forms.EndAppointment(request.POST or None, initial={"end": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            orgs.end_appointment(appointment=row, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error("end", refusal.reason)
        else:
            successor = form.cleaned_data["successor"]
            messages.success(request, f"{row.user}不再任{row.post}。" + (f"{successor}接任。" if successor else ""))
            return _back(pk)
    context = {"title": f"结束任职：{row.user}", "unit": row.post.unit, "held": row, "form": form}
    return page(request, "units/end.html", context, status=422 if form.errors else 200)


@methods(write=True, verb=Verb.VIEW_PHONE)
def phone(request: HttpRequest, user: int) -> HttpResponse:
    """The whole telephone number of a person; a POST, because looking is recorded."""
    person = get_object_or_404(User, pk=user)
    number = orgs.reveal_phone(user=person, by=request.actor, at=timezone.now())
    context = {"title": f"{person}的联系电话", "person": person, "number": number}
    return page(request, "units/_phone.html" if is_fragment(request) else "units/phone.html", context)
