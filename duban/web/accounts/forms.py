"""What is typed to log in, to change a password, to open an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import password_validators_help_texts

from duban.web.fields import Form


class LogIn(AuthenticationForm):
    """Name and password. What is wrong is not said: neither whether the name exists nor whether it is in use."""

    error_messages = {
        "invalid_login": "登录名或密码不对。请核对后再试；忘记密码的，请系统管理员重置。",
        "inactive": "登录名或密码不对。请核对后再试；忘记密码的，请系统管理员重置。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["password"].label = "密码"
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
            field.error_messages["required"] = f"没有填写{field.label}。"


class ChangePassword(Form):
    """One's own password."""

    current = forms.CharField(
        label="现用密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label="再输一次新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = [text.rstrip("。") for text in password_validators_help_texts()]
        self.fields["new"].help_text = "；".join(texts).replace("你的", "") + "。"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两次输入的新密码不一样。请重新输入。")
        return given


class NewAccount(Form):
    """A person to whom an account is opened."""

    name = forms.CharField(label="姓名", max_length=60)
    username = forms.CharField(
        label="登录名", max_length=150, help_text="字母、数字和 @ . + - _，如姓名拼音。登录名不能再改。"
    )
    phone = forms.CharField(label="联系电话", max_length=40, required=False)


class EditAccount(Form):
    """Name and telephone number of a person. The present number is not shown: looking at it is recorded."""

    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="新的联系电话", max_length=40, required=False, help_text="不填则不变。")
