"""考核 on the screen: the years, one year by classes, the way to approval, files."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from duban.appraisal import keeping
from duban.appraisal.actions import appraisals
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.core.appraisal.rules import FIRST
from duban.core.appraisal.snapshot import verify
from duban.messaging.deriving import derive
from duban.messaging.models import Message
from duban.web.appraisals.forms import RuleForm
from tests.appraisal.year import AS_OF
from tests.factories.orgs import UnitFactory
from tests.factories.progress import moment
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db
WHY = "纸质报告7月8日已送督查室，签收单附后。"


@pytest.fixture(autouse=True)
def in_the_term(monkeypatch: Any, request: Any) -> None:
    """The pages ask what day it is: the term of what was shown in 2024 is over, so it is moved."""
    if "shown" in request.fixturenames:
        row = request.getfixturevalue("shown")
        Appraisal.objects.filter(pk=row.pk).update(objection_until="2999-01-01")
        row.refresh_from_db()


def own(row: Appraisal, unit: Any) -> UnitResult:
    return UnitResult.objects.get(appraisal=row, unit=unit)


class TestTheOffice:
    def test_begins_computes_again_and_shows(self, year: Any) -> None:
        client = client_for(year.cast.supervisor)
        assert "还没有考核" in client.get("/appraisals/").content.decode()
        odd = client.post("/appraisals/new", {"year": "2023", "as_of": "morgen"})
        assert odd.status_code == 422 and "日期无法识别" in odd.content.decode()
        made = client.post("/appraisals/new", {"year": "2023", "as_of": "2024-02-20"})
        row = Appraisal.objects.get()
        assert made.url == f"/appraisals/{row.pk}/"
        again = client.post("/appraisals/new", {"year": "2023", "as_of": "2024-02-20"})
        assert "已有一份未批准的考核" in again.content.decode()
        page = client.get(made.url)
        text = page.content.decode()
        assert "区建设局" in text and "不排名次" in text and "送单位核对" in text
        client.post(f"{made.url}compute", {"as_of": "2023-06-30", "revision": row.revision})
        row.refresh_from_db()
        assert str(row.as_of) == "2023-06-30"
        stale = client.post(f"{made.url}compute", {"as_of": "2023-06-30", "revision": "0"})
        assert stale.status_code == 422 and "已被他人处理" in stale.content.decode()
        client.post(f"{made.url}move", {"move": "show"})
        row.refresh_from_db()
        assert row.state == "shown" and row.objection_until is not None
        assert "1 个单位没有确认" in client.get(made.url).content.decode()

    def test_what_is_not_counted_is_shown_to_who_approves(self, year: Any) -> None:
        """A share that nobody proposed is not left out in silence."""
        year.counted.programme.level = "city"
        year.counted.programme.save()
        row = appraisals.begin(year=2023, as_of=AS_OF, **year.act(year.cast.supervisor, "2024-02-20 10:00:00"))
        text = client_for(year.cast.leader).get(f"/appraisals/{row.pk}/").content.decode()
        assert "没有计入的事项" in text and "份额没有商定的 " in text
        assert "省、市目标的区级份额没有商定，应由牵头单位在办理方案中提出：" in text and year.counted.code in text

    def test_units_stand_in_their_order_within_a_class(self, year: Any, draft: Appraisal) -> None:
        for place, (name, points) in enumerate([("甲局", "91.00"), ("乙局", "99.00"), ("丙局", "95.00")], 2):
            UnitResult.objects.create(
                appraisal=draft,
                unit=UnitFactory(name=name),
                place=place,
                name=name,
                klass="good",
                points=Decimal(points),
            )
        text = client_for(year.cast.leader).get(f"/appraisals/{draft.pk}/").content.decode()
        assert re.findall(r">(.局)</a>", text) == ["甲局", "乙局", "丙局"]

    def test_the_same_queries_for_any_number_of_units(self, year: Any, draft: Appraisal) -> None:
        client = client_for(year.cast.supervisor)
        template = own(draft, year.cast.lead_unit)

        def more(number: int) -> None:
            for _ in range(number):
                unit = UnitFactory()
                UnitResult.objects.create(
                    appraisal=draft, unit=unit, place=unit.pk, name=unit.name, klass=template.klass,
                    points=template.points, lines=template.lines, facts=template.facts,
                )  # fmt: skip

        assert_same_queries(lambda: client.get(f"/appraisals/{draft.pk}/"), more)


class TestTheUnit:
    def test_sees_its_own_once_it_is_shown_and_nobody_elses(self, year: Any, draft: Appraisal) -> None:
        clerk, outsider = client_for(year.cast.lead_clerk), client_for(year.cast.outsider_clerk)
        path = f"/appraisals/results/{own(draft, year.cast.lead_unit).pk}/"
        assert clerk.get(path).status_code == 404
        appraisals.show(row=draft, **year.act(year.cast.supervisor, "2024-02-20 11:00:00"))
        assert clerk.get(path).status_code == 200 and outsider.get(path).status_code == 404
        assert clerk.get(f"/appraisals/{draft.pk}/").url == path
        assert "2023年度考核" in clerk.get("/appraisals/").content.decode()
        assert "还没有本单位的考核结果" in outsider.get("/appraisals/").content.decode()
        for whole in ("table.xlsx", "snapshot.json", "sensitivity"):
            assert clerk.get(f"/appraisals/{draft.pk}/{whole}").status_code in (403, 404)

    def test_every_point_is_a_sentence_with_its_rows(self, year: Any, shown: Appraisal) -> None:
        row = own(shown, year.cast.lead_unit)
        page = client_for(year.cast.lead_clerk).get(f"/appraisals/results/{row.pk}/")
        text = page.content.decode()
        assert "计 2 期：按时 1 期、未办 1 期" in text
        assert "2023年上半年报告" in text and "期限2023年7月10日，截至2024年2月20日未办理" in text
        lines = page.context["lines"]
        assert sum(Decimal(line.points) for line in lines if line.points) == row.points
        links = [each.href for line in lines for each in (*line.costly, *line.whole, *line.left_out)]
        assert links and all(links)
        follow = client_for(year.cast.supervisor)
        assert {follow.get(link).status_code for link in set(links)} == {200}

    def test_agrees_objects_withdraws(self, year: Any, shown: Appraisal) -> None:
        client = client_for(year.cast.lead_clerk)
        path = f"/appraisals/results/{own(shown, year.cast.lead_unit).pk}/"
        assert "核对2023年度考核结果" in client.get("/").content.decode()
        client.post(f"{path}agree")
        assert own(shown, year.cast.lead_unit).agreed_by == year.cast.lead_clerk
        assert "核对2023年度考核结果" not in client.get("/").content.decode()
        missed = re.search(r'href="([^"]*object\?item=reports&amp;key=[^"]*)"', client.get(path).content.decode())
        assert missed is not None
        form = missed[1].replace("&amp;", "&")
        assert "2023年上半年报告" in client.get(form).content.decode()
        key = form.split("key=")[1].replace("%3A", ":")
        data = {"item": "reports", "key": key, "text": "短"}
        assert "请写明异议的事实和理由" in client.post(f"{path}object", data).content.decode()
        odd = io.BytesIO(b"MZ\x90\x00" * 50)
        odd.name = "签收单.exe"
        bad = client.post(f"{path}object", {**data, "text": WHY, "files": odd})
        assert bad.status_code == 422 and not Objection.objects.exists()
        text = io.BytesIO("签收：7月8日".encode())
        text.name = "签收单.txt"
        made = client.post(f"{path}object", {**data, "text": WHY, "files": text})
        row = Objection.objects.get()
        assert made.url == f"/appraisals/objections/{row.pk}/"
        assert own(shown, year.cast.lead_unit).agreed_at is None
        shows = client.get(made.url).content.decode()
        assert WHY in shows and "签收单.txt" in shows and "待复核" in shows
        file = row.evidence.get()
        assert b"".join(client.get(f"{made.url}files/{file.pk}").streaming_content).decode() == "签收：7月8日"
        client.post(f"{made.url}withdraw")
        row.refresh_from_db()
        assert row.state == "withdrawn"

    def test_what_is_not_there_cannot_be_objected_to(self, year: Any, shown: Appraisal) -> None:
        client = client_for(year.cast.lead_clerk)
        path = f"/appraisals/results/{own(shown, year.cast.lead_unit).pk}/object"
        for query in ("", "?item=photos", "?item=reports&key=progress.obligation:0"):
            assert client.get(path + query).status_code == 404

    def test_its_rows_as_a_table(self, year: Any, shown: Appraisal) -> None:
        row = own(shown, year.cast.lead_unit)
        answer = client_for(year.cast.lead_principal).get(f"/appraisals/results/{row.pk}/rows.xlsx")
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet.max_row == 3 + len(row.facts)
        assert [cell.value for cell in sheet[3]][:3] == ["考核项", "内容", "认定"]


class TestToTheEnd:
    def test_decided_by_another_submitted_approved_frozen(self, year: Any, shown: Appraisal) -> None:
        clerk = client_for(year.cast.lead_clerk)
        result = own(shown, year.cast.lead_unit)
        clerk.post(f"/appraisals/results/{result.pk}/object", {"item": "reports", "text": WHY})
        path = f"/appraisals/objections/{Objection.objects.get().pk}/"
        computed = client_for(year.cast.supervisor)
        assert "应当回避" in computed.get(path).content.decode()
        assert computed.post(f"{path}decide", {"text": "属实", "decision": "uphold"}).status_code == 403
        assert "复核考核异议" not in computed.get("/").content.decode()
        other = client_for(year.cast.supervisor_head)
        assert "复核考核异议" in other.get("/").content.decode()
        nothing = other.post(f"{path}decide", {"text": "属实", "decision": "uphold"})
        assert "须写明改了哪一条依据" in nothing.content.decode()
        page = other.get(path)
        missed = next(c for c in page.context["choices"] if c.judged.finding == "never")
        odd = other.post(f"{path}decide", {"text": "属实", "decision": "uphold", missed.name: "photos"})
        assert odd.status_code == 422
        other.post(f"{path}decide", {"text": "签收单属实", "decision": "uphold", missed.name: "on_time"})
        assert own(shown, year.cast.lead_unit).points > result.points
        shows = clerk.get(path).content.decode()
        assert "依据改为：按时" in shows and "签收单属实" in shows
        clerk.post(f"/appraisals/results/{result.pk}/agree")
        year_page = f"/appraisals/{shown.pk}/"
        assert "报批2023年度考核" in computed.get("/").content.decode()
        computed.post(f"{year_page}move", {"move": "submit"})
        leader = client_for(year.cast.leader)
        assert "批准2023年度考核" in leader.get("/").content.decode()
        assert computed.post(f"{year_page}move", {"move": "approve"}).status_code == 403
        leader.post(f"{year_page}move", {"move": "approve"})
        shown.refresh_from_db()
        assert shown.state == "approved"
        answer = leader.get(f"{year_page}snapshot.json")
        assert verify(json.loads(answer.content)).differences == ()
        assert shown.digest in leader.get(year_page).content.decode()
        sheet = load_workbook(io.BytesIO(leader.get(f"{year_page}table.xlsx").content)).active
        assert [sheet.cell(4, n).value for n in (1, 2)] == [
            "区建设局",
            own(shown, year.cast.lead_unit).get_klass_display(),
        ]
        type(result).objects.filter(pk=result.pk).update(points=99)  # behind the system's back
        for path in (
            year_page,
            f"{year_page}snapshot.json",
            f"{year_page}table.xlsx",
            f"/appraisals/results/{result.pk}/",
        ):
            answer = leader.get(path)
            assert answer.status_code == 422 and keeping.CHANGED in answer.content.decode()
        auditor = client_for(year.cast.audit_admin)
        assert "的结果与批准时留存的快照或摘要不符" in auditor.post("/trail/verify", follow=True).content.decode()

    def test_a_move_that_does_not_exist_or_not_now(self, year: Any, shown: Appraisal) -> None:
        client = client_for(year.cast.supervisor)
        path = f"/appraisals/{shown.pk}/move"
        assert client.post(path, {"move": "supersede"}).status_code == 422
        assert "不能送单位核对" in client.post(path, {"move": "show"}).content.decode()
        assert "须填写意见" in client.post(path, {"move": "take_back"}).content.decode()

    def test_sensitivity_names_the_units(self, year: Any, shown: Appraisal) -> None:
        page = client_for(year.cast.leader).get(f"/appraisals/{shown.pk}/sensitivity")
        assert page.context["total"] == 1 and len(page.context["variants"]) > 15
        assert "不计“按时报送”" in page.content.decode()


class TestRules:
    @staticmethod
    def data(**changes: str) -> dict[str, str]:
        initial = RuleForm.initial_of(FIRST, 2099)
        return {**{name: str(value) for name, value in initial.items()}, "on_year": "2023", **changes}

    def test_everybody_reads_them(self, year: Any) -> None:
        text = client_for(year.cast.outsider_clerk).get("/appraisals/rules").content.decode()
        assert "90 分及以上为好" in text and "领导批示" in text and "调整规则" not in text

    def test_tried_on_a_past_year_and_nothing_kept(self, year: Any) -> None:
        client = client_for(year.cast.supervisor)
        page = client.post(
            "/appraisals/rules/new", self.data(cut_good="99", cut_fair="98", cut_plain="97", **{"try": "1"})
        )
        tried = page.context["tried"]
        assert tried["year"] == 2023 and tried["total"] == 1
        assert sum(old for _, old, _ in tried["rows"]) == sum(new for *_, new in tried["rows"]) == 1
        assert "第2版" not in client.get("/appraisals/rules").content.decode()

    def test_the_stored_year_is_tried_on_its_own_rows(self, year: Any, shown: Appraisal) -> None:
        page = client_for(year.cast.supervisor).post("/appraisals/rules/new", self.data(**{"try": "1"}))
        assert page.context["tried"]["as_of"] == AS_OF and page.context["tried"]["moves"] == []

    def test_published_with_a_reason(self, year: Any) -> None:
        client = client_for(year.cast.supervisor)
        assert "须写明理由" in client.post("/appraisals/rules/new", self.data(publish="1")).content.decode()
        bad = client.post("/appraisals/rules/new", self.data(publish="1", reason="年度调整", w_lines="20"))
        assert "权重合计为 110" in bad.content.decode() and 'value="20"' in bad.content.decode()
        client.post("/appraisals/rules/new", self.data(publish="1", reason="年度调整", small_to="3"))
        assert "不足 3 件的" in client.get("/appraisals/rules").content.decode()


def test_each_unit_is_told_about_its_own_and_once_it_has_looked_no_more(year: Any, shown: Appraisal) -> None:
    derive(moment("2024-02-20 12:00:00"))
    told = Message.objects.filter(kind="appraisal_shown")
    assert {m.recipient for m in told} == {
        year.cast.lead_clerk, year.cast.lead_office_head, year.cast.lead_principal,
    }  # fmt: skip
    client = client_for(year.cast.lead_clerk)
    client.post(f"/appraisals/results/{own(shown, year.cast.lead_unit).pk}/agree")
    derive(moment("2030-01-01 12:00:00"))
    assert not told.filter(settled_at__isnull=True).exists()
