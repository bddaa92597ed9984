"""延期 and 调整 on the screen: asking, deciding, taking back, both values in view."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from duban.oversight.actions import adjustments as acts
from duban.oversight.actions.adjustments import Wish
from duban.oversight.models import Adjustment
from duban.web.narrowing import Narrowing
from tests.factories.progress import give_matter
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year
WHY = {"reason": "施工图审查比预计多用两个月。", "progress": "已完成场地平整。"}


@pytest.fixture
def running(stage: Any) -> Any:
    """The year of the matters is the running one, so that their days are to come."""
    stage.counted.programme.__class__.objects.update(year=YEAR)
    stage.counted.programme.refresh_from_db()
    return stage


def post(stage: Any, data: dict[str, Any], person: Any = None) -> Any:
    client = client_for(person or stage.cast.lead_clerk)
    return client.post(f"/adjustments/new/{stage.counted.pk}", {"target": "whole", **WHY, **data})


def extension(days: int = 90) -> dict[str, Any]:
    return {"kind": "extension", "new_due": str(dt.date(YEAR, 12, 31) + dt.timedelta(days=days))}


def asked(stage: Any, matter: Any = None, days: int = 90) -> Adjustment:
    wish = Wish(**WHY, new_due=dt.date(YEAR, 12, 31) + dt.timedelta(days=days))
    now = timezone.now()
    by = stage.cast.actor(stage.cast.lead_clerk, timezone.localdate(now))
    return acts.apply(matter=matter or stage.counted, unit=stage.cast.lead_unit, wish=wish, by=by, at=now)


class TestAsking:
    def test_from_the_item_page_to_the_office_and_back(self, running: Any) -> None:
        clerk, office = client_for(running.cast.lead_clerk), client_for(running.cast.supervisor)
        item = f"/ledger/{running.counted.pk}/"
        assert f"/adjustments/new/{running.counted.pk}" in clerk.get(item).content.decode()
        assert "现在的期限" in clerk.get(f"/adjustments/new/{running.counted.pk}").content.decode()
        assert post(running, extension()).status_code == 302
        row = Adjustment.objects.get()
        assert "待审" in office.get("/adjustments/").content.decode()
        refused = office.post(f"/adjustments/{row.pk}/decide", {"move": "refuse", "comment": ""})
        assert refused.status_code == 422 and "须填写意见" in refused.content.decode()
        office.post(f"/adjustments/{row.pk}/decide", {"move": "approve", "comment": "同意。"})
        for client in (clerk, office):
            text = client.get(item).content.decode()
            assert f"（原 {YEAR}年12月31日" in text and "经同意延期" in text
            assert f"期限由{YEAR}年12月31日" in text

    def test_the_revised_figure_stands_beside_the_printed_one(self, running: Any) -> None:
        target = running.counted.targets.get()
        old = f"{target.value.normalize():f}"
        data = {
            "kind": "figure",
            "target": str(target.pk),
            "new_value": "1.2万",
            "document_number": "某政办函〔2023〕1号",
        }
        post(running, data)
        row = Adjustment.objects.get()
        assert row.new_value == Decimal(12000)
        office = client_for(running.cast.supervisor)
        office.post(f"/adjustments/{row.pk}/decide", {"move": "approve"})
        item = office.get(f"/ledger/{running.counted.pk}/").content.decode()
        assert "已调整" in item and "某政办函〔2023〕1号" in item and "来文原值" in item
        ledger = office.get("/ledger/?all=1").content.decode()
        assert f"（原{old}" in ledger
        sheet = b"".join(office.post("/ledger/export", {"format": "csv"}).streaming_content).decode("utf-8-sig")
        assert "1.2万" in sheet and f"（原{old}" in sheet

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"kind": "extension"}, "没有填写新的期限"),
            (extension(-1), "新的期限应晚于"),
            ({"kind": "figure", "new_value": "5"}, "请选择指标"),
            ({"kind": "figure", "target": "T"}, "没有填写新的目标值"),
            ({"kind": "figure", "target": "T", "new_value": "5"}, "须有依据文号"),
            ({"kind": "correction", "target": "T", "new_value": "fünf"}, "fünf"),
            ({}, "没有填写申请什么"),
        ],
    )
    def test_what_does_not_fit_is_said_and_kept(self, running: Any, data: dict[str, Any], said: str) -> None:
        data = {k: str(running.counted.targets.get().pk) if v == "T" else v for k, v in data.items()}
        answer = post(running, data)
        text = answer.content.decode()
        assert answer.status_code == 422 and (said in text or (not data and "必填" in text))
        assert WHY["reason"] in text and not Adjustment.objects.exists()

    def test_a_day_that_is_past_is_said_before_and_after(self, running: Any) -> None:
        running.counted.programme.__class__.objects.update(year=YEAR - 1)
        clerk = client_for(running.cast.lead_clerk)
        assert "已过" in clerk.get(f"/adjustments/new/{running.counted.pk}").content.decode()
        assert "应在期限之前申请" in post(running, extension(400)).content.decode()

    def test_others_do_not_ask_and_do_not_see(self, running: Any) -> None:
        row = asked(running)
        outsider = client_for(running.cast.outsider_clerk)
        assert outsider.get(f"/adjustments/new/{running.counted.pk}").status_code == 404
        assert outsider.get(f"/adjustments/{row.pk}/").status_code == 404
        leader = client_for(running.cast.leader).get(f"/adjustments/{row.pk}/").content.decode()
        assert "申请由督查室审定" in leader


class TestTheList:
    def test_withdrawn_and_revoked_stay_listed_and_narrow(self, running: Any) -> None:
        office, clerk = client_for(running.cast.supervisor), client_for(running.cast.lead_clerk)
        first = asked(running)
        clerk.post(f"/adjustments/{first.pk}/decide", {"move": "withdraw"})
        second = asked(running)
        office.post(f"/adjustments/{second.pk}/decide", {"move": "approve"})
        assert "撤销同意" in office.get(f"/adjustments/{second.pk}/").content.decode()
        office.post(f"/adjustments/{second.pk}/decide", {"move": "revoke", "comment": "已提前完成。"})
        page = office.get("/adjustments/")
        assert [each.row for each in page.context["rows"]] == [second, first]
        narrowed = office.get("/adjustments/?state=revoked")
        assert [each.row for each in narrowed.context["rows"]] == [second]
        assert "同意已撤销" in narrowed.content.decode()
        assert list(office.get("/adjustments/?state=refused").context["rows"]) == []
        assert "经同意延期" not in office.get(f"/ledger/{running.counted.pk}/").content.decode()

    def test_an_empty_list_says_how_to_fill_it(self, running: Any) -> None:
        assert "在期限之前" in client_for(running.cast.lead_clerk).get("/adjustments/").content.decode()

    def test_the_same_queries_for_any_number(self, running: Any) -> None:
        def more(number: int) -> None:
            for _ in range(number):
                asked(running, give_matter(running.cast.lead_unit, programme=running.counted.programme))

        for person in (running.cast.supervisor, running.cast.lead_clerk):
            client = client_for(person)
            assert_same_queries(lambda client=client: client.get("/adjustments/"), more)


class TestNarrowing:
    FIELDS = {"state": ("状态", {"a": "甲", "b": "乙"}), "unit": ("单位", None)}
    GROUPS = [(("a", "一"), 2), (("b", "一"), 1), (("a", "二"), 4)]

    def test_numbers_are_what_the_other_filters_leave(self) -> None:
        found = Narrowing({"unit": "一", "state": "x"}, self.FIELDS, self.GROUPS)
        state, unit = found.fields
        assert [(c.value, c.count, c.on) for c in state.choices] == [("a", 2, False), ("b", 1, False)]
        assert [(c.value, c.count, c.on) for c in unit.choices] == [("一", 3, True), ("二", 4, False)]
        assert (found.total, found.any, found.query(state="a")) == (7, True, "state=a&unit=%E4%B8%80")

    def test_a_field_of_one_value_is_not_shown(self) -> None:
        assert [f.name for f in Narrowing({}, self.FIELDS, [(("a", "一"), 2), (("a", "二"), 1)]).fields] == ["unit"]


def test_the_workbook_holds_what_is_shown_with_both_values(running: Any) -> None:
    from python_calamine import CalamineWorkbook

    from duban.audit.models import Event

    target = running.counted.targets.get()
    asked(running)
    now = timezone.now()
    by = running.cast.actor(running.cast.lead_clerk, timezone.localdate(now))
    wish = Wish(**WHY, target=target, new_value=Decimal(300), document_number="示政办〔2023〕9号")
    acts.apply(matter=running.counted, unit=running.cast.lead_unit, wish=wish, by=by, at=now)

    def rows(query: str, person: Any) -> list[dict[str, Any]]:
        answer = client_for(person).post("/adjustments/export", {"query": query})
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        head = next(number for number, row in enumerate(sheet) if row[0] == "事项")
        return [dict(zip(sheet[head], row, strict=True)) for row in sheet[head + 1 :]]

    figure, later = rows("", running.cast.supervisor)
    assert (figure["原目标值"], figure["申请目标值"]) == (f"260{target.unit}", f"300{target.unit}")
    assert figure["依据文号"] == "示政办〔2023〕9号" and figure["原期限"] == "" and later["原目标值"] == ""
    assert later["原期限"] == dt.date(YEAR, 12, 31) and later["申请期限"] > later["原期限"]
    assert [row["类别"] for row in rows("kind=extension", running.cast.lead_clerk)] == [later["类别"]]
    assert rows("", running.cast.outsider_clerk) == []
    assert Event.objects.filter(verb__endswith="export").count() == 3
