"""Word documents: everything that is printed, nothing that is not."""

from __future__ import annotations

import io

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from duban.core.document import BlockKind
from duban.readers import read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, docx_bytes, docx_of

W = nsdecls("w")


def lines(build) -> list[str]:
    return read_bytes(docx_bytes(build), "x.docx").text.split("\n")


def add_xml(document, xml: str):
    """A body element in raw XML, before the section's properties."""
    element = parse_xml(xml)
    document.element.body.insert(len(document.element.body) - 1, element)
    return element


def numbered(document, *levels: tuple[str, str]) -> int:
    """A list definition with (format, text) of its levels; its id."""
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {W} w:abstractNumId="77">'
        + "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for at, (format, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return 77


def in_list(paragraph, list_id: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'))


def test_paragraphs_come_back():
    document = read_bytes(docx_of(NOTICE.split("\n")), "通知.docx")
    assert (document.text, document.format, document.name) == (NOTICE, "docx", "通知.docx")
    assert [block.span.of(document.text) for block in document.blocks] == NOTICE.split("\n")


def test_automatic_numbers_are_printed_and_counted():
    def build(document):
        list_id = numbered(document, ("chineseCountingThousand", "%1、"), ("decimal", "%2."), ("decimal", "（%3）"))
        for level, text in [
            (0, "城市建设"),
            (1, "停车泊位"),
            (2, "新建"),
            (2, "改建"),
            (1, "绿道"),
            (0, "民生"),
            (1, "养老"),
        ]:
            in_list(document.add_paragraph(text), list_id, level)

    document = read_bytes(docx_bytes(build), "x.docx")
    assert document.text.split("\n") == [
        "一、城市建设",
        "1.停车泊位",
        "（1）新建",
        "（2）改建",
        "2.绿道",
        "二、民生",
        "1.养老",
    ]
    assert [block.number_length for block in document.blocks] == [2, 2, 3, 3, 2, 2, 2]


def test_a_number_through_all_levels_and_a_start_of_its_own():
    def build(document):
        list_id = numbered(document, ("decimal", "%1."), ("decimal", "%1.%2"))
        document.part.numbering_part.element.append(
            parse_xml(
                f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">'
                '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
            )
        )
        for level, text in [(0, "甲"), (1, "乙"), (1, "丙")]:
            in_list(document.add_paragraph(text), list_id, level)
        in_list(document.add_paragraph("丁"), 78, 0)
        in_list(document.add_paragraph("戊"), list_id, 0)

    assert lines(build) == ["1.甲", "1.1乙", "1.2丙", "5.丁", "6.戊"]


def test_numbers_of_a_style():
    assert lines(lambda d: [d.add_paragraph(t, style="List Number") for t in ("甲", "乙")]) == ["1.甲", "2.乙"]


def test_bullets_print_no_number():
    assert lines(lambda d: [d.add_paragraph(t, style="List Bullet") for t in ("甲", "乙")]) == ["甲", "乙"]


def test_tracked_changes_are_read_as_accepted():
    run = "<w:r><w:t>{}</w:t></w:r>"
    xml = (
        f"<w:p {W}>{run.format('新增停车泊位')}"
        f'<w:ins w:id="1" w:author="甲">{run.format("12")}</w:ins>'
        '<w:del w:id="2" w:author="甲"><w:r><w:delText>10</w:delText></w:r></w:del>'
        f"{run.format('万个')}</w:p>"
    )
    document = read_bytes(docx_bytes(lambda d: add_xml(d, xml)), "x.docx")
    assert document.text == "新增停车泊位12万个"
    assert [note.code for note in document.notes] == ["docx.tracked-deletion"]


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    def build(document):
        add_xml(
            document,
            f'<w:p {W}><w:pPr><w:rPr><w:del w:id="1" w:author="甲"/></w:rPr></w:pPr>'
            "<w:r><w:t>新增停车泊位</w:t></w:r></w:p>",
        )
        document.add_paragraph("12万个。")

    assert lines(build) == ["新增停车泊位12万个。"]


def test_moved_text_stands_once():
    xml = (
        f'<w:p {W}><w:moveFrom w:id="1" w:author="甲"><w:r><w:t>移动</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="2" w:author="甲"><w:r><w:t>移动</w:t></w:r></w:moveTo></w:p>'
    )
    assert lines(lambda d: add_xml(d, xml)) == ["移动"]


def test_fields_links_symbols_and_hidden_text():
    xml = (
        f'<w:p {W}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink><w:r><w:t>附件</w:t></w:r></w:hyperlink>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:r><w:noBreakHyphen/><w:t>甲</w:t></w:r></w:p>"
    )
    document = read_bytes(docx_bytes(lambda d: add_xml(d, xml)), "x.docx")
    assert document.text == "3附件-甲"
    assert [note.code for note in document.notes] == ["docx.hidden-text"]


def test_a_forced_line_end_makes_two_lines():
    assert lines(lambda d: d.add_paragraph("主要目标\n任务分解方案")) == ["主要目标", "任务分解方案"]


def test_headings_bold_and_centred():
    def build(document):
        document.add_heading("一、城市建设", level=2)
        title = document.add_paragraph("责任分解方案")
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph().add_run("牵头单位").bold = True
        mixed = document.add_paragraph("正文")
        mixed.add_run("加粗").bold = True

    heading, title, bold, mixed = read_bytes(docx_bytes(build), "x.docx").blocks
    assert heading.heading == 2
    assert title.centred and title.heading is None and not title.bold
    assert bold.bold and not mixed.bold and not mixed.centred


def test_a_text_box_follows_its_paragraph_once():
    box = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    xml = (
        f"<w:p {W} {mc}><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(lambda d: add_xml(d, xml)) == ["正文", "框内文字"]


def table_of(document, rows):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


ROWS = [["序号", "任务", "责任单位"], ["1", "停车", "区建设局"], ["2", "绿道", "区园林局"]]


def cells(document) -> list[list[str]]:
    return [
        [cell.of(document.text) for cell in block.cells] for block in document.blocks if block.kind is BlockKind.ROW
    ]


def test_tables_are_rows_of_cells():
    document = read_bytes(docx_bytes(lambda d: table_of(d, ROWS)), "x.docx")
    assert cells(document) == ROWS
    assert document.text.split("\n")[1] == "1 | 停车 | 区建设局"
    assert {block.table for block in document.blocks} == {0}


def test_merged_cells_stand_once():
    def build(document):
        table = table_of(document, [*ROWS, ["二、民生", "", ""]])
        table.cell(1, 2).merge(table.cell(2, 2)).text = "区建设局"
        table.cell(3, 0).merge(table.cell(3, 2)).text = "二、民生"
        table_of(document, [["甲", "乙", "丙"], ["丁", "戊", "己"]]).cell(0, 0).merge(
            document.tables[-1].cell(0, 1)
        ).text = "甲乙"

    document = read_bytes(docx_bytes(build), "x.docx")
    assert cells(document) == [
        ["序号", "任务", "责任单位"],
        ["1", "停车", "区建设局"],
        ["2", "绿道", ""],
        ["二、民生"],
        ["甲乙", "", "丙"],
        ["丁", "戊", "己"],
    ]
    assert [block.table for block in document.blocks] == [0, 0, 0, 0, 1, 1]
    assert [block.continued for block in document.blocks] == [(), (), (2,), (), (), ()]


def test_nested_tables_and_several_paragraphs_in_a_cell():
    def build(document):
        table = table_of(document, [["1", "甲"]])
        table.cell(0, 1).add_paragraph("乙")
        inner = table.cell(0, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "丙", "丁"

    assert cells(read_bytes(docx_bytes(build), "x.docx")) == [["1", "甲\n乙\n丙 丁"]]


def test_a_frame_is_no_table():
    def build(document):
        frame = document.add_table(rows=1, cols=1)
        frame.cell(0, 0).text = "一、城市建设"
        frame.cell(0, 0).add_paragraph("1.停车")

    document = read_bytes(docx_bytes(build), "x.docx")
    assert document.text == "一、城市建设\n1.停车"
    assert {block.kind for block in document.blocks} == {BlockKind.LINE}


def test_automatic_numbers_inside_a_table():
    def build(document):
        list_id = numbered(document, ("decimal", "%1"))
        table = table_of(document, [["", "停车"], ["", "绿道"]])
        for row in table.rows:
            in_list(row.cells[0].paragraphs[0], list_id, 0)
            row.cells[0].paragraphs[0].add_run(".")

    assert cells(read_bytes(docx_bytes(build), "x.docx")) == [["1.", "停车"], ["2.", "绿道"]]


def test_a_deleted_row_is_left_out():
    def build(document):
        row = table_of(document, ROWS).rows[1]._tr
        row.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="1" w:author="甲"/>'))

    assert cells(read_bytes(docx_bytes(build), "x.docx")) == [ROWS[0], ROWS[2]]


def test_content_controls_are_looked_through():
    xml = f"<w:sdt {W}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>控件内</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    assert lines(lambda d: add_xml(d, xml)) == ["控件内"]


def test_headers_and_footers_are_no_text():
    def build(document):
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.sections[0].footer.paragraphs[0].text = "页脚"
        document.add_paragraph("正文")

    assert lines(build) == ["正文"]


def test_strict_office_xml_reads_alike():
    import zipfile

    data = docx_of(["一、目标", "1.停车"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("document.xml"):
                content = content.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            target.writestr(name, content)
    assert read_bytes(out.getvalue(), "x.docx").text == "一、目标\n1.停车"


def test_a_document_without_words_is_refused():
    with pytest.raises(Unreadable) as refused:
        read_bytes(docx_of(["", "  "]), "x.docx")
    assert refused.value.code == "empty"
