"""Coordination meetings on the screen: agenda from open cases, decisions, minutes as a numbered document."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from duban.core.gongwen.document import Labelled, Paragraph, Table
from duban.core.gongwen.minutes import Convened, Task, Topic, agenda, minutes
from duban.dispatch.models import Dispatch
from duban.orgs.models import Post
from duban.oversight.actions import cases as actions
from duban.oversight.models import Directive, Meeting
from tests.factories.dispatch import make_letterhead
from tests.oversight.test_cases import SAID
from tests.support.client import client_for as make_client
from tests.web.cases.test_cases import now, order, text

TOPIC = Topic(
    "市-54", "完成停车泊位建设。", "区建设局", "土地规划", "地块权属不清。", "请明确用地主体。", "督查室，3个工作日",
    "由区民政局牵头。\n督查室跟踪。",
    (Task("区民政局", "确认权属。", dt.date(2023, 5, 10)), Task("区建设局", "办理手续", dt.date(2023, 5, 31))),
)  # fmt: skip


def words(document) -> list[str]:
    """Texts of the paragraphs."""
    return [part.text for part in document.parts if isinstance(part, Paragraph)]


def test_what_the_minutes_say():
    of = Convened(
        "重点项目调度会", dt.date(2023, 4, 20), "区政府三楼", "副区长王某", (TOPIC,), "王某，李某", "要抓紧。"
    )
    made = minutes(of)
    said = words(made)
    assert said[0] == (
        "2023年4月20日，副区长王某在区政府三楼主持召开重点项目调度会，研究1项协调事项。现将会议议定事项纪要如下。"
    )
    assert (
        said[1] == "一、关于市-54事项土地规划困难" and "会议议定：由区民政局牵头。" in said and "督查室跟踪。" in said
    )
    assert "1.由区民政局于2023年5月10日前办理：确认权属。" in said
    assert "2.由区建设局于2023年5月31日前办理：办理手续。" in said
    assert "会议要求，要抓紧。" in said and made.parts[-1] == Labelled("出席", "王某，李某。")
    bare = words(minutes(Convened("调度会", dt.date(2023, 4, 20), topics=(TOPIC,))))
    assert bare[0].startswith("2023年4月20日，召开调度会")
    (table,) = [part for part in agenda(of).parts if isinstance(part, Table)]
    assert len(table.rows) == 2 and "督查室，3个工作日" in table.rows[1].cells[5].paragraphs


@pytest.mark.django_db
def test_from_open_cases_to_minutes(stage):
    case = actions.raise_case(matter=stage.counted, unit=stage.cast.lead_unit, said=SAID, **now(stage, "lead_clerk"))
    other = actions.raise_case(matter=stage.plain, unit=stage.cast.lead_unit, said=SAID, **now(stage, "lead_clerk"))
    office = make_client(stage.cast.supervisor)
    today = timezone.localdate()
    typed = {"title": "重点项目调度会", "held_on": today.isoformat(), "place": "区政府三楼"}
    typed["chair"] = Post.objects.get(kind="leader").pk
    assert "不必开会" in text(office.post("/meetings/new", typed))
    chosen = {"case": [case.pk, other.pk], f"place-{case.pk}": "2", f"place-{other.pk}": "1"}
    answer = office.post("/meetings/new", {**typed, **chosen}, follow=True)
    row = Meeting.objects.get()
    assert [item.case for item in row.agenda.all()] == [other, case] and "重点项目调度会" in text(answer)
    office.post(f"/meetings/{row.pk}/change", {**typed, "case": [case.pk], "place": "区政府五楼"})
    assert [item.case for item in row.agenda.all()] == [case]
    for address in ("agenda.docx", "agenda.pdf", "minutes.docx"):
        assert len(office.get(f"/meetings/{row.pk}/{address}").content) > 2000
    assert office.get(f"/meetings/{row.pk}/other.docx").status_code == 404
    assert office.post(f"/meetings/{row.pk}/hold", {"attended": ""}).status_code == 422
    page = text(office.post(f"/meetings/{row.pk}/hold", {"attended": "区长", "stressed": "要抓紧。"}, follow=True))
    assert "第 1 项议题还没有填写议定意见" in page
    item = row.agenda.get()
    bad = office.post(f"/meetings/{row.pk}/topics/{item.pk}", {"resolution": "", **order(owner="某局")})
    assert bad.status_code == 422 and "没有填写议定意见" in text(bad) and "某局" in text(bad)
    page = text(office.get(f"/meetings/{row.pk}/topics/{item.pk}"))
    assert "议定意见即为答复" in page
    good = {"resolution": "由区民政局牵头确认。", **order()}
    page = text(office.post(f"/meetings/{row.pk}/topics/{item.pk}", good, follow=True))
    assert "由区民政局牵头确认。" in page and Directive.objects.get().meeting == row
    assert "版头" in page  # nobody has said yet how minutes are headed
    make_letterhead(stage.cast, "minutes")
    page = text(office.post(f"/meetings/{row.pk}/issue", {"approved_by": stage.cast.leader.pk}, follow=True))
    made = Dispatch.objects.get()
    assert made.full_number in page and "已印发纪要" in page
    unit = make_client(stage.cast.lead_clerk)
    assert "由区民政局牵头确认。" in text(unit.get(f"/meetings/{row.pk}/"))
    assert "重点项目调度会" in text(unit.get(f"/cases/{case.pk}/")) and "还没有调度会" not in text(
        unit.get("/meetings/")
    )
    assert make_client(stage.cast.outsider_clerk).get(f"/meetings/{row.pk}/").status_code == 404


@pytest.mark.django_db
def test_a_meeting_that_is_not_held(stage):
    case = actions.raise_case(matter=stage.counted, unit=stage.cast.lead_unit, said=SAID, **now(stage, "lead_clerk"))
    office = make_client(stage.cast.supervisor)
    day = timezone.localdate() + dt.timedelta(days=5)
    typed = {"title": "调度会", "held_on": day.isoformat(), "place": "", "chair": "", "case": [case.pk]}
    page = text(office.post("/meetings/new", typed, follow=True))
    row = Meeting.objects.get()
    assert "召开之后，在这里登记召开" in page
    assert office.post(f"/meetings/{row.pk}/cancel", {"comment": ""}).status_code == 422
    assert "事项已解决" in text(office.post(f"/meetings/{row.pk}/cancel", {"comment": "事项已解决"}, follow=True))
    assert office.get(f"/meetings/{row.pk}/change").status_code == 422
