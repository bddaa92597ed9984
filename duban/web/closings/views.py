"""The list of closings, and one closing with its checks and what may be done now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, When
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.workflow import closing as flow
from duban.orgs.actor import Actor
from duban.orgs.permissions import NotAllowed, Refused, Verb
from duban.oversight.actions import adjustments
from duban.oversight.actions import closings as acts
from duban.oversight.enums import FULFILLED, ClosingState, Found, Grade, Means
from duban.oversight.models import Closing
from duban.web import trail
from duban.web.closings.forms import CheckForm, CloseForm, ReasonForm
from duban.web.downloads import attachment
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.narrowing import Narrowing
from duban.web.request import HttpRequest

PAGE = 50
FIELDS: dict[str, tuple[str, Any, str]] = {
    "state": ("状态", dict(ClosingState.choices), "state"),
    "grade": ("等次", dict(Grade.choices), "grade"),
    "unit": ("单位", None, "unit__name"),
    "year": ("年度", None, "matter__programme__year"),
}
BOXES = ("means", "found", "note", "grade", "comment")  # of an act on many
WAITING = (ClosingState.APPLIED, ClosingState.VERIFYING)


def visible(actor: Actor) -> Any:
    """Closings that the person may see, with what their lines show."""
    rows = Closing.objects.visible_to(actor).select_related(
        "unit", "matter__programme", "applied_by", "decided_by", "written_off_by", "reopened_by"
    )
    return rows.defer("matter__search", "matter__text", "matter__display")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def closings(request: HttpRequest) -> HttpResponse:
    """All closings, those that wait first; the office acts on many at once."""
    return listed(request, request.GET)


def listed(
    request: HttpRequest, asked: Mapping[str, str], *, typed: QueryDict | None = None, refused: str = ""
) -> HttpResponse:
    """The list; ``refused`` says why an act on many was not begun, and what was typed and ticked stands."""
    narrowing, rows = Narrowing.of(asked, visible(request.actor), FIELDS)
    rows = rows.annotate(checks=Count("verifications", filter=Q(verifications__verified_at__isnull=False)))
    first = Case(*(When(state=state, then=place) for place, state in enumerate(WAITING)), default=len(WAITING))
    found = Paginator(rows.order_by(first, "-id"), PAGE).get_page(asked.get("page"))
    context = {
        "title": "办结和销号",
        "page": found,
        "narrowing": narrowing,
        "waiting": WAITING,
        "office": request.actor.is_office,
        "sees": request.actor.sees_everything,
        "means": Means.choices,
        "founds": Found.choices,
        "grades": Grade.choices,
        "refused": refused,
        "typed": {name: typed.get(name, "") if typed else "" for name in BOXES},
        "ticked": {int(each) for each in typed.getlist("row") if each.isdigit()} if typed else set(),
    }
    return page(request, "closings/closings.html", context, status=422 if refused else 200)


def load(request: HttpRequest, pk: int) -> Closing:
    """The closing, where the person may see it."""
    return get_object_or_404(visible(request.actor), pk=pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """One closing: the application, its checks, what was decided, and what may be done now."""
    return _show(request, load(request, pk))


def _roles(row: Closing, actor: Actor) -> set[str]:
    held = {flow.OFFICE} if actor.is_office else set()
    return held | ({flow.UNIT} if row.unit_id in actor.unit_ids else set())


def _show(request: HttpRequest, row: Closing, *, bound: Form | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor
    moves = {each.name for each in flow.TABLE.available(row.state, _roles(row, actor))}
    checks = [each for each in row.verifications.select_related("verified_by").order_by("id") if each.verified_at]
    due = adjustments.due_of(row.matter)
    grade = acts.suggested_grade(row)
    context = {
        "title": f"办结：{row.matter.code}（{row.unit.name}）",
        "row": row,
        "due": due,
        "files": row.evidence.order_by("id"),
        "references": [line.strip() for line in row.references.splitlines() if line.strip()],
        "checks": checks,
        "moves": moves,
        "may_check": actor.is_office and row.state in WAITING,
        "no_close": acts.closing_obstacle(row) if "close" in moves else "",
        "no_write_off": acts.write_off_obstacle(row) if "write_off" in moves else "",
        "fulfilled": row.grade in FULFILLED,
        "check": bound if isinstance(bound, CheckForm) else CheckForm(prefix="check"),
        "close": bound if isinstance(bound, CloseForm) else CloseForm(prefix="close", initial={"grade": grade}),
        "reason": bound if isinstance(bound, ReasonForm) else ReasonForm(prefix="reason"),
        "earlier": visible(actor).filter(matter=row.matter_id).exclude(pk=row.pk).order_by("-id"),
        "trail": trail.lines(row, actor, also=[row.verifications.all()]),
    }
    return page(request, "closings/closing.html", context, status=status)


SAID = {
    "verify": "已开始核验。请登记核查方式和结果。",
    "send_back": "已退回单位继续办理。",
    "close": "已办结，评为“{grade}”。",
    "write_off": "已销号。",
    "reopen": "已重新办理，办结的记录留存。单位可以再次申请办结。",
    "withdraw": "申请已撤回。",
}


@methods(write=True, verb=Verb.VIEW_LEDGER)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """核验, 退回, 办结, 销号, 重新办理 by the office; 撤回 by the unit."""
    row, name = load(request, pk), request.POST.get("move", "")
    if name not in flow.TABLE.by_name:
        raise Http404
    form: Form | None = None
    if name == "close":
        form = CloseForm(request.POST, prefix="close")
    elif flow.TABLE.by_name[name].needs_comment:
        form = ReasonForm(request.POST, prefix="reason")
    if form is not None and not form.is_valid():
        return _show(request, row, bound=form, status=422)
    said = {"row": row, "by": request.actor, "at": timezone.now(), **(form.cleaned_data if form is not None else {})}
    if name == "close":
        said["grade"] = Grade(said["grade"])
    try:
        row = getattr(acts, name)(**said)
    except NotAllowed:
        raise
    except Refused as no:
        if form is None:
            raise
        form.add_error(None, no.reason)
        return _show(request, load(request, pk), bound=form, status=422)
    messages.success(request, SAID[name].format(grade=row.get_grade_display()))
    return redirect("closing", pk)


@methods(write=True, verb=Verb.REVIEW_REPORT)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """登记核查: by documents, by telephone or on site, with what was found."""
    row, form = load(request, pk), CheckForm(request.POST, prefix="check")
    if form.is_valid():
        said = form.cleaned_data
        try:
            acts.check(
                row=row, means=Means(said["means"]), found=Found(said["found"]), note=said["note"],
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "核查已登记。")
            return redirect("closing", pk)
    return _show(request, load(request, pk), bound=form, status=422)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of the application, for whoever sees the closing."""
    row = load(request, pk)
    return attachment(get_object_or_404(row.evidence.all(), pk=file))
