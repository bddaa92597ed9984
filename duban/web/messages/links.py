"""Where a message leads."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from duban.dispatch.models import Receipt
from duban.messaging.models import Message
from duban.orgs.actor import Actor
from duban.progress.models import Obligation, Report

Target = Callable[[Message, Actor], str]

# Kinds that ask for an act on a page of its own.
_ACTS = {"report_sign": "report_sign", "report_check": "report_check", "signature_carried": "report_read"}


def target(message: Message, actor: Actor) -> str:
    """Address of what the message is about; the page decides itself what the person may see there."""
    where = _TARGETS.get(message.about_type)
    return where(message, actor) if where else reverse("home")


def _report(message: Message, actor: Actor) -> str:
    name = _ACTS.get(message.kind, "report")
    return reverse(name, args=[message.about_id])


def _obligation(message: Message, actor: Actor) -> str:
    """The newest report on what is owed; where nobody has begun one, the list in which it is begun."""
    row = Obligation.objects.filter(pk=message.about_id).first()
    if row is None:
        return reverse("reports")
    report = Report.objects.filter(period=row.period_id, unit=row.unit_id).order_by("-version").first()
    if report is None:
        return reverse("reports")
    return reverse("report_sign" if message.kind == "reminder_sign" else "report", args=[report.pk])


def _case(message: Message, actor: Actor) -> str:
    """Who is asked comes to the answer at once."""
    return reverse("case-answer" if message.kind == "case_routed" else "case", args=[message.about_id])


def _document(message: Message, actor: Actor) -> str:
    row = Receipt.objects.filter(pk=message.about_id).first()
    return reverse("document", args=[row.dispatch_id]) if row is not None else reverse("documents")


_TARGETS: dict[str, Target] = {
    "progress.report": _report,
    "progress.obligation": _obligation,
    "progress.period": lambda message, actor: reverse("reminders") if actor.is_office else reverse("reports"),
    "progress.dispute": lambda message, actor: reverse("dispute", args=[message.about_id]),
    "progress.handlingplan": lambda message, actor: reverse("plan", args=[message.about_id]),
    "progress.delegation": lambda message, actor: reverse("delegations"),
    "appraisal.appraisal": lambda message, actor: reverse("appraisal", args=[message.about_id]),
    "appraisal.unitresult": lambda message, actor: reverse("appraisal-result", args=[message.about_id]),
    "appraisal.objection": lambda message, actor: reverse("appraisal-objection", args=[message.about_id]),
    "oversight.adjustment": lambda message, actor: reverse("adjustment", args=[message.about_id]),
    "oversight.closing": lambda message, actor: reverse("closing", args=[message.about_id]),
    "oversight.inspection": lambda message, actor: reverse("inspection", args=[message.about_id]),
    "oversight.conclusion": lambda message, actor: reverse("inspection-conclusion", args=[message.about_id]),
    "oversight.rectification": lambda message, actor: reverse("inspection-rectifications"),
    "oversight.coordinationcase": _case,
    "oversight.directive": lambda message, actor: reverse("directive", args=[message.about_id]),
    "oversight.meeting": lambda message, actor: reverse("meeting", args=[message.about_id]),
    "ledger.matter": lambda message, actor: reverse("ledger-item", args=[message.about_id]),
    "circulars.circular": lambda message, actor: reverse("circular", args=[message.about_id]),
    "circulars.part": lambda message, actor: reverse("circular-part", args=[message.about_id]),
    "oversight.urging": lambda message, actor: reverse("urging", args=[message.about_id]),
    "oversight.officerating": lambda message, actor: reverse("rating-by", args=[message.about_id]),
    "oversight.verification": lambda message, actor: reverse("verification", args=[message.about_id]),
    "dispatch.draft": lambda message, actor: reverse("document-draft", args=[message.about_id]),
    "dispatch.receipt": _document,
    "notices.notice": lambda message, actor: reverse("receipts"),
}
