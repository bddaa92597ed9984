"""考核规则: every version as published, and a new one with what it would have changed in a past year."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.appraisal.actions import rules as acts
from duban.appraisal.computing import Whole, whole
from duban.appraisal.facts import gather
from duban.appraisal.models import Appraisal, AppraisalRule
from duban.core.appraisal.rules import FIRST, RuleSet, faults_of_all, in_force
from duban.core.appraisal.scoring import appraise, judge_all
from duban.core.appraisal.snapshot import UnitName
from duban.core.appraisal.whatif import moves
from duban.core.appraisal.words import KLASS_LABELS, Klass
from duban.ledger.models import Programme
from duban.orgs.actor import Actor
from duban.orgs.permissions import Refused, Verb, may
from duban.web.appraisals.forms import RuleForm
from duban.web.http import methods, page
from duban.web.request import HttpRequest


@methods(read=True, verb=Verb.VIEW_LEDGER)
def appraisal_rules(request: HttpRequest) -> HttpResponse:
    """Every version as published; everybody may know by what they are appraised."""
    rows = AppraisalRule.objects.select_related("published_by").order_by("-version")
    context = {
        "title": "考核规则",
        "now": in_force(acts.rules(), request.actor.today.year).sentences(),
        "rows": [(row, row.as_rule().sentences()) for row in rows],
        "first": FIRST.sentences(),
        "may_appraise": bool(may(request.actor, Verb.APPRAISE)),
    }
    return page(request, "appraisals/rules.html", context)


@methods(read=True, write=True, verb=Verb.APPRAISE, atomic=False)
def rule_new(request: HttpRequest) -> HttpResponse:
    """The office tries a new version on a past year's data (试算), and publishes it."""
    known, today = acts.rules(), request.actor.today
    years = list(
        Programme.objects.filter(year__lte=today.year).order_by("-year").values_list("year", flat=True).distinct()
    )
    form = RuleForm(request.POST or None, initial=RuleForm.initial_of(in_force(known, today.year), today.year))
    tried = None
    if request.method == "POST" and form.is_valid():
        rule = form.rule(acts.next_version())
        if "publish" in request.POST:
            try:
                with transaction.atomic():
                    reason = form.cleaned_data["reason"]
                    row = acts.publish(rule=rule, reason=reason, by=request.actor, at=timezone.now())
            except Refused as no:
                form.add_error(None, no.reason)
            else:
                messages.success(request, f"第{row.version}版已发布，自{row.year}年度起执行。")
                return redirect("appraisal-rules")
        else:
            wrong = faults_of_all([*known, rule])
            for text in wrong:
                form.add_error(None, text)
            tried = None if wrong else _tried(rule, known, _year(request, years), request.actor)
    context = {
        "title": "调整考核规则",
        "form": form,
        "years": years,
        "on_year": _year(request, years),
        "tried": tried,
    }
    return page(request, "appraisals/rule_new.html", context, status=422 if form.errors else 200)


def _year(request: HttpRequest, years: list[int]) -> int:
    asked = request.POST.get("on_year", "")
    if asked.isdigit() and int(asked) in years:
        return int(asked)
    return years[0] if years else request.actor.today.year


def data_of(year: int, actor: Actor) -> tuple[Whole, Any]:
    """A year's rows: of its last appraisal, else from the ledger as it stands today; with their day."""
    row = Appraisal.objects.light().filter(year=year).order_by("-version").first()
    if row is not None:
        return whole(row), row.as_of
    found = gather(year=year, as_of=actor.today)
    return Whole(tuple(UnitName(unit.pk, unit.name) for unit in found.units), found.facts), actor.today


def _tried(rule: RuleSet, known: list[RuleSet], year: int, actor: Actor) -> dict[str, Any]:
    """Classes under the rule that counts for the year and under the new one, and who changes."""
    data, as_of = data_of(year, actor)
    now = in_force(known, year)
    judgement = judge_all(data.facts, as_of)
    before, after = appraise(judgement, data.units, now), appraise(judgement, data.units, rule)
    old, new = Counter(o.klass for o in before.outcomes), Counter(o.klass for o in after.outcomes)
    names = {unit.pk: unit.name for unit in data.names}
    return {
        "year": year,
        "as_of": as_of,
        "version": now.version,
        "sentences": rule.sentences(),
        "rows": [(KLASS_LABELS[k], old[k], new[k]) for k in Klass],
        "moves": [(names[m.unit], KLASS_LABELS[m.before], KLASS_LABELS[m.after]) for m in moves(before, after)],
        "total": len(data.names),
    }
