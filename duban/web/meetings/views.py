"""The list of meetings; arranging one from open cases; its page, agenda and minutes as papers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from duban.core.gongwen import minutes as papers
from duban.core.workflow import meeting as flow
from duban.dispatch import letterheads
from duban.dispatch.models import Dispatch
from duban.orgs.permissions import NotAllowed, Refused, Stale, Verb, may
from duban.oversight.actions import meetings as actions
from duban.oversight.actions.cases import leaders
from duban.oversight.enums import MeetingState
from duban.oversight.minutes import convened, named
from duban.oversight.models import CoordinationCase, Meeting
from duban.web import trail
from duban.web.cases import listing
from duban.web.cases.forms import CommentForm
from duban.web.cases.listing import Row
from duban.web.downloads import DOCX, made
from duban.web.http import methods, page
from duban.web.meetings.forms import ArrangementForm, HeldForm, IssueForm
from duban.web.narrowing import Narrowing
from duban.web.request import HttpRequest
from duban.web.signing.loading import posted
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf

PAGE = 50
PDF = "application/pdf"
FIELDS: dict[str, tuple[str, Any, str]] = {"state": ("状态", dict(MeetingState.choices), "state")}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def meetings(request: HttpRequest) -> HttpResponse:
    """All for the office and the leaders; for a unit those that dealt with its own."""
    narrowing, rows = Narrowing.of(request.GET, Meeting.objects.visible_to(request.actor), FIELDS)
    rows = rows.annotate(topics=Count("agenda", distinct=True)).select_related("chair__unit")
    found = Paginator(rows.order_by("-held_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "调度会",
        "narrowing": narrowing,
        "page": found,
        "rows": found.object_list,
        "may_call": bool(may(request.actor, Verb.CLOSE_CASE)),
    }
    return page(request, "meetings/meetings.html", context)


def load(request: HttpRequest, pk: int) -> Meeting:
    """The meeting if the person may see it, else 404."""
    rows = Meeting.objects.visible_to(request.actor).select_related("chair__unit", "created_by", "recorded_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _open_cases(request: HttpRequest) -> list[Row]:
    rows = listing.in_order(listing.clocked(CoordinationCase.objects.open(), request.actor))
    return [Row(row, request.actor.today) for row in listing.loaded(rows)]


def _ticked(request: HttpRequest, rows: list[Row]) -> list[CoordinationCase]:
    """The chosen cases, in the order of the numbers that were typed beside them."""
    chosen = set(request.POST.getlist("case"))

    def place(case: CoordinationCase) -> int:
        typed = request.POST.get(f"place-{case.pk}", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 9999

    return sorted((each.row for each in rows if str(each.row.pk) in chosen), key=place)


@methods(read=True, write=True, verb=Verb.CLOSE_CASE)
def new(request: HttpRequest) -> HttpResponse:
    """安排调度会 from open cases."""
    return _arrange(request, None)


@methods(read=True, write=True, verb=Verb.CLOSE_CASE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """修改安排 before it is held."""
    row = load(request, pk)
    flow.TABLE.check("change", state=row.state, roles={flow.OFFICE})
    return _arrange(request, row)


def _arrange(request: HttpRequest, row: Meeting | None) -> HttpResponse:
    actor, rows = request.actor, _open_cases(request)
    initial: dict[str, object] = {"title": "困难协调调度会"}
    if row is not None:
        initial = {"title": row.title, "held_on": row.held_on, "place": row.place, "chair": str(row.chair_id or "")}
    form = ArrangementForm(posted(request), posts=leaders(actor.today), on=actor.today, initial=initial)
    ticked = _ticked(request, rows)
    if request.method == "POST" and form.is_valid():
        try:
            made_row = _arranged(form, ticked, row, request)
        except (NotAllowed, Stale):
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            return redirect("meeting", made_row.pk)
    if request.method == "POST":
        places = {case.pk: number for number, case in enumerate(ticked, 1)}
    elif row is not None:
        places = dict(row.agenda.values_list("case", "ordinal"))
    else:
        wanted = request.GET.getlist("case")
        places = {case.pk: n for n, case in enumerate([r.row for r in rows if str(r.row.pk) in wanted], 1)}
    context = {
        "title": "修改安排" if row else "安排调度会",
        "form": form,
        "row": row,
        "rows": [(each, places.get(each.row.pk)) for each in rows],
    }
    return page(request, "meetings/arrange.html", context, status=422 if form.errors else 200)


def _arranged(
    form: ArrangementForm, ticked: list[CoordinationCase], row: Meeting | None, request: HttpRequest
) -> Meeting:
    said = form.arrangement(ticked)
    if row is None:
        return actions.call_meeting(said=said, by=request.actor, at=timezone.now())
    return actions.change(row=row, said=said, by=request.actor, at=timezone.now())


@methods(read=True, verb=Verb.VIEW_LEDGER)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: agenda with what was resolved, and what may be done now."""
    return show(request, load(request, pk))


def show(
    request: HttpRequest, row: Meeting, *, held: HeldForm | None = None, cancel: CommentForm | None = None,
    issue: IssueForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page, with forms that could not be followed."""
    actor = request.actor
    offered = {move.name for move in flow.TABLE.available(row.state, {flow.OFFICE} if actor.is_office else set())}
    items = list(
        row.agenda.select_related("case__matter__programme", "case__unit", "case__waiting_on", "case__raised_by")
    )
    if not actor.sees_everything:  # a unit's own topics
        seen = set(CoordinationCase.objects.visible_to(actor).filter(meetings=row).values_list("pk", flat=True))
        items = [item for item in items if item.case_id in seen]
    directives: dict[int, list[Any]] = {}
    for each in row.directives.select_related("owner", "meeting").filter(case__in=[i.case_id for i in items]):
        directives.setdefault(each.case_id, []).append((each, each.is_late(actor.today)))
    minutes = Dispatch.objects.about(row).order_by("pk").first()
    open_items = [item.ordinal for item in items if not item.resolution]
    context = {
        "title": row.title,
        "row": row,
        "items": [(item, directives.get(item.case_id, [])) for item in items],
        "chair": named(row.chair, row.held_on) if row.chair else "督查室",
        "decides": actor.is_office and row.state in flow.DECIDING,
        "held": (held or HeldForm(auto_id="held-%s")) if "hold" in offered and row.held_on <= actor.today else None,
        "too_early": "hold" in offered and row.held_on > actor.today,
        "cancel": (cancel or CommentForm(auto_id="cancel-%s")) if "cancel" in offered else None,
        "may_change": "change" in offered,
        "issue": (issue or IssueForm(on=actor.today)) if "issue" in offered and not open_items else None,
        "open_items": open_items if "issue" in offered else [],
        "no_heading": _no_heading() if "issue" in offered else "",
        "minutes": minutes,
        "minutes_href": document_href(minutes) if minutes else "",
        "office": actor.sees_everything,
        "trail": trail.lines(row, actor) if actor.sees_everything else [],
    }
    return page(request, "meetings/meeting.html", context, status=status)


def _no_heading() -> str:
    """Why minutes cannot be issued yet: nobody has said how such papers are headed."""
    try:
        letterheads.of("minutes")
    except Refused as no:
        return no.reason
    return ""


def document_href(row: Dispatch) -> str:
    """The page of an issued document."""
    try:
        return reverse("document", args=[row.pk])
    except NoReverseMatch:
        return ""


@methods(read=True, verb=Verb.CLOSE_CASE)
def paper(request: HttpRequest, pk: int, what: str, format: str) -> HttpResponse:
    """议程, or the minutes as they would be issued (送审稿), as Word or PDF."""
    row = load(request, pk)
    if what not in ("agenda", "minutes") or format not in ("docx", "pdf"):
        raise Http404
    said = convened(row, request.actor.today)
    document = papers.agenda(said) if what == "agenda" else papers.minutes(said)
    now = timezone.now()
    data = write_docx(document, made_at=now) if format == "docx" else write_pdf(document, made_at=now)
    name = f"{row.title}{'议程' if what == 'agenda' else '纪要（送审稿）'}.{format}"
    return made(data, name, DOCX if format == "docx" else PDF)
