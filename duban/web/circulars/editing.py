"""Beginning and editing a draft: template, text, day, whom to commend, whom not to name; corrections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.circulars import drafts, templates
from duban.circulars.actions import drafting
from duban.circulars.candidates import candidates
from duban.circulars.enums import Kind
from duban.circulars.figures import FIGURES, known
from duban.circulars.models import Circular
from duban.core.circulars.placeholders import Faulty
from duban.core.gongwen.annex5 import full_width
from duban.ledger.models import Programme
from duban.notices.models import Notice
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Refused, Verb
from duban.progress.models import Period
from duban.web.circulars.shown import matter_of
from duban.web.circulars.views import loaded
from duban.web.fields import DateField, Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest


class NewForm(Form):
    """Kind and template in one choice, since a template has its kind."""

    template = forms.ChoiceField(label="文种和模板")
    year = forms.TypedChoiceField(label="年度", coerce=int)
    period = forms.ChoiceField(label="报告期", required=False, help_text="决定“期别”和报送情况；不选则不统计报送情况。")
    as_of = DateField(label="数据截至", help_text="取这一天结束时的数据；选今天则取此刻的数据。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [each for each in templates.newest() if not each.correcting]
        years = Programme.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.periods = {str(row.pk): row for row in Period.objects.filter(kind="regular", opened_at__isnull=False)}
        self.templates = {f"{each.kind}:{each.name}": each for each in offered}
        names = [(key, f"{Kind(each.kind).label}：{templates.label(each)}") for key, each in self.templates.items()]
        self.fields["template"].choices = names  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, f"{year}年") for year in years]  # type: ignore[attr-defined]
        rows = sorted(self.periods.values(), key=lambda row: (row.covers_to, row.pk), reverse=True)
        self.fields["period"].choices = [("", "不选"), *((str(row.pk), row.name) for row in rows)]  # type: ignore[attr-defined]


@methods(read=True, write=True, verb=Verb.DRAFT_CIRCULAR)
def new(request: HttpRequest) -> HttpResponse:
    """Choose kind, template, year, period and day."""
    today = request.actor.today
    last = (
        Period.objects.filter(kind="regular", opened_at__isnull=False, due_on__lt=today).order_by("-covers_to").first()
    )
    initial = {"as_of": today, "period": str(last.pk) if last else "", "year": last.year if last else None}
    form = NewForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        template = form.templates[said["template"]]
        try:
            row = drafting.begin(
                kind=template.kind,
                year=said["year"],
                as_of=said["as_of"],
                template=template,
                period=form.periods.get(said["period"]),
                recipients=usual_recipients(said["year"]),
                by=request.actor,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            return redirect("circular-praise" if row.kind == Kind.COMMENDATION else "circular", row.pk)
    context = {"title": "起草通报或表彰", "form": form, "years": bool(form.fields["year"].choices)}  # type: ignore[attr-defined]
    return page(request, "circulars/new.html", context, status=422 if form.errors else 200)


def usual_recipients(year: int) -> str:
    """Whom the year's notice was addressed to, as official papers print it; empty where it says nothing."""
    notice = Notice.objects.filter(year=year).select_related("draft").order_by("pk").first()
    if notice is None:
        return ""
    text = notice.draft.result.get("header", {}).get("addressees", {}).get("text", "")
    return full_width(text).rstrip("：")[:500]


class TextForm(Form):
    """The text with references."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=300)
    recipients = forms.CharField(label="主送机关", max_length=500, required=False)
    body = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}))
    with_annex = forms.BooleanField(label="附事项情况表（滞后和暂不判断的逐项、全部事项一览）", required=False)
    as_of = DateField(label="数据截至")


@methods(read=True, write=True, verb=Verb.DRAFT_CIRCULAR, atomic=False)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit by hand; what was typed is never lost, an unknown reference is said with what there is."""
    row = loaded(request, pk)
    held = {name: getattr(row, name) for name in ("revision", "title", "recipients", "body", "with_annex", "as_of")}
    form = TextForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        revision, as_of = said.pop("revision"), said.pop("as_of")
        act: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
        try:
            saved = drafting.save(row=row, words=drafting.Words(**said), revision=revision, **act)
            if as_of != saved.as_of:
                drafting.set_day(row=saved, as_of=as_of, **act)
        except NotAllowed:
            raise
        except Faulty as no:
            for fault in no.faults:
                form.add_error("title" if fault.startswith("标题") else "body", fault)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "已保存。")
            return redirect("circular", pk)
    context = {"title": "修改草稿", "row": row, "form": form, "figures": figures(row.kind)}
    return page(request, "circulars/edit.html", context, status=422 if form.errors else 200)


def figures(kind: str) -> list[dict[str, Any]]:
    """What a text may refer to."""
    return [{"name": name, "label": FIGURES[name].label, "arguments": FIGURES[name].arguments} for name in known(kind)]


@methods(read=True, write=True, verb=Verb.DRAFT_CIRCULAR, atomic=False)
def praise(request: HttpRequest, pk: int) -> HttpResponse:
    """选择表彰单位, of those whose results allow it."""
    row = loaded(request, pk)
    if row.kind != Kind.COMMENDATION or row.corrects_id:
        raise Http404
    refused = ""
    if request.method == "POST":
        chosen = [int(each) for each in request.POST.getlist("unit") if each.isdigit()]
        try:
            drafting.praise(row=row, units=chosen, by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as no:
            refused = no.reason
        else:
            messages.success(request, f"已选择 {len(chosen)} 个单位。")
            return redirect("circular", pk)
    scope = drafts.scope_of(row, drafts.instant_of(row.as_of, timezone.now()))
    picked = set(row.praises.values_list("unit_id", flat=True))
    found = candidates(scope)
    context = {
        "title": "选择表彰单位",
        "row": row,
        "fit": [(each, each.unit.pk in picked) for each in found if not each.faults],
        "unfit": [each for each in found if each.faults],
        "refused": refused,
    }
    return page(request, "circulars/praise.html", context, status=422 if refused else 200)


@methods(write=True, verb=Verb.DRAFT_CIRCULAR)
def exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销点名 with a reason."""
    row = loaded(request, pk)
    sent = request.POST
    unit = Unit.objects.filter(pk=int(sent["unit"]) if sent.get("unit", "").isdigit() else 0).first()
    if unit is None:
        raise Invalid("没有这个单位。请在清单里选择要撤销点名的单位。")
    drafting.exempt(
        row=row,
        unit=unit,
        naming=sent.get("naming", ""),
        matter=matter_of(sent.get("matter", "")),
        reason=sent.get("reason", ""),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, f"不再点名{unit}；统计数不变，清单里注明未点名的个数。")
    return redirect("circular", pk)


@methods(write=True, verb=Verb.DRAFT_CIRCULAR)
def restore(request: HttpRequest, pk: int, exemption: int) -> HttpResponse:
    """恢复点名."""
    row = get_object_or_404(loaded(request, pk).exemptions.select_related("circular", "unit"), pk=exemption)
    drafting.restore(row=row, by=request.actor, at=timezone.now())
    messages.success(request, "已恢复点名。")
    return redirect("circular", pk)


@methods(write=True, verb=Verb.DRAFT_CIRCULAR, atomic=False)
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """写明出处 of a number that is no reference."""
    row, sent = loaded(request, pk), request.POST
    given = {name: sent.get(name, "").replace("\r\n", "\n") for name in ("number", "sentence", "source")}
    drafting.give_source(row=row, **given, by=request.actor, at=timezone.now())
    messages.success(request, "已记下出处。单位核对、区领导批准和复算时都会看到。")
    return redirect("circular", pk)


@methods(write=True, verb=Verb.DRAFT_CIRCULAR)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """更正 an issued document by a new one."""
    row: Circular = loaded(request, pk)
    made = drafting.correct(row=row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    messages.success(request, "已起草更正。请写明原文怎样写、更正为怎样写，再报批。")
    return redirect("circular-edit", made.pk)
