"""联络员名单 on the screen: masked numbers, looks on record, files in and out, the office's board."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from duban.audit.models import Event
from duban.core.liaison_form import ListForm, read
from duban.core.liaisons import LiaisonRow
from duban.notices.models import NoticeRule
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment
from duban.progress.models import Liaison
from duban.readers import read_bytes
from duban.writers.annex4 import UnitList, docx
from tests.factories.ledger import AssignmentFactory, MatterFactory, ProgrammeFactory
from tests.factories.notices import NoticeFactory
from tests.factories.orgs import UnitFactory, UserFactory, appoint
from tests.factories.progress import give_matter
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db
ROWS = (
    LiaisonRow("deputy", "钱副", "副局长", "027-88936161", "13800138000"),
    LiaisonRow("office_head", "钱主任", "办公室主任", "88936162", ""),
    LiaisonRow("clerk", "钱经办", "科员", "", "13800138001"),
)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def boxes(rows, seen: str = "", sources=()) -> dict:
    """What the form sends."""
    columns = {f"row-{f}": [getattr(r, f) for r in rows] for f in ("role", "name", "title", "office_phone", "mobile")}
    return {**columns, "row-source": list(sources) or [""] * len(rows), "seen": seen}


@pytest.fixture
def lead(cast):
    return make_client(cast.lead_clerk)


@pytest.fixture
def home(cast):
    return f"/liaisons/{cast.lead_unit.pk}/"


@pytest.fixture
def saved(cast, lead, home):
    assert lead.post(home + "save", boxes(ROWS)).status_code == 302
    return {row.role: row for row in Liaison.objects.all()}


def test_an_empty_list_is_proposed_from_the_posts(cast, lead, home):
    cast.lead_deputy.phone = "13900139000"
    cast.lead_deputy.save()
    html = lead.get(home).content.decode()
    assert "已按本单位的任职填好" in html and 'value="钱副"' in html and 'value="钱主任"' in html
    assert "13900139000" not in html and "139****9000" in html
    held = Appointment.objects.get(user=cast.lead_deputy)
    kept = [LiaisonRow("deputy", "钱副", "", "", "139****9000"), *ROWS[1:]]
    lead.post(home + "save", boxes(kept, sources=[f"P{held.pk}", "", ""]))
    assert Liaison.objects.get(role="deputy").mobile == "13900139000"


def test_numbers_are_masked_and_kept_by_leaving_them_alone(lead, home, saved):
    html = lead.get(home).content.decode()
    assert "13800138000" not in html and "138****8000" in html and "88936162" not in html
    seen = ",".join(str(r.pk) for r in saved.values())
    sources = [f"L{saved[r.role].pk}" for r in ROWS]
    masked = [
        LiaisonRow("deputy", "钱副", "局长", "027*****6161", "138****8000"),
        LiaisonRow("office_head", "钱主任", "办公室主任", "8893616", ""),
        LiaisonRow("clerk", "钱经办", "科员", "", "138****8001"),
    ]
    assert lead.post(home + "save", boxes(masked, seen, sources)).status_code == 302
    now = {r.role: r for r in Liaison.objects.current(timezone.localdate())}
    assert (now["deputy"].title, now["deputy"].mobile) == ("局长", "13800138000")
    assert now["office_head"].office_phone == "8893616" and now["clerk"].pk == saved["clerk"].pk


def test_a_mask_of_somebody_else_is_no_number(cast, lead, home, saved):
    other = Liaison.objects.create(
        unit=cast.outsider_unit, role="clerk", name="居外", mobile="13700137000", start=dt.date(2023, 1, 1),
        by=cast.outsider_clerk, at=timezone.now(),
    )  # fmt: skip
    stolen = [*ROWS[:2], LiaisonRow("clerk", "钱经办", "科员", "", "137****7000")]
    answer = lead.post(
        home + "save", boxes(stolen, ",".join(str(r.pk) for r in saved.values()), ["", "", f"L{other.pk}"])
    )
    assert answer.status_code == 422 and "13700137000" not in answer.content.decode()


def test_faults_stand_at_their_boxes_and_nothing_typed_is_lost(lead, home):
    wrong = [ROWS[0], LiaisonRow("clerk", "钱经办", "科员", "123", "1380013")]
    answer = lead.post(home + "save", boxes(wrong))
    html = answer.content.decode()
    assert answer.status_code == 422 and not Liaison.objects.exists()
    assert "缺办公室或者综合协调科室负责人" in html and "手机号收到“1380013”" in html
    assert 'value="1380013"' in html and html.count('aria-invalid="true"') == 2


def test_two_browsers_the_second_is_told_and_sees_both(cast, lead, home, saved):
    seen = ",".join(str(r.pk) for r in saved.values())
    first = [*ROWS[:2], LiaisonRow("clerk", "新经办", "科员", "", "13800138009")]
    lead.post(home + "save", boxes(first, seen))
    second = [*ROWS[:2], LiaisonRow("clerk", "另一经办", "科员", "", "13800138008")]
    answer = make_client(cast.lead_deputy).post(home + "save", boxes(second, seen))
    html = answer.content.decode()
    assert answer.status_code == 409 and "刚由本单位其他人改过" in html and "另一经办" in html and "新经办" in html


def test_each_full_view_is_recorded(cast, home, saved):
    pk = saved["clerk"].pk
    office = make_client(cast.supervisor)
    assert "13800138001" in office.fragment(f"/liaisons/person/{pk}/reveal", method="post").content.decode()
    assert "已记入留痕" in text(office.post(f"/liaisons/person/{pk}/reveal"))
    assert Event.objects.filter(verb="liaison.reveal", subject_id=pk).count() == 2
    assert make_client(cast.outsider_clerk).post(f"/liaisons/person/{pk}/reveal").status_code == 404


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_form_goes_out_and_comes_back(cast, lead, home, saved, kind):
    answer = lead.post(home + "file", {"format": kind})
    assert read(read_bytes(answer.content, f"a.{kind}")).rows == ROWS
    assert Event.objects.filter(verb="liaison.reveal").count() == 3
    back = lead.post(home + "read", {"file": SimpleUploadedFile(f"附件4.{kind}", answer.content)})
    assert text(back).count("不变") == 3 and "已存" not in text(back)


def test_a_filled_form_is_shown_as_a_difference_and_saved_on_confirmation(cast, lead, home, saved):
    filled = [
        ROWS[0],
        LiaisonRow("office_head", "钱主任", "主任", "88936162"),
        LiaisonRow("clerk", "新经办", "", "", "13800138009"),
    ]
    data = docx(UnitList("区民政局", tuple(filled), ListForm()))
    before = Liaison.objects.count()
    answer = lead.post(home + "read", {"file": SimpleUploadedFile("附件4.docx", data)})
    shown = text(answer)
    assert "不是区建设局" in shown and "原为 办公室主任" in shown and "新增" in shown and "不再列入" in shown
    assert Liaison.objects.count() == before
    seen = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())[1]
    lead.post(home + "save", boxes(filled, seen))
    assert {r.name for r in Liaison.objects.current(timezone.localdate())} == {"钱副", "钱主任", "新经办"}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "没有选择文件"),
        (SimpleUploadedFile("a.txt", "今天天气不错。".encode()), "应有写着“姓名”"),
        (SimpleUploadedFile("a.docx", b"PK\x03\x04broken"), "损坏"),
    ],
)
def test_a_wrong_file_says_what_is_expected(lead, home, file, words):
    answer = lead.post(
        home + "read", {"file": file} if file else {}, follow=True, headers={"referer": f"http://testserver{home}"}
    )
    assert words in text(answer)


def test_somebody_who_left_is_flagged(cast, lead, home, saved):
    give_matter(cast.lead_unit)
    Appointment.objects.filter(user=cast.lead_deputy).update(end=timezone.localdate())
    assert "在本单位已没有任职" in text(lead.get(home))
    assert "联络员已离任，请更新名单" in text(lead.get("/"))
    assert "1 人已离任" in text(make_client(cast.supervisor).get("/liaisons/"))


def test_the_past_is_kept(lead, home, saved):
    Liaison.objects.update(start=dt.date(2023, 2, 1))
    later = [*ROWS[:2], LiaisonRow("clerk", "新经办", "科员", "", "13800138009")]
    lead.post(home + "save", boxes(later, ",".join(str(r.pk) for r in saved.values())))
    assert "变动记录（1）" in text(lead.get(home)) and "钱经办" in text(lead.get(home))


class TestBoard:
    @pytest.fixture
    def asked(self, cast, saved):
        notice = NoticeFactory(year=2023)
        NoticeRule.objects.create(notice=notice, kind="liaison_list", sentence="…", data={"due": "2023-02-28"})
        matter = give_matter(cast.lead_unit, matter=MatterFactory(programme=ProgrammeFactory(notice=notice, year=2023)))
        AssignmentFactory(matter=matter, unit=cast.cooperating_unit)

    def test_who_is_complete_and_who_is_missing(self, cast, asked):
        office = make_client(cast.supervisor)
        shown = text(office.get("/liaisons/"))
        assert "1 / 2 家齐全" in shown and "2023年2月28日" in shown and "已过期" in shown
        assert "区建设局" not in text(office.get("/liaisons/?show=none")).split("名单 分管")[1]
        assert "联络员名单：1 家未报齐" in text(office.get("/"))
        assert "联络员名单未报" in text(make_client(cast.cooperating_clerk).get("/"))
        assert "13800138001" not in office.get("/liaisons/").content.decode()

    def test_files_are_masked_unless_asked_for_on_record(self, cast, asked):
        office = make_client(cast.supervisor)
        book = openpyxl.load_workbook(io.BytesIO(office.post("/liaisons/file", {"format": "xlsx"}).content))
        assert book.sheetnames == ["汇总", "区建设局", "区民政局"] and book["汇总"]["F4"].value == "138****8000"
        assert not Event.objects.filter(verb="liaison.reveal").exists()
        data = office.post("/liaisons/file", {"format": "zip", "numbers": "full"}).content
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            first = archive.read(archive.namelist()[0])
        assert read(read_bytes(first, "a.docx")).rows == ROWS
        assert Event.objects.filter(verb="liaison.reveal").count() == 3

    def test_numbers_for_phoning(self, cast, asked):
        answer = make_client(cast.supervisor).post("/liaisons/phones", {})
        assert "区建设局\t经办人\t钱经办\t科员\t\t13800138001" in answer.content.decode()
        assert Event.objects.filter(verb="liaison.reveal", reason="复制电话（全部单位）").count() == 3

    def test_units_go_straight_to_their_own(self, cast, asked):
        assert make_client(cast.lead_clerk).get("/liaisons/").url == f"/liaisons/{cast.lead_unit.pk}/"
        appoint(cast.lead_clerk, cast.outsider_unit, PostKind.CLERK)
        assert "区气象局" in text(make_client(cast.lead_clerk).get("/liaisons/"))
        assert make_client(cast.cooperating_clerk).get(f"/liaisons/{cast.lead_unit.pk}/").status_code == 404

    def test_a_leader_reads_and_does_not_write(self, cast, asked, home):
        leader = make_client(cast.leader)
        assert "保存名单" not in text(leader.get(home))
        assert leader.post(home + "save", boxes(ROWS)).status_code == 403

    def test_the_form_of_the_notice_gives_the_heading(self, cast, asked):
        notice = NoticeFactory(year=2024)
        form = {
            "kind": "liaison_list",
            "annex": "附件3",
            "title": "XX(单位)督查联络员登记表",
            "columns": [],
            "rows": [],
        }
        notice.draft.current = {**notice.draft.current, "forms": [form]}
        notice.draft.save(update_fields=["current"])
        assert "区建设局督查联络员登记表" in text(make_client(cast.lead_clerk).get(f"/liaisons/{cast.lead_unit.pk}/"))


def test_the_board_takes_the_same_queries(cast):
    programme = ProgrammeFactory(year=2023)
    office = make_client(cast.supervisor)

    def add(n: int) -> None:
        for unit in UnitFactory.create_batch(n):
            AssignmentFactory(matter=MatterFactory(programme=programme), unit=unit)
            appoint(UserFactory(), unit, PostKind.CLERK)
            Liaison.objects.create(
                unit=unit, role="clerk", name="某", mobile="13700137000", start=dt.date(2023, 1, 1),
                by=cast.lead_clerk, at=timezone.now(),
            )  # fmt: skip

    assert_same_queries(lambda: office.get("/liaisons/"), add, few=3, many=60)


def test_an_old_printed_workbook_with_merged_roles_and_one_column_for_numbers(lead, home):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 5, "区建设局《政府工作报告》工作联络人员名单")
        sheet.write_row(1, 0, ["序号", "责任人", "姓  名", "职务", "联系电话", "备注"])
        sheet.write_row(2, 0, [1, "分管领导", "钱　副", "副局长", "027 8893 6161、138 0013 8000", ""])
        sheet.write_row(3, 0, [2, "综合科负责人", "钱主任", "主任", "88936162", "代"])
        sheet.merge_range(4, 1, 5, 1, "经办人")
        sheet.write_row(4, 2, ["钱经办", "科员", 13800138001])
        sheet.write_row(5, 2, ["孙经办", "科员", "１３８００１３８００２"])
    shown = text(lead.post(home + "read", {"file": SimpleUploadedFile("名单.xlsx", out.getvalue())}))
    assert "读到 4 人" in shown
    for number in ("02788936161", "13800138000", "88936162", "13800138001", "13800138002"):
        assert number in shown
