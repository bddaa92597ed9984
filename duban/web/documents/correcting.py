"""更正: what was issued stays; a new document, signed like the old one, says what it should be."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.gongwen import erratum
from duban.dispatch import drafting, errata, signers
from duban.dispatch.models import Dispatch, Draft
from duban.orgs.models import User
from duban.orgs.permissions import Refused, Verb
from duban.web.documents.views import visible
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest

PLACES = 4


class CorrectionForm(Form):
    """Up to four places, the reason, who is to sign."""

    reason = forms.CharField(label="更正原因", max_length=200, help_text="例如：统计口径有误。写入更正文件。")
    signer = forms.ModelChoiceField(
        User.objects.none(), label="送谁签发", empty_label="请选择", help_text="由本人在系统里签发后才能印发。"
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, old: Dispatch, people: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        field = self.fields["signer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=people)
        for at in range(1, PLACES + 1):
            needed = at == 1
            self.fields[f"where{at}"] = _line("位置，例如第二部分第三段", 60, needed=False)
            self.fields[f"wrong{at}"] = _line("原文", 300, needed=needed)
            self.fields[f"right{at}"] = _line("更正为", 300, needed=needed)
            for name in ("where", "wrong", "right"):
                self.fields[f"{name}{at}"].widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, object]:
        """Half a place is a slip of the pen; what is quoted stands in the document."""
        said = super().clean() or {}
        paper = self.old.document
        for at in range(1, PLACES + 1):
            wrong, right = said.get(f"wrong{at}"), said.get(f"right{at}")
            if bool(wrong) != bool(right):
                self.add_error(f"{'right' if wrong else 'wrong'}{at}", "原文和更正后的文字都要填写。")
            elif wrong and wrong == right:
                self.add_error(f"right{at}", "更正后的文字与原文相同。")
            elif wrong:
                slip = erratum.Slip(str(wrong), str(right), str(said.get(f"where{at}") or ""))
                if amiss := errata.amiss(paper, slip):
                    self.add_error(f"wrong{at}", amiss)
        return said

    @property
    def places(self) -> list[list[forms.BoundField]]:
        """The boxes of each place."""
        return [[self[f"{name}{at}"] for name in ("where", "wrong", "right")] for at in range(1, PLACES + 1)]

    def slips(self) -> tuple[erratum.Slip, ...]:
        """As the core wants them."""
        said = self.cleaned_data
        return tuple(
            erratum.Slip(said[f"wrong{at}"], said[f"right{at}"], said.get(f"where{at}", ""))
            for at in range(1, PLACES + 1)
            if said.get(f"wrong{at}")
        )


def _line(label: str, most: int, *, needed: bool) -> forms.CharField:
    field = forms.CharField(label=label, max_length=most, required=needed)
    field.error_messages["required"] = f"没有填写{label}。"
    return field


@methods(read=True, write=True, verb=Verb.ISSUE_DOCUMENT)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw up the correction of a document; when it is signed it is issued to the units that have the old one."""
    row = visible(request, pk)
    open_ = row.drafts.open().first()
    if open_ is not None:
        messages.info(request, f"{row.full_number}的更正已在办理，请在这一份上继续。")
        return redirect("document-draft", open_.pk)
    form = CorrectionForm(request.POST or None, old=row, people=_signers(request, row))
    if request.method == "POST" and form.is_valid():
        try:
            made = _prepare(request, row, form)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "更正已起草。请核对全文，然后送签。")
            return redirect("document-draft", made.pk)
    context = {"title": "更正文件", "row": row, "form": form, "signs": signers.titled(row.kind)}
    return page(request, "documents/correct.html", context)


def _signers(request: HttpRequest, row: Dispatch) -> list[int]:
    return [each.pk for each in signers.people(row.kind, request.actor.today) if each != request.actor.user]


def _prepare(request: HttpRequest, row: Dispatch, form: CorrectionForm) -> Draft:
    slips, said = form.slips(), form.cleaned_data
    return drafting.prepare(
        kind=row.kind,
        paper=errata.compose(row, slips, said["reason"], request.actor.today),
        units=[each.unit for each in row.receipts.select_related("unit")],
        signer=said["signer"],
        sources=errata.sources(slips, said["reason"]),
        corrects=row,
        by=request.actor,
        at=timezone.now(),
    )


@methods(read=True, write=True, verb=Verb.ISSUE_DOCUMENT)
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the correction while it is with the office."""
    draft = get_object_or_404(Draft.objects.visible_to(request.actor).exclude(corrects=None), pk=pk)
    row = visible(request, draft.corrects_id)
    initial = {**errata.initial(draft.sources), "signer": draft.signer_id, "revision": draft.revision}
    form = CorrectionForm(request.POST or None, old=row, people=_signers(request, row), initial=initial)
    if request.method == "POST" and form.is_valid():
        slips, said = form.slips(), form.cleaned_data
        try:
            drafting.revise(
                row=draft,
                revision=said["revision"] if said["revision"] is not None else -1,
                paper=errata.compose(row, slips, said["reason"], request.actor.today),
                signer=said["signer"],
                sources=errata.sources(slips, said["reason"]),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "已保存。请核对全文，然后送签。")
            return redirect("document-draft", draft.pk)
    context = {"title": "修改更正", "row": row, "draft": draft, "form": form, "signs": signers.titled(row.kind)}
    return page(request, "documents/correct.html", context)
