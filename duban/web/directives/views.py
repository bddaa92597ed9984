"""The list of directives by owner and day, one directive with its moves, the list as a file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.text.days import day_in_words
from duban.core.workflow import directive as flow
from duban.core.workflow.table import Transition
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import NotAllowed, Refused, Stale, Verb
from duban.orgs.workdays import office_calendar
from duban.oversight.actions import directives as actions
from duban.oversight.enums import DirectiveState
from duban.oversight.models import Directive
from duban.oversight.querysets import of_units
from duban.progress.actions.exports import record_export
from duban.web import trail
from duban.web.cases.forms import CommentForm
from duban.web.downloads import XLSX, made
from duban.web.fields import DateField
from duban.web.http import methods, page
from duban.web.narrowing import Narrowing
from duban.web.request import HttpRequest
from duban.writers.sheets import Column, write_xlsx

PAGE = 50
YES = "yes"
OPEN = (DirectiveState.OPEN, DirectiveState.REPORTED)
FIELDS: dict[str, tuple[str, Any, str]] = {
    "mine": ("", {YES: "等我办理"}, "mine"),
    "late": ("", {YES: "逾期"}, "late"),
    "state": ("状态", dict(DirectiveState.choices), "state"),
    "owner": ("承办单位", None, "owner__name"),
    "year": ("年度", None, "case__matter__programme__year"),
}


@dataclass(frozen=True)
class Row:
    """A directive with its clock."""

    row: Directive
    today: Any

    @property
    def late(self) -> bool:
        """Open past its day."""
        return self.row.is_late(self.today)

    @property
    def left(self) -> str:
        """还有 3 个工作日."""
        return office_calendar().say(self.today, self.row.due_on) if self.row.is_open else ""


def visible(actor: Actor) -> QuerySet[Directive]:
    """Directives that the person may see, with what their lines show."""
    rows = Directive.objects.visible_to(actor).select_related(
        "case__matter__programme", "case__unit", "owner__merged_into", "meeting", "given_by", "decided_by"
    )
    return rows.defer("case__matter__search", "case__matter__text", "case__matter__display")


def narrowed(asked: Any, actor: Actor) -> tuple[Narrowing, QuerySet[Directive]]:
    """The filters of the address and the rows that they leave: open ones first, the nearest day first."""
    turn = When(of_units(own_unit_ids(actor), "owner"), state=DirectiveState.OPEN, then=Value(YES))
    if actor.is_office:
        turn = When(state=DirectiveState.REPORTED, then=Value(YES))
    rows = visible(actor).annotate(
        mine=Case(turn, default=Value("")),
        late=Case(When(state__in=OPEN, due_on__lt=actor.today, then=Value(YES)), default=Value("")),
    )
    narrowing, found = Narrowing.of(asked, rows, FIELDS)
    rank = Case(When(state__in=OPEN, then=0), default=1)
    return narrowing, found.order_by(rank, "due_on", "owner__position", "pk")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def directives(request: HttpRequest) -> HttpResponse:
    """All for the office and the leaders; for a unit what it has to do, and what was decided on its difficulties."""
    narrowing, rows = narrowed(request.GET, request.actor)
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "交办事项",
        "narrowing": narrowing,
        "page": found,
        "rows": [Row(row, request.actor.today) for row in found],
        "office": request.actor.sees_everything,
    }
    return page(request, "directives/directives.html", context)


COLUMNS = (
    Column("承办单位", lambda each: each.row.owner.name, 16),
    Column("交办内容", lambda each: each.row.text, 40, wrap=True),
    Column("完成期限", lambda each: each.row.due_on, 12, "date"),
    Column("原定期限", lambda each: each.row.first_due_on, 12, "date"),
    Column("状态", lambda each: each.row.get_state_display(), 16),
    Column("期限情况", lambda each: each.left, 16),
    Column("办理结果", lambda each: each.row.result, 30, wrap=True),
    Column("事项", lambda each: each.row.case.matter.code, 9),
    Column("提请单位", lambda each: each.row.case.unit.name, 16),
    Column("会议", lambda each: each.row.meeting.title if each.row.meeting else "", 20),
    Column("交办时间", lambda each: timezone.localtime(each.row.given_at), 16, "date"),
)


@methods(write=True, verb=Verb.EXPORT_LEDGER)
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as a workbook."""
    actor = request.actor
    _, rows = narrowed(QueryDict(request.POST.get("query", "")), actor)
    lines = [Row(row, actor.today) for row in rows]
    out = io.BytesIO()
    note = f"共 {len(lines)} 项　{day_in_words(actor.today)}导出"
    write_xlsx(COLUMNS, lines, out=out, title="交办事项", note=note, sheet="交办事项")
    record_export(what="交办事项", kind="Excel", count=len(lines), by=actor, at=timezone.now())
    return made(out.getvalue(), f"交办事项_{actor.today:%Y%m%d}.xlsx", XLSX)


class PostponeForm(CommentForm):
    """Another day, and why."""

    due_on = DateField(label="新的完成期限")
    field_order = ("due_on", "comment")


FORMS: dict[str, type[CommentForm]] = {"postpone": PostponeForm}
LABELS = {
    "report": ("办理结果", "写明做了什么、结果如何。报出后由督查室核实。"),
    "confirm": ("核实情况", "写明怎样核实的，例如“已看到批复文件”。核实后不再出现在报告里。"),
    "send_back": ("退回理由", "写明还缺什么。"),
    "postpone": ("理由", "原定期限一直显示。"),
    "cancel": ("取消理由", "取消的交办仍列在这里。"),
}
SAID = {
    "report": "办理结果已报出，待督查室核实。",
    "confirm": "已核实落实。",
    "send_back": "已退回继续办理。",
    "postpone": "期限已调整，原定期限仍然显示。",
    "cancel": "已取消。",
}


@dataclass(frozen=True)
class MoveForm:
    """A move that the person may make now."""

    move: Transition
    form: forms.Form

    @property
    def open(self) -> bool:
        """It was sent and could not be followed."""
        return bool(self.form.errors)


def _form(name: str, data: Any = None) -> CommentForm:
    form = FORMS.get(name, CommentForm)(data, auto_id=f"{name}-%s")
    form.fields["comment"].label, form.fields["comment"].help_text = LABELS[name]
    form.fields["comment"].error_messages["required"] = f"没有填写{LABELS[name][0]}。"
    return form


@methods(read=True, verb=Verb.VIEW_LEDGER)
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """One directive."""
    return _show(request, get_object_or_404(visible(request.actor), pk=pk))


def _show(
    request: HttpRequest, row: Directive, *, bound: dict[str, CommentForm] | None = None, status: int = 200
) -> HttpResponse:
    held = actions.roles(row, request.actor)
    offered = flow.TABLE.available(row.state, held)
    context = {
        "title": f"交办：{row.owner.name}（{row.case.matter.code}）",
        "row": row,
        "seen": Row(row, request.actor.today),
        "moves": [MoveForm(move, (bound or {}).get(move.name) or _form(move.name)) for move in offered],
        "why": "" if offered or not row.is_open else f"现在由{_turn(row)}办理。",
        "trail": trail.lines(row, request.actor),
    }
    return page(request, "directives/directive.html", context, status=status)


def _turn(row: Directive) -> str:
    return row.owner.name if row.state == DirectiveState.OPEN else "督查室"


@methods(write=True, verb=Verb.VIEW_LEDGER)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """报办理结果 by the owner; 核实, 退回, 调整期限, 取消 by the office."""
    row, name = get_object_or_404(visible(request.actor), pk=pk), request.POST.get("move", "")
    if name not in SAID:
        raise Http404
    form = _form(name, request.POST)
    if form.is_valid():
        act: dict[str, Any] = {**form.cleaned_data, "by": request.actor, "at": timezone.now()}
        try:
            if name == "postpone":
                actions.postpone(row=row, **act)
            else:
                actions.decide(row=row, move=name, **act)
        except (NotAllowed, Stale):
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, SAID[name])
            return redirect("directive", pk)
    return _show(request, row, bound={name: form}, status=422)
