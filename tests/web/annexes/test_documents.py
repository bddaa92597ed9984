"""The files as they come through the door."""

import io
import zipfile

import docx
import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from duban.readers import read_bytes
from duban.web.annexes.documents import archive
from duban.writers.annex5 import Filled
from tests.writers.papers import report as made_up


def address(report, format="docx"):
    return reverse("report_annex", args=[report.pk, format])


def test_a_unit_takes_its_report_in_three_formats(stage, client_for):
    report = stage.draft()
    client = client_for(stage.cast.lead_clerk)
    word = client.get(address(report))
    assert word.status_code == 200 and "attachment" in word["Content-Disposition"]
    assert word["Cache-Control"] == "private, no-store"
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert any("第一季度工作目标完成情况" in text for text in texts)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address(report, "xlsx")).content))
    assert sheet.sheetnames == ["完成情况", "填报明细", "指标数据"]
    pdf = client.get(address(report, "pdf"))
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


def test_every_format_shows_the_same_lines(stage, client_for):
    report = stage.draft()
    client = client_for(stage.cast.supervisor)
    for format in ("docx", "xlsx", "pdf"):
        text = "".join(read_bytes(client.get(address(report, format)).content, f"a.{format}").text.split())
        for line in report.lines.all():
            assert "".join(line.done.split()) in text, format


@pytest.mark.parametrize("format", ["doc", "html", "exe"])
def test_other_formats_do_not_exist(stage, client_for, format):
    assert client_for(stage.cast.supervisor).get(address(stage.draft(), format)).status_code == 404


def test_reading_leaves_no_trace(stage, client_for):
    report = stage.draft()
    revision = report.revision
    client_for(stage.cast.lead_clerk).get(address(report))
    report.refresh_from_db()
    assert report.revision == revision


def unpacked(response) -> zipfile.ZipFile:
    assert response.streaming and response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_the_archive_of_a_period(stage, client_for):
    report = stage.sign(stage.to_sign(stage.draft()))
    pack = unpacked(client_for(stage.cast.supervisor).get(reverse("period_annexes", args=[report.period_id])))
    assert pack.testzip() is None
    names = pack.namelist()
    assert names[0] == "缺报单位.txt" and [name.split("/")[0] for name in names[1:]] == ["docx", "pdf"]
    assert "共 0 个单位未报送。" in pack.read("缺报单位.txt").decode("utf-8-sig")
    text = read_bytes(pack.read(names[1]), "a.docx").text
    assert report.lines.first().done in text and "主要负责人（签字）：" in text


def test_drafts_only_when_asked_for(stage, client_for):
    report = stage.draft()
    client = client_for(stage.cast.supervisor)
    where = reverse("period_annexes", args=[report.period_id])
    pack = unpacked(client.get(where))
    assert pack.namelist() == ["缺报单位.txt"] and "单位起草中" in pack.read("缺报单位.txt").decode("utf-8-sig")
    pack = unpacked(client.get(where + "?drafts=1"))
    assert len(pack.namelist()) == 3 and "起草稿" in read_bytes(pack.read(pack.namelist()[1]), "a.docx").text


def test_two_units_of_one_name_get_two_files():

    data = b"".join(archive([Filled(made_up(1)), Filled(made_up(1))], "", timezone.now()))
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert len(set(names)) == 5 and any("（2）" in name for name in names)


def test_the_archive_is_sent_piece_by_piece():

    asked = []

    def reports():
        for number in range(3):
            asked.append(number)
            yield Filled(made_up(1))

    pieces = archive(reports(), "无", timezone.now())
    assert next(pieces) and asked == []
    assert next(pieces) and asked == [0]
