"""A person's days (日历): reports due, milestones of plans, what the notices ask for. Of their own units alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Max

from duban.audit.models import Event
from duban.core.calendar.deadlines import due_days
from duban.ledger.enums import OVER
from duban.ledger.models import Assignment
from duban.notices.models import NoticeRule
from duban.orgs.actor import Actor
from duban.progress.enums import PlanState
from duban.progress.models import HandlingPlan, Milestone, Obligation, Period
from duban.writers.calendar import Entry

PAST = dt.timedelta(days=120)  # how far back the calendar reaches
DOMAIN = "duban"
CHANGES = ("obligation.extend", "obligation.waive", "obligation.end_waiver")


def entries(actor: Actor) -> list[Entry]:
    """The days of the actor; the office and the leaders get the terms of the district."""
    since = actor.today - PAST
    if actor.sees_everything:
        found = [*_periods(since), *_asked(actor, since)]
    else:
        found = [*_owed(actor, since), *_expected(actor), *_milestones(actor, since), *_asked(actor, since)]
    return sorted(found, key=lambda each: (each.day, each.uid))


def uid(*parts: object) -> str:
    return "-".join(str(part) for part in parts) + f"@{DOMAIN}"


def _owed(actor: Actor, since: dt.date) -> Iterator[Entry]:
    """What the units owe: an extension moves the day, a waiver cancels it, filing says so."""
    rows = Obligation.objects.filter(unit__in=actor.unit_ids, period__due_on__gte=since)
    rows = rows.select_related("period", "unit").order_by("pk")
    events = Event.objects.filter(
        subject_type="progress.obligation", subject_id__in=[row.pk for row in rows], verb__in=CHANGES
    )
    changes = {
        pk: (count, last)
        for pk, count, last in events.order_by().values_list("subject_id").annotate(n=Count("id"), at=Max("at"))
    }
    several = len(actor.unit_ids) > 1
    for row in rows:
        count, last = changes.get(row.pk, (0, None))
        instants = [at for at in (last, row.first_signed_at, row.period.opened_at) if at is not None]
        done = "（已报送）" if row.first_signed_at else ""
        yield Entry(
            uid=uid("report", row.period_id, row.unit_id),
            day=row.due_on,
            title=f"{row.period}报告到期{done}" + (f"：{row.unit}" if several else ""),
            text="延期：" + row.extension_reason if row.extension_reason else "",
            sequence=1 + count + (row.first_signed_at is not None),
            changed=max(instants) if instants else Entry.changed,
            cancelled=row.waived_at is not None,
        )


def _expected(actor: Actor) -> Iterator[Entry]:
    """Periods that are not open yet, for units that have something to report on: the day may still change."""
    held = Assignment.objects.live().held_by(set(actor.unit_ids), actor.today)
    if not held.exclude(matter__state__in=OVER).exists():
        return
    coming = Period.objects.filter(opened_at__isnull=True, due_on__gte=actor.today, kind="regular")
    for period in coming.order_by("pk"):
        for unit_id in sorted(actor.unit_ids):
            yield Entry(
                uid=uid("report", period.pk, unit_id), day=period.due_on, title=f"{period}报告到期", tentative=True
            )


def _periods(since: dt.date) -> Iterator[Entry]:
    for period in Period.objects.filter(due_on__gte=since).order_by("pk"):
        closed = (period.closed_at is not None) + (period.opened_at is not None)
        yield Entry(uid("period-open", period.pk), period.opens_on, f"{period}开始报送", sequence=closed)
        yield Entry(uid("period-due", period.pk), period.due_on, f"{period}报送到期", sequence=closed)


def _milestones(actor: Actor, since: dt.date) -> Iterator[Entry]:
    """Nodes of the plan in force. A node keeps its id through versions; one that a new version dropped is cancelled."""
    plans = HandlingPlan.objects.filter(unit__in=actor.unit_ids, state__in=[PlanState.ACCEPTED, PlanState.SUPERSEDED])
    rows = Milestone.objects.filter(plan__in=plans).select_related("plan__matter").order_by("plan__version", "ordinal")
    newest: dict[tuple[int, int], HandlingPlan] = {}
    nodes: dict[tuple[int, int], dict[int, Milestone]] = defaultdict(dict)
    for row in rows:
        key = (row.plan.matter_id, row.plan.unit_id)
        newest[key] = row.plan
        nodes[key][row.ordinal] = row
    for key, of_matter in nodes.items():
        plan = newest[key]
        for ordinal, row in of_matter.items():
            if row.due_on < since:
                continue
            yield Entry(
                uid=uid("milestone", *key, ordinal),
                day=row.due_on,
                title=f"节点：{row.plan.matter.code} {row.content}",
                sequence=plan.version,
                changed=plan.decided_at or Entry.changed,
                cancelled=row.plan_id != plan.pk,
            )


def _asked(actor: Actor, since: dt.date) -> Iterator[Entry]:
    """Days that notices set for the liaison list and the plans; reports have their periods."""
    names = {"liaison_list": "报送联络员名单", "handling_plan": "报送办理方案"}
    if not (actor.sees_everything or actor.unit_ids) or actor.is_administrator:
        return
    rules = NoticeRule.objects.filter(kind__in=names).select_related("notice").defer("notice__source_text")
    for rule in rules.order_by("pk"):
        for number, day in enumerate(due_days(rule.data, rule.notice.year)):
            if day >= since:
                basis = rule.notice.document_number or rule.notice.title
                yield Entry(
                    uid=uid("rule", rule.pk, number), day=day, title=names[rule.kind], text=f"依据：{basis}",
                    changed=rule.notice.confirmed_at,
                )  # fmt: skip
