"""What is typed on the pages of checking, signing, correcting. Shape only; the rules are those of the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from duban.core.reporting.codes import PaperCode, read_code
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, User
from duban.progress.actions.corrections import REQUESTED_BY
from duban.progress.enums import ChangeKind
from duban.web.fields import DateField, Form

REASONS = (
    "错别字、标点或格式",
    "表述不准确",
    "数据有误",
    "漏报事项或数据",
    "统计口径或数据来源调整",
    "审计、核查发现",
    "其他",
)
CODE_HINT = "印在纸质件页脚，如 23-7F3A-91BC-02DE。大小写、空格都可以。"


class Sign(Form):
    """The digest of what was read, and the password once more."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = forms.CharField(
        label="登录密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="再次输入，确认是本人签字。",
    )


class Comment(Form):
    """Words that go with a return."""

    comment = forms.CharField(
        label="退回理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明哪一项、哪里要改。经办人会看到这段话，并留痕。",
    )


class Correction(Form):
    """What sort of correction, why, and who asked for it."""

    kind = forms.ChoiceField(
        label="更正性质",
        choices=[(ChangeKind.CLERICAL, "文字更正：只改文字，不动数据、填报情形和自评"),
                 (ChangeKind.MATERIAL, "内容更正：改动数据、填报情形或自评，须重新签字")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择更正性质。"},
    )  # fmt: skip
    reason = forms.ChoiceField(label="更正原因", choices=[("", "请选择"), *((r, r) for r in REASONS)])
    text = forms.CharField(
        label="具体说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="哪一项、原来怎样、应当怎样。",
    )
    requested_by = forms.ChoiceField(label="由谁提出", choices=list(REQUESTED_BY.items()))

    @property
    def why(self) -> str:
        """Reason and words, as they are kept."""
        return f"{self.cleaned_data['reason']}：{self.cleaned_data['text'].strip()}"


def code_field(**kwargs: Any) -> forms.CharField:
    """The box for the code on paper."""
    return forms.CharField(label="核验码", max_length=60, help_text=CODE_HINT, **kwargs)


def read_typed(text: str) -> PaperCode:
    """The code, or an error that says how one looks."""
    code = read_code(text)
    if code is None:
        raise forms.ValidationError(
            f"“{text.strip()[:30]}”不是核验码。核验码形如 23-7F3A-91BC-02DE，请照纸质件页脚填写。"
        )
    return code


class FindPaper(Form):
    """A code, to find its report."""

    code = code_field()

    def clean_code(self) -> PaperCode:
        """The code as read."""
        return read_typed(self.cleaned_data["code"])


class Paper(Form):
    """What stands on the signed paper."""

    code = code_field()
    name = forms.CharField(label="签字人姓名", max_length=60, help_text="照纸质件上的签名填写。")
    signed_on = DateField(label="签字日期", help_text="照纸质件上的日期填写；按时与否以这一天为准。")
    scan = forms.FileField(
        label="扫描件",
        help_text="签字后的纸质件，PDF 或图片（jpg、png）。",
        error_messages={"empty": "扫描件是空文件。请重新扫描后选择。"},
    )  # fmt: skip

    def clean_code(self) -> PaperCode:
        """The code as read."""
        return read_typed(self.cleaned_data["code"])


class Give(Form):
    """A mandate to sign: days are whole days, the last one included."""

    post = forms.ModelChoiceField(label="授权岗位", queryset=Post.objects.none(), empty_label=None)
    to = forms.ModelChoiceField(
        label="受托人",
        queryset=User.objects.none(),
        empty_label="请选择",
        help_text="本单位在任人员；起草报告的经办人不能受托。",
        error_messages={"invalid_choice": "请从本单位在任人员中选择。"},
    )
    start = DateField(label="起始日期")
    last = DateField(label="截止日期", help_text="含当日。")
    basis = forms.CharField(label="授权文号", max_length=100, help_text="书面授权的文号，如“×授〔2023〕1号”。")

    def __init__(self, *args: Any, unit_id: int, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Appointment.objects.current(on).filter(post__unit_id=unit_id)
        kept_out = held.filter(post__kind__in=[PostKind.CLERK, PostKind.PRINCIPAL])
        people = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk__in=kept_out.values("user"))
        self.fields["to"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]
        posts = Post.objects.filter(unit_id=unit_id, kind=PostKind.PRINCIPAL)
        self.fields["post"].queryset = posts.select_related("unit").order_by("id")  # type: ignore[attr-defined]
        self.initial.setdefault("start", on)
        if len(posts) == 1:  # nothing to choose
            self.fields["post"].widget = forms.HiddenInput()
            self.initial["post"] = posts[0].pk

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """[start, end) in local time."""
        zone = timezone.get_current_timezone()
        first, last = self.cleaned_data["start"], self.cleaned_data["last"] + dt.timedelta(days=1)
        start, end = (timezone.make_aware(dt.datetime.combine(day, dt.time()), zone) for day in (first, last))
        return start, end

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("start") and given.get("last") and given["last"] < given["start"]:
            self.add_error("last", "截止日期早于起始日期。请核对。")
        return given


class UnitWay(Form):
    """How a unit's report goes its way inside the unit."""

    office_head_check = forms.BooleanField(
        label="送签前由办公室负责人审核",
        required=False,
        help_text="关闭后，经办人直接送主要领导签字。",
    )
    sign_clerical_again = forms.BooleanField(
        label="文字更正须重新签字",
        required=False,
        help_text="不勾选的，文字更正沿用原签字，主要领导会收到提醒，可在受理前提出不同意。",
    )
