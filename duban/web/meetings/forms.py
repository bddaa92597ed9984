"""Forms of meetings. Shape only; the rules are those of ``oversight.actions.meetings``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, User
from duban.oversight.actions.meetings import Arrangement
from duban.oversight.models import CoordinationCase
from duban.web.cases.forms import leader_choices
from duban.web.fields import DateField, Form


class ArrangementForm(Form):
    """When, where, called by whom; the agenda is ticked beside it, in the order of its numbers."""

    title = forms.CharField(label="会议名称", max_length=100)
    held_on = DateField(label="日期")
    place = forms.CharField(label="地点", max_length=100, required=False)
    chair = forms.ChoiceField(label="召集人", required=False)

    def __init__(self, *args: Any, posts: Sequence[Post], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in posts}
        self.fields["chair"].choices = [("", "督查室"), *leader_choices(posts, on)]  # type: ignore[attr-defined]

    def arrangement(self, cases: Sequence[CoordinationCase]) -> Arrangement:
        """As the action wants it."""
        data = self.cleaned_data
        return Arrangement(data["title"], data["held_on"], cases, data["place"], self.posts.get(data["chair"]))


class HeldForm(Form):
    """Who was there."""

    attended = forms.CharField(
        label="出席", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), help_text="姓名和职务，照纪要的写法。"
    )
    stressed = forms.CharField(
        label="会议要求",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="各议题之外的总体要求，印在纪要末尾。没有可不填。",
    )


class ResolutionForm(Form):
    """What was resolved on a case."""

    resolution = forms.CharField(label="议定意见", max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))


class IssueForm(Form):
    """Who approved the minutes."""

    approved_by = forms.ChoiceField(label="签发人", help_text="纪要印发后不能改；有误的，另发更正。")

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Appointment.objects.current(on).filter(
            post__kind__in=[PostKind.LEADER, PostKind.SUPERVISOR_HEAD], user__is_active=True
        )
        found = list(rows.select_related("user", "post__unit").order_by("post__kind", "id"))
        self.people: dict[str, User] = {str(row.user_id): row.user for row in found}
        named = {str(row.user_id): f"{row.user}（{row.post.title or row.post.get_kind_display()}）" for row in found}
        self.fields["approved_by"].choices = list(named.items())  # type: ignore[attr-defined]

    def person(self) -> User:
        """As the action wants it."""
        return self.people[self.cleaned_data["approved_by"]]
