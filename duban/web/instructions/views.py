"""批示: recorded on a matter or a case, shown to units or not, withdrawn; never counted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Post
from duban.orgs.permissions import NotAllowed, Refused, Stale, Verb, may
from duban.oversight.actions import instructions as actions
from duban.oversight.actions.cases import leaders
from duban.oversight.actions.instructions import Saying
from duban.oversight.models import CoordinationCase, Instruction
from duban.web import trail
from duban.web.cases.forms import leader_choices
from duban.web.fields import DateField, Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.signing.loading import posted

PAGE = 50
SHOWN = [("", "仅督查室和区领导可见"), ("1", "承办单位也可见")]


class SayingForm(Form):
    """What a leader wrote."""

    leader = forms.ChoiceField(label="批示领导")
    given_on = DateField(label="批示日期")
    text = forms.CharField(
        label="批示内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text="照原文抄录。"
    )
    shown = forms.ChoiceField(label="谁可以看", choices=SHOWN, widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, posts: list[Post], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in posts}
        self.fields["leader"].choices = leader_choices(posts, actor.today)  # type: ignore[attr-defined]

    def saying(self) -> Saying:
        """As the action wants it."""
        data = self.cleaned_data
        return Saying(self.posts[data["leader"]], data["text"], data["given_on"], bool(data["shown"]))


class ReasonForm(Form):
    """Why it is withdrawn."""

    reason = forms.CharField(label="撤销原因", max_length=200, help_text="登记有误时用。撤销后不再显示，记录保留。")


def _rows(actor: Actor) -> Any:
    """Instructions that the person may see."""
    rows = Instruction.objects.visible_to(actor).select_related(
        "leader__unit", "matter__programme", "case__matter__programme", "case__unit", "recorded_by"
    )
    bulky = ("search", "text", "display")
    return rows.defer(*(f"{at}__{name}" for at in ("matter", "case__matter") for name in bulky))


@methods(read=True, verb=Verb.VIEW_LEDGER)
def instructions(request: HttpRequest) -> HttpResponse:
    """In order of time, to be found again; without numbers a unit, a leader or a person."""
    rows = _rows(request.actor).order_by("-given_on", "-pk")
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "批示",
        "page": found,
        "rows": found.object_list,
        "notes": bool(may(request.actor, Verb.NOTE_INSTRUCTION)),
    }
    return page(request, "instructions/instructions.html", context)


def _about(actor: Actor, kind: str, pk: int) -> Matter | CoordinationCase:
    """The matter or the case that the address names."""
    if kind == "matter":
        return get_object_or_404(Matter.objects.visible_to(actor).select_related("programme"), pk=pk)
    if kind == "case":
        rows = CoordinationCase.objects.visible_to(actor).select_related("matter__programme", "unit")
        return get_object_or_404(rows, pk=pk)
    raise Http404


def _posts(actor: Actor) -> list[Post]:
    """Any leader's for the office, one's own for a leader; whoever left may still have written it."""
    if actor.is_office:
        return [*leaders(actor.today), *_former(actor)]
    return [post for post in leaders(actor.today) if post.pk in {held.post_id for held in actor.posts}]


def _former(actor: Actor) -> list[Post]:
    now = [post.pk for post in leaders(actor.today)]
    return list(Post.objects.filter(kind=PostKind.LEADER).exclude(pk__in=now).select_related("unit").order_by("id"))


@methods(read=True, write=True, verb=Verb.NOTE_INSTRUCTION)
def new(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """登记批示 on a matter or a case."""
    about = _about(request.actor, kind, pk)
    form = SayingForm(
        posted(request), posts=_posts(request.actor), actor=request.actor,
        initial={"given_on": request.actor.today, "shown": ""},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.note(about=about, said=form.saying(), by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "批示已登记。")
            if row.matter_id:
                return redirect("ledger-item", row.matter_id)
            return redirect("case", row.case_id)
    is_case = isinstance(about, CoordinationCase)
    matter = about.matter if isinstance(about, CoordinationCase) else about
    context = {"title": f"登记批示：{matter.code}", "about": about, "is_case": is_case, "matter": matter, "form": form}
    return page(request, "instructions/new.html", context, status=422 if form.errors else 200)


@methods(read=True, verb=Verb.NOTE_INSTRUCTION)
def instruction(request: HttpRequest, pk: int) -> HttpResponse:
    """One instruction: who sees it, and the way back."""
    return _show(request, get_object_or_404(_rows(request.actor), pk=pk), ReasonForm())


def _show(request: HttpRequest, row: Instruction, form: ReasonForm, status: int = 200) -> HttpResponse:
    context = {
        "title": f"批示：{row.leader.title or row.leader.get_kind_display()}",
        "row": row,
        "form": form,
        "may_withdraw": request.actor.is_office or row.recorded_by_id == request.actor.person.pk,
        "trail": trail.lines(row, request.actor),
    }
    return page(request, "instructions/instruction.html", context, status=status)


@methods(write=True, verb=Verb.NOTE_INSTRUCTION)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """承办单位可见 or not; 撤销登记."""
    row = get_object_or_404(_rows(request.actor), pk=pk)
    act: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    wanted = request.POST.get("do", "")
    if wanted in ("show", "hide"):
        actions.show(row=row, shown=wanted == "show", **act)
        messages.success(request, "可见范围已调整。")
        return redirect("instruction", pk)
    form = ReasonForm(request.POST)
    if wanted != "withdraw":
        raise Http404
    if form.is_valid():
        try:
            actions.withdraw(row=row, reason=form.cleaned_data["reason"], **act)
        except (NotAllowed, Stale):
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "已撤销登记。")
            return redirect("instructions")
    return _show(request, row, form, status=422)
