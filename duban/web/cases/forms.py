"""Forms of difficulties. Shape only; the rules are those of ``oversight.actions.cases``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from duban.core.oversight.routes import HOLDER_LABELS, Holder
from duban.orgs.models import Appointment, Post, Unit
from duban.oversight.actions.cases import Difficulty, Order, Turn
from duban.oversight.enums import CaseKind, Reach
from duban.web.fields import DateField, Form
from duban.web.receipts.forms import registered, unit_field

ORDERS = 5  # rows of directives that a form has


class DifficultyForm(Form):
    """What hinders, what is asked for."""

    kind = forms.ChoiceField(label="困难类别", choices=CaseKind.choices)
    text = forms.CharField(
        label="困难和原因",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明卡在哪里、为什么、已经做了什么。",
    )
    wanted = forms.CharField(
        label="提请研究解决的事项",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写成可以直接答复的问题，例如“请明确由哪个单位办理用地手续”。",
    )
    reach = forms.ChoiceField(label="涉及范围", choices=Reach.choices, widget=forms.RadioSelect)
    waiting_on = unit_field("在等哪个单位", required=False, help_text="没有具体单位的可不填。")
    needed_by = DateField(label="最晚何时需要答复", required=False, help_text="不填则按答复期限办理。")

    another = forms.BooleanField(
        label="这是另一个困难，与已在办的不同", required=False, help_text="同一个困难请在已在办的那一件里补充。"
    )

    def __init__(self, *args: Any, first: bool = True, **kwargs: Any) -> None:
        """``first``: the unit has nothing open on the matter."""
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["another"]

    def clean_waiting_on(self) -> Unit | None:
        """A unit of the register."""
        typed = self.cleaned_data["waiting_on"].strip()
        return registered(typed) if typed else None

    def said(self) -> Difficulty:
        """As the action wants it."""
        data = self.cleaned_data
        return Difficulty(
            CaseKind(data["kind"]), Reach(data["reach"]), data["text"], data["wanted"], data["waiting_on"],
            data["needed_by"], data.get("another", False),
        )  # fmt: skip


def leader_choices(posts: Sequence[Post], on: dt.date) -> list[tuple[str, str]]:
    """Posts of leaders with who holds them: 副区长（王某）; one query."""
    rows = Appointment.objects.current(on).filter(post__in=[post.pk for post in posts]).select_related("user")
    names: dict[int, list[str]] = {}
    for row in rows.order_by("id"):
        names.setdefault(row.post_id, []).append(str(row.user))
    return [(str(p.pk), f"{p.title or p.get_kind_display()}（{'、'.join(names.get(p.pk, ()))}）") for p in posts]


class RouteForm(Form):
    """To whom it goes for an answer."""

    holder = forms.ChoiceField(
        label="转请谁答复",
        choices=[(each.value, HOLDER_LABELS[each]) for each in (Holder.UNIT, Holder.LEADER, Holder.GOVERNMENT)],
        widget=forms.RadioSelect,
    )
    unit = unit_field("答复单位", required=False, help_text="转请相关单位时填写。")
    post = forms.ChoiceField(label="答复的区领导", required=False, help_text="转请区领导时选择。")

    def __init__(self, *args: Any, posts: Sequence[Post], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in posts}
        self.fields["post"].choices = [("", "请选择"), *leader_choices(posts, on)]  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit | None:
        """A unit of the register."""
        typed = self.cleaned_data["unit"].strip()
        return registered(typed) if typed else None

    def turn(self) -> Turn:
        """As the action wants it."""
        data = self.cleaned_data
        holder = Holder(data["holder"])
        if holder is Holder.UNIT:
            return Turn(holder, unit=data["unit"])
        return Turn(holder, post=self.posts.get(data["post"]))


class AnswerForm(Form):
    """The answer in words."""

    text = forms.CharField(label="答复", max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))


class CommentForm(Form):
    """A word that goes with a move."""

    comment = forms.CharField(label="意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass(frozen=True)
class OrderBox:
    """A row of boxes: what, who, by when."""

    text: str = ""
    owner: str = ""
    due: str = ""
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def used(self) -> bool:
        """Whether something was typed."""
        return bool(self.text or self.owner or self.due)


@dataclass(frozen=True)
class OrderBoxes:
    """The directives of a form: what was typed, and what it means."""

    rows: tuple[OrderBox, ...] = ()
    orders: tuple[Order, ...] = ()

    @property
    def faults(self) -> list[str]:
        """What cannot be understood, for the summary."""
        return [f"第 {n} 项交办：{said}" for n, row in enumerate(self.rows, 1) for said in row.faults.values()]

    @property
    def lines(self) -> list[OrderBox]:
        """Rows, and empty ones to write in."""
        used = [row for row in self.rows if row.used]
        return [*used, *[OrderBox()] * max(1, ORDERS - len(used))]

    @classmethod
    def posted(cls, data: QueryDict) -> OrderBoxes:
        """What was typed."""
        columns = [data.getlist(f"order-{name}")[:ORDERS] for name in ("text", "owner", "due")]
        rows, orders = [], []
        for text, owner, due in zip(*columns, strict=False):
            box, order = _order(text.strip(), owner.strip(), due.strip())
            rows.append(box)
            if order is not None:
                orders.append(order)
        return cls(tuple(rows), tuple(orders))


def _order(text: str, owner: str, due: str) -> tuple[OrderBox, Order | None]:
    if not (text or owner or due):
        return OrderBox(), None
    faults: dict[str, str] = {}
    if not text:
        faults["text"] = "没有填写交办内容。"
    unit = day = None
    try:
        unit = registered(owner) if owner else None
    except forms.ValidationError as no:
        faults["owner"] = no.messages[0]
    if not owner:
        faults["owner"] = "没有填写承办单位。"
    try:
        day = DateField(required=False).clean(due)
    except forms.ValidationError as no:
        faults["due"] = no.messages[0]
    if not due:
        faults["due"] = "没有填写完成期限。"
    box = OrderBox(text, owner, due, faults)
    return box, Order(text, unit, day) if unit is not None and day is not None and not faults else None
