"""Word files are read back by another library and opened by LibreOffice: styles, faces, tables, page set-up."""

import datetime as dt
import io
import shutil
import subprocess
import zipfile

import docx
import pytest
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from duban.core.gongwen.annex5 import document
from duban.core.gongwen.document import Document, Page, Paragraph, Role
from duban.readers import read_bytes
from duban.writers.docx import write_docx
from duban.writers.looks import LOOKS
from tests.writers.papers import HOSTILE, hostile, letter, report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(paper):
    return docx.Document(io.BytesIO(write_docx(paper)))


def test_paragraphs_have_real_styles():
    made = opened(document(report()))
    texts = [(p.text, p.style.name) for p in made.paragraphs if p.text]
    assert texts[:3] == [
        ("附件5", "附件序号"),
        ("区建设局关于省、市、区《政府工作报告》", "公文标题"),
        ("前二季度工作目标完成情况", "公文标题"),
    ]
    assert ("单位：区建设局\t主要负责人（签字）：", "表上说明") in texts
    assert texts[-1][0].startswith("备注：") and texts[-1][1] == "表下备注"


def test_headings_have_an_outline_level():
    made = opened(letter())
    levels = {p.text: p.style.element.find(f".//{W}outlineLvl") for p in made.paragraphs if p.text}
    assert [levels[text].get(f"{W}val") for text in ("一、总体情况", "（一）进展", "1. 停车泊位")] == ["0", "1", "2"]


@pytest.mark.parametrize("paper", [document(report()), letter()], ids=["annex5", "letter"])
def test_the_chinese_face_stands_on_every_run(paper):
    made = opened(paper)
    runs = [run for run in made.element.iter(f"{W}r") if run.find(f"{W}t") is not None]
    assert runs
    for run in runs:
        fonts = run.find(f"{W}rPr/{W}rFonts")
        assert {fonts.get(W + name) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {fonts.get(f"{W}eastAsia")}


def test_the_faces_are_those_of_official_papers():
    made = opened(letter())
    faces = {p.style.name: p.runs[0].element.rPr.rFonts.get(f"{W}eastAsia") for p in made.paragraphs if p.text.strip()}
    assert faces["公文标题"] == "方正小标宋简体" and faces["公文正文"] == "仿宋_GB2312"
    assert faces["公文一级标题"] == "黑体" and faces["公文二级标题"] == "楷体_GB2312"
    names = [look.style for look in LOOKS.values()]
    assert len(set(names)) == len(names)


def test_the_head_comes_again_and_short_rows_stay_whole():
    (table,) = opened(document(report(3))).tables
    marks = [[mark.tag.removeprefix(W) for mark in row._tr.trPr] for row in table.rows]
    assert marks[0] == ["cantSplit", "tblHeader"] and all("tblHeader" not in each for each in marks[1:])
    assert all("cantSplit" in each for each in marks[:3])
    (long,) = opened(document(report(2, repeat=80))).tables
    assert [row._tr.trPr is not None for row in long.rows] == [True, True, False, True, False]


def test_a_band_stays_with_the_row_below():
    made = opened(document(report()))
    assert made.styles["表格分部"].paragraph_format.keep_with_next


def test_widths_stand_in_the_grid_and_in_every_cell():
    (table,) = opened(document(report())).tables
    grid = [int(each.get(f"{W}w")) for each in table._tbl.tblGrid]
    assert sum(grid) == pytest.approx(156 * 56.7, rel=0.01)
    assert [int(cell.tcPr.find(f"{W}tcW").get(f"{W}w")) for cell in table.rows[0]._tr.tc_lst] == grid
    band = table.rows[1]._tr.tc_lst
    assert len(band) == 1 and band[0].grid_span == 3
    assert [cell.text for cell in table.rows[2].cells][:2] == ["1", report().entries[0].matter]
    assert table.cell(4, 2).text.count("\n") == 2


def test_cells_merged_down_are_one_cell():
    (table,) = opened(letter()).tables
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc and table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert table.cell(2, 0)._tc is table.cell(2, 2)._tc


def test_page_set_up():
    section = opened(document(report())).sections[0]
    assert [round(x / Mm(1)) for x in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(x / Mm(1)) for x in margins] == [37, 35, 28, 26]
    wide = opened(letter()).sections[0]
    assert wide.page_width > wide.page_height and wide.orientation == 1


def test_header_footer_and_page_numbers():
    made = opened(document(report()))
    section = made.sections[0]
    assert made.settings.odd_and_even_pages_header_footer
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "起草稿，未签字"
    for footer, first in ((section.footer, True), (section.even_page_footer, False)):
        assert footer.paragraphs[0].text.startswith("核验码 17-3F9A-22C1-0D44") is first
        assert footer._element.find(f".//{W}fldSimple").get(f"{W}instr") == " PAGE "
    bare = opened(Document(("题",), page=Page(numbers=False))).sections[0]
    assert bare.footer._element.find(f".//{W}fldSimple") is None


def test_properties_say_what_it_is():
    made_at = dt.datetime(2023, 7, 5, 10, 21, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    core = docx.Document(io.BytesIO(write_docx(document(report()), made_at=made_at))).core_properties
    assert core.title == "区建设局关于省、市、区《政府工作报告》前二季度工作目标完成情况" and core.author == "区建设局"
    assert "仿宋_GB2312" in core.comments and "17-3F9A-22C1-0D44" in core.comments
    assert core.created.replace(tzinfo=dt.UTC) == made_at


def test_the_same_paper_gives_the_same_bytes():
    assert write_docx(document(report())) == write_docx(document(report()))


def test_hostile_text_is_only_text():
    made = read_bytes(write_docx(document(hostile())), "a.docx")
    rows = [[cell.of(made.text) for cell in block.cells] for block in made.blocks if len(block.cells) == 3][1:]
    assert len(rows) == len(HOSTILE)
    for text, row in zip(HOSTILE, rows, strict=True):
        shown = text.translate(dict.fromkeys((0, 31, 127, 0x202E))).replace("\ud800", "�")
        assert row[:2] == [shown, shown] and f"下一步及时限：{shown}" in row[2]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5), st.sampled_from(Role))
@settings(max_examples=60)
def test_any_text_makes_sound_xml(texts, role):
    data = write_docx(
        Document(tuple(texts[:1]), tuple(Paragraph(text, role) for text in texts), texts[0], header=texts[0])
    )
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        assert pack.testzip() is None
        for name in pack.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(pack.read(name))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice")
def test_libreoffice_lays_it_out_and_repeats_the_head(tmp_path):
    file = tmp_path / "a.docx"
    file.write_bytes(write_docx(document(report(34))))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    made = read_bytes((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [page for page in shown.split("\f") if page.strip()]
    assert len(pages) > 5 and all("责任事项" in page and "完成情况" in page for page in pages)
    assert all("核验码 17-3F9A-22C1-0D44" in page for page in pages)
    assert "区级目标任务" in made.text
