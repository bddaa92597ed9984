"""办结 and 销号 on the screen: applying with what exists already, verifying, grading, writing off, many at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from duban.oversight.actions import closings as acts
from duban.oversight.enums import Found, Grade, Means
from duban.oversight.models import Closing
from duban.progress.actions import evidence
from tests.factories.progress import give_matter
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db

RESULT = "260个停车泊位全部建成并通过验收，4月20日投入使用。"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def act(stage: Any, person: Any = None) -> dict[str, Any]:
    now = timezone.now()
    return {"by": stage.cast.actor(person or stage.cast.supervisor, timezone.localdate(now)), "at": now}


def applied(stage: Any, matter: Any = None) -> Closing:
    clerk = act(stage, stage.cast.lead_clerk)
    return acts.apply(
        matter=matter or stage.counted, unit=stage.cast.lead_unit, result=RESULT, references="验收备案12号", **clerk
    )


def closed(stage: Any, matter: Any = None, grade: Grade = Grade.LATE) -> Closing:
    row = applied(stage, matter)
    acts.check(row=row, means=Means.ON_SITE, found=Found.TRUE, note="到现场清点。", **act(stage))
    row.refresh_from_db()
    return acts.close(row=row, grade=grade, comment="同意办结。", **act(stage))


def item(stage: Any, person: Any) -> str:
    return client_for(person).get(f"/ledger/{stage.counted.pk}/").content.decode()


class TestApplying:
    def test_with_what_was_sent_before_and_a_new_file(self, stage: Any) -> None:
        line = stage.draft().lines.get(matter=stage.counted)
        clerk = stage.act(stage.cast.lead_clerk, "2023-04-03 10:00:00")
        kept = evidence.add(place=line, data=PDF, name="验收单.pdf", **clerk)
        stage.accept(stage.sign(stage.to_sign(line.report)))
        client = client_for(stage.cast.lead_clerk)
        text = client.get(f"/closings/new/{stage.counted.pk}").content.decode()
        assert "验收单.pdf" in text and "已建成停车泊位120个" in text  # the box begins with the last accepted words
        data = {
            "result": RESULT, "references": "武建〔2023〕8号\nhttp://www.example.gov.cn/1.html",
            "existing": [str(kept.pk)], "files": SimpleUploadedFile("公示.txt", "公示无异议".encode()),
        }  # fmt: skip
        assert client.post(f"/closings/new/{stage.counted.pk}", data).status_code == 302
        row = Closing.objects.get()
        assert set(row.evidence.values_list("name", flat=True)) == {"验收单.pdf", "公示.txt"}
        page = client_for(stage.cast.supervisor).get(f"/closings/{row.pk}/").content.decode()
        assert "武建〔2023〕8号" in page and 'href="http://www.example.gov.cn/1.html"' in page
        one = row.evidence.get(name="公示.txt")
        assert b"".join(client.get(f"/closings/{row.pk}/files/{one.pk}").streaming_content).decode() == "公示无异议"
        assert client_for(stage.cast.outsider_clerk).get(f"/closings/{row.pk}/files/{one.pk}").status_code == 404

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"result": "完成了"}, "不少于10个字"),
            ({"result": RESULT, "files": SimpleUploadedFile("程序.exe", b"MZ")}, "程序.exe"),
        ],
    )
    def test_what_does_not_fit_is_said_and_nothing_kept(self, stage: Any, data: dict[str, Any], said: str) -> None:
        answer = client_for(stage.cast.lead_clerk).post(f"/closings/new/{stage.counted.pk}", data)
        text = answer.content.decode()
        assert answer.status_code == 422 and said in text and data["result"] in text
        assert not Closing.objects.exists()

    def test_the_item_page_says_why_a_button_is_disabled(self, stage: Any) -> None:
        give_matter(stage.cast.cooperating_unit, lead=False, matter=stage.counted)
        assert f"/closings/new/{stage.counted.pk}" in item(stage, stage.cast.lead_clerk)
        assert "办结由牵头单位申请" in item(stage, stage.cast.cooperating_clerk)
        applied(stage)
        text = item(stage, stage.cast.lead_clerk)
        assert "不能重复申请办结" in text and "申请办结" in text
        again = client_for(stage.cast.lead_clerk).get(f"/closings/new/{stage.counted.pk}").content.decode()
        assert "查看办结申请" in again

    def test_everything_reported_as_done_in_one_go(self, stage: Any) -> None:
        stage.filed().lines.update(self_rating="done")
        client = client_for(stage.cast.lead_clerk)
        assert {each.matter for _, found in client.get("/closings/ready").context["rows"] for each in found} == {
            stage.plain, stage.counted,
        }  # fmt: skip
        data = {
            "matter": [str(stage.plain.pk), str(stage.counted.pk)],
            f"result-{stage.plain.pk}": RESULT, f"result-{stage.counted.pk}": "短",
        }  # fmt: skip
        page = client.post("/closings/ready", data, follow=True).content.decode()
        assert "已提交 1 项" in page and f"{stage.counted.code}：请写明办理结果" in page
        assert Closing.objects.get().matter == stage.plain


class TestVerifying:
    def test_check_close_write_off_and_the_state_everywhere(self, stage: Any) -> None:
        row, office = applied(stage), client_for(stage.cast.supervisor)
        page = f"/closings/{row.pk}/"
        office.post(f"{page}move", {"move": "verify"})
        text = office.get(page).content.decode()
        assert "disabled" in text and "尚未登记核查" in text
        bad = office.post(f"{page}check", {"check-means": "on_site"})
        assert bad.status_code == 422 and "没有填写核查结果" in bad.content.decode()
        office.post(f"{page}check", {"check-means": "telephone", "check-found": "true", "check-note": "向街道核实。"})
        text = office.get(page).content.decode()
        assert "电话核实：属实" in text and "杜察" in text
        early = {"move": "close", "close-grade": "done", "close-comment": "同意办结。"}
        assert "不能评为按期完成" in office.post(f"{page}move", early).content.decode()  # the year is over
        office.post(f"{page}move", {**early, "close-grade": "late"})
        office.post(f"{page}move", {"move": "write_off"})
        for person in (stage.cast.lead_clerk, stage.cast.leader):
            text = item(stage, person)
            assert "已销号" in text and "逾期完成" in text
        assert "不能再申请" in item(stage, stage.cast.lead_clerk)
        listed = client_for(stage.cast.leader).get("/ledger/?state=written_off").content.decode()
        assert stage.counted.code in listed and stage.plain.code not in listed
        assert "办结" in office.get(f"/lights/{stage.counted.pk}/").content.decode()

    def test_sent_back_and_opened_again_need_a_reason(self, stage: Any) -> None:
        row, office = applied(stage), client_for(stage.cast.supervisor)
        page = f"/closings/{row.pk}/"
        assert office.post(f"{page}move", {"move": "send_back"}).status_code == 422
        office.post(f"{page}move", {"move": "send_back", "reason-comment": "材料不足，请补验收单。"})
        assert "材料不足" in client_for(stage.cast.lead_clerk).get(page).content.decode()
        again = closed(stage)
        office.post(f"/closings/{again.pk}/move", {"move": "reopen", "reason-comment": "泊位被拆除。"})
        text = item(stage, stage.cast.supervisor)
        assert "重新办理：泊位被拆除" in text and "已交办" in text

    def test_the_unit_takes_it_back_only_before(self, stage: Any) -> None:
        row, clerk = applied(stage), client_for(stage.cast.lead_clerk)
        assert "撤回申请" in clerk.get(f"/closings/{row.pk}/").content.decode()
        acts.verify(row=row, **act(stage))
        text = clerk.get(f"/closings/{row.pk}/").content.decode()
        assert "不能撤回" in text
        answer = clerk.post(f"/closings/{row.pk}/move", {"move": "withdraw"}, follow=True)
        assert "不能撤回申请" in answer.content.decode()

    def test_what_was_not_fulfilled_says_why_it_stays(self, stage: Any) -> None:
        row = closed(stage, grade=Grade.PARTLY)
        text = client_for(stage.cast.supervisor).get(f"/closings/{row.pk}/").content.decode()
        assert "不亮蓝灯" in text and "结果是“部分完成”，不能销号" in text


class TestMany:
    def test_each_by_its_own_rules_and_what_is_refused_is_named(self, stage: Any) -> None:
        first, second = applied(stage), applied(stage, stage.plain)
        office = client_for(stage.cast.supervisor)
        rows = {"row": [str(first.pk), str(second.pk)]}
        check = {"means": "documents", "found": "true", "note": "查阅验收资料。"}
        page = office.post("/closings/batch", {"what": "check", "row": [str(first.pk)], **check}, follow=True)
        assert "已登记核查 1 项" in page.content.decode()
        page = office.post(
            "/closings/batch", {"what": "close", **rows, "grade": "late", "comment": "同意。"}, follow=True
        )
        text = page.content.decode()
        assert "已办结 1 项" in text and f"{stage.plain.code}：尚未登记核查" in text
        page = office.post("/closings/batch", {"what": "write_off", **rows}, follow=True).content.decode()
        assert "已销号 1 项" in page and "不能销号" in page
        assert Closing.objects.get(pk=first.pk).state == "written_off"

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"what": "x"}, "请选择要办理什么"),
            ({"what": "write_off"}, "没有勾选事项"),
            ({"what": "close", "row": "x"}, "没有勾选事项"),
        ],
    )
    def test_nothing_chosen_is_said(self, stage: Any, data: dict[str, str], said: str) -> None:
        applied(stage)
        answer = client_for(stage.cast.supervisor).post("/closings/batch", data)
        assert answer.status_code == 422 and said in answer.content.decode()

    def test_boxes_that_are_empty_refuse_the_whole(self, stage: Any) -> None:
        row = applied(stage)
        office = client_for(stage.cast.supervisor)
        for what, said in (("check", "须选择核查方式和结果"), ("close", "须选择结果等次")):
            data = {"what": what, "row": str(row.pk), "note": "查阅验收资料"}
            text = office.post("/closings/batch", data).content.decode()
            assert said in text and 'value="查阅验收资料"' in text and "checked" in text
        row.refresh_from_db()
        assert row.state == "applied"

    def test_the_lists_take_the_same_queries_for_any_number(self, stage: Any) -> None:
        report = stage.filed()
        matters: list[Any] = []

        def more(number: int) -> None:
            for _ in range(number):
                matter = give_matter(stage.cast.lead_unit, programme=stage.counted.programme)
                line = report.lines.first()
                line.pk, line.matter, line.self_rating = None, matter, "done"
                line.save()
                matters.append(matter)
                closed(stage, give_matter(stage.cast.lead_unit, programme=stage.counted.programme))

        office, clerk = client_for(stage.cast.supervisor), client_for(stage.cast.lead_clerk)

        def visit() -> None:
            assert office.get("/closings/").status_code == 200
            shown = clerk.get("/closings/ready").context["rows"]
            assert len([each for _, found in shown for each in found]) == len(matters)

        assert_same_queries(visit, more)


def test_an_empty_list_says_how_to_fill_it(stage: Any) -> None:
    client = client_for(stage.cast.lead_clerk)
    assert "点“申请办结”" in client.get("/closings/").content.decode()
    assert "自评“已完成”" in client.get("/closings/ready").content.decode()
