"""Forms of disputes. Shape only; the rules are those of ``progress.actions.receipts``."""

from __future__ import annotations

from typing import Any

from django import forms

from duban.ledger.enums import Role
from duban.ledger.models import Assignment
from duban.orgs import names
from duban.orgs.models import Unit
from duban.web.fields import Form


def registered(typed: str) -> Unit:
    """A unit of the register by name, full name or alias."""
    unit = names.resolve(typed)
    if unit is None:
        raise forms.ValidationError(f"单位名册中没有“{typed}”。请从列表中选择。")
    return unit


def unit_field(label: str, *, required: bool, help_text: str) -> forms.CharField:
    """A box for a unit, with the list of names."""
    return forms.CharField(
        label=label,
        max_length=100,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"list": "unit-names", "autocomplete": "off"}),
    )


class DisputeForm(Form):
    """Why it is not ours, and whose it is."""

    reason = forms.CharField(
        label="理由",
        max_length=2000,
        help_text="写明职责依据，例如三定方案、职责分工文件的名称和条款。",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    proposal = unit_field("建议由哪个单位承办", required=False, help_text="从单位名册中选择；不清楚可不填。")

    def clean_proposal(self) -> str:
        """The name in the register."""
        typed = self.cleaned_data["proposal"].strip()
        return registered(typed).name if typed else ""


class DecisionForm(Form):
    """The office's answer."""

    comment = forms.CharField(
        label="裁定意见",
        max_length=2000,
        help_text="写明依据。裁定后不能更改，提出单位会看到这段文字。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReassignForm(Form):
    """To whom instead."""

    unit = unit_field("改由哪个单位承办", required=True, help_text="从单位名册中选择。")
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    lead = forms.BooleanField(label="由该单位牵头", required=False)
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text="留空则写裁定意见。")

    def clean_unit(self) -> Unit:
        """A unit of the register."""
        return registered(self.cleaned_data["unit"])

    @staticmethod
    def initial_of(assignment: Assignment, proposal: str) -> dict[str, Any]:
        """As it was given, to the proposed unit."""
        return {"unit": proposal, "role": assignment.role, "lead": assignment.lead}
