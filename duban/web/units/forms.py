"""What is typed on the pages of units. Rules are those of the actions; here is only shape."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count

from duban.orgs.actions.posts import kinds_for
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind, UnitKind, UnitLevel
from duban.orgs.models import Unit, User
from duban.orgs.querysets import UnitQuerySet
from duban.web.fields import DateField, Form

_NAME = "与来文印的名称一致，如“区人力资源局”。"


class PersonField(forms.ModelChoiceField):
    """A person with an account in use, told apart by log-in name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.filter(is_active=True).order_by("name", "username"), **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}（{obj.username}）"


class NewUnit(Form):
    """A unit to be entered."""

    name = forms.CharField(label="名称", max_length=100, help_text=_NAME)
    full_name = forms.CharField(label="全称", max_length=150, required=False)
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices, initial=UnitKind.DEPARTMENT)
    level = forms.ChoiceField(label="层级", choices=UnitLevel.choices, initial=UnitLevel.DISTRICT)
    position = forms.IntegerField(
        label="排序", required=False, min_value=0, max_value=1_000_000, help_text="数字小的在前；不填则排在最后。"
    )
    active_from = DateField(label="启用日期", required=False, help_text="不填表示一直在用。")


class Facts(Form):
    """Facts of a unit."""

    full_name = forms.CharField(label="全称", max_length=150, required=False)
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices)
    level = forms.ChoiceField(label="层级", choices=UnitLevel.choices)
    position = forms.IntegerField(label="排序", min_value=0, max_value=1_000_000, help_text="数字小的在前。")
    active_from = DateField(label="启用日期", required=False, help_text="不填表示一直在用。")
    active_to = DateField(label="停用日期", required=False, help_text="自这一天起不再使用；不填表示在用。")


class Rename(Form):
    """Another name; the old one stays as an alias."""

    prefix = "rename"
    name = forms.CharField(label="新名称", max_length=100, help_text="原名称保留为别名，以前的来文仍能对上。")
    reason = forms.CharField(label="依据", max_length=200, required=False, help_text="如机构改革文件的文号。")


class Alias(Form):
    """Another printed name."""

    prefix = "alias"
    text = forms.CharField(label="别名", max_length=100)


class Members(Form):
    """Units to put into a group."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="单位", widget=forms.CheckboxSelectMultiple, required=False
    )
    start = DateField(label="加入日期")

    def __init__(self, *args: Any, group: Unit, actor: Actor, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = group.members.filter(end__isnull=True).values("unit_id")
        units = Unit.objects.active(actor.today).responsible().exclude(kind=UnitKind.GROUP).exclude(pk__in=inside)
        self.choosable = units.filter(kind=kind) if kind else units
        self.fields["units"].queryset = self.choosable  # type: ignore[attr-defined]
        self.kinds = _numbered(units)


def _numbered(units: UnitQuerySet) -> list[tuple[str, str, int]]:
    """Kinds that occur, with their label and number."""
    counts = dict(units.order_by().values_list("kind").annotate(n=Count("pk")))
    return [(value, label, counts[value]) for value, label in UnitKind.choices if value in counts]


class Merge(Form):
    """Where the unit goes, and from when. Read from the address, so that the preview is a link."""

    target = forms.ModelChoiceField(Unit.objects.none(), label="并入", empty_label="请选择")
    on = DateField(label="合并日期", help_text="自这一天起。")
    reason = forms.CharField(label="依据", max_length=200, required=False, help_text="如机构改革文件的文号。")

    def __init__(self, *args: Any, source: Unit, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.active(actor.today).responsible().exclude(pk=source.pk)
        units = units.groups() if source.is_group else units.exclude(kind=UnitKind.GROUP)
        self.fields["target"].queryset = units.exclude(kind=UnitKind.OFFICE)  # type: ignore[attr-defined]


class NewPost(Form):
    """A post of the unit."""

    prefix = "post"
    kind = forms.ChoiceField(label="岗位")
    title = forms.CharField(label="职务", max_length=60, required=False, help_text="有专门名称时填写，如“办公室主任”。")

    def __init__(self, *args: Any, unit: Unit, allowed: set[PostKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in kinds_for(unit) if kind in allowed]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class Appoint(Form):
    """A person for a post."""

    user = PersonField(label="人员", empty_label="请选择", help_text="没有列出的，请系统管理员先开立账号。")
    start = DateField(label="任职日期")
    end = DateField(label="结束日期", required=False, help_text="自这一天起不再任职；不填表示长期。")
    acting = forms.BooleanField(label="主持工作（未正式任命）", required=False)
    basis = forms.CharField(label="依据", max_length=100, required=False, help_text="如任职文件的文号。")


class EndAppointment(Form):
    """The end of an appointment, with or without a hand-over."""

    end = DateField(label="结束日期", help_text="自这一天起不再任职。")
    successor = PersonField(label="接任人", required=False, empty_label="暂无", help_text="同日接任该岗位。")
    reason = forms.CharField(label="依据", max_length=100, required=False, help_text="如调动、退休，或文件文号。")
