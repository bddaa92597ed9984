"""The page of a plan: boxes for the unit, words for everybody else, versions, the table of expected totals."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.plans.difference import difference, said
from duban.core.plans.values import LENGTHS, WORDS, PlanValue
from duban.core.workflow import plan as flow
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, Stale, Verb
from duban.progress import planning
from duban.progress.actions import plans as actions
from duban.progress.actions.plans import Node
from duban.progress.enums import PlanState
from duban.progress.models import HandlingPlan
from duban.progress.planning import Figure
from duban.web import trail
from duban.web.http import methods
from duban.web.http import page as render
from duban.web.own_units import asked_unit, may_act_for, own_units
from duban.web.plans import boxes as box
from duban.web.plans.boxes import Boxes
from duban.web.request import HttpRequest

EDITABLE = (PlanState.DRAFT, PlanState.RETURNED)
HINTS = {
    "work": "做什么、怎么做，可分条写。",
    "leader": "姓名和职务。",
    "section": "具体承办的科室。",
    "deliverable": "怎样算完成，例如“印发实施方案并在全区推开”。",
    "proof": "以什么证明，例如“验收报告”。",
    "verifier": "由谁核验，例如“区教育局”。",
}


def visible(actor: Actor) -> QuerySet[HandlingPlan]:
    """Plans that the person may see."""
    rows = HandlingPlan.objects.visible_to(actor).select_related(
        "matter__programme", "matter__section", "unit", "submitted_by", "decided_by", "updated_by"
    )
    return rows.prefetch_related("milestones__measure")


def load(request: HttpRequest, pk: int) -> HandlingPlan:
    """The plan, else 404."""
    return get_object_or_404(visible(request.actor), pk=pk)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def open_plan(request: HttpRequest) -> HttpResponse:
    """制订方案: a draft for a matter and one's own unit, or the one there is."""
    unit = asked_unit(request, own_units(request.actor))
    wanted = request.POST.get("matter", "")
    if unit is None or not (wanted.isascii() and wanted.isdigit() and len(wanted) < 16):
        raise Http404
    matter = get_object_or_404(Matter.objects.visible_to(request.actor), pk=int(wanted))
    row = actions.open_plan(matter=matter, unit=unit, by=request.actor, at=timezone.now())
    return redirect("plan", row.pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The page. ``?propose=1`` puts proposals into the boxes, ``?copy=`` another plan; neither is saved by that."""
    row = load(request, pk)
    boxes, note = box.of(planning.value_of(row)), ""
    figures = planning.figures_of(row.matter, row.unit_id)
    if may_edit(request.actor, row) and request.GET.get("propose"):
        boxes = box.with_proposals(boxes, planning.proposals(row.matter, figures, request.actor.today))
        note = "标“建议”的节点还没有保存。请逐条核对、改写，不要的清空内容，再按保存。"
    elif may_edit(request.actor, row) and request.GET.get("copy", "").isdigit():
        other = others(row).filter(pk=int(request.GET["copy"][:15])).first()
        if other is not None:
            boxes = box.with_copy(boxes, planning.value_of(other))
            note = f"已把{other.matter.code}的方案填入空着的栏，还没有保存。请按本项改写后保存。"
    return show(request, row, boxes=boxes, note=note, figures=figures)


def may_edit(actor: Actor, row: HandlingPlan) -> bool:
    """Whether the boxes are open to the person."""
    return may_act_for(actor, row.unit) and row.state in EDITABLE


def others(row: HandlingPlan) -> QuerySet[HandlingPlan]:
    """Plans of the same unit that may be copied from: other matters' newest, and what was written before."""
    rows = HandlingPlan.objects.filter(unit=row.unit_id).exclude(pk=row.pk).exclude(work="")
    return rows.select_related("matter__programme").prefetch_related("milestones__measure").order_by("-pk")


@methods(write=True, verb=Verb.DRAFT_REPORT)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """保存, or 保存并报送. Where somebody was quicker both texts are shown and none is lost."""
    row = load(request, pk)
    boxes, value = box.posted(request.POST, row.matter.programme.year)
    if value is None:
        return show(request, row, boxes=boxes, refused=list(boxes.faults), status=422)
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
    act: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    nodes = [Node(n.due_on, n.content, n.measure_id, n.expected) for n in value.nodes]
    try:
        row = actions.save_plan(plan=row, words=dict(value.words), nodes=nodes, revision=revision, **act)
    except Stale as no:
        return show(request, load(request, pk), boxes=boxes, refused=[no.reason], conflict=value, status=409)
    except Invalid as no:
        return show(request, row, boxes=boxes, refused=[no.reason], status=422)
    if request.POST.get("then") != "submit":
        messages.success(request, "方案已保存，还没有报送。")
        return redirect("plan", pk)
    row = load(request, pk)
    lacking = actions.faults(row)
    if lacking:
        return show(request, row, boxes=box.of(value), refused=["已保存，还不能报送：", *lacking], status=422)
    actions.submit(plan=row, **act)
    messages.success(request, "方案已报送，待督查室审定；审定前可以撤回。")
    return redirect("plan", pk)


def show(
    request: HttpRequest,
    row: HandlingPlan,
    *,
    boxes: Boxes,
    note: str = "",
    refused: list[str] | None = None,
    conflict: PlanValue | None = None,
    figures: list[Figure] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with these boxes."""
    actor = request.actor
    figures = planning.figures_of(row.matter, row.unit_id) if figures is None else figures
    measures = {f.use.measure_id: f.use.measure for f in figures}
    labels = {pk: f"{m.name}（{m.unit}）" if m.unit else m.name for pk, m in measures.items()}
    value, editable = planning.value_of(row), may_edit(actor, row)
    context = {
        "title": f"办理方案：{row.matter.code}",
        "row": row,
        "boxes": boxes,
        "words": [_word(name, boxes) for name in WORDS],
        "shown": [(WORDS[name], text) for name, text in value.words if text],
        "editable": editable,
        "moves": flow.TABLE.available(row.state, actions.roles_of(row, actor)),
        "note": note,
        "refused": refused or [],
        "conflict": _conflict(value, conflict, labels),
        "lacks": actions.faults(row, [f.use for f in figures]) if row.state in EDITABLE else [],
        "figures": figures,
        "labels": labels,
        "trajectory": trajectory(value, figures),
        "versions": versions(row, labels),
        "copies": list(others(row)[:60]) if editable else [],
        "may_revise": row.state == PlanState.ACCEPTED and may_act_for(actor, row.unit) and not _newer(row),
        "may_share": may_act_for(actor, row.unit) or actor.is_office,
        "own": may_act_for(actor, row.unit),
        "trail": trail.lines(row, actor),
    }
    return render(request, "plans/plan.html", context, status=status)


def _word(name: str, boxes: Boxes) -> dict[str, Any]:
    return {
        "name": name,
        "label": WORDS[name],
        "value": boxes.words[name],
        "hint": HINTS[name],
        "most": LENGTHS.get(name, 20_000),
        "long": name == "work",
    }


def _newer(row: HandlingPlan) -> bool:
    rows = HandlingPlan.objects.filter(matter=row.matter_id, unit=row.unit_id, version__gt=row.version)
    return rows.exists()


def _conflict(stored: PlanValue, typed: PlanValue | None, labels: dict[int, str]) -> dict[str, Any] | None:
    """What is stored now against what was typed, for the person to decide."""
    if typed is None:
        return None
    found = difference(stored, typed)
    return {
        "words": found.words,
        "gone": [said(node, labels) for node in found.gone],
        "new": [said(node, labels) for node in found.new],
    }


def trajectory(value: PlanValue, figures: list[Figure]) -> list[dict[str, Any]]:
    """For each measure the days with their expected totals, and how far each is on the way to the unit's goal."""
    by_measure = defaultdict(list)
    for node in value.nodes:
        if node.measure_id is not None and node.expected is not None:
            by_measure[node.measure_id].append(node)
    tables = []
    for figure in figures:
        nodes = by_measure.get(figure.use.measure_id, [])
        if nodes:
            goal = figure.goal
            rows = [(n, round(n.expected / goal * 100) if goal and n.expected is not None else None) for n in nodes]
            tables.append({"figure": figure, "rows": rows, "goal": goal})
    return tables


def versions(row: HandlingPlan, labels: dict[int, str]) -> list[dict[str, Any]]:
    """All versions, the newest first, each with its difference from the one before."""
    rows = HandlingPlan.objects.filter(matter=row.matter_id, unit=row.unit_id).order_by("version")
    rows = rows.select_related("decided_by", "submitted_by").prefetch_related("milestones__measure")
    found: list[dict[str, Any]] = []
    before: PlanValue | None = None
    for each in rows:
        value = planning.value_of(each)
        change = difference(before, value) if before is not None else None
        found.append(
            {
                "row": each,
                "current": each.pk == row.pk,
                "words": change.words if change else (),
                "gone": [said(node, labels) for node in change.gone] if change else [],
                "new": [said(node, labels) for node in change.new] if change else [],
                "same": change is not None and not change,
            }
        )
        before = value
    return found[::-1] if len(found) > 1 else []


def unit_of(request: HttpRequest) -> Unit | None:
    """The unit that a list is about."""
    return asked_unit(request, own_units(request.actor))
