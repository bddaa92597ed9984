"""The whole form by its button: everything typed is kept, what is refused is listed with its place."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from duban.audit.models import Event
from duban.progress.actions import drafting
from duban.progress.actions.drafting import Change
from duban.progress.models import CheckAnswer, Evidence, Line, Obligation, Observation, Period, Report
from tests.support.stage import TEXT

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def client(client_for, near):
    return client_for(near.cast.lead_clerk)


@pytest.fixture
def form(client, draft, form_of):
    """The page as it stands, as a form."""
    return lambda: form_of(client.get(f"/reports/{draft.pk}/").content.decode())


@pytest.fixture
def send(client, draft):
    return lambda data, **files: client.post(f"/reports/{draft.pk}/save/", {**data, **files})


def said(client, answer) -> str:
    return client.get(answer.url).content.decode()


def test_an_untouched_form_changes_nothing(client, send, form, draft):
    answer = send(form().data)
    assert answer.status_code == 302 and "没有改动" in said(client, answer)
    assert not Line.objects.exclude(updated_at=None).exists() and not Observation.objects.exists()


def test_everything_at_once(client, send, form, draft, line, near):
    data = form().data
    data |= {
        f"l{line.pk}-presence": "awaiting",
        f"l{line.pk}-reason": "统计局20日发布",
        f"l{line.pk}-expected_on": "2023-04-20",
        f"l{line.pk}-problem": "等数据",
        f"m{near.measure.pk}-value": "1,200",
        f"m{near.measure.pk}-status": "provisional",
        f"m{near.measure.pk}-as_of": "2023-03-31",
        "promised_on": (timezone.localdate() + dt.timedelta(days=3)).isoformat(),
    }
    answer = send(data)
    assert "已保存 8 处" in said(client, answer)
    line.refresh_from_db()
    assert (line.presence, line.expected_on, line.problem) == ("awaiting", dt.date(2023, 4, 20), "等数据")
    row = Observation.objects.get()
    assert (row.value, row.status, row.as_of) == (1200, "provisional", dt.date(2023, 3, 31))
    assert Obligation.objects.get().promised_on == timezone.localdate() + dt.timedelta(days=3)
    assert "没有改动" in said(client, send(form().data))  # the page shows what it saved


def test_lines_of_a_text_are_kept_through_a_round(client, send, form, line):
    send(form().data | {f"l{line.pk}-done": "第一段\r\n\r\n第二段"})
    line.refresh_from_db()
    assert line.done == "第一段\n\n第二段"
    assert "没有改动" in said(client, send(form().data))


def test_what_is_refused_is_listed_with_its_place_and_nothing_typed_is_lost(send, form, form_of, line, near):
    data = form().data | {
        f"l{line.pk}-done": "长" * 5001,
        f"l{line.pk}-problem": "征地",
        f"l{line.pk}-waiting_on": "不存在的局",
        f"m{near.measure.pk}-value": "十二左右",
        "promised_on": "2020-01-01",
    }
    answer = send(data)
    assert answer.status_code == 422
    page = form_of(answer.content.decode())
    summary = page.text(".error-summary")
    for words in ("有 4 处没有保存", "最多 5000 字", "没有名为“不存在的局”", "收到的是“十二左右”", "计划日期已经过去"):
        assert words in summary
    links = {node.attributes["href"] for node in page.tree.css(".error-summary a")}
    ids = {node.attributes["id"] for node in page.tree.css("[id]")}
    assert {link[1:] for link in links} <= ids and len(links) == 4
    assert {name: page.data[name] for name in data if name != "csrfmiddlewaretoken"} == {
        name: value for name, value in data.items() if not name.endswith("-base") and name != "csrfmiddlewaretoken"
    } | {name: page.data[name] for name in data if name.endswith("-base")}
    line.refresh_from_db()
    assert (line.problem, line.done) == ("征地", "")
    repaired = page.data | {f"m{near.measure.pk}-value": "12", f"l{line.pk}-done": TEXT, f"l{line.pk}-waiting_on": ""}
    assert send(repaired | {"promised_on": ""}).status_code == 302
    line.refresh_from_db()
    assert line.done == TEXT and Observation.objects.get().value == 12


def test_what_somebody_else_wrote_meanwhile_stands_beside_and_saving_again_is_a_choice(send, form, form_of, line, near):
    data = form().data | {f"l{line.pk}-done": "我写的进展"}
    by = near.act(near.cast.lead_office_head, "2023-04-03 10:00:00")
    drafting.save_line(line=line, changes={"done": Change("主任写的进展", "")}, **by)
    answer = send(data)
    page = form_of(answer.content.decode())
    assert answer.status_code == 422 and page.data[f"l{line.pk}-done"] == "我写的进展"
    assert "主任写的进展" in page.text(".error-summary") and "钱主任写的" in page.text(".error-summary")
    line.refresh_from_db()
    assert line.done == "主任写的进展"
    send(page.data)
    line.refresh_from_db()
    assert line.done == "我写的进展"


def test_a_figure_of_the_words_by_its_button(client, send, form, form_of, line, near):
    send(form().data | {f"l{line.pk}-done": TEXT})
    page = form()
    button = page.tree.css_first('button[name="take"]')
    assert "填入 120个" in page.text(".offer")
    send(page.data | {"take": button.attributes["value"]})
    assert Observation.objects.get().value == 120
    assert form().tree.css_first('button[name="take"]') is None  # nothing more to offer


def test_nothing_is_filled_in_silently(send, form, line):
    send(form().data | {f"l{line.pk}-done": TEXT})
    assert not Observation.objects.exists()


def test_a_finding_is_answered_and_gone_findings_are_not_asked_for(client, send, form, draft, line, near):
    filled = {f"l{line.pk}-done": TEXT, f"l{line.pk}-self_rating": "done", f"m{near.measure.pk}-value": "120"}
    send(form().data | filled)
    name = next(name for name in form().data if name.startswith(f"a{line.pk}-rating.differs"))
    send(form().data | {name: "按另一口径已完成"})
    assert CheckAnswer.objects.get().answer == "按另一口径已完成"
    page = form()
    assert page.data[name] == "按另一口径已完成"
    assert "没有改动" in said(client, send(page.data))
    gone = form().data | {name: "改了说明", f"l{line.pk}-self_rating": "on_schedule"}
    assert send(gone).status_code == 302  # the finding went with the rating
    assert CheckAnswer.objects.get().answer == "按另一口径已完成"


def test_too_short_an_answer_is_refused_at_its_place(send, form, form_of, line, near):
    filled = {f"l{line.pk}-done": TEXT, f"l{line.pk}-self_rating": "done", f"m{near.measure.pk}-value": "120"}
    send(form().data | filled)
    name = next(name for name in form().data if name.startswith(f"a{line.pk}-"))
    answer = send(form().data | {name: "嗯"})
    page = form_of(answer.content.decode())
    assert answer.status_code == 422 and "用一句话" in page.text(".error-summary")


def test_files_go_with_the_form_and_are_withdrawn_by_their_button(client, send, form, draft, line):
    files = [SimpleUploadedFile("验收单.pdf", PDF), SimpleUploadedFile("程序.exe", b"MZ\x90\x00")]
    answer = client.post(f"/reports/{draft.pk}/save/", {**form().data, f"l{line.pk}-files": files})
    assert answer.status_code == 422 and "程序.exe" in answer.content.decode()
    row = Evidence.objects.get()
    assert (row.file.name, row.line) == ("验收单.pdf", line)
    download = client.get(f"/reports/evidence/{row.pk}/")
    assert b"".join(download.streaming_content) == PDF and "attachment" in download["Content-Disposition"]
    send(form().data | {"withdraw": str(row.pk)})
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert {e.verb for e in Event.objects.filter(verb__startswith="evidence")} == {"evidence.add", "evidence.withdraw"}


def test_a_file_of_another_report_cannot_be_withdrawn_here(send, form, near, client_for):
    other = drafting.open_draft(
        period=near.periods[1], unit=near.cast.lead_unit, **near.act(near.cast.lead_clerk, "2023-06-01 09:00:00")
    )
    row = Evidence.objects.create(report=other, file=_stored(near), by=near.cast.lead_clerk, at=timezone.now())
    send(form().data | {"withdraw": str(row.pk)})
    row.refresh_from_db()
    assert row.withdrawn_at is None


def _stored(near):
    from duban.files.actions import store

    by = near.act(near.cast.lead_clerk, "2023-04-03 09:00:00")
    return store(data=PDF, name="a.pdf", media_type="", **by)


def test_fragments_of_evidence_for_the_script(client, client_for, draft, line, near):
    path = f"/reports/{draft.pk}/evidence/"
    good = {"line": line.pk, "files": SimpleUploadedFile("单.pdf", PDF)}
    html = client.fragment(path, good, method="post").content.decode()
    assert "单.pdf" in html and f'id="l{line.pk}-evidence"' in html and "钱经办" in html
    bad = client.fragment(path, {"line": line.pk, "files": SimpleUploadedFile("空.pdf", b"")}, method="post")
    assert bad.status_code == 422 and "空文件" in bad.content.decode() and "单.pdf" in bad.content.decode()
    row = Evidence.objects.get()
    for who in ("outsider_clerk", "cooperating_clerk"):
        assert client_for(getattr(near.cast, who)).get(f"/reports/evidence/{row.pk}/").status_code == 404
    html = client.fragment(f"/reports/evidence/{row.pk}/withdraw/", method="post").content.decode()
    assert "单.pdf" not in html
    again = client.fragment(f"/reports/evidence/{row.pk}/withdraw/", method="post")
    assert again.status_code == 409 and "已经撤回" in again.content.decode()
    assert client.fragment(path, {"line": "999999"}, method="post").status_code == 422


class TestSending:
    def test_saved_and_sent_in_one_go(self, client, send, form, draft, near):
        data = form().data
        for each in draft.lines.all():
            mine = TEXT if each.matter_id == near.counted.pk else TEXT + "另完成方案评审。"
            data |= {f"l{each.pk}-done": mine, f"l{each.pk}-self_rating": "on_schedule"}
        answer = send(data | {f"m{near.measure.pk}-value": "120", "then": "submit"})
        draft.refresh_from_db()
        assert draft.state == "checking" and answer.url == f"/reports/{draft.pk}/read/"

    def test_what_is_open_is_said_and_what_was_typed_is_saved(self, client, send, form, draft, line):
        answer = send(form().data | {f"l{line.pk}-done": TEXT, "then": "submit"})
        page = said(client, answer)
        assert "已保存，没有送出：还有" in page and "须改正" in page
        line.refresh_from_db()
        draft.refresh_from_db()
        assert (draft.state, line.done) == ("draft", TEXT)
        kept = CheckAnswer.objects.filter(line__report=draft)  # what held it up is counted, though nothing was sent
        assert kept.filter(severity="block").exists()

    def test_a_closed_period_says_whom_to_ask(self, form, draft):
        today = timezone.localdate()
        days = {"opens_on": today - dt.timedelta(days=90), "due_on": today - dt.timedelta(days=80)}
        Period.objects.filter(pk=draft.period_id).update(closes_on=today - dt.timedelta(days=1), **days)
        page = form()
        assert "补报请联系督查室" in page.text(".report-send")
        assert "disabled" in page.tree.css_first(".report-send button").attributes

    def test_after_sending_a_late_save_changes_nothing_and_says_so(self, client, send, form, draft, line):
        data = form().data | {f"l{line.pk}-done": "晚了"}
        Report.objects.filter(pk=draft.pk).update(state="signing")
        page = said(client, send(data))
        line.refresh_from_db()
        assert "这次没有保存" in page and line.done == ""


class TestSpecial:
    @pytest.fixture
    def draft(self, near, draft):
        Period.objects.filter(pk=draft.period_id).update(kind="special", question="请说明燃气安全排查情况。")
        draft.lines.all().delete()
        return Report.objects.select_related("period").get(pk=draft.pk)

    def test_one_question_one_answer_with_files(self, client, send, form, draft):
        page = form()
        assert "请说明燃气安全排查情况" in page.text(".special")
        file = SimpleUploadedFile("排查表.pdf", PDF)
        answer = send(page.data | {"r-answer": "已排查餐饮场所320家。"}, **{"r-files": file})
        assert "已保存" in said(client, answer)
        draft.refresh_from_db()
        assert draft.answer == "已排查餐饮场所320家。" and draft.files.count() == 1
        assert "没有改动" in said(client, send(form().data))

    def test_two_people_are_told(self, send, form, form_of, draft, near):
        data = form().data
        Report.objects.filter(pk=draft.pk).update(answer="同事写的")
        answer = send(data | {"r-answer": "我写的"})
        page = form_of(answer.content.decode())
        assert answer.status_code == 422 and "同事写的" in page.text(".error-summary")
        send(page.data)
        draft.refresh_from_db()
        assert draft.answer == "我写的"

    def test_saved_by_itself(self, client, draft, form):
        data = {"r-answer": "边写边存", "r-base": form().data["r-base"]}
        told = client.post(f"/reports/{draft.pk}/autosave/", data).json()
        draft.refresh_from_db()
        assert draft.answer == "边写边存" and told["answer"] and told["faults"] == {}
