"""年终 on the screen: the book, settling, dossiers, the archive, carrying over, the next year."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from docx import Document as read_docx

from duban.core.yearend import verify_package
from duban.ledger.models import Matter
from duban.oversight.models import Closing
from duban.progress.actions.plans import set_share
from duban.progress.models import Measure, Share
from duban.yearend.models import CarryOver, Package, Settlement
from tests.factories.ledger import MatterFactory, ProgrammeFactory, SectionFactory
from tests.factories.progress import give_matter, measure_for, moment
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db
WHY = "年后办结，已核实。"


def grade(stage: Any, matter: Matter, value: str = "done") -> None:
    Closing.objects.create(
        matter=matter, unit=stage.cast.lead_unit, state="closed", result="全部建成。", grade=value,
        applied_by=stage.cast.lead_clerk, applied_at=moment("2024-01-10 09:00:00"),
        decided_by=stage.cast.supervisor, decided_at=moment("2024-01-11 09:00:00"),
    )  # fmt: skip


@pytest.fixture
def year(stage: Any) -> Any:
    stage.whole_year()
    grade(stage, stage.counted)
    return stage


@pytest.fixture
def office(stage: Any) -> Any:
    return client_for(stage.cast.supervisor)


class TestTheBook:
    def test_a_line_says_what_was_promised_and_what_differs(self, year: Any, office: Any) -> None:
        text = office.get("/yearend/?year=2023").content.decode()
        assert "停车泊位：目标" in text and "完成260个" in text
        assert "年底未办结。" in text and "对账这 1 项" in text

    def test_counts_lead_to_their_lines(self, year: Any, office: Any) -> None:
        book = office.get("/yearend/?year=2023").context["book"]
        assert sum(count for _, _, count, _, _ in book.states) == 2
        for code, _, count, _, query in [*book.kinds, *book.states]:
            found = office.get(f"/yearend/?{query}").context["page"].paginator.count
            assert found == count, code

    @pytest.mark.parametrize("query", ["year=1", "kind=x", "state=x", "unit=x", "page=99", "unit=999999"])
    def test_an_odd_address_shows_the_page(self, stage: Any, office: Any, query: str) -> None:
        assert office.get(f"/yearend/?{query}").status_code == 200

    def test_a_unit_reads_its_own_lines_and_settles_nothing(self, year: Any) -> None:
        own = client_for(year.cast.lead_clerk).get("/yearend/?year=2023").content.decode()
        assert year.counted.code in own and "对账这" not in own
        assert "还没有事项" in client_for(year.cast.outsider_clerk).get("/yearend/?year=2023").content.decode()

    def test_the_number_of_queries(self, stage: Any, office: Any) -> None:
        def add(count: int) -> None:
            for _ in range(count):
                give_matter(stage.cast.lead_unit, programme=stage.plain.programme, section=stage.plain.section)

        assert_same_queries(lambda: office.get("/yearend/?year=2023"), add, many=12)

    def test_the_file_is_the_book(self, year: Any, office: Any) -> None:
        paper = read_docx(io.BytesIO(office.get("/yearend/2023/book.docx").content))
        cells = [cell.text for row in paper.tables[0].rows for cell in row.cells]
        assert year.counted.code in cells and any("完成260个" in cell for cell in cells)
        assert paper.sections[0].page_width > paper.sections[0].page_height
        assert office.get("/yearend/2023/book.pdf").content.startswith(b"%PDF")
        assert office.get("/yearend/2023/book.exe").status_code == 404


class TestSettling:
    def test_all_that_agree_in_one_press(self, year: Any, office: Any) -> None:
        seen = office.get("/yearend/?year=2023").context["book"].agreeing
        page = office.post("/yearend/2023/agreeing", {"seen": seen}, follow=True)
        assert "已对账 1 项" in page.content.decode()
        assert [row.matter for row in Settlement.objects.all()] == [year.counted]
        assert "没有可以一并对账的事项" in office.post("/yearend/2023/agreeing", {}, follow=True).content.decode()

    def test_a_difference_needs_a_sentence_and_what_was_typed_stays(self, year: Any, office: Any) -> None:
        address = f"/yearend/items/{year.plain.pk}/"
        seen = office.get(address).context["row"].entry.account.fingerprint
        page = office.post(f"{address}settle", {"seen": seen, "remark": "好"})
        assert (
            page.status_code == 400
            and "1 处差异" in page.content.decode()
            and ">好</textarea>" in page.content.decode()
        )
        office.post(f"{address}settle", {"seen": seen, "remark": WHY})
        assert Settlement.objects.get().remark == WHY
        again = office.post(f"{address}settle", {"seen": "x", "remark": WHY}, follow=True)
        assert "请刷新后重新核对" in again.content.decode() and Settlement.objects.count() == 1

    def test_a_change_after_settling_is_shown_and_can_be_settled_again(self, year: Any, office: Any) -> None:
        office.post("/yearend/2023/agreeing", {"seen": office.get("/yearend/").context["book"].agreeing})
        Closing.objects.filter(matter=year.counted).update(grade="partly")
        address = f"/yearend/items/{year.counted.pk}/"
        assert "对账以后数据有变化" in office.get(address).content.decode()
        row = Settlement.objects.get()
        assert office.post(f"/yearend/settlements/{row.pk}/withdraw", {"reason": ""}).status_code == 400
        office.post(f"/yearend/settlements/{row.pk}/withdraw", {"reason": "等次有调整。"})
        text = office.get(address).content.decode()
        assert "撤销过的对账" in text and "而各项目标的数据都已达到" in text


class TestDossiers:
    def test_a_unit_takes_its_own_and_the_office_all(self, year: Any, office: Any) -> None:
        unit = year.cast.lead_unit
        address = f"/yearend/2023/units/{unit.pk}.docx"
        paper = read_docx(io.BytesIO(client_for(year.cast.lead_clerk).get(address).content))
        headings = [p.text for p in paper.paragraphs]
        assert "一、承办事项（2）" in headings and "三、季度报告（4）" in headings and "没有催办。" in headings
        assert "按时报送" in [cell.text for row in paper.tables[1].rows for cell in row.cells]
        assert client_for(year.cast.outsider_clerk).get(address).status_code == 404
        assert unit.name in office.get("/yearend/units/?year=2023").content.decode()
        data = b"".join(office.get("/yearend/2023/units.zip").streaming_content)
        assert zipfile.ZipFile(io.BytesIO(data)).namelist() == [f"{unit.name}.docx"]

    def test_the_number_of_queries(self, stage: Any, office: Any) -> None:
        from tests.factories.orgs import UnitFactory

        def add(count: int) -> None:
            for _ in range(count):
                give_matter(UnitFactory(), programme=stage.plain.programme, section=stage.plain.section)

        assert_same_queries(lambda: list(office.get("/yearend/2023/units.zip").streaming_content), add, many=12)


class TestTheArchive:
    def test_it_is_made_handed_out_and_remembered(self, year: Any, office: Any, tmp_path: Any) -> None:
        assert "还没有制作过" in office.get("/yearend/archive/?year=2023").content.decode()
        data = b"".join(office.post("/yearend/2023/archive").streaming_content)
        path = tmp_path / "a.zip"
        path.write_bytes(data)
        assert not [wrong for _, _, found in verify_package.verify(str(path)) for wrong in found]
        assert Package.objects.get().manifest in office.get("/yearend/archive/?year=2023").content.decode()

    def test_a_year_without_ledger(self, stage: Any, office: Any) -> None:
        page = office.post("/yearend/1999/archive", follow=True)
        assert "1999年没有台账" in page.content.decode() and not Package.objects.exists()


@pytest.fixture
def later(stage: Any) -> Matter:
    """The same goal a year later, with a measure of its own."""
    stage.whole_year()
    programme = ProgrammeFactory(year=2024, notice__year=2024, level="district")
    matter = MatterFactory(
        programme=programme, section=SectionFactory(programme=programme), text=stage.counted.text.replace("260", "300"),
        body=stage.counted.body.replace("260", "300"),
    )  # fmt: skip
    give_matter(stage.cast.lead_unit, matter=matter)
    measure_for(matter, value=Decimal(300))
    return matter


class TestCarryingOver:
    def test_what_is_left_goes_on_in_a_proposed_item(self, stage: Any, office: Any, later: Matter) -> None:
        page = office.get("/yearend/carry/?year=2023")
        left = {row.entry.matter.pk: row for row in page.context["page"]}
        assert [pair.new for pair in left[stage.counted.pk].proposals] == [later]
        form = {"way": "carried", "to": str(later.pk), "reason": "工程跨年，并入新年度任务。"}
        office.post(f"/yearend/carry/{stage.counted.pk}/", form)
        row = CarryOver.objects.get()
        assert row.to == later
        assert later.code in office.get("/yearend/carry/?year=2023").content.decode()
        office.post(f"/yearend/carry/{row.pk}/withdraw", {"reason": "新年度通知有更正。"})
        assert not CarryOver.objects.live().exists()

    def test_a_refusal_keeps_what_was_typed(self, stage: Any, office: Any) -> None:
        page = office.post(f"/yearend/carry/{stage.plain.pk}/", {"way": "", "reason": "继续办理，跨年工程"})
        assert page.status_code == 400 and "请选择去向" in page.content.decode()
        assert 'value="继续办理，跨年工程"' in page.content.decode()
        page = office.post(f"/yearend/carry/{stage.plain.pk}/", {"way": "ended", "reason": ""})
        assert "写明理由" in page.content.decode() and not CarryOver.objects.exists()

    def test_without_a_later_year_nothing_can_be_named(self, stage: Any, office: Any) -> None:
        page = office.get("/yearend/carry/?year=2023")
        assert "carried" not in dict(page.context["ways"])
        assert "以后还没有台账" in office.get("/yearend/next/?year=2023").content.decode()


class TestTheNextYear:
    def test_goals_stand_beside_each_other(self, stage: Any, office: Any, later: Matter) -> None:
        text = office.get("/yearend/next/?year=2023").content.decode()
        assert later.code in text and stage.counted.code in text and "完成260个" in text and "300" in text

    def test_definition_and_shares_are_taken_over_once(self, stage: Any, office: Any, later: Matter) -> None:
        Measure.objects.filter(pk=stage.measure.pk).update(definition="以竣工验收为准。")
        act = stage.act(stage.cast.supervisor, "2023-05-01 09:00:00")
        set_share(measure=stage.measure, unit=stage.cast.lead_unit, value=Decimal(50), basis="市局下达", **act)
        (each,) = office.get("/yearend/next/?year=2023").context["comparison"].takeovers
        key = f"{each.old.pk}-{each.new.pk}"
        page = office.post("/yearend/next/adopt", {"year": "2023", "measure": key, "shares": "1"}, follow=True)
        assert "已沿用 1 个指标的口径，带入份额 1 个" in page.content.decode()
        new = Measure.objects.get(pk=each.new.pk)
        share = Share.objects.get(measure=new)
        assert (new.definition, share.value, share.basis) == ("以竣工验收为准。", Decimal(50), "沿用2023年：市局下达")
        assert office.get("/yearend/next/?year=2023").context["comparison"].takeovers == []
        assert "没有选择指标" in office.post("/yearend/next/adopt", {"year": "2023"}, follow=True).content.decode()
