"""Forms of messages: e-mail address, chosen kinds, a robot."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from duban.messaging.enums import RobotKind
from duban.messaging.kinds import of
from duban.orgs.actor import Actor
from duban.orgs.enums import UnitKind
from duban.orgs.models import Unit
from duban.web.fields import Form


class EmailForm(Form):
    """One's own address."""

    email = forms.CharField(
        label="邮箱",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "form-control"}),
        help_text="用本单位的工作邮箱。清空后不再发邮件。",
    )


class ChoiceForm(Form):
    """E-mail or not, and which kinds go out. What is not ticked stays in the inbox alone."""

    email_on = forms.BooleanField(label="通过邮件接收", required=False)
    kinds = forms.MultipleChoiceField(label="发邮件的消息", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [each for each in of(office=actor.is_office) if not each.duty]
        field = cast(forms.MultipleChoiceField, self.fields["kinds"])
        field.choices = [(each.code, f"{each.label}（{each.to}）") for each in self.offered]

    @property
    def muted(self) -> list[str]:
        """Kinds that were not ticked."""
        return [each.code for each in self.offered if each.code not in self.cleaned_data["kinds"]]


class ChannelForm(Form):
    """A unit's group robot."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label="请选择")
    kind = forms.ChoiceField(label="种类", choices=RobotKind.choices)
    name = forms.CharField(label="名称", max_length=60, help_text="是哪个群，如“办公室工作群”。")
    address = forms.CharField(
        label="地址",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="从群机器人的设置里复制整个地址。地址含有密钥，保存后不再显示。",
    )
    secret = forms.CharField(
        label="加签密钥",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="只有钉钉机器人选了“加签”时才填。",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        never = [UnitKind.GROUP, UnitKind.SUPERIOR, UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION]
        units = Unit.objects.visible_to(actor).active(actor.today).exclude(kind__in=never)
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = units
