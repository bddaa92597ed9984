"""Writing a step: the facts of one unit and cause that are due for it, what is asked, by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django import forms

from duban.core.oversight.ladder import STEP_LABELS, Cause, Step
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid
from duban.orgs.workdays import office_calendar
from duban.oversight.actions.urging import LONGEST
from duban.oversight.causes import Proposal, proposals
from duban.web.fields import DateField, Form

DEMANDS = {
    Cause.LATE_REPORT: "尽快报送完成情况，说明未按期报送的原因",
    Cause.RED: "查明滞后原因，提出追赶措施和时间安排",
    Cause.DIRECTIVE: "抓紧落实交办事项并报办理结果，不能按期完成的说明原因",
    Cause.RECTIFICATION: "抓紧整改并报整改情况，不能按期完成的说明原因",
}
DAYS = {Step.REMIND: 3, Step.URGE: 5, Step.TALK: 5}
HINTS = {
    Step.REMIND: "提醒立即发出，由单位经办人、办公室负责人收到。",
    Step.URGE: "督办函由督查室主任签发，编文号，并抄告单位分管领导。",
    Step.TALK: "约谈建议报区领导审批，批准之前单位不会知道。",
}


@dataclass(frozen=True)
class Desk:
    """What may be written now to a unit for a cause."""

    unit: Unit
    cause: Cause
    proposals: tuple[Proposal, ...]

    @property
    def steps(self) -> list[Step]:
        """The step that is due for all of them, and the milder ones."""
        order = list(Step)
        top = min((order.index(each.step) for each in self.proposals), default=0)
        return order[: top + 1]


def desk(unit: Unit, cause: str, step: str, at: dt.datetime) -> Desk:
    """The proposals of the unit and cause; of one step alone where it is asked for. Raises Invalid for an odd cause."""
    try:
        reason = Cause(cause)
    except ValueError:
        raise Invalid("请从建议催办中选择一项。") from None
    found = [each for each in proposals(at) if each.fact.unit_id == unit.pk and each.fact.cause is reason]
    wanted = [each for each in found if each.step.value == step]
    return Desk(unit, reason, tuple(wanted or found))


class UrgingForm(Form):
    """The step, which of the facts, what is asked, by when."""

    step = forms.ChoiceField(label="方式", widget=forms.RadioSelect)
    subjects = forms.TypedMultipleChoiceField(
        label="事由",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一项事由。"},
    )
    demand = forms.CharField(
        label="要求",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="接在“请你单位”之后，例如“查明滞后原因，提出追赶措施”。",
    )
    reply_by = DateField(label="回复期限")

    def __init__(self, at_desk: Desk, *args: object, today: dt.date, **kwargs: object) -> None:
        steps = at_desk.steps
        kwargs["initial"] = {
            "step": steps[-1].value,
            "subjects": [each.fact.subject_id for each in at_desk.proposals],
            "demand": DEMANDS[at_desk.cause],
            "reply_by": office_calendar().after(today, DAYS[steps[-1]]),
        }
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(step.value, f"{STEP_LABELS[step]}：{HINTS[step]}") for step in steps]  # type: ignore[attr-defined]
        self.fields["subjects"].choices = [  # type: ignore[attr-defined]
            (each.fact.subject_id, f"{each.fact.sentence}{each.next.why}") for each in at_desk.proposals
        ]
