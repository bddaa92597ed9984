"""亮灯规则: every version as published, and a new one with what it would change."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS, FIRST, Rule, faults_of_all, in_force
from duban.ledger.models import Programme
from duban.orgs.permissions import Refused, Verb, may
from duban.oversight.actions.lights import next_version, publish_rule
from duban.oversight.boards import ORDER
from duban.oversight.judging import lights, rules
from duban.oversight.models import LightRule
from duban.web.fields import DateField, Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest


class RuleForm(Form):
    """The cut points in percent of the goal."""

    since = DateField(label="执行日期")
    green_to = forms.DecimalField(label="绿灯：落后不超过目标的（%）", min_value=0, max_value=100, decimal_places=2)
    yellow_to = forms.DecimalField(label="黄灯：落后不超过目标的（%）", min_value=0, max_value=100, decimal_places=2)
    soon_days = forms.IntegerField(label="距期限几个工作日内尚无数据亮黄灯", min_value=0, max_value=250)
    node_days = forms.IntegerField(label="时间节点逾期几个工作日内亮黄灯", min_value=0, max_value=250)
    reason = forms.CharField(label="调整理由", max_length=200, required=False)

    def rule(self) -> Rule:
        """As the core wants it."""
        said = self.cleaned_data
        return Rule(
            version=next_version(),
            since=said["since"],
            green_to=said["green_to"] / 100,
            yellow_to=said["yellow_to"] / 100,
            soon_days=said["soon_days"],
            node_days=said["node_days"],
        )


@methods(read=True, verb=Verb.VIEW_LEDGER)
def light_rules(request: HttpRequest) -> HttpResponse:
    """Every version as published; everybody may know by what they are judged."""
    context = {
        "title": "亮灯规则",
        "first": FIRST,
        "rows": [(row, row.as_rule()) for row in LightRule.objects.select_related("published_by").order_by("-version")],
        "now": in_force(rules(), request.actor.today),
        "may_set": bool(may(request.actor, Verb.SET_LIGHTS)),
    }
    return page(request, "lights/rules.html", context)


@methods(read=True, write=True, verb=Verb.SET_LIGHTS)
def light_rule_new(request: HttpRequest) -> HttpResponse:
    """The office tries a new version (试算) and publishes it."""
    known = rules()
    form = RuleForm(request.POST or None, initial=_initial(in_force(known, request.actor.today), request.actor.today))
    tried = None
    if request.method == "POST" and form.is_valid():
        rule = form.rule()
        if "publish" in request.POST:
            try:
                reason = form.cleaned_data["reason"]
                row = publish_rule(rule=rule, reason=reason, by=request.actor, at=timezone.now())
            except Refused as no:
                form.add_error(None, no.reason)
            else:
                messages.success(request, f"第{row.version}版已发布，{row.since:%Y-%m-%d}起执行。")
                return redirect("light-rules")
        else:
            wrong = faults_of_all([*known, rule])
            for text in wrong:
                form.add_error(None, text)
            tried = None if wrong else _difference(rule)
    return page(request, "lights/rule_new.html", {"title": "调整亮灯规则", "form": form, "tried": tried})


def _initial(rule: Rule, today: dt.date) -> dict[str, object]:
    return {
        "since": today,
        "green_to": (rule.green_to * 100).normalize(),
        "yellow_to": (rule.yellow_to * 100).normalize(),
        "soon_days": rule.soon_days,
        "node_days": rule.node_days,
    }


def _difference(rule: Rule) -> dict[str, object]:
    """How many lights of today each rule gives, and how many matters change."""
    year = Programme.objects.order_by("-year").values_list("year", flat=True).first()
    at = timezone.now()
    year = year or timezone.localtime(at).year
    before, after = lights(year=year, at=at), lights(year=year, at=at, rule=rule)
    old, new = Counter(x.colour for x in before.values()), Counter(x.colour for x in after.values())
    changed = [(before[pk], after[pk]) for pk in before if before[pk].colour != after[pk].colour]
    return {
        "sentence": rule.sentence(),
        "rows": [(colour, COLOUR_LABELS[colour], old[colour], new[colour]) for colour in ORDER],
        "changed": changed,
        "total": len(before),
        "share": Decimal(len(changed) * 100) / len(before) if before else Decimal(0),
    }
