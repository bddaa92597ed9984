"""更正: what was issued stays; a new document says what it should be."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.core.gongwen import erratum
from duban.dispatch import letterheads
from duban.dispatch.actions import issue
from duban.dispatch.models import Dispatch
from duban.messaging.people import holders
from duban.orgs.enums import PostKind
from duban.orgs.models import User
from duban.orgs.permissions import Refused, Verb
from duban.web.documents.views import visible
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest

PLACES = 4


class CorrectionForm(Form):
    """Up to four places, the reason, who approved."""

    reason = forms.CharField(label="更正原因", max_length=200, help_text="例如：统计口径有误。写入更正文件。")
    approved_by = forms.ModelChoiceField(User.objects.none(), label="签发人", empty_label="请选择")

    def __init__(self, *args: object, people: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approved_by"]
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
        """Half a place is a slip of the pen."""
        said = super().clean() or {}
        for at in range(1, PLACES + 1):
            wrong, right = said.get(f"wrong{at}"), said.get(f"right{at}")
            if bool(wrong) != bool(right):
                self.add_error(f"{'right' if wrong else 'wrong'}{at}", "原文和更正后的文字都要填写。")
            elif wrong and wrong == right:
                self.add_error(f"right{at}", "更正后的文字与原文相同。")
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


def approvers(request: HttpRequest) -> list[int]:
    """People who may approve a document today: leaders and the head of the office."""
    found = holders(None, [PostKind.LEADER, PostKind.SUPERVISOR_HEAD], request.actor.today)
    return [each.person.pk for each in found]


@methods(read=True, write=True, verb=Verb.ISSUE_DOCUMENT)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the correction of a document, to the units that have the old one."""
    row = visible(request, pk)
    form = CorrectionForm(request.POST or None, people=approvers(request))
    if request.method == "POST" and form.is_valid():
        try:
            new = _issue(request, row, form)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, f"已印发{new.full_number}，原文件已注明更正。")
            return redirect("document", new.pk)
    context = {"title": "更正文件", "row": row, "form": form, "head": letterheads.of(row.kind)}
    return page(request, "documents/correct.html", context)


def _issue(request: HttpRequest, row: Dispatch, form: CorrectionForm) -> Dispatch:
    heading = letterheads.of(row.kind)
    old = row.document
    value = erratum.Erratum(
        number=row.full_number,
        title=row.title,
        issued_on=row.issued_on,
        kind=row.get_kind_display() if row.kind != "urging" else "函",
        slips=form.slips(),
        reason=form.cleaned_data["reason"],
        to=erratum.addressees(old),
    )
    copies = old.imprint.copies if old.imprint else ()
    return issue(
        kind=row.kind,
        compose=lambda number, on: erratum.document(
            value,
            head=heading.head(number),
            signature=heading.signature(on),
            imprint=heading.imprint(on, copies),
        ),
        units=[each.unit for each in row.receipts.select_related("unit")],
        approved_by=form.cleaned_data["approved_by"],
        sources={"更正": [{"wrong": each.wrong, "right": each.right, "where": each.where} for each in value.slips]},
        corrects=row,
        by=request.actor,
        at=timezone.now(),
    )
