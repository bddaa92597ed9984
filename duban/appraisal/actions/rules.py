"""Publishing a rule of appraisal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Max

from duban.appraisal.enums import AppraisalState
from duban.appraisal.models import Appraisal, AppraisalRule
from duban.audit.actions import record
from duban.core.appraisal.jsonform import rule_json
from duban.core.appraisal.methods import CURRENT
from duban.core.appraisal.rules import RuleSet, faults_of_all
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale, Verb, require


def rules() -> list[RuleSet]:
    """Every published version; one query."""
    return [row.as_rule() for row in AppraisalRule.objects.order_by("version")]


def next_version() -> int:
    """The number of the next version; the first published one is 2, because 1 is built in."""
    return max(AppraisalRule.objects.aggregate(v=Max("version"))["v"] or 1, 1) + 1


@transaction.atomic
def publish(*, rule: RuleSet, reason: str, by: Actor, at: dt.datetime) -> AppraisalRule:
    """发布 a new version, for a year whose results no unit has seen yet: nobody is judged by what came afterwards."""
    require(by, Verb.APPRAISE)
    if len(reason.strip()) < 4:
        raise Invalid("发布考核规则须写明理由。")
    if not 2000 <= rule.year <= 2100:
        raise Invalid(f"执行年度是 {rule.year}，应为四位年份。")
    rule = replace(rule, version=next_version(), method=CURRENT)
    wrong = faults_of_all([*rules(), rule])
    if wrong:
        raise Invalid("".join(wrong))
    seen = Appraisal.objects.filter(year__gte=rule.year).exclude(state=AppraisalState.DRAFT).order_by("-year").first()
    if seen is not None:
        raise Invalid(f"{seen.year}年度的考核结果已送单位，规则不能再变。请从{seen.year + 1}年度起执行。")
    try:
        with transaction.atomic():
            row = AppraisalRule.objects.create(
                version=rule.version,
                year=rule.year,
                data=rule_json(rule),
                reason=reason.strip(),
                published_by=by.person,
                published_at=at,
            )
    except IntegrityError:
        raise Stale("刚有另一版规则发布，请刷新后再试。") from None
    record("appraisal_rule.publish", row, by=by, at=at, after={"text": rule.sentences()[0]}, reason=row.reason)
    return row
