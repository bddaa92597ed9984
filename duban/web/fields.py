"""Forms and fields in the look of the pages: templates ``components/form.html`` and ``components/field.html``."""

from __future__ import annotations

from typing import Any

from django import forms

_LOOK: dict[type[Any], str] = {
    forms.Select: "form-select",
    forms.SelectMultiple: "form-select",
    forms.CheckboxInput: "form-check-input",
    forms.CheckboxSelectMultiple: "",
    forms.RadioSelect: "",
    forms.HiddenInput: "",
}


class Form(forms.Form):
    """A form whose boxes wear the style sheet's classes, whose ids are unique by prefix, whose labels have no colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            look = _LOOK.get(type(field.widget), "form-control")
            if look:
                field.widget.attrs.setdefault("class", look)
            if field.required and not isinstance(field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
                field.error_messages["required"] = f"没有填写{field.label}。"


class DateField(forms.DateField):
    """A day, with the browser's own calendar; also takes 2023-3-6, 2023/3/6 and 2023年3月6日."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"])
        kwargs.setdefault("error_messages", {}).setdefault("invalid", "日期无法识别。请写作 2023-03-06 的样子。")
        super().__init__(**kwargs)
