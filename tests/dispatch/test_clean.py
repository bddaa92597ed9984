"""What the system issues keeps its own rules: each registered kind, issued by its verb, read back from docx and pdf.

A kind that is added to the register has to be issued here too, else the first test fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from duban.core.gongwen import minutes as papers
from duban.core.gongwen.document import Form
from duban.core.gongwen.lint import check
from duban.core.oversight.ladder import Step
from duban.dispatch import letterheads
from duban.dispatch.enums import Kind
from duban.dispatch.models import Dispatch
from duban.oversight.actions import conclusions, meetings, urging
from duban.oversight.minutes import convened
from duban.readers.printed import read_print
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf
from tests.factories import circulars as play
from tests.factories.dispatch import HEADING, issued, make_letterhead
from tests.oversight import test_conclusions as concluding
from tests.oversight import test_meetings as meeting
from tests.oversight import test_urging as urged
from tests.oversight.test_cases import ask

pytestmark = pytest.mark.django_db


def a_circular(stage: Any) -> None:
    play.issued(stage)


def a_commendation(stage: Any) -> None:
    """What it says of a unit is made by the verb of circulars; whom it praises is another test's business."""
    row = play.begin(stage, kind="commendation", name="表彰决定")
    row.praises.create(unit=stage.cast.lead_unit)
    play.issue(stage, play.approve(stage, play.submit(stage, row)))


def a_letter(stage: Any) -> None:
    """Half-width marks and quotations in the notice's own words do not reach the paper; what was promised is told."""
    stage.counted.body = "实施“停车便民”工程,新建(改建)停车泊位1万个。"
    stage.counted.save()
    stage.counted.targets.update(value=1000, due="", kind="amount", op=">=")
    stage.filed(value="120")
    urged.step(urged.red(stage), **urged.office(stage, "2023-05-10"))
    row = urged.step(urged.red(stage), Step.URGE, until=urged.day(5, 22), **urged.office(stage, "2023-05-15"))
    urging.issue(row=row, **urged.office(stage, "2023-05-15", stage.cast.supervisor_head))


def minutes(stage: Any) -> None:
    said = meeting.Arrangement("重点项目调度会", meeting.DAY, [ask(stage)], "区政府三楼会议室")
    row = meetings.call_meeting(said=said, **meeting.office(stage))
    row = meetings.hold(row=row, attended="区长", **meeting.office(stage, meeting.AFTER))
    meetings.record_decision(
        item=row.agenda.get(), resolution="由区民政局牵头办理。", orders=[meeting.order(stage)],
        **meeting.office(stage, meeting.AFTER),
    )  # fmt: skip
    meetings.issue_minutes(
        row=row, compose=lambda number, on: papers.minutes(convened(row, on)), approved_by=stage.cast.leader,
        **meeting.office(stage, meeting.AFTER),
    )  # fmt: skip


def a_conclusion(stage: Any) -> None:
    _, made = concluding.concluded(stage)
    conclusions.serve(row=made, **concluding.office(stage, "2023-05-12 10:00:00"))


def a_decision(stage: Any) -> None:
    made = concluding.objected(stage)
    by = stage.act(stage.cast.supervisor_head, "2023-05-25 09:00:00")
    conclusions.decide_objection(row=made, upheld=True, text="验收单属实。", lifted=[made.rectifications.get()], **by)


def a_notice(stage: Any) -> None:
    """Nothing composes one yet: the plainest."""
    issued(stage.cast, [stage.cast.lead_unit], kind="notice", title="关于做好前二季度完成情况报送工作的通知")


ISSUED: dict[Kind, Callable[[Any], None]] = {
    Kind.CIRCULAR: a_circular,
    Kind.COMMENDATION: a_commendation,
    Kind.URGING: a_letter,
    Kind.MINUTES: minutes,
    Kind.CONCLUSION: a_conclusion,
    Kind.DECISION: a_decision,
    Kind.NOTICE: a_notice,
}


def test_every_registered_kind_is_issued_here():
    assert set(ISSUED) == set(Kind)


@pytest.mark.parametrize("kind", Kind, ids=lambda each: each.value)
def test_what_is_issued_keeps_our_own_rules(stage, kind):
    for each in (kind, letterheads._LIKE.get(kind)):
        if each is not None:
            form = letterheads._FORMS.get(each, Form.GENERAL)
            mark = HEADING.mark if form is Form.GENERAL else HEADING.issuer
            make_letterhead(stage.cast, each, code=f"某政{each.label[:2]}", form=form, mark=mark)
    ISSUED[kind](stage)
    made = Dispatch.objects.filter(kind=kind)
    assert made
    for row in made:
        assert check(read_print(write_docx(row.document), "a.docx")) == []
        assert check(read_print(write_pdf(row.document), "a.pdf")) == []
