"""Whose report it is: one's own unit's to fill, the office's to look at; for everybody else there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import NotAllowed
from duban.orgs.workdays import office_calendar
from duban.progress.actions import corrections, moves, signing
from duban.progress.enums import EDITABLE_STATES
from duban.progress.models import Obligation, Report
from duban.web.request import HttpRequest

RELATED = ("period", "unit", "supersedes", "submitted_by")


def load(request: HttpRequest, pk: int) -> Report:
    """A report that the person may see here. Leaders read what has been signed, on its own page."""
    found = Report.objects.visible_to(request.actor).filter(pk=pk).select_related(*RELATED).first()
    if found is None:
        raise Http404
    if not request.actor.is_office and found.unit_id not in own_unit_ids(request.actor):
        raise NotAllowed("起草中的报告由承办单位填写，区领导请看报送后的报告。")
    return found


def load_own(request: HttpRequest, pk: int) -> Report:
    """A report of the person's own unit, to write in."""
    found = load(request, pk)
    if found.unit_id not in own_unit_ids(request.actor):
        raise NotAllowed("这不是本单位的报告。")
    return found


def editable(report: Report, actor: Actor) -> bool:
    """Whether this person may write in it now."""
    return report.state in EDITABLE_STATES and report.unit_id in own_unit_ids(actor)


def reading_page(report: Report) -> str:
    """Address of the page on which the report is read and signed."""
    try:
        return reverse("report_read", args=[report.pk])
    except NoReverseMatch:
        return reverse("report", args=[report.pk])


@dataclass(frozen=True)
class Term:
    """The obligation behind a report: until when, promised for when."""

    obligation: Obligation | None
    actor: Actor

    @classmethod
    def of(cls, report: Report, actor: Actor) -> Term:
        """One query."""
        rows = Obligation.objects.filter(period=report.period_id, unit=report.unit_id)
        return cls(rows.select_related("period").first(), actor)

    @property
    def left(self) -> str:
        """还有 3 个工作日."""
        if self.obligation is None or self.obligation.first_signed_at:
            return ""
        return office_calendar().say(self.actor.today, self.obligation.due_on)

    @property
    def late(self) -> bool:
        row = self.obligation
        return row is not None and row.first_signed_at is None and row.due_on < self.actor.today


def sending(report: Report, actor: Actor) -> str:
    """What the button says: 送审 where the office manager checks first, else 送签, for a clerical correction

    报送，沿用签字; nothing where no move is open.
    """
    found = {move.name: move.label for move in moves.offered(report, actor, timezone.now())}
    return found.get("send_carried") or found.get("send_to_sign") or found.get("submit", "")


def send(report: Report, by: Actor, at: dt.datetime) -> Report:
    """Send it the way that the button says."""
    carries = any(move.name == "send_carried" for move in moves.offered(report, by, at))
    act = corrections.send_carried if carries else signing.submit
    return act(report=report, by=by, at=at)


def cannot_send(report: Report, actor: Actor) -> str:
    """Why it cannot be sent whatever its lines say (the actions ask the same again)."""
    period = report.period
    if period.opened_at is None:
        return f"本期从 {period.opens_on:%Y-%m-%d} 起报送，现在可以先起草。"
    if actor.today > period.closes_on and report.version == 1:
        return f"本期已于 {period.closes_on:%Y-%m-%d} 截止，补报请联系督查室。"
    return ""


def now() -> str:
    """10:32."""
    return f"{timezone.localtime():%H:%M}"
