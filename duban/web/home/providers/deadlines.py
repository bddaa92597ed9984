"""Terms that confirmed notices set: the next day of each, while it is not past."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from duban.core.calendar.deadlines import next_due
from duban.ledger.models import Matter
from duban.notices.models import NoticeRule
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.progress.enums import PeriodKind
from duban.progress.models import Period
from duban.web.home.waiting import Waiting

KINDS = {
    "liaison_list": "报送联络员名单",
    "handling_plan": "报送办理方案",
    "periodic_report": "报送完成情况",
}


def of_notices(actor: Actor) -> Iterable[Waiting]:
    """For everybody who works with the ledger; the newest notices come first where a term falls on one day."""
    if not may(actor, Verb.VIEW_LEDGER):
        return
    rules = NoticeRule.objects.filter(kind__in=KINDS, notice__year__gte=actor.today.year - 1)
    seen = set()
    with_periods = set(Period.objects.filter(kind=PeriodKind.REGULAR).values_list("year", flat=True).distinct())
    with_lines_of_its_own = {"liaison_list"} if Matter.objects.live().visible_to(actor).exists() else set()
    for rule in (
        rules.select_related("notice").defer("notice__source_text").order_by("-notice__year", "-notice_id", "id")
    ):
        due = next_due(rule.data, rule.notice.year, actor.today)
        if due is None or (rule.kind, due) in seen or rule.kind in with_lines_of_its_own:
            continue
        if rule.kind == "periodic_report" and rule.notice.year in with_periods:
            continue  # the periods say it, to each with its own day
        seen.add((rule.kind, due))
        yield Waiting(
            title=f"{KINDS[rule.kind]}（{rule.notice.year}年）",
            href=_where(rule, actor),
            note=f"依据：{rule.notice.document_number or rule.notice.title}",
            due=due,
        )


def _where(rule: NoticeRule, actor: Actor) -> str:
    """The notice for those who may open it whole; for a unit, its own matters of that year."""
    if actor.sees_everything:
        return reverse("ledger-notice", args=[rule.notice_id])
    return f"{reverse('ledger')}?year={rule.notice.year}"
