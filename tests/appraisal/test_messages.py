"""Who is told what on the way of an appraisal."""

from __future__ import annotations

from typing import Any

import pytest

from duban.appraisal.actions import appraisals, objections
from duban.appraisal.models import Appraisal, UnitResult
from duban.core.appraisal.words import Item
from duban.messaging.deriving import derive
from duban.messaging.models import Message
from tests.factories.progress import moment

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    return {message.recipient.name for message in Message.objects.filter(kind=kind)}


def test_from_the_objection_to_the_approval(year: Any, shown: Appraisal) -> None:
    result = UnitResult.objects.select_related("appraisal", "unit").get(appraisal=shown)
    made = objections.object_to(
        result=result, item=Item.REPORTS, text="纸质报告7月8日已送督查室。",
        **year.act(year.cast.lead_clerk, "2024-02-21 09:00:00"),
    )  # fmt: skip
    derive(moment("2024-02-21 09:01:00"))
    assert told("appraisal_objected") == {"杜察", "杜主任", "区长"}
    act = year.act(year.cast.supervisor_head, "2024-02-22 09:00:00")
    objections.decide(row=made, upheld=False, text="签收单是第三季度的", **act)
    derive(moment("2024-02-22 09:01:00"))
    assert told("appraisal_decided") == {"钱经办", "钱主任", "钱局"}
    assert not Message.objects.filter(kind="appraisal_objected", settled_at__isnull=True).exists()
    shown.refresh_from_db()
    row = appraisals.submit(row=shown, **year.act(year.cast.supervisor, "2024-02-28 09:00:00"))
    row = appraisals.send_back(row=row, comment="请再核对", **year.act(year.cast.leader, "2024-02-28 10:00:00"))
    row = appraisals.submit(row=row, **year.act(year.cast.supervisor, "2024-02-28 11:00:00"))
    appraisals.approve(row=row, **year.act(year.cast.leader, "2024-02-28 12:00:00"))
    derive(moment("2024-02-28 12:01:00"))
    assert told("appraisal_submitted") == {"区长"}
    assert told("appraisal_sent_back") == {"杜察", "杜主任"}
    assert told("appraisal_approved") == {"钱经办", "钱主任", "钱局"}
    result.refresh_from_db()
    body = Message.objects.filter(kind="appraisal_approved").first()
    assert body is not None and result.get_klass_display() in body.subject
    assert not Message.objects.filter(kind="appraisal_submitted", settled_at__isnull=True).exists()


def test_taken_back_nobody_need_look_any_more(year: Any, shown: Appraisal) -> None:
    appraisals.take_back(row=shown, comment="漏计", **year.act(year.cast.supervisor, "2024-02-21 09:00:00"))
    derive(moment("2024-02-21 09:01:00"))
    assert told("appraisal_taken_back") == {"钱经办", "钱主任", "钱局"}
    assert not Message.objects.filter(kind="appraisal_shown", settled_at__isnull=True).exists()
