"""Forms of closing. Shape only; the rules are those of ``oversight.actions.closings``."""

from __future__ import annotations

from django import forms

from duban.oversight.enums import Found, Grade, Means
from duban.web.fields import Form

NONE = [("", "请选择")]


class ApplyForm(Form):
    """What was achieved, and where it can be read already. Files stand beside the form."""

    result = forms.CharField(
        label="办理结果",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="完成了什么、何时完成、依据什么认定。已预填最近一次受理的进展，请改成最终结果。",
    )
    references = forms.CharField(
        label="已有材料的文号或网址",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每行一个。已经公开或已经报过的，写明在哪里可以查到，不用另行整理。不附材料的必须填写。",
    )


class CheckForm(Form):
    """How it was checked and what was found."""

    means = forms.ChoiceField(label="核查方式", choices=NONE + list(Means.choices))
    found = forms.ChoiceField(label="核查结果", choices=NONE + list(Found.choices))
    note = forms.CharField(
        label="核查情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="查看了什么、向谁核实、在哪里看到。",
    )


class CloseForm(Form):
    """The grade and the opinion."""

    grade = forms.ChoiceField(label="结果等次", choices=NONE + list(Grade.choices))
    comment = forms.CharField(label="办结意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(Form):
    """Why it goes back, or is opened again."""

    comment = forms.CharField(label="理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
