"""Uploading, the list of uploads, and a draft until it has been read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from duban.notices import worker
from duban.notices.enums import DraftState
from duban.notices.models import NoticeDraft
from tests.factories.notices import NoticeDraftFactory, NoticeFactory
from tests.notices.documents import NOTICE, UNREADABLE
from tests.support.queries import assert_same_queries, captured

pytestmark = pytest.mark.django_db


NOTICE_BYTES = NOTICE.encode()


def send(client, data=NOTICE_BYTES, name="通知.txt"):
    return client.post("/notices/", {"file": SimpleUploadedFile(name, data)})


def words(response) -> str:
    return response.content.decode()


class TestRights:
    def test_only_the_office_uploads(self, cast, client_for):
        allowed = {"supervisor", "supervisor_head"}
        for part, person in cast.people().items():
            expected = 200 if part in allowed else 403
            assert client_for(person).get("/notices/").status_code == expected, part
            assert send(client_for(person)).status_code == (302 if part in allowed else 403), part

    @pytest.mark.parametrize("place", ["", "original", "review", "units", "rules", "confirm", "items/0/0"])
    def test_a_draft_does_not_exist_for_anybody_else(self, cast, client_for, place):
        draft = NoticeDraftFactory(ready=True)
        for part in ("lead_principal", "outsider_clerk", "leader", "system_admin", "audit_admin"):
            response = client_for(cast.people()[part]).get(f"/notices/{draft.pk}/{place}")
            assert response.status_code == 404, (part, place)

    @pytest.mark.parametrize("place", ["requeue", "again", "discard", "frame", "shape", "answer", "undo", "redo"])
    def test_nor_can_anybody_else_change_it(self, cast, client_for, place):
        draft = NoticeDraftFactory(ready=True)
        assert client_for(cast.lead_clerk).post(f"/notices/{draft.pk}/{place}").status_code == 404


class TestUpload:
    def test_limit_and_formats_are_stated(self, office, settings):
        settings.UPLOAD_LIMIT = 7 * 1024 * 1024
        page = words(office.get("/notices/"))
        assert "不超过 7 MB" in page
        assert "还没有上传过来文" in page

    def test_to_the_review_by_the_real_worker(self, office):
        response = send(office)
        draft = NoticeDraft.objects.get()
        assert response["Location"] == f"/notices/{draft.pk}/"
        page = words(office.get(response["Location"]))
        assert "排队等待识别" in page and "hx-trigger" in page and "刷新看进度" in page
        worker.run_once(timezone.now())
        assert office.get(response["Location"])["Location"] == f"/notices/{draft.pk}/review"

    @pytest.mark.parametrize(
        ("data", "said"), [(b"", "空文件：大小为 0 字节"), (b"x" * 3000, "太大：有 0.0 MB，上限是 0.00195")]
    )
    def test_empty_and_too_large(self, office, settings, data, said):
        settings.UPLOAD_LIMIT = 2048
        response = send(office, data)
        assert response.status_code == 422
        assert said in words(response)
        assert not NoticeDraft.objects.exists()

    def test_no_file_chosen(self, office):
        assert "没有选择文件" in words(office.post("/notices/", {}))

    @pytest.mark.parametrize("sort", UNREADABLE)
    def test_a_bad_file_says_why_and_can_be_looked_at(self, office, sort):
        name, make = UNREADABLE[sort]
        data = make()
        address = send(office, data, name)["Location"]
        worker.run_once(timezone.now())
        draft = NoticeDraft.objects.get()
        page = words(office.get(address))
        assert draft.failure in page and "重新识别" in page
        assert draft.failure in words(office.get("/notices/"))
        original = office.get(f"{address}original")
        assert b"".join(original.streaming_content) == data
        if sort == "without-items":
            assert "明天上午放假半天" in page

    def test_the_same_file_goes_to_its_open_draft(self, office):
        first = send(office)["Location"]
        again = office.post("/notices/", {"file": SimpleUploadedFile("又一次.txt", NOTICE.encode())}, follow=True)
        assert again.redirect_chain[0][0] == first
        assert "为您打开原来的草稿" in words(again)
        assert NoticeDraft.objects.count() == 1

    def test_a_confirmed_file_offers_another_check_on_purpose(self, office, cast):
        confirmed = NoticeFactory(draft__file__data=NOTICE.encode(), draft__finished_by=cast.supervisor).draft
        response = send(office)
        assert "由杜察确认入台账" in words(response) and "再次校对" in words(response)
        made = office.post(f"/notices/{confirmed.pk}/again")
        assert made["Location"] != f"/notices/{confirmed.pk}/"
        assert NoticeDraft.objects.count() == 2

    def test_another_file_with_the_same_number_is_recognised_after_reading(self, office):
        NoticeFactory(document_number="测政办〔2023〕8号")
        address = send(office)["Location"]
        worker.run_once(timezone.now())
        page = words(office.get(address, follow=True))
        assert "这是另一个文件" in page


class TestProgress:
    def test_the_fragment_polls_until_it_is_done_and_then_leads_on(self, office):
        draft = NoticeDraftFactory(state=DraftState.READING, stage="读取事项和单位", progress=40)
        fragment = office.fragment(f"/notices/{draft.pk}/")
        assert "读取事项和单位" in words(fragment) and "40%" in words(fragment)
        assert "HX-Redirect" not in fragment
        NoticeDraft.objects.filter(pk=draft.pk).update(state=DraftState.FAILED, failure="读不了。")
        assert office.fragment(f"/notices/{draft.pk}/")["HX-Redirect"] == f"/notices/{draft.pk}/"

    def test_the_polling_does_not_carry_the_text(self, office):
        draft = NoticeDraftFactory(state=DraftState.READING, source_text="长" * 100_000)
        queries = captured(lambda: office.fragment(f"/notices/{draft.pk}/"))
        assert len([sql for sql in queries if "notices_noticedraft" in sql]) == 1
        assert not any("source_text" in sql for sql in queries)


class TestOriginal:
    def test_is_saved_and_never_shown(self, office):
        draft = NoticeDraftFactory(file__name="<b>.html", file__data=b"<script>alert(1)</script>")
        response = office.get(f"/notices/{draft.pk}/original")
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "application/octet-stream"
        assert "sandbox" in response["Content-Security-Policy"]
        response.close()


class TestList:
    def test_states_and_what_can_be_done(self, office):
        NoticeDraftFactory(failed=True)
        NoticeDraftFactory(ready=True)
        NoticeDraftFactory(discarded=True)
        NoticeFactory()
        page = words(office.get("/notices/"))
        for said in ("无法识别", "文件是空的", "待校对", "继续校对", "已放弃", "已入台账", "再次校对", "重新识别"):
            assert said in page, said

    def test_same_queries_with_few_and_many(self, office):
        def add(n):
            for _ in range(n):
                NoticeFactory()

        assert_same_queries(lambda: office.get("/notices/"), add)

    def test_discard_and_requeue(self, office):
        draft = NoticeDraftFactory(failed=True)
        office.post(f"/notices/{draft.pk}/requeue")
        assert NoticeDraft.objects.get().state == DraftState.QUEUED
        office.post(f"/notices/{draft.pk}/discard")
        assert NoticeDraft.objects.get().state == DraftState.DISCARDED
        assert "这份草稿已放弃" in words(office.get(f"/notices/{draft.pk}/"))
