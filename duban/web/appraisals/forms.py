"""Forms of the appraisal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from duban.core.appraisal.rules import RuleSet
from duban.core.appraisal.words import FINDING_LABELS, FINDINGS, ITEM_LABELS, KLASS_LABELS, Item, Klass
from duban.web.fields import DateField, Form

CAPS = [("", "不限制"), *((k.value, KLASS_LABELS[k]) for k in (Klass.FAIR, Klass.PLAIN, Klass.POOR))]


class BeginForm(Form):
    """A year and the day as of which it is looked at."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    as_of = DateField(label="依据截至", help_text="之后发生的不计。期限未到的不计入。")
    reason = forms.CharField(
        label="更正理由",
        max_length=300,
        required=False,
        help_text="该年度的考核已经批准的，再次考核是更正，须写明理由。",
    )


class ObjectForm(Form):
    """What is wrong and why."""

    text = forms.CharField(
        label="事实和理由", max_length=3000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明哪一条与事实不符、依据是什么。",
    )  # fmt: skip


class DecideForm(Form):
    """The reviewer's words."""

    text = forms.CharField(label="复核意见", max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))


class RuleForm(Form):
    """The whole rule: weights, what each finding is worth, cuts. Its fields follow the vocabulary."""

    year = forms.IntegerField(label="自哪一年度起执行", min_value=2000, max_value=2100)
    small_to = forms.IntegerField(
        label="不足几件的以全区平均补足",
        min_value=0,
        max_value=50,
        help_text="0 为不补足。高于平均和低于平均的一样补，使件数多少不同的单位可以比较。",
    )
    cut_good = forms.DecimalField(label="好：不低于（分）", max_digits=5, decimal_places=2)
    cut_fair = forms.DecimalField(label="较好：不低于（分）", max_digits=5, decimal_places=2)
    cut_plain = forms.DecimalField(label="一般：不低于（分）", max_digits=5, decimal_places=2)
    false_cap = forms.ChoiceField(label="有核查不属实的，等次不高于", choices=CAPS, required=False)
    objection_days = forms.IntegerField(label="异议期限（工作日）", min_value=1, max_value=60)
    reason = forms.CharField(label="调整理由", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in Item:
            self.fields[f"w_{item}"] = _number(f"{ITEM_LABELS[item]}权重", 100, 2)
            for finding in FINDINGS[item]:
                label = f"{ITEM_LABELS[item]}：{FINDING_LABELS[finding]}计"
                self.fields[f"c_{item}_{finding}"] = _number(label, 1, 2)

    def rule(self, version: int) -> RuleSet:
        """As the core wants it."""
        said = self.cleaned_data
        return RuleSet(
            version=version,
            year=said["year"],
            weights={item: said[f"w_{item}"] for item in Item},
            credits={item: {f: said[f"c_{item}_{f}"] for f in FINDINGS[item]} for item in Item},
            small_to=said["small_to"],
            cuts=(said["cut_good"], said["cut_fair"], said["cut_plain"]),
            false_cap=Klass(said["false_cap"]) if said["false_cap"] else None,
            objection_days=said["objection_days"],
        )

    @staticmethod
    def initial_of(rule: RuleSet, year: int) -> dict[str, Any]:
        """What the boxes hold at first."""
        made: dict[str, Any] = {
            "year": year,
            "small_to": rule.small_to,
            "cut_good": _short(rule.cuts[0]),
            "cut_fair": _short(rule.cuts[1]),
            "cut_plain": _short(rule.cuts[2]),
            "false_cap": rule.false_cap.value if rule.false_cap else "",
            "objection_days": rule.objection_days,
        }
        for item in Item:
            made[f"w_{item}"] = _short(rule.weights[item])
            made.update({f"c_{item}_{f}": _short(rule.credits[item][f]) for f in FINDINGS[item]})
        return made

    def items(self) -> Iterator[tuple[str, Any, list[tuple[str, Any]]]]:
        """Item, its weight, and what each finding is worth: for the table."""
        for item in Item:
            worth = [(FINDING_LABELS[f], self[f"c_{item}_{f}"]) for f in FINDINGS[item]]
            yield ITEM_LABELS[item], self[f"w_{item}"], worth

    def rest(self) -> list[Any]:
        """Boxes below the table."""
        names = ("small_to", "cut_good", "cut_fair", "cut_plain", "false_cap", "objection_days", "year", "reason")
        return [self[name] for name in names]


def _number(label: str, most: int, places: int) -> forms.DecimalField:
    field = forms.DecimalField(label=label, min_value=0, max_value=most, max_digits=5, decimal_places=places)
    field.widget.attrs.update({"class": "form-control", "inputmode": "decimal", "aria-label": label})
    return field


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}"
