"""Forms of extensions and adjustments. Shape only; the rules are those of ``oversight.actions.adjustments``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from duban.core.text.figures import show_number
from duban.core.text.typed import NotANumber, typed_number
from duban.ledger.models import Target
from duban.oversight.actions.adjustments import Wish
from duban.oversight.enums import AdjustmentKind
from duban.web.fields import DateField, Form

WHOLE = "whole"
EXTENSION = AdjustmentKind.EXTENSION.value


class WishForm(Form):
    """What is asked for, why, and how far the work is."""

    kind = forms.ChoiceField(label="申请什么", choices=AdjustmentKind.choices, widget=forms.RadioSelect)
    target = forms.ChoiceField(
        label="针对",
        help_text="整个事项延期，随之移动的是在整个事项期限之日到期的指标；期限更早的指标请单独申请。调整和更正须选一个指标。",
    )
    new_due = DateField(label="新的期限", required=False, help_text="申请延期的填写。")
    new_value = forms.CharField(
        label="新的目标值", required=False, max_length=40, help_text="申请调整、更正的填写，可写 12万、3.5亿。"
    )
    document_number = forms.CharField(
        label="依据文号",
        required=False,
        max_length=60,
        help_text="申请调整的填写：改变目标的文件。更正录入不填。",
    )
    reason = forms.CharField(
        label="理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text="写明客观原因和已作的努力。"
    )
    progress = forms.CharField(
        label="目前进展",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="到今天完成了什么、完成多少。",
    )

    def __init__(self, *args: Any, targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {str(target.pk): target for target in targets}
        named = [(pk, f"{t.what} {show_number(t.value)}{t.unit}") for pk, t in self.targets.items()]
        self.fields["target"].choices = [(WHOLE, "整个事项"), *named]  # type: ignore[attr-defined]

    def clean_new_value(self) -> Decimal | None:
        """As typed: 12万 is 120000."""
        typed = self.cleaned_data["new_value"].strip()
        if not typed:
            return None
        try:
            return typed_number(typed)
        except NotANumber as no:
            raise forms.ValidationError(no.reason) from None

    def clean(self) -> dict[str, Any]:
        """What belongs to the kind has to be there; what belongs to another is left aside."""
        data = super().clean() or {}
        kind = data.get("kind")
        if kind == EXTENSION and not data.get("new_due") and "new_due" not in self.errors:
            self.add_error("new_due", "没有填写新的期限。")
        if kind and kind != EXTENSION:
            if data.get("target") == WHOLE:
                self.add_error("target", "调整和更正针对一个指标，请选择指标。")
            if data.get("new_value") is None and "new_value" not in self.errors:
                self.add_error("new_value", "没有填写新的目标值。")
        return data

    def wish(self) -> Wish:
        """As the action wants it."""
        said = self.cleaned_data
        extension = said["kind"] == EXTENSION
        return Wish(
            reason=said["reason"],
            progress=said["progress"],
            new_due=said["new_due"] if extension else None,
            target=self.targets.get(said["target"]),
            new_value=None if extension else said["new_value"],
            document_number="" if extension else said["document_number"],
            correction=said["kind"] == AdjustmentKind.CORRECTION,
        )


class CommentForm(Form):
    """A word of the office; needed where something is refused or taken back."""

    comment = forms.CharField(label="意见", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
