"""The rules of a notice as the step 要求与时限 shows them: words, fields, the days they mean."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from duban.core.calendar.periods import quarters
from duban.orgs.permissions import Invalid

KINDS = {
    "liaison_list": "报送联络人员名单",
    "handling_plan": "制订办理方案",
    "periodic_report": "定期报送完成情况",
    "lead_rule": "牵头单位的认定",
    "appraisal": "纳入绩效考核",
    "circular": "通报",
    "commendation": "表彰",
    "coordination": "困难协调",
    "supervision": "督查和通报的方式",
    "closing": "销号",
    "adjustment": "调整报批",
    "form_of_reports": "报送的形式",
}
CYCLES = {"quarter": "每季度", "month": "每月", "half": "每半年", "year": "每年", "week": "每周"}
SIGNERS = {
    "principal": "单位主要领导签字",
    "deputy": "分管领导签字",
    "office_head": "办公室负责人签字",
    "stamp": "加盖公章",
}
WORDS = {"to": "报送给", "form": "使用表格", "format": "形式", "what": "内容", "channel": "报送方式"}


@dataclass(frozen=True)
class RuleField:
    """One fact of a rule that can be changed."""

    key: str
    label: str
    value: Any
    sort: str  # date | number | text | choice
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RuleView:
    """A rule with its sentence, its fields, and the days that follow from it."""

    n: int
    kind: str
    label: str
    sentence: str
    fields: list[RuleField]
    days: list[dt.date]
    answer: str

    @property
    def waits(self) -> bool:
        return not self.answer


def rule_views(current: dict[str, Any], answers: dict[str, str]) -> list[RuleView]:
    """All rules, in printed order."""
    return [
        RuleView(
            n=n,
            kind=rule["kind"],
            label=KINDS.get(rule["kind"], "其他要求"),
            sentence=rule["sentence"],
            fields=_fields(rule["data"]),
            days=days(rule["data"]),
            answer=answers.get(str(n), ""),
        )
        for n, rule in enumerate(current["rules"])
    ]


def _fields(data: dict[str, Any]) -> list[RuleField]:
    fields = []
    if "due" in data:
        fields.append(RuleField("due", "截止日期", data["due"], "date"))
    if "cycle" in data:
        fields.append(RuleField("cycle", "周期", data["cycle"], "choice", tuple(CYCLES.items())))
    if "month_of_cycle" in data:
        fields.append(RuleField("month_of_cycle", "周期的第几个月", data["month_of_cycle"], "number"))
    if "day" in data:
        fields.append(RuleField("day", "几日前（含当日）", data["day"], "number"))
    if "from" in data:
        fields += [RuleField(f"from.{k}", FROM.get(k, k), v, "number") for k, v in data["from"].items()]
    if "signed_by" in data:
        fields.append(RuleField("signed_by", "签字", data["signed_by"], "choice", tuple(SIGNERS.items())))
    for key, label in WORDS.items():
        if isinstance(data.get(key), str):
            fields.append(RuleField(key, label, data[key], "text"))
    return fields


FROM = {"year": "从哪一年起", "quarter": "从第几季度起", "month": "从几月起"}


def days(data: dict[str, Any]) -> list[dt.date]:
    """The days that the rule means in its first year; empty where it names none.

    For 2023年第二季度起每个季度第1个月10日前: 4月10日, 7月10日, 10月10日, and next year's 1月10日.
    """
    if isinstance(data.get("due"), str):
        try:
            return [dt.date.fromisoformat(data["due"])]
        except ValueError:
            return []
    start = data.get("from")
    if data.get("cycle") != "quarter" or not isinstance(start, dict) or not data.get("day") or "year" not in start:
        return []
    plans = quarters(start["year"], day=data["day"], month_of_cycle=data.get("month_of_cycle", 1))
    first = dt.date(start["year"], 3 * (min(max(start.get("quarter", 1), 1), 4) - 1) + 1, 1)
    return [plan.due_on for plan in plans if plan.due_on >= first]


def changes(view: RuleView, data: QueryDict, old: dict[str, Any]) -> dict[str, Any]:
    """What the form of a rule changes in its data. Raises :class:`Invalid`."""
    found: dict[str, Any] = {}
    for field in view.fields:
        given = data.get(f"rule-{view.n}-{field.key}")
        if given is None or given.strip() == str(field.value):
            continue
        value: Any = given.strip()
        if field.sort == "number":
            if not value.isdecimal():
                raise Invalid(f"“{field.label}”应是数字，填的是“{value}”。")
            value = int(value)
        if field.key.startswith("from."):
            found["from"] = {**found.get("from", old["from"]), field.key.removeprefix("from."): value}
        else:
            found[field.key] = value or None
    return found
