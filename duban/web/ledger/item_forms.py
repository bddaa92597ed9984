"""Forms of the page of a matter. Shape only; the rules are those of :mod:`duban.ledger.actions`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from duban.core.text.figures import show_number
from duban.core.text.typed import NotANumber, typed_number
from duban.ledger.actions import Figure
from duban.ledger.enums import Role, TargetKind
from duban.ledger.models import Assignment, Target
from duban.orgs import names
from duban.orgs.models import Unit
from duban.web.fields import Form

RELATIONS = [
    ("=", "达到"),
    (">=", "不少于（不低于）"),
    (">", "超过"),
    ("<=", "不超过"),
    ("<", "少于（低于）"),
    ("~", "左右"),
]
NO_REASON = "请写明理由，办理留痕会原样保留。"


class ItemForm(Form):
    """A form among others on the page: ``key`` keeps its names and ids apart."""

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=key, **kwargs)
        self.key = key


class ReasonForm(ItemForm):
    """Why."""

    reason = forms.CharField(label="理由", max_length=200, error_messages={"required": NO_REASON})


class SplitForm(ItemForm):
    """``seen``: ids of the clauses shown; ``lines``: one clause a line, empty = as they are shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    lines = forms.CharField(
        label="拆分后的分项",
        required=False,
        help_text="每行一个分项。只在要拆开或合并的地方换行，不改动文字。",
        widget=forms.Textarea(attrs={"rows": 5, "data-verbatim": ""}),
    )

    def clean_seen(self) -> set[int]:
        """Ids."""
        return {int(each) for each in self.cleaned_data["seen"].split(",") if each.isdigit()}


class TargetForm(ItemForm):
    """What a target says, and why it changes. ``version``: of the one that the person saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(label="指标", max_length=150, error_messages={"required": "请写明这个数字数的是什么。"})
    op = forms.ChoiceField(label="关系", choices=RELATIONS)
    value = forms.CharField(
        label="目标值", max_length=40, help_text="可写 12万、3.5亿", error_messages={"required": "请填写目标值。"}
    )
    unit = forms.CharField(label="计量单位", max_length=30, required=False)
    kind = forms.ChoiceField(label="类别", choices=TargetKind.choices)
    due = forms.CharField(label="时限", max_length=60, required=False, help_text="原文所载，如“年底前”")
    reason = forms.CharField(label="理由", max_length=500, error_messages={"required": NO_REASON})
    document_number = forms.CharField(
        label="依据文号", max_length=60, required=False, help_text="目标本身被文件调整时填写；识别有误时留空"
    )

    base: Decimal | None = None

    def clean_value(self) -> Decimal:
        """As typed: 12万 is 120000."""
        try:
            return typed_number(self.cleaned_data["value"])
        except NotANumber as no:
            raise forms.ValidationError(no.reason) from None

    def figure(self) -> Figure:
        """What was typed."""
        data = self.cleaned_data
        return Figure(
            data["what"].strip(), data["op"], data["value"], data["unit"].strip(), data["kind"], data["due"], self.base
        )

    @staticmethod
    def initial_of(target: Target) -> dict[str, Any]:
        """The current version, for the boxes."""
        return {
            "version": target.version,
            "what": target.what,
            "op": target.op,
            "value": show_number(target.value),
            "unit": target.unit,
            "kind": target.kind,
            "due": target.due,
        }


class AddTargetForm(TargetForm):
    """A target that the reading missed."""

    phrase = forms.CharField(
        label="原文",
        max_length=300,
        help_text="从事项原文中原样抄一段，如“新增便利店200家”",
        error_messages={"required": "请从事项原文中原样抄一段。"},
    )
    field_order = ["phrase", "what", "op", "value", "unit", "kind", "due", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["document_number"]


class AssignmentForm(ItemForm):
    """A unit and its role. The unit is typed; a list of names helps."""

    unit = forms.CharField(
        label="单位",
        max_length=100,
        help_text="单位名称或别名",
        widget=forms.TextInput(attrs={"list": "unit-names"}),
        error_messages={"required": "请填写单位。"},
    )
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    lead = forms.BooleanField(label="由该单位牵头", required=False)
    reason = forms.CharField(label="理由", max_length=200, error_messages={"required": NO_REASON})
    document = forms.CharField(
        label="依据", max_length=100, required=False, help_text="会议纪要、批示等的文号或名称，没有可不填"
    )

    def clean_unit(self) -> Unit:
        """By name, full name or alias."""
        typed = self.cleaned_data["unit"]
        unit = names.resolve(typed)
        if unit is None:
            raise forms.ValidationError(f"单位名册中没有“{typed}”。请从列表中选择，或先在单位页新建。")
        return unit

    @staticmethod
    def initial_of(assignment: Assignment) -> dict[str, Any]:
        """The assignment as it stands."""
        return {"unit": assignment.unit.name, "role": assignment.role, "lead": assignment.lead}


class LinkForm(ItemForm):
    """One click about a pair. ``seen``: the status that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
    same = forms.ChoiceField(choices=[("1", "是"), ("0", "否")])
