"""发文设置: 机关代字, mark, issuer of each kind of document; numbers that were given out on paper."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.gongwen.document import Form as Layout
from duban.core.gongwen.numbers import Number
from duban.dispatch import actions
from duban.dispatch import letterheads as heads
from duban.dispatch.enums import Form as Forms
from duban.dispatch.enums import Kind
from duban.dispatch.models import Letterhead, Series
from duban.orgs.permissions import Refused, Verb
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest


class LetterheadForm(Form):
    """How documents of a kind are headed."""

    code = forms.CharField(
        label="机关代字", max_length=12, help_text="文号里年份前面的字，例如某政督；不写年份和序号。"
    )
    form = forms.ChoiceField(label="格式", choices=Forms.choices)
    mark = forms.CharField(label="发文机关标志", max_length=60, help_text="版头的红字，例如某某区人民政府办公室文件。")
    issuer = forms.CharField(label="发文机关署名", max_length=60)
    printer = forms.CharField(label="印发机关", max_length=60)
    sealed = forms.BooleanField(label="加盖印章（落款处留出印章位置）", required=False)

    def heading(self, kind: str) -> heads.Heading:
        """As the action wants it."""
        said = self.cleaned_data
        return heads.Heading(
            kind, said["code"], Layout(said["form"]), said["mark"], said["issuer"], said["printer"], said["sealed"]
        )


class PaperForm(Form):
    """The last number of the year that was given out on paper."""

    paper = forms.IntegerField(label="今年纸质发文已用到第几号", min_value=0, max_value=9999)


@methods(read=True, verb=Verb.ISSUE_DOCUMENT)
def letterheads(request: HttpRequest) -> HttpResponse:
    """Every kind with what is set or proposed, and the sequences with their next number."""
    year = request.actor.today.year
    rows = {row.kind: row for row in Letterhead.objects.select_related("series")}
    lines = [(kind, label, rows.get(kind), heads.proposed(kind)) for kind, label in Kind.choices]
    sequences = []
    for series in Series.objects.prefetch_related("counters"):
        counter = next((each for each in series.counters.all() if each.year == year), None)
        last = counter.last if counter else 0
        untouched = counter is None or counter.last == counter.paper
        sequences.append((series, last, Number(series.code, year, last + 1), untouched))
    context = {"title": "发文设置", "lines": lines, "sequences": sequences, "year": year, "paper_form": PaperForm()}
    return page(request, "documents/letterheads.html", context)


@methods(read=True, write=True, verb=Verb.ISSUE_DOCUMENT)
def letterhead(request: HttpRequest, kind: str) -> HttpResponse:
    """Set one; issued documents stay as they are."""
    if kind not in Kind.values:
        raise Http404
    label = Kind(kind).label
    form = LetterheadForm(request.POST or None, initial=_initial(kind))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_letterhead(heading=form.heading(kind), by=request.actor, at=timezone.now())
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, f"{label}的版头已保存，以后印发的{label}按此编号和排版。")
            return redirect("document-letterheads")
    return page(request, "documents/letterhead.html", {"title": f"{label}的版头", "form": form, "label": label})


def _initial(kind: str) -> dict[str, object]:
    try:
        found = heads.of(kind)
    except Refused:
        return {"form": Forms.LETTER if kind == Kind.URGING else Forms.GENERAL, "sealed": True}
    return {
        "code": found.code, "form": found.form.value, "mark": found.mark, "issuer": found.issuer,
        "printer": found.printer, "sealed": found.sealed,
    }  # fmt: skip


@methods(write=True, verb=Verb.ISSUE_DOCUMENT)
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers of this year up to the given one were used on paper."""
    row = get_object_or_404(Series, pk=pk)
    form = PaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, "号数没有读懂：请写0至9999的整数。")
        return redirect("document-letterheads")
    year = request.actor.today.year
    actions.start_after(series=row, year=year, paper=form.cleaned_data["paper"], by=request.actor, at=timezone.now())
    messages.success(request, f"{row}〔{year}〕下一号是{form.cleaned_data['paper'] + 1}号。")
    return redirect("document-letterheads")
