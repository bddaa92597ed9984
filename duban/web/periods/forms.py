"""What is typed about periods: shape only; the rules are those of the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.progress.actions.periods import NEVER_OWE
from duban.progress.models import Period
from duban.web.fields import DateField, Form

REASON = "会记入办理留痕，报告单位也能看到。"


class Reason(Form):
    """A reason alone."""

    reason = forms.CharField(label="理由", max_length=200, help_text=REASON)


class Dates(Form):
    """The three days that may be moved before opening."""

    opens_on = DateField(label="开始报送")
    due_on = DateField(label="报送期限", help_text="含当日，到 24:00 止。")
    closes_on = DateField(label="截止补报")
    reason = forms.CharField(label="调整理由", max_length=200, help_text="例如期限逢节假日。")


class Extension(Form):
    """A later day for one unit."""

    due_on = DateField(label="延至", help_text="含当日。不能晚于截止补报日。")
    reason = forms.CharField(label="延期理由", max_length=200, help_text=REASON)


class Special(Form):
    """An extra collection (专项报告)."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如“安全生产专项检查情况”。")
    question = forms.CharField(
        label="报送要求",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="各单位在填报页顶端看到这段话。",
    )
    covers_to = DateField(label="情况截至")
    opens_on = DateField(label="开始报送")
    due_on = DateField(label="报送期限", help_text="含当日。")
    closes_on = DateField(label="截止补报")
    codes = forms.CharField(
        label="涉及事项",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写编号，以顿号、逗号、空格或换行分开，例如“市-54、区-7”。写了事项，各单位逐项填报；不写，每个单位只填一份情况。",
    )
    units = forms.ModelMultipleChoiceField(
        label="应报单位",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="写了事项而不选单位的，由承办这些事项的单位报送。",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = actor.today.year
        units = Unit.objects.active(actor.today).filter(level="district").exclude(kind__in=NEVER_OWE)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]

    def clean_codes(self) -> list[Matter]:
        """The matters of the year that the codes name."""
        text = self.cleaned_data["codes"]
        codes = [code for code in text.translate(str.maketrans("、，,；;\n\r\t", "        ")).split() if code]
        year = (self.cleaned_data.get("covers_to") or dt.date(self.year, 1, 1)).year
        found = {m.code: m for m in Matter.objects.live().filter(programme__year=year, code__in=codes)}
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise forms.ValidationError(f"{year}年台账里没有“{'、'.join(unknown)}”。请按台账的编号填写，如“市-54”。")
        return [found[code] for code in dict.fromkeys(codes)]


def dates_of(period: Period) -> dict[str, dt.date]:
    """Initial values of :class:`Dates`."""
    return {"opens_on": period.opens_on, "due_on": period.due_on, "closes_on": period.closes_on}
