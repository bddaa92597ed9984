"""Setting up periods: from the notice's own rule, a special collection, other dates, opening, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.calendar.periods import PeriodPlan, from_rule
from duban.notices.models import NoticeRule
from duban.orgs.permissions import Invalid, Verb
from duban.orgs.workdays import office_calendar
from duban.progress.actions import periods as actions
from duban.progress.actions.periods import Special
from duban.progress.enums import PeriodKind
from duban.progress.models import Period
from duban.web.http import methods, page
from duban.web.periods import forms, opening
from duban.web.periods.board import Board
from duban.web.periods.left_out import left_out
from duban.web.request import HttpRequest


def rules() -> list[NoticeRule]:
    """Confirmed rules of periodic reports from which days can be made, the newest notice first."""
    rows = (
        NoticeRule.objects.filter(kind="periodic_report")
        .select_related("notice")
        .defer("notice__source_text")
        .order_by("-notice__year", "notice_id", "id")
    )
    return [rule for rule in rows if from_rule(rule.data, rule.notice.year)]


@methods(read=True, write=True, verb=Verb.MANAGE_PERIODS)
def plan(request: HttpRequest) -> HttpResponse:
    """The periods that a notice asks for, with its words; made at a press of the button."""
    data = request.POST if request.method == "POST" else request.GET
    found = rules()
    rule = next((each for each in found if str(each.pk) == data.get("rule", "")), found[0] if found else None)
    last = data.get("last", "1") != "0"
    plans = from_rule(rule.data, rule.notice.year, last_report=last) if rule else ()
    if request.method == "POST":
        if rule is None:
            raise Invalid("没有可用的来文要求。请先确认含有报送期限的来文。")
        made = actions.make_calendar(plans=plans, rule=rule, by=request.actor, at=timezone.now())
        messages.success(request, f"{rule.notice.year}年的报告期已设好，共 {len(made)} 期。到开始报送日自动开启。")
        return redirect("periods")
    context = {
        "title": "按来文设报告期",
        "rules": found,
        "rule": rule,
        "last": last,
        "has_last": rule is not None and len(from_rule(rule.data, rule.notice.year)) > len(plans) or _january(plans),
        "plans": [(each, _have(each), not office_calendar().is_workday(each.due_on)) for each in plans],
    }
    return page(request, "periods/plan.html", context)


def _january(plans: tuple[PeriodPlan, ...]) -> bool:
    return any(each.due_on.year > each.year for each in plans)


def _have(each: PeriodPlan) -> bool:
    return Period.objects.filter(year=each.year, seq=each.seq, kind=PeriodKind.REGULAR).exists()


@methods(read=True, write=True, verb=Verb.MANAGE_PERIODS)
def special(request: HttpRequest) -> HttpResponse:
    """An extra collection: who, about what, until when."""
    today = request.actor.today
    initial = {"covers_to": today, "opens_on": today}
    form = forms.Special(request.POST or None, initial=initial, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        matters, units = given.pop("codes"), given.pop("units")
        asked = Special(**given, units=tuple(units), matters=tuple(matters))
        try:
            made = actions.create_special(special=asked, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"已设“{made}”。核对应报清单后即可开启。")
            return redirect("period-open", pk=made.pk)
    context = {"title": "新建专项报告", "form": form}
    return page(request, "periods/special.html", context, status=422 if form.errors else 200)


def load(pk: int) -> Period:
    """The period. Its dates are known to everybody who works with the ledger."""
    return get_object_or_404(Period.objects.select_related("rule__notice"), pk=pk)


@methods(read=True, write=True, verb=Verb.MANAGE_PERIODS)
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the days of a period that is not open yet."""
    period = load(pk)
    form = forms.Dates(request.POST or None, initial=forms.dates_of(period))
    if request.method == "POST" and form.is_valid():
        try:
            actions.adjust(period=period, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "日期已调整。")
            return redirect("period", pk=pk)
    context = {"title": f"调整{period}的日期", "period": period, "form": form}
    return page(request, "periods/dates.html", context, status=422 if form.errors else 200)


@methods(read=True, write=True, verb=Verb.MANAGE_PERIODS)
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will owe what; opening freezes that list."""
    period = load(pk)
    if request.method == "POST":
        actions.open_period(period=period, by=request.actor, at=timezone.now())
        messages.success(request, f"“{period}”已开启，应报清单已锁定。")
        return redirect("period", pk=pk)
    if period.opened_at is not None:
        return redirect("period", pk=pk)
    context = {"title": f"开启{period}", "period": period, "preview": opening.preview(period, request.actor)}
    context["left_out"] = left_out(period, request.actor)
    return page(request, "periods/open.html", context)


@methods(write=True, verb=Verb.MANAGE_PERIODS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The time of late filing is over."""
    period = actions.close_period(period=load(pk), by=request.actor, at=timezone.now())
    messages.success(request, f"“{period}”已关闭。")
    return redirect("period", pk=pk)


@methods(write=True, verb=Verb.MANAGE_PERIODS)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a period set by mistake."""
    period = load(pk)
    name = period.name
    actions.remove(period=period, by=request.actor, at=timezone.now())
    messages.success(request, f"已删除“{name}”。")
    return redirect("periods")


def verbs(board: Board) -> dict[str, bool]:
    """What the office may do with the period now."""
    period, today = board.period, board.actor.today
    return {
        "open": period.opened_at is None,
        "adjust": period.opened_at is None,
        "remove": period.opened_at is None,
        "close": period.opened_at is not None and period.closed_at is None and today > period.closes_on,
    }
