"""Issuing: numbers without gaps, the frozen paper, who is told."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections

from duban.audit.models import Event
from duban.core.gongwen.document import Document, Form, Head, Paragraph
from duban.core.gongwen.frozen import digest
from duban.dispatch import letterheads
from duban.dispatch.actions import issue, read, start_after
from duban.dispatch.models import Counter, Dispatch, Letterhead, Receipt, Series
from duban.orgs.permissions import Invalid, NotAllowed
from tests.factories.dispatch import composer, issued, make_letterhead
from tests.factories.notices import NoticeFactory
from tests.factories.orgs import GroupMemberFactory, UnitFactory
from tests.factories.progress import moment

pytestmark = pytest.mark.django_db


def by(cast: Any, person: Any = None, when: str = "2023-07-20 10:00:00") -> dict[str, Any]:
    return {"by": cast.actor(person or cast.supervisor, moment(when).date()), "at": moment(when)}


class TestNumbers:
    def test_they_follow_one_another_in_a_year_and_begin_again(self, cast: Any) -> None:
        days = ["2023-03-01", "2023-03-01", "2023-12-31", "2024-01-01"]
        rows = [issued(cast, [], when=f"{day} 23:30:00") for day in days]
        assert [row.full_number for row in rows] == [
            "某政督〔2023〕1号", "某政督〔2023〕2号", "某政督〔2023〕3号", "某政督〔2024〕1号",
        ]  # fmt: skip

    def test_kinds_with_one_series_share_its_numbers(self, cast: Any) -> None:
        make_letterhead(cast, "urging", code="某政督函", form=Form.LETTER)
        make_letterhead(cast, "commendation")
        kinds = ["circular", "urging", "commendation"]
        rows = [issued(cast, [], kind=kind) for kind in kinds]
        assert [row.full_number for row in rows] == ["某政督〔2023〕1号", "某政督函〔2023〕1号", "某政督〔2023〕2号"]

    def test_what_fails_leaves_no_gap(self, cast: Any) -> None:
        issued(cast, [])

        def breaks(number: str, on: Any) -> Document:
            raise Invalid("还有数字没有出处。")

        with pytest.raises(Invalid):
            issued(cast, [], compose=breaks)
        with pytest.raises(Invalid, match="没有标题"):
            issued(cast, [], compose=lambda number, on: Document(()))
        assert issued(cast, []).number == 2

    def test_a_paper_under_another_number_is_our_mistake(self, cast: Any) -> None:
        with pytest.raises(ValueError, match="composed under"):
            issued(cast, [], compose=lambda number, on: Document(("题",), head=Head("某", "某政督〔2023〕9号")))

    def test_numbers_that_were_given_on_paper_are_gone_past(self, cast: Any) -> None:
        make_letterhead(cast)
        series = Series.objects.get()
        start_after(series=series, year=2023, paper=7, **by(cast))
        start_after(series=series, year=2023, paper=6, **by(cast))  # a slip of the pen
        assert issued(cast, []).number == 7
        with pytest.raises(Invalid, match="已由本系统印发"):
            start_after(series=series, year=2023, paper=20, **by(cast))


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_once_get_two_numbers(cast: Any) -> None:
    make_letterhead(cast)
    gate, failed = threading.Barrier(4), []

    def work() -> None:
        try:
            gate.wait(timeout=20)
            issued(cast, [])
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert failed == []
    assert sorted(Dispatch.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Counter.objects.get().last == 4


class TestThePaper:
    def test_it_is_frozen_with_its_number(self, cast: Any) -> None:
        row = issued(cast, [cast.lead_unit], subject=cast.lead_unit, sources={"应报": {"rows": [1, 2]}})
        row.refresh_from_db()
        paper = row.document
        assert paper.head is not None and paper.head.number == row.full_number
        assert paper.imprint is not None and str(paper.imprint.issued_on) == "2023-07-20"
        assert row.digest == digest(row.paper) and row.sources == {"应报": {"rows": [1, 2]}}
        assert list(Dispatch.objects.about(cast.lead_unit)) == [row]

    def test_a_paper_without_head_gets_that_of_its_kind(self, cast: Any) -> None:
        paper = issued(cast, [], compose=lambda number, on: Document(("题",), (Paragraph("正文。"),))).document
        assert paper.head == letterheads.of("circular").head("某政督〔2023〕1号")
        assert paper.imprint is not None and paper.imprint.issuer == "某某区人民政府办公室"

    def test_only_the_office_issues(self, cast: Any) -> None:
        make_letterhead(cast)
        for person in (cast.lead_principal, cast.leader, cast.system_admin):
            with pytest.raises(NotAllowed):
                issue(
                    kind="circular", compose=composer("circular"), units=[], approved_by=cast.leader, **by(cast, person)
                )

    def test_a_correction_is_a_document_of_the_same_kind_and_there_is_one(self, cast: Any) -> None:
        make_letterhead(cast, "urging")
        first = issued(cast, [])
        with pytest.raises(Invalid, match="同为通报"):
            issued(cast, [], kind="urging", corrects=first)
        second = issued(cast, [], corrects=first)
        with pytest.raises(Invalid, match="已由某政督〔2023〕2号更正"):
            issued(cast, [], corrects=first)
        assert list(first.corrections.all()) == [second]
        assert Event.objects.get(verb="dispatch.issue", subject_id=second.pk).after["corrects"] == first.full_number


class TestWhoIsNamed:
    def test_groups_are_their_members_and_nobody_is_named_twice(self, cast: Any) -> None:
        group = UnitFactory(is_group=True)
        GroupMemberFactory(group=group, unit=cast.lead_unit)
        GroupMemberFactory(group=group, unit=cast.cooperating_unit)
        row = issued(cast, [group, cast.lead_unit])
        assert {each.unit for each in row.receipts.all()} == {cast.lead_unit, cast.cooperating_unit}

    def test_a_unit_sees_what_was_issued_to_it(self, cast: Any) -> None:
        row = issued(cast, [cast.lead_unit])
        seen = {name: list(Dispatch.objects.visible_to(cast.actor(each))) for name, each in cast.people().items()}
        expected = {"supervisor", "supervisor_head", "leader"} | {n for n in seen if n.startswith("lead_")}
        assert {name for name, rows in seen.items() if rows == [row]} == expected

    def test_the_first_reader_of_a_unit_counts(self, cast: Any) -> None:
        row = issued(cast, [cast.lead_unit]).receipts.get()
        assert read(row=row, **by(cast, cast.lead_clerk, "2023-07-21 09:00:00"))
        assert not read(row=row, **by(cast, cast.lead_principal, "2023-07-22 09:00:00"))
        row = Receipt.objects.get()
        assert (row.read_by, row.read_at) == (cast.lead_clerk, moment("2023-07-21 09:00:00"))
        assert Event.objects.filter(verb="dispatch.read").count() == 1
        for person in (cast.outsider_clerk, cast.supervisor):
            with pytest.raises(NotAllowed):
                read(row=row, **by(cast, person))


class TestLetterheads:
    def test_without_one_the_number_of_the_notice_says(self, cast: Any) -> None:
        NoticeFactory(document_number="武昌政办〔2023〕1号", issuer="武昌区人民政府办公室")
        heading = letterheads.of("circular")
        assert (heading.code, heading.mark, heading.issuer) == (
            "武昌政督", "武昌区人民政府办公室文件", "武昌区人民政府办公室",
        )  # fmt: skip
        letter = letterheads.of("urging")
        assert (letter.code, letter.form, letter.mark) == ("武昌政督函", Form.LETTER, "武昌区人民政府办公室")
        row = issue(kind="circular", compose=composer("circular"), units=[], approved_by=cast.leader, **by(cast))
        assert row.full_number == "武昌政督〔2023〕1号"

    def test_without_a_notice_the_office_is_asked(self, cast: Any) -> None:
        NoticeFactory(document_number="文〔二〇二三〕一号", issuer="某区")
        with pytest.raises(Invalid, match="通报还没有版头设置"):
            letterheads.of("circular")

    @pytest.mark.parametrize("wrong", [{"code": "某政督〔2023〕"}, {"code": ""}, {"mark": " "}, {"issuer": ""}])
    def test_half_a_letterhead_is_refused(self, cast: Any, wrong: dict[str, str]) -> None:
        with pytest.raises(Invalid):
            make_letterhead(cast, **wrong)
        assert not Letterhead.objects.exists()

    def test_what_was_issued_keeps_its_head(self, cast: Any) -> None:
        row = issued(cast, [])
        make_letterhead(cast, code="新政督", mark="新机关文件")
        row.refresh_from_db()
        assert row.document.head is not None and row.document.head.mark == "某某区人民政府办公室文件"
        assert issued(cast, []).full_number == "新政督〔2023〕1号"
