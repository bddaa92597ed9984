"""报告期: the list of the year, the completeness board, the burden meter, the counts of the checks."""

from __future__ import annotations

import io

from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from duban.core.reporting.effort import RULE
from duban.core.text.days import day_in_words
from duban.ledger import view_actions
from duban.orgs.permissions import Invalid, Verb, may
from duban.orgs.workdays import office_calendar
from duban.progress import burden as meter
from duban.progress import completeness, firings
from duban.progress.models import Obligation, Period
from duban.web import trail
from duban.web.http import is_fragment, methods, page
from duban.web.periods import year as calendar
from duban.web.periods.board import Board, note
from duban.web.periods.left_out import left_out
from duban.web.periods.setting import load, rules, verbs
from duban.web.request import HttpRequest
from duban.writers import sheets

TYPES = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def periods(request: HttpRequest) -> HttpResponse:
    """The periods of a year with how far they are, and the year as a calendar."""
    actor = request.actor
    years = list(Period.objects.order_by("-year").values_list("year", flat=True).distinct())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else years[0] if years else actor.today.year
    own = Q() if actor.sees_everything else Q(obligations__unit__in=actor.unit_ids)
    rows = list(
        Period.objects.filter(year=year)
        .annotate(
            expected=Count("obligations", filter=own & Q(obligations__waived_at__isnull=True), distinct=True),
            filed=Count(
                "obligations",
                filter=own & Q(obligations__waived_at__isnull=True, obligations__first_signed_at__isnull=False),
                distinct=True,
            ),
        )
        .order_by("kind", "covers_to", "seq")
    )
    context = {
        "title": "报告期",
        "year": year,
        "years": years,
        "rows": [(each, office_calendar().say(actor.today, each.due_on)) for each in rows],
        "months": calendar.months(year, rows, office_calendar()),
        "known": office_calendar().knows(actor.today.replace(year=year, month=1, day=1)),
        "exceptions": completeness.exceptions() if actor.is_office else (),
        "may_manage": may(actor, Verb.MANAGE_PERIODS),
        "rule_there": bool(may(actor, Verb.MANAGE_PERIODS)) and bool(rules()),
    }
    return page(request, "periods/periods.html", context)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """The completeness board: a row a unit; a unit sees its own row."""
    board = Board(load(pk), request.actor, request.GET)
    context = {
        "title": f"{board.period}报送情况",
        "board": board,
        "period": board.period,
        "rows": [(row, board.label(row), note(row)) for row in board.rows],
        "left": office_calendar().say(request.actor.today, board.period.due_on),
        "may_manage": may(request.actor, Verb.MANAGE_PERIODS),
        "verbs": verbs(board),
        "formats": TYPES,
        "left_out": left_out(board.period, request.actor),
        "trail": trail.lines(board.period, request.actor) if request.actor.sees_everything else [],
    }
    return page(request, "periods/_board.html" if is_fragment(request) else "periods/period.html", context)


@methods(write=True, verb=Verb.EXPORT_LEDGER)
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the rows shown, as xlsx or csv; what leaves the system is recorded."""
    kind = request.POST.get("format", "")
    if kind not in TYPES:
        raise Invalid("导出格式只有 Excel 和 CSV 两种。请从“导出”中选择一种。")
    board = Board(load(pk), request.actor, request.GET)
    said = f"{board.period}报送情况，{board.said()}"
    view_actions.record_export(
        kind=TYPES[kind][0], conditions=said, count=len(board.rows), by=request.actor, at=timezone.now()
    )
    out = io.BytesIO()
    if kind == "csv":
        sheets.write_csv(board.columns(), board.rows, out=out)
    else:
        day = request.actor.today
        head = f"条件：{board.said()}　共 {len(board.rows)} 个单位　{day_in_words(day)}导出"
        sheets.write_xlsx(
            board.columns(), board.rows, out=out, title=f"{board.period}报送情况", note=head, sheet="报送情况"
        )
    response = HttpResponse(out.getvalue(), content_type=TYPES[kind][1])
    name = f"报送情况_{board.period}_{request.actor.today:%Y%m%d}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store"
    return response


@methods(read=True, verb=Verb.VIEW_LEDGER)
def burden(request: HttpRequest, pk: int) -> HttpResponse:
    """What the period asks of each unit; a unit sees its own."""
    row = load(pk)
    expected = Obligation.objects.filter(period=row).visible_to(request.actor)
    found = meter.of_rows(completeness.rows(expected, today=request.actor.today))
    context = {
        "title": f"{row}填报负担",
        "period": row,
        "rows": found,
        "sum": meter.total(found),
        "rule": RULE,
    }
    return page(request, "periods/burden.html", context)


@methods(read=True, verb=Verb.REVIEW_REPORT)
def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """How often each check fired, was answered, was overruled, in the period and in the year."""
    row = load(pk)
    year = {each.rule: each for each in firings.counts(year=row.year)}
    context = {
        "title": f"{row}校核规则统计",
        "period": row,
        "rows": [(each, year[each.rule]) for each in firings.counts(row)],
        "enough": firings.ENOUGH,
    }
    return page(request, "periods/checks.html", context)
