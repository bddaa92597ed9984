"""PDF files made by LibreOffice and Chromium, and those that cannot be read."""

from __future__ import annotations

import io

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from duban.core.document import BlockKind
from duban.readers import limits, read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, docx_bytes, needs_chromium, needs_office, office, page_of, printed

PAGE_FIELD = (
    f'<w:p {nsdecls("w")}><w:r><w:t>— </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    "<w:r><w:t> —</w:t></w:r></w:p>"
)
LONG = "加强城市精细化管理，新增停车泊位一千二百个，改造老旧小区二十六个，完成绿道建设三十公里，" * 3
ROWS = [["序号", "责任事项", "责任单位"]] + [
    [str(n), f"第{n}项：{LONG[: 20 + n * 3]}。", "区建设局、区房管局" if n % 2 else "区园林局"] for n in range(1, 31)
]


def report(document) -> None:
    """A page number, a title, paragraphs over two pages, a table over several pages."""
    section = document.sections[0]
    section.footer._element.append(parse_xml(PAGE_FIELD))
    section.header.paragraphs[0].text = "某区人民政府文件"
    for number in range(1, 31):
        document.add_paragraph(f"{number}.{LONG[: 30 + number * 3]}。（责任单位：区建设局）")
    table = document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("此件公开发布")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    data = office(docx_bytes(report), "docx", "pdf", tmp_path_factory.mktemp("pdf"))
    return data, read_bytes(data, "通知.pdf")


@needs_office
def test_paragraphs_are_joined_over_lines_and_pages(made):
    _, document = made
    lines = [block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.LINE]
    assert lines[:-1] == [f"{n}.{LONG[: 30 + n * 3]}。（责任单位：区建设局）" for n in range(1, 31)]
    assert lines[-1] == "此件公开发布"
    assert [note.code for note in document.notes] == ["pdf.page-furniture"]


@needs_office
def test_a_ruled_table_over_pages(made):
    _, document = made
    rows = [[c.of(document.text) for c in block.cells] for block in document.blocks if block.kind is BlockKind.ROW]
    assert rows == ROWS
    assert {block.table for block in document.blocks if block.kind is BlockKind.ROW} == {0}


@needs_office
def test_pages_are_counted_from_one(made):
    _, document = made
    pages = [block.page for block in document.blocks]
    assert pages[0] == 1 and pages == sorted(pages) and pages[-1] > 2


@needs_office
def test_pages_are_limited(made, monkeypatch):
    monkeypatch.setattr(limits, "PAGES", 2)
    with pytest.raises(Unreadable, match="超过 2 页的上限"):
        read_bytes(made[0], "x.pdf")


@needs_office
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_in_the_file(turn, tmp_path):
    """Lines are drawn upright on the page as shown, whatever the page's own coordinates are."""
    import pypdfium2
    import pypdfium2.raw as raw

    data = office(docx_bytes(lambda d: [d.add_paragraph(line) for line in NOTICE.split("\n")]), "docx", "pdf", tmp_path)
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    width, height = page.get_size()
    a, b, c, d, e, f = {
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }[turn]
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        raw.FPDFPageObj_Transform(raw.FPDFPage_GetObject(page.raw, index), a, b, c, d, e, f)
    if turn != 180:
        page.set_mediabox(0, 0, height, width)
        page.set_cropbox(0, 0, height, width)
    page.set_rotation(turn)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    assert read_bytes(out.getvalue(), "x.pdf").text == NOTICE


@needs_chromium
def test_a_page_printed_by_a_browser(tmp_path):
    lines = [*NOTICE.split("\n"), *(f"{n}.{LONG[: 40 + n * 4]}。（责任单位：区建设局）" for n in range(4, 40))]
    data = printed(page_of(lines), tmp_path)
    document = read_bytes(data, "通知.pdf")
    assert document.text.split("\n")[2 : 2 + len(lines)] == lines  # two lines of the menu before


@needs_office
def test_a_locked_file_is_named(tmp_path):
    options = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"1"}}'
    data = office(docx_bytes(lambda d: d.add_paragraph("一")), "docx", f"pdf:writer_pdf_Export:{options}", tmp_path)
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, "x.pdf")
    assert refused.value.code == "encrypted" and "密码" in refused.value.message


def scan() -> bytes:
    """A PDF whose pages are pictures."""
    from PIL import Image

    out = io.BytesIO()
    pages = [Image.new("RGB", (827, 1169), "white") for _ in range(2)]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=100)
    return out.getvalue()


def test_a_scan_needs_recognition(monkeypatch):
    monkeypatch.setattr("duban.readers.ocr.available", lambda: False)
    with pytest.raises(Unreadable) as refused:
        read_bytes(scan(), "扫描.pdf")
    assert refused.value.code == "scanned"
    assert "这份 PDF 是扫描件，没有可读文字" in refused.value.message and "duban[ocr]" in refused.value.message
