"""发文 on the screen: the list, one document, its files, who has read it, corrections, letterheads."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from duban.core.gongwen import frozen
from duban.dispatch import keeping
from duban.dispatch.models import Counter, Letterhead, Receipt, Series
from tests.factories.dispatch import issued, make_letterhead
from tests.factories.orgs import UnitFactory
from tests.support.client import client_for
from tests.support.queries import assert_same_queries
from tests.web.documents.papers import of_kind
from tests.writers.papers import OFFICIAL

pytestmark = pytest.mark.django_db


def html(person: Any, path: str) -> str:
    return client_for(person).get(path).content.decode()


class TestTheList:
    def test_without_documents_it_says_what_will_come(self, cast: Any) -> None:
        assert "还没有印发文件" in html(cast.supervisor, "/documents/")
        assert "还没有发给本单位的文件" in html(cast.lead_clerk, "/documents/")

    def test_filters_by_kind_year_and_reading(self, cast: Any) -> None:
        make_letterhead(cast, "urging", code="某政督函")
        old = issued(cast, [cast.lead_unit], when="2022-07-20 10:00:00")
        new = issued(cast, [cast.lead_unit, cast.cooperating_unit])
        letter = issued(cast, [cast.lead_unit], kind="urging")
        client = client_for(cast.supervisor)

        def rows(query: str, by: Any = client) -> list:
            return list(by.get(f"/documents/?{query}").context["page"])

        assert rows("") == [letter, new, old]
        assert rows("kind=urging") == [letter] and rows("year=2022") == [old] and rows("year=x&kind=y") == rows("")
        page = client.get("/documents/?year=2022&kind=urging").content.decode()
        assert "没有符合条件的发文" in page
        unit = client_for(cast.cooperating_clerk)
        assert rows("", unit) == [new] == rows("unread=1", unit)
        unit.post(f"/documents/{new.pk}/read")
        assert rows("unread=1", unit) == []
        assert "1/2 个单位" in html(cast.supervisor, "/documents/")

    def test_the_same_queries_for_any_number(self, cast: Any) -> None:
        client = client_for(cast.lead_clerk)

        def more(number: int) -> None:
            for _ in range(number):
                row = issued(cast, [cast.lead_unit])
                issued(cast, [cast.lead_unit], corrects=row)

        assert_same_queries(lambda: client.get("/documents/"), more)


class TestOne:
    @pytest.mark.parametrize("kind", sorted(OFFICIAL))
    def test_every_kind_stands_on_the_screen_as_it_prints(self, cast: Any, kind: str) -> None:
        row = of_kind(cast, kind, [cast.lead_unit])
        text = html(cast.lead_principal, f"/documents/{row.pk}/")
        paper = row.document
        for words in (paper.head.mark, row.full_number, *paper.title, *(each.mark for each in paper.attachments)):
            assert words in text
        assert text.index(paper.head.mark) < text.index(paper.title[0])

    def test_opening_is_read_once_by_the_first_of_the_unit(self, cast: Any) -> None:
        row = issued(cast, [cast.lead_unit, cast.cooperating_unit])
        client = client_for(cast.lead_clerk)
        assert "记为本单位已阅" in client.get(f"/documents/{row.pk}/").content.decode()
        answer = client.post(f"/documents/{row.pk}/read", HTTP_HX_REQUEST="true")
        assert "本单位已阅" in answer.content.decode() and "<html" not in answer.content.decode()
        client_for(cast.lead_principal).post(f"/documents/{row.pk}/read")
        receipt = Receipt.objects.get(unit=cast.lead_unit)
        assert receipt.read_by == cast.lead_clerk
        page = client.get(f"/documents/{row.pk}/").content.decode()
        assert "记为本单位已阅" not in page and "钱经办" in page
        assert cast.cooperating_unit.name not in page  # a unit sees its own reading alone
        assert "已阅 1 个" in html(cast.supervisor, f"/documents/{row.pk}/")

    def test_files_come_from_the_frozen_paper(self, cast: Any) -> None:
        row = issued(cast, [cast.lead_unit])
        make_letterhead(cast, mark="新的标志文件")
        client = client_for(cast.lead_clerk)
        word = client.get(f"/documents/{row.pk}/file.docx")
        texts = [p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs]
        assert "某某区人民政府办公室文件" in texts and "某政督〔2023〕1号" in texts
        assert client.get(f"/documents/{row.pk}/file.pdf").content.startswith(b"%PDF")
        assert client.get(f"/documents/{row.pk}/file.exe").status_code == 404

    def test_words_of_a_paper_are_only_words(self, cast: Any) -> None:
        row = issued(cast, [cast.lead_unit], title="关于<script>x</script>的通报")
        text = html(cast.lead_clerk, f"/documents/{row.pk}/")
        assert "<script>x" not in text and "&lt;script&gt;x" in text

    def test_a_unit_has_it_on_its_home_page_until_it_is_read(self, cast: Any) -> None:
        row = issued(cast, [cast.lead_unit])
        assert "阅读某政督〔2023〕1号" in html(cast.lead_clerk, "/")
        assert "阅读某政督" not in html(cast.supervisor, "/") and "阅读某政督" not in html(cast.outsider_clerk, "/")
        client_for(cast.lead_principal).post(f"/documents/{row.pk}/read")
        assert "阅读某政督" not in html(cast.lead_clerk, "/")


LETTERHEAD = {
    "code": "新政督", "form": "general", "mark": "新区人民政府办公室文件", "issuer": "新区人民政府办公室",
    "printer": "新区人民政府办公室", "sealed": "on",
}  # fmt: skip


class TestLetterheads:
    def test_the_office_sets_one(self, cast: Any) -> None:
        client = client_for(cast.supervisor)
        client.post("/documents/letterheads/circular", LETTERHEAD)
        assert Letterhead.objects.get().series.code == "新政督"
        page = client.get("/documents/letterheads").content.decode()
        assert "新区人民政府办公室文件" in page and "1号" in page
        assert client.get("/documents/letterheads/nothing").status_code == 404

    @pytest.mark.parametrize("wrong", [{"code": "新政督〔2023〕"}, {"mark": ""}, {"form": "pink"}])
    def test_what_does_not_fit_is_said(self, cast: Any, wrong: dict[str, str]) -> None:
        answer = client_for(cast.supervisor).post("/documents/letterheads/circular", {**LETTERHEAD, **wrong})
        assert answer.status_code == 200 and not Letterhead.objects.exists()

    def test_numbers_on_paper(self, cast: Any) -> None:
        make_letterhead(cast)
        pk = Series.objects.get().pk
        client = client_for(cast.supervisor)
        client.post(f"/documents/series/{pk}", {"paper": "7"})
        assert Counter.objects.get().last == 7
        client.post(f"/documents/series/{pk}", {"paper": "-1"})
        assert Counter.objects.get().last == 7


def test_a_message_leads_to_the_document(cast: Any) -> None:
    from duban.messaging.deriving import derive
    from duban.messaging.models import Message
    from duban.web.messages.links import target
    from tests.factories.progress import moment

    row = issued(cast, [cast.lead_unit])
    derive(moment("2023-07-20 10:01:00"))
    message = Message.objects.get(kind="document_issued", recipient=cast.lead_clerk)
    assert target(message, cast.actor(cast.lead_clerk)) == f"/documents/{row.pk}/"


def test_a_unit_without_documents_sees_none_of_others(cast: Any) -> None:
    issued(cast, [UnitFactory()])
    assert list(client_for(cast.outsider_clerk).get("/documents/").context["page"]) == []


class TestKeeping:
    @pytest.mark.parametrize("with_digest", [False, True])
    def test_a_paper_changed_in_the_database_is_said_and_not_handed_out(self, cast: Any, with_digest: bool) -> None:
        """Also where the digest beside it was made anew: the trail has the one of the day of issue."""
        row = issued(cast, [cast.lead_unit])
        assert keeping.is_intact(row) and keeping.CHANGED not in html(cast.supervisor, f"/documents/{row.pk}/")
        row.paper["title"] = ["关于另一件事的通报"]
        row.digest = frozen.digest(row.paper) if with_digest else row.digest
        row.save()
        assert keeping.CHANGED in html(cast.supervisor, f"/documents/{row.pk}/")
        for form in ("docx", "pdf"):
            answer = client_for(cast.supervisor).get(f"/documents/{row.pk}/file.{form}")
            assert answer.status_code != 200 and keeping.CHANGED in answer.content.decode()
