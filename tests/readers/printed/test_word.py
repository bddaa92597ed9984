"""Word files by other programs: what they say of page, faces and places reaches the rules; ours are clean."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from duban.core.gongwen.document import Align
from duban.core.gongwen.lint import Finding, check
from duban.readers.errors import Unreadable
from duban.readers.printed import read_print
from duban.writers.docx import write_docx
from tests.writers.papers import OFFICIAL, circular

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LONG = "各责任单位要对照年度目标任务逐项分析进度滞后的原因制定赶超措施明确责任人和完成时限确保全年目标任务如期完成。"


def typed(change: Callable[[Any], None] = lambda made: None) -> bytes:
    """A circular as an office types it: direct formatting over Normal, right in everything but ``change``."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    made.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        number = footer.paragraphs[0]
        number.alignment = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "left": WD_ALIGN_PARAGRAPH.LEFT}[align]
        _run(number, "— ", "宋体", 14)
        number._p.append(parse_xml(
            f'<w:fldSimple xmlns:w="{W}" w:instr=" PAGE "><w:r><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="28"/>'
            "</w:rPr><w:t>1</w:t></w:r></w:fldSimple>"
        ))  # fmt: skip
        _run(number, " —", "宋体", 14)
    add(made, "某某区人民政府办公室文件", "方正小标宋简体", 40, centred=True, red=True)
    add(made, "某政督〔2023〕3号", "仿宋_GB2312", 16, centred=True)
    add(made, "关于目标任务完成情况的通报", "方正小标宋简体", 22, centred=True)
    add(made, "各街道办事处：", "仿宋_GB2312", 16)
    add(made, LONG, "仿宋_GB2312", 16, indent=2)
    add(made, "一、总体情况", "黑体", 16, indent=2)
    add(made, "（一）进展", "楷体_GB2312", 16, indent=2)
    add(made, "附件：一览表", "仿宋_GB2312", 16, indent=2)
    add(made, "某某区人民政府办公室", "仿宋_GB2312", 16)
    add(made, "2023年7月20日", "仿宋_GB2312", 16)
    add(made, "附件", "黑体", 16)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def add(
    made: Any, text: str, face: str, size: float, *, indent: int = 0, centred: bool = False, red: bool = False
) -> None:
    paragraph = made.add_paragraph()
    run = _run(paragraph, text, face, size)
    if red:
        run.font.color.rgb = docx.shared.RGBColor(0xE6, 0, 0)
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.9)
    form.first_line_indent = Pt((size - 0.25) * indent)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _run(paragraph: Any, text: str, face: str, size: float) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    run._r.rPr.append(parse_xml(f'<w:spacing xmlns:w="{W}" w:val="-5"/>'))
    return run


def body(made: Any, at: int = 4) -> Any:
    return made.paragraphs[at]


def findings(data: bytes) -> list[Finding]:
    return check(read_print(data, "a.docx"))


def test_a_paper_that_was_typed_rightly_is_clean():
    assert findings(typed()) == []


def _face(made: Any, at: int, name: str) -> None:
    body(made, at).runs[0]._r.rPr.rFonts.set(qn("w:eastAsia"), name)


def _size(made: Any, at: int, size: float) -> None:
    body(made, at).runs[0].font.size = Pt(size)


def _margins(made: Any) -> None:
    made.sections[0].left_margin, made.sections[0].right_margin = Mm(31.8), Mm(31.8)


def _letter_paper(made: Any) -> None:
    made.sections[0].page_width, made.sections[0].page_height = Mm(215.9), Mm(279.4)


def _wide_spacing(made: Any) -> None:
    body(made).paragraph_format.line_spacing = Pt(32)


def _no_spacing(made: Any) -> None:
    run = body(made).runs[0]._r.rPr
    run.remove(run.find(qn("w:spacing")))


def _same_footer(made: Any) -> None:
    made.settings.odd_and_even_pages_header_footer = False


def _no_footer(made: Any) -> None:
    for footer in (made.sections[0].footer, made.sections[0].even_page_footer):
        for child in list(footer.paragraphs[0]._p):
            footer.paragraphs[0]._p.remove(child)


@pytest.mark.parametrize(
    ("change", "rule", "said"),
    [
        (_margins, "page.margins", "订口（左边距）为31.8毫米"),
        (_letter_paper, "page.paper", "216×279"),
        (_wide_spacing, "page.lines", "每面排19行"),
        (_no_spacing, "page.characters", "每行排27个字"),
        (lambda made: _face(made, 4, "宋体"), "look.face", "正文用宋体"),
        (lambda made: _face(made, 5, "仿宋"), "look.face", "一级标题用仿宋"),
        (lambda made: _face(made, 6, "黑体"), "look.face", "二级标题用黑体"),
        (lambda made: _face(made, 2, "黑体"), "look.face", "标题用黑体"),
        (lambda made: _size(made, 2, 18), "look.size", "标题字号为18磅（小2号）"),
        (lambda made: _size(made, 4, 14), "look.size", "正文字号为14磅（4号）"),
        (lambda made: setattr(body(made, 2), "alignment", None), "look.place", "标题没有居中"),
        (lambda made: setattr(body(made).paragraph_format, "first_line_indent", 0), "look.place", "段首左空0.0字"),
        (lambda made: setattr(body(made, 3).paragraph_format, "left_indent", Pt(32)), "look.place", "主送机关左空"),
        (_same_footer, "page.number", "单双页页码位置相同"),
        (_no_footer, "page.number", "没有页码"),
        (lambda made: body(made, 9)._p.getparent().remove(body(made, 9)._p), "form.undated", "没有成文日期"),
        (lambda made: body(made, 10)._p.getparent().remove(body(made, 10)._p), "form.attachments", "列1个附件"),
    ],
)
def test_what_is_wrong_is_found(change, rule, said):
    found = findings(typed(change))
    assert rule in {each.rule for each in found} and any(said in each.found for each in found), found
    for each in found:
        assert each.expected and each.mend and each.clause


def test_margins_of_the_grid_are_sound_too():
    """GB/T 33476.2: Word hangs a line in its cell of the grid, so these margins print the same."""

    def change(made: Any) -> None:
        section = made.sections[0]
        section.top_margin, section.bottom_margin = Mm(34.58), Mm(32.58)
        for grid in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(grid)
        section._sectPr.append(parse_xml(f'<w:docGrid xmlns:w="{W}" w:type="linesAndChars" w:linePitch="589"/>'))

    assert findings(typed(change)) == []


def test_faces_come_down_from_styles_and_defaults():
    def change(made: Any) -> None:
        style = made.styles["Normal"]
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "微软雅黑")
        for run in body(made).runs:
            run._r.rPr.rFonts.attrib.pop(qn("w:eastAsia"))

    (found,) = [each for each in findings(typed(change)) if each.rule == "look.face"]
    assert found.found == "正文用微软雅黑" and found.line == 5


def test_what_the_file_says_of_a_paragraph():
    made = read_print(typed(), "a.docx")
    line = made.lines[4]
    assert (line.face, line.size, line.pitch, line.spacing) == (
        "仿宋_GB2312",
        16.0,
        pytest.approx(28.9, abs=0.05),
        -0.25,
    )
    assert line.indent == pytest.approx(31.5, abs=0.1) and line.align is Align.LEFT and made.lines[0].red
    (sheet,) = made.sheets
    assert (round(sheet.top), round(sheet.left), sheet.number.odd, sheet.number.even) == (37, 28, "right", "left")


def test_automatic_numbers_are_part_of_the_text():
    def change(made: Any) -> None:
        made.add_paragraph("甲", style="List Number")

    assert read_print(typed(change), "a.docx").lines[-1].text.startswith("1.")


@pytest.mark.parametrize("kind", sorted(OFFICIAL))
def test_our_own_papers_are_clean(kind):
    assert findings(write_docx(OFFICIAL[kind]())) == []


def test_sections_of_our_papers():
    made = read_print(write_docx(circular(rows=3)), "a.docx")
    assert [sheet.landscape for sheet in made.sheets] == [False, True, False]
    assert [sheet.character for sheet in made.sheets if not sheet.landscape] == [pytest.approx(15.79, abs=0.01)] * 2


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"\x00" * 60, b"%PDF-1.4 broken", b""])
def test_a_broken_file_is_unreadable_and_nothing_else(data):
    with pytest.raises(Unreadable):
        read_print(data, "a.docx")


def test_a_text_file_has_words_alone():
    made = read_print("某政督〔2023〕03号\n关于情况的通报\n".encode(), "a.txt")
    assert not made.laid_out and made.sheets == ()
    assert [each.rule for each in check(made)] == ["form.number"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice")
def test_an_old_word_file_by_way_of_libreoffice(tmp_path):
    (tmp_path / "a.docx").write_bytes(write_docx(circular(rows=2)))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc", "--outdir",
         str(tmp_path), str(tmp_path / "a.docx")],
        check=True, capture_output=True,
    )  # fmt: skip
    made = read_print((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert (made.format, made.laid_out) == ("doc", True)
    assert check(made) == []
