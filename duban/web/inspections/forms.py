"""Forms of inspections. Shape only; the rules are those of ``oversight.actions.inspections`` and ``.conclusions``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.enums import OFFICE_POSTS
from duban.orgs.models import Appointment, Unit, User
from duban.oversight.actions.conclusions import Point
from duban.oversight.actions.inspections import Scheme
from duban.oversight.enums import InspectionKind
from duban.oversight.models import Inspection
from duban.progress.actions.periods import NEVER_OWE
from duban.web.fields import DateField, Form

SEPARATORS = str.maketrans("、，,；;\n\r\t", "        ")


class UnitsField(forms.ModelMultipleChoiceField):
    """Units by their short names."""

    def label_from_instance(self, obj: Unit) -> str:
        return obj.name


def office_people(actor: Actor) -> Any:
    """Who works in the office today."""
    held = Appointment.objects.current(actor.today).filter(post__kind__in=[str(kind) for kind in OFFICE_POSTS])
    return User.objects.filter(is_active=True, pk__in=held.order_by().values("user")).order_by("name", "pk")


class SchemeForm(Form):
    """督查方案: content, object, scope, team and time (国令第733号 art. 15)."""

    title = forms.CharField(label="督查名称", max_length=100, help_text="例如“停车泊位建设专项督查”。")
    kind = forms.ChoiceField(label="类别", choices=InspectionKind.choices)
    source = forms.CharField(label="事项来源", max_length=200, help_text="谁决定或批准的，例如区长办公会议定事项。")
    content = forms.CharField(label="督查内容", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    methods = forms.CharField(
        label="督查方式", max_length=200, required=False, help_text="实地核查、查阅资料、座谈等。"
    )
    first_day = DateField(label="开始日期")
    last_day = DateField(label="结束日期")
    codes = forms.CharField(
        label="涉及事项",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="台账编号，用顿号、逗号或空格分开，如“市-54、区-7”。不写明事项的，视为涉及督查对象的全部事项，同期不得有别的督查。",
    )
    team = forms.ModelMultipleChoiceField(
        label="督查组（督查室人员）", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="抽调人员",
        max_length=500,
        required=False,
        help_text="其他单位参加的人员姓名，用顿号分开；须在系统中有账号，同名的写登录名。",
    )
    head = forms.CharField(label="组长", max_length=60, help_text="督查组中的一人，写姓名。")
    units = UnitsField(label="督查对象", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.active(actor.today).filter(level="district").exclude(kind__in=NEVER_OWE)
        self.fields["units"].queryset = units.order_by("position", "pk")  # type: ignore[attr-defined]
        self.fields["team"].queryset = office_people(actor)  # type: ignore[attr-defined]
        self.fields["units"].error_messages["required"] = "请选择督查对象。"

    def clean_others(self) -> list[User]:
        """People by name or log-in name."""
        return [self._person(name) for name in self.cleaned_data["others"].translate(SEPARATORS).split()]

    @staticmethod
    def _person(name: str) -> User:
        found = list(User.objects.filter(Q(name=name) | Q(username=name), is_active=True).order_by("pk")[:2])
        if not found:
            raise forms.ValidationError(f"没有姓名或登录名为“{name}”的在用账号。请核对姓名，或先开立账号。")
        if len(found) > 1:
            raise forms.ValidationError(f"有多人叫“{name}”。请写登录名。")
        return found[0]

    def clean_codes(self) -> list[Matter]:
        """Matters of the ledger of the year in which it begins, or of the last year before that has the number."""
        codes = self.cleaned_data["codes"].translate(SEPARATORS).split()
        first = self.cleaned_data.get("first_day")
        if first is None:
            return []
        rows = Matter.objects.live().filter(code__in=codes, programme__year__lte=first.year)
        found: dict[str, Matter] = {}
        for row in rows.order_by("-programme__year", "pk"):
            found.setdefault(row.code, row)
        unknown = [code for code in codes if code not in found]
        if unknown:
            wrong = f"{first.year}年和以前各年的台账里没有“{'、'.join(unknown)}”"
            raise forms.ValidationError(f"{wrong}。请按台账的编号填写，如“市-54”。")
        return [found[code] for code in dict.fromkeys(codes)]

    def clean(self) -> dict[str, Any]:
        """The head is one of the team."""
        data = super().clean() or {}
        team = [*data.get("team", ()), *data.get("others", ())]
        name = data.get("head", "").strip()
        if name and "others" not in self.errors:
            heads = [person for person in team if name in (person.name, person.username)]
            if not heads:
                self.add_error("head", f"“{name}”不在督查组中。请在督查组里勾选或写入抽调人员。")
            data["leader"] = heads[0] if heads else None
        return data

    def scheme(self) -> Scheme:
        """As the action wants it."""
        said = self.cleaned_data
        return Scheme(
            title=said["title"],
            kind=InspectionKind(said["kind"]),
            source=said["source"],
            content=said["content"],
            methods=said["methods"],
            first_day=said["first_day"],
            last_day=said["last_day"],
            units=tuple(said["units"]),
            team=tuple({person.pk: person for person in (*said["team"], *said["others"])}.values()),
            head=said["leader"],
            matters=tuple(said["codes"]),
        )

    @staticmethod
    def initial_of(row: Inspection, actor: Actor) -> dict[str, Any]:
        """The plan as it stands."""
        office = set(office_people(actor).values_list("pk", flat=True))
        team = list(row.team.order_by("name", "pk"))
        names = ("title", "kind", "source", "content", "methods", "first_day", "last_day")
        return {
            **{name: getattr(row, name) for name in names},
            "codes": "、".join(matter.code for matter in row.matters.in_printed_order()),
            "team": [person.pk for person in team if person.pk in office],
            "others": "、".join(person.username for person in team if person.pk not in office),
            "head": row.head.name,
            "units": [unit.pk for unit in row.units.all()],
        }


class ConclusionForm(Form):
    """Facts and evidence, then the conclusion."""

    facts = forms.CharField(
        label="事实和证据",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="时间、地点、看到的情况、依据的材料。事实要清楚，证据要充分。",
    )
    text = forms.CharField(label="结论", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class PointForm(Form):
    """A line of what has to be set right; an empty line is none."""

    text = forms.CharField(label="整改要求", max_length=500, required=False)
    due_on = DateField(label="期限", required=False)

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        data = super().clean() or {}
        if data.get("text") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "没有填写整改期限。")
        if data.get("due_on") and not data.get("text"):
            self.add_error("text", "没有写整改要求。")
        return data


Points = forms.formset_factory(PointForm, extra=3)


def points_of(lines: forms.BaseFormSet) -> list[Point]:
    """Lines that are filled in."""
    said = [form.cleaned_data for form in lines.forms if form.cleaned_data.get("text")]
    return [Point(each["text"], each["due_on"]) for each in said]


class WordForm(Form):
    """A word with a move."""

    comment = forms.CharField(label="意见", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class OverlapForm(Form):
    """Why an overlap cannot be avoided."""

    overlap_reason = forms.CharField(
        label="为什么不能合并或错开",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ObjectionForm(Form):
    """What is wrong with the conclusion, and by what it is shown."""

    text = forms.CharField(
        label="异议的事实和理由",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明哪一项事实或结论不符、依据什么材料。",
    )


class DecisionForm(Form):
    """Upheld or not, why, and what falls away."""

    upheld = forms.ChoiceField(
        label="复核结果", choices=[("yes", "异议成立"), ("no", "维持结论")], widget=forms.RadioSelect
    )
    text = forms.CharField(label="复核决定和理由", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    lifted = forms.MultipleChoiceField(
        label="免除的整改要求",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="异议成立、不用再整改的勾选。",
    )

    def __init__(self, *args: Any, points: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lifted"].choices = points  # type: ignore[attr-defined]
        if not points:
            del self.fields["lifted"]
