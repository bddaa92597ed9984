"""What a version of a report changes against another, and whether that is material (domain §4.7).

Words may be corrected as clerical (文字更正); a figure, a presence, a rating, a date or a whole line may not.
"""

from __future__ import annotations

from typing import Any

from duban.orgs.models import Unit
from duban.progress import digest
from duban.progress.enums import FigureStatus, Presence, Rating
from duban.progress.models import Period, Report

LABELS = {
    "line": "事项",
    "answer": "专项情况",
    "presence": "填报情形",
    "done": "进展与成效",
    "problem": "问题及原因",
    "next_step": "下一步及时限",
    "reason": "未报数原因",
    "waiting_on": "等待单位",
    "expected_on": "预计发布日期",
    "rating": "自评",
    "synthesis": "牵头汇总",
    "value": "完成值",
    "numerator": "分子",
    "denominator": "分母",
    "as_of": "数据截至",
    "status": "数据性质",
    "source": "数据来源",
    "note": "口径说明",
    "corrects": "更正报告期",
}
WORDS = frozenset(
    {"done", "problem", "next_step", "reason", "synthesis", "source", "answer"}
)  # what clerical may touch


def changes_of(report: Report) -> list[dict[str, object]]:
    """What a later version changes against the one that it supersedes; nothing for a first version."""
    return differences(report.supersedes, report) if report.supersedes is not None else []


def differences(old: Report, new: Report) -> list[dict[str, object]]:
    """Rows of {"code", "field", "label", "before", "after", "material"} in printed order, figures last.

    ``code`` is the matter's, or empty for a figure; then ``field`` is the measure's name. ``before`` and ``after`` are
    words fit to be shown.
    """
    before, after = digest.content(old), digest.content(new)
    names = _Names(before, after)
    rows = _lines(before["lines"], after["lines"], names)
    old_answer, new_answer = before.get("answer", ""), after.get("answer", "")
    if old_answer != new_answer:
        rows.append(_row("", "answer", LABELS["answer"], old_answer, new_answer, material=False))
    return rows + _figures(before["figures"], after["figures"], names)


class _Names:
    """Stored codes and numbers in words; two queries, and only where units or periods are named."""

    def __init__(self, *contents: dict[str, Any]) -> None:
        units = {line["waiting_on"] for each in contents for line in each["lines"]} - {None}
        periods = {figure["corrects"] for each in contents for figure in each["figures"]} - {None}
        self.units = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")) if units else {}
        self.periods = dict(Period.objects.filter(pk__in=periods).values_list("pk", "name")) if periods else {}

    def say(self, field: str, value: Any) -> str:
        """The value as a person reads it."""
        if value in (None, ""):
            return {"presence": Presence.MISSING.label, "rating": Rating.NONE.label}.get(field, "")
        tables: dict[str, Any] = {
            "presence": dict(Presence.choices),
            "rating": dict(Rating.choices),
            "status": dict(FigureStatus.choices),
            "waiting_on": self.units,
            "corrects": self.periods,
        }
        return str(tables.get(field, {}).get(value, value))


def _row(code: str, field: str, label: str, before: str, after: str, *, material: bool) -> dict[str, object]:
    return {"code": code, "field": field, "label": label, "before": before, "after": after, "material": material}


def _lines(before: list[dict], after: list[dict], names: _Names) -> list[dict[str, object]]:
    was, now = {line["code"]: line for line in before}, {line["code"] for line in after}
    rows = []
    for line in after:
        code, other = line["code"], was.get(line["code"])
        if other is None:
            rows.append(_row(code, "line", LABELS["line"], "", "列入", material=True))
            continue
        for field, value in line.items():
            if other[field] != value:
                words = names.say(field, other[field]), names.say(field, value)
                rows.append(_row(code, field, LABELS[field], *words, material=field not in WORDS))
    gone = [line["code"] for line in before if line["code"] not in now]
    return rows + [_row(code, "line", LABELS["line"], "列入", "", material=True) for code in gone]


def _figures(before: list[dict], after: list[dict], names: _Names) -> list[dict[str, object]]:
    was, now = ({figure["measure"][0]: figure for figure in side} for side in (before, after))
    rows = []
    for key in [*now, *(key for key in was if key not in now)]:
        old, new = was.get(key, {}), now.get(key, {})
        name = (new or old)["measure"][1]
        for field in LABELS:
            if field in (new or old) and old.get(field) != new.get(field):
                words = names.say(field, old.get(field)), names.say(field, new.get(field))
                rows.append(_row("", name, f"{name}（{LABELS[field]}）", *words, material=field not in WORDS))
        unit = (old or new)["measure"][2], (new or old)["measure"][2]
        if unit[0] != unit[1]:
            rows.append(_row("", name, f"{name}（计量单位）", *unit, material=True))
    return rows
