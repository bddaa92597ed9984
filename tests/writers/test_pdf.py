"""PDF files are read by other programs: text, pages, fonts, properties; hostile text is only text."""

import datetime as dt
import shutil
import subprocess
import threading

import pytest

from duban.core.gongwen.annex5 import document
from duban.core.gongwen.document import Document, Paragraph
from duban.writers.looks import NEAR, Face
from duban.writers.pdf import chosen, families, fonts_used, write_pdf
from tests.writers.papers import hostile, letter, report

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="没有 poppler-utils")


def tool(name: str, data: bytes, tmp_path, *options: str) -> str:
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    more = ["-"] if name == "pdftotext" else []
    return subprocess.run([name, *options, str(file), *more], check=True, capture_output=True, text=True).stdout


def text_of(data: bytes, tmp_path) -> str:
    """Without line ends, spaces, and the marks where a long word may break."""
    return "".join(tool("pdftotext", data, tmp_path, "-raw").replace("\u200b", "").split())


def test_every_page_has_the_head_the_code_and_its_number(tmp_path):
    pages = tool("pdftotext", write_pdf(document(report(34))), tmp_path, "-layout").split("\f")[:-1]
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert "责任事项" in page and "完成情况" in page and "核验码 17-3F9A-22C1-0D44" in page
        assert f"—{number}—" in page.replace(" ", "") and "起草稿" in page


def test_text_can_be_searched(tmp_path):
    shown = text_of(write_pdf(document(report())), tmp_path)
    for entry in report().entries:
        assert entry.matter in shown and entry.words.done in shown
    assert "区建设局关于省、市、区《政府工作报告》前二季度工作目标完成情况" in shown
    assert "单位：区建设局" in shown and "主要负责人（签字）：" in shown


def test_a_row_longer_than_a_page_is_split(tmp_path):
    shown = text_of(write_pdf(document(report(1, repeat=100))), tmp_path)
    assert shown.count("占年度目标的61.8%") == 100


def test_hostile_text_is_only_text(tmp_path):
    shown = text_of(write_pdf(document(hostile())), tmp_path)
    wanted = (
        '#import"@preview/x:1.0.0":*', "$x^2$*粗*_斜_`码`=标题<label>@ref", r"\u{41}\\\//注/**/", "𠮷野家䶮",
        "http://example.com/" + "x" * 300, "控制字符", '<w:p/>&"引"]]><!---->',
        '#read("/etc/passwd")', "{{7*7}}{%x%}%s{0}",
    )  # fmt: skip
    assert [text for text in wanted if text.replace(" ", "") not in shown] == []
    assert "root:" not in shown


def test_properties_say_what_it_is_and_which_fonts_were_used(tmp_path):
    made_at = dt.datetime(2023, 7, 5, 10, 21, 3, 456, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    about = tool("pdfinfo", write_pdf(document(report()), made_at=made_at), tmp_path, "-rawdates")
    assert "区建设局关于省、市、区《政府工作报告》前二季度工作目标完成情况" in about
    assert "核验码 17-3F9A-22C1-0D44" in about and "仿宋_GB2312" in about and "A4" in about
    assert fonts_used(families()) in about and "D:20230705022103" in about


def test_landscape_headings_tables_signature(tmp_path):
    data = write_pdf(letter())
    shown = text_of(data, tmp_path)
    for text in ("关于前二季度情况的通报", "一、总体情况", "（一）进展", "停车泊位", "区政府督查室2023年7月20日"):
        assert text in shown
    about = tool("pdfinfo", data, tmp_path)
    assert "841.89 x 595.276" in about


def test_a_named_face_is_used_where_it_is_installed():
    assert chosen(Face.FANGSONG, frozenset({"仿宋_GB2312", "FandolFang R"})) == ("仿宋_GB2312", True)
    assert chosen(Face.FANGSONG, frozenset({"FangSong", "Noto Serif CJK SC"})) == ("FangSong", True)


def test_free_faces_stand_in_in_order():
    assert chosen(Face.FANGSONG, frozenset(NEAR[Face.FANGSONG])) == ("FandolFang R", False)
    assert chosen(Face.HEITI, frozenset({"Noto Sans CJK SC", "Noto Serif CJK SC"})) == ("Noto Sans CJK SC", False)
    assert chosen(Face.KAITI, frozenset({"AR PL SungtiL CN", "DejaVu Sans"})) == ("AR PL SungtiL CN", False)
    assert chosen(Face.KAITI, frozenset({"DejaVu Sans"}))[1] is False


def test_the_sentence_about_fonts_names_face_and_stand_in():
    said = fonts_used(frozenset({"仿宋_GB2312", "SimHei", "Noto Serif CJK SC"}))
    assert said == (
        "字体：方正小标宋简体（Noto Serif CJK SC代）、仿宋_GB2312、黑体（SimHei）、楷体_GB2312（Noto Serif CJK SC代）、"
        "宋体（Noto Serif CJK SC代）"
    )


def test_two_at_once_get_each_their_own(tmp_path):
    made: dict[int, bytes] = {}

    def make(number: int) -> None:
        made[number] = write_pdf(Document((f"第{number}号",), (Paragraph(f"内容{number}"),)))

    threads = [threading.Thread(target=make, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for number, data in made.items():
        assert f"内容{number}" in text_of(data, tmp_path)
