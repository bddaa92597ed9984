"""Applying to close: one matter, or at the end of the year everything that the unit itself reported as done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.files.models import StoredFile
from duban.ledger.enums import UNDERWAY
from duban.ledger.models import Assignment, Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Refused, Verb
from duban.oversight.actions import closings as acts
from duban.oversight.models import Closing
from duban.progress.actions.evidence import check_size
from duban.progress.enums import Rating
from duban.progress.models import Line
from duban.web.closings.forms import ApplyForm
from duban.web.http import methods, page
from duban.web.own_units import own_units
from duban.web.request import HttpRequest

TOLD = 10


def leading_units(actor: Actor, matter: Matter) -> list[Unit]:
    """Own units that answer for the matter, those that lead it first."""
    live = Assignment.objects.live().filter(matter=matter)
    held = {
        unit: list(live.held_by({unit.pk}, actor.today).values_list("lead", flat=True)) for unit in own_units(actor)
    }
    return sorted((unit for unit, leads in held.items() if leads), key=lambda unit: not any(held[unit]))


def _uploads(request: HttpRequest, by: Actor) -> list[StoredFile]:
    """New files that came with the form; a bad one is a refusal with its name."""
    kept = []
    for upload in request.FILES.getlist("files"):
        check_size(upload.size or 0, upload.name or "")  # before the bytes are read into memory
        kept.append(
            acts.keep_file(
                data=upload.read(),
                name=upload.name or "",
                media_type=upload.content_type or "",
                by=by,
                at=timezone.now(),
            )  # fmt: skip
        )
    return kept


@methods(read=True, write=True, verb=Verb.DRAFT_REPORT)
def new(request: HttpRequest, matter: int) -> HttpResponse:
    """申请办结 of one matter, with what shows the result."""
    actor = request.actor
    row = get_object_or_404(Matter.objects.visible_to(actor).select_related("programme"), pk=matter)
    units = leading_units(actor, row)
    if not units:
        raise Http404
    unit = units[0]
    line = acts.last_lines(unit, [row.pk]).get(row.pk)
    existing = acts.existing_files(row, unit)
    form = ApplyForm(request.POST or None, initial={"result": line.done if line else ""})
    picked = set(request.POST.getlist("existing"))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                files = [each.file for each in existing if str(each.pk) in picked] + _uploads(request, actor)
                made = acts.apply(
                    matter=row, unit=unit, evidence=files, by=actor, at=timezone.now(), **form.cleaned_data
                )
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "办结申请已提交，由督查室核验。核验开始前可以撤回。")
            return redirect("closing", made.pk)
    context = {
        "title": f"申请办结：{row.code}",
        "matter": row,
        "unit": unit,
        "form": form,
        "line": line,
        "existing": [(each, str(each.pk) in picked) for each in existing],
        "obstacle": acts.obstacle(row, unit, actor),
        "live": Closing.objects.live().filter(matter=row).first(),
    }
    return page(request, "closings/new.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Ready:
    """A matter that the unit leads and itself reported as done, not yet applied for."""

    matter: Matter
    line: Line

    @property
    def period(self) -> Any:
        """Of the report that says so."""
        return self.line.report.period


def ready_for(unit: Unit, actor: Actor) -> list[Ready]:
    """In printed order; a constant number of queries."""
    led = Assignment.objects.live().held_by({unit.pk}, actor.today).filter(lead=True).order_by().values("matter_id")
    rows = Matter.objects.filter(pk__in=led, state__in=UNDERWAY).select_related("programme")
    matters = {row.pk: row for row in rows.defer("search", "text", "display").in_printed_order()}
    lines = acts.last_lines(unit, matters)
    return [
        Ready(row, lines[pk]) for pk, row in matters.items() if pk in lines and lines[pk].self_rating == Rating.DONE
    ]


@methods(read=True, write=True, verb=Verb.DRAFT_REPORT)
def ready(request: HttpRequest) -> HttpResponse:
    """Everything of one's own units that was reported as done: results in boxes, one button for what is ticked."""
    actor = request.actor
    units = own_units(actor)
    rows = [(unit, ready_for(unit, actor)) for unit in units]
    if request.method == "POST":
        done, refused = _apply_all(request, rows)
        if done:
            messages.success(request, f"已提交 {done} 项办结申请，由督查室核验。")
        for sentence in refused[:TOLD]:
            messages.warning(request, sentence)
        return redirect("closings-ready")
    context = {
        "title": "批量申请办结",
        "rows": [(unit, found) for unit, found in rows if found],
        "several": len(units) > 1,
    }
    return page(request, "closings/ready.html", context)


def _apply_all(request: HttpRequest, rows: list[tuple[Unit, list[Ready]]]) -> tuple[int, list[str]]:
    """Each ticked matter by itself; what is refused is named with its reason."""
    ticked = set(request.POST.getlist("matter"))
    if not ticked:
        raise Invalid("没有勾选事项。请先勾选要申请办结的事项。")
    done, refused = 0, []
    for unit, found in rows:
        for each in found:
            if str(each.matter.pk) not in ticked:
                continue
            files = [row.file for row in acts.existing_files(each.matter, unit)][: acts.MOST_FILES]
            try:
                with transaction.atomic():
                    acts.apply(
                        matter=each.matter, unit=unit, result=request.POST.get(f"result-{each.matter.pk}", ""),
                        evidence=files, references=f"已受理的{each.period.name}完成情况报告", by=request.actor,
                        at=timezone.now(),
                    )  # fmt: skip
            except NotAllowed:
                raise
            except Refused as no:
                refused.append(f"{each.matter.code}：{no.reason}")
            else:
                done += 1
    return done, refused
