"""异议: raised by the unit beside the row that it is about, decided by somebody who took no part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.appraisal.actions import objections as acts
from duban.appraisal.actions.objections import Change
from duban.appraisal.enums import AppraisalState, ObjectionState
from duban.appraisal.models import Objection, UnitResult
from duban.core.appraisal.facts import Judged, judge
from duban.core.appraisal.words import FINDING_LABELS, FINDINGS, ITEM_LABELS, Finding, Item
from duban.files.models import StoredFile
from duban.orgs.permissions import Invalid, NotAllowed, Refused, Verb, may
from duban.oversight.actions.closings import keep_file
from duban.progress.actions.evidence import check_size
from duban.web import trail
from duban.web.appraisals import links
from duban.web.appraisals.forms import DecideForm, ObjectForm
from duban.web.appraisals.loading import the_objection, the_result
from duban.web.downloads import attachment
from duban.web.http import methods, page
from duban.web.request import HttpRequest

OUT = "out"


def _files(request: HttpRequest) -> list[StoredFile]:
    """Evidence that came with the form; a bad file is a refusal with its name."""
    kept = []
    for upload in request.FILES.getlist("files"):
        check_size(upload.size or 0, upload.name or "")  # before the bytes are read into memory
        kept.append(
            keep_file(
                data=upload.read(),
                name=upload.name or "",
                media_type=upload.content_type or "",
                by=request.actor,
                at=timezone.now(),
            )
        )
    return kept


def _asked(request: HttpRequest) -> tuple[Item, str]:
    """Item and row of the address."""
    asked = request.POST if request.method == "POST" else request.GET
    name = asked.get("item", "")
    if name not in set(Item):
        raise Http404
    return Item(name), asked.get("key", "")


@methods(read=True, write=True, verb=Verb.OBJECT_APPRAISAL)
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, about one row or a whole item."""
    result = the_result(request, pk)
    item, key = _asked(request)
    found = acts.row_of(result, item, key) if key else None
    if key and found is None:
        raise Http404
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = acts.object_to(
                    result=result, item=item, key=key, text=form.cleaned_data["text"], evidence=_files(request),
                    by=request.actor, at=timezone.now(),
                )  # fmt: skip
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "异议已提出，由没有参加考核的人员复核。复核之前可以撤回。")
            return redirect("appraisal-objection", made.pk)
    context = {
        "title": f"对“{ITEM_LABELS[item]}”提出异议",
        "result": result,
        "item": item,
        "key": key,
        "about": judge(found, result.appraisal.as_of) if found else None,
        "line": next((data for data in result.lines if data["item"] == item.value), None),
        "form": form,
    }
    return page(request, "appraisals/object.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Choice:
    """A row that a decision may change, with the findings of its item."""

    name: str  # of the box
    judged: Judged
    href: str
    chosen: str


def _choices(row: Objection, posted: Any = None) -> list[Choice]:
    """The row that the objection is about, or every row of its item."""
    result = UnitResult.objects.get(appraisal=row.appraisal_id, unit=row.unit_id)
    facts = [f for f in result.as_facts() if f.item.value == row.item and row.key in ("", f.key)]
    where = links.addresses(facts)
    as_of = row.appraisal.as_of
    return [
        Choice(f"f{n}", judge(fact, as_of), where.get(fact.key, ""), (posted or {}).get(f"f{n}", ""))
        for n, fact in enumerate(facts)
    ]


@methods(read=True, verb=Verb.VIEW_LEDGER)
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection with what it is about, and the decision."""
    return _show(request, the_objection(request, pk))


def _show(
    request: HttpRequest, row: Objection, *, form: Any = None, refused: str = "", status: int = 200
) -> HttpResponse:
    actor = request.actor
    waits = row.state == ObjectionState.OPEN
    may_decide = bool(may(actor, Verb.DECIDE_APPRAISAL)) and waits
    against = acts.recusal(row, actor.person, actor) if may_decide else ""
    result = UnitResult.objects.light().get(appraisal=row.appraisal_id, unit=row.unit_id)
    labels = {f.value: FINDING_LABELS[f] for f in FINDINGS[Item(row.item)]}
    context = {
        "title": f"{row.unit}的异议：{row.get_item_display()}",
        "row": row,
        "result": result,
        "files": list(row.evidence.all()),
        "recusal": against,
        "choices": _choices(row, request.POST) if may_decide and not against else [],
        "findings": [*labels.items(), (OUT, "不计入")],
        "form": (form or DecideForm()) if may_decide and not against else None,
        "changed": [labels.get(change["finding"], "不计入") for change in row.changes],
        "may_withdraw": waits and row.unit_id in actor.unit_ids,
        "refused": refused,
        "trail": trail.lines(row, actor),
        "closed": row.appraisal.state not in (AppraisalState.SHOWN, AppraisalState.DRAFT),
    }
    return page(request, "appraisals/objection.html", context, status=status)


@methods(write=True, verb=Verb.DECIDE_APPRAISAL)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """复核."""
    row = the_objection(request, pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form=form, status=422)
    upheld = request.POST.get("decision") == "uphold"
    try:
        changes = _changes(row, request.POST) if upheld else []
        with transaction.atomic():
            acts.decide(
                row=row, upheld=upheld, text=form.cleaned_data["text"], changes=changes, by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as no:
        row.refresh_from_db()
        return _show(request, row, form=form, refused=no.reason, status=422)
    messages.success(request, "异议成立，结果已按规则重新计算。" if upheld else "已维持原结果。")
    return redirect("appraisal-objection", row.pk)


def _changes(row: Objection, posted: Any) -> list[Change]:
    """What was chosen for the rows; a row left as it is is no change."""
    found = []
    for choice in _choices(row, posted):
        if choice.chosen == OUT:
            found.append(Change(choice.judged.fact.key, None))
        elif choice.chosen:
            if choice.chosen not in set(Finding):
                raise Invalid("没有这种情形，请重新选择。")
            found.append(Change(choice.judged.fact.key, Finding(choice.chosen)))
    return found


@methods(write=True, verb=Verb.OBJECT_APPRAISAL)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回异议."""
    row = the_objection(request, pk)
    try:
        with transaction.atomic():
            acts.withdraw(row=row, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as no:
        row.refresh_from_db()
        return _show(request, row, refused=no.reason, status=422)
    messages.success(request, "异议已撤回，记录保留。")
    return redirect("appraisal-objection", row.pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def file(request: HttpRequest, pk: int, file: int) -> Any:
    """A piece of evidence."""
    stored = the_objection(request, pk).evidence.filter(pk=file).first()
    if stored is None:
        raise Http404
    return attachment(stored)
