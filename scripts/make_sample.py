"""Writes samples/补充通知（示例）.docx: a notice of our own invention that adds to, and corrects, the sample of 2023.

Run after a change of the text: ``.venv/bin/python scripts/make_sample.py``.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TARGET = Path(__file__).resolve().parents[1] / "samples" / "补充通知（示例）.docx"
TITLE = "区人民政府办公室关于补充和调整2023年区《政府工作报告》责任分解事项的通知"
NUMBER = "示政办〔2023〕9号"
BODY = (
    "各街道办事处，区人民政府各部门，各有关单位：",
    "根据区人民政府年中工作部署，现对《2023年区〈政府工作报告〉确定的主要目标任务责任分解方案》作如下补充和调整，请一并贯彻执行。",
    "新增事项的责任单位应于2023年7月20日前将工作联络员名单报区政府督查室。新增和调整的事项，自2023年第三季度起按原通知要求报送完成情况。",
)
ISSUER = "示范区人民政府办公室"
DATE = "2023年7月6日"
ANNEX = "附件1"
ANNEX_TITLE = "2023年区《政府工作报告》责任分解方案（补充和调整部分）"
SECTIONS = (
    (
        "一、调整事项",
        ("2.社会消费品零售总额增长8%。（责任单位：区商务局）",),
    ),
    (
        "二、新增事项",
        (
            "73.新建口袋公园6个，改造提升绿道12公里。（牵头单位：区园林局；配合单位：各街道办事处）",
            "74.为全区独居老人安装智能烟感报警器3000个，年底前完成。（牵头单位：区民政局；配合单位：区应急局、各街道办事处）",
            "75.建成15分钟便民生活圈示范点5个以上，不发生重大食品安全事故。（责任单位：区商务局、区市场监管局）",
        ),
    ),
)


def paragraph(
    document: Document, text: str, *, size: float, face: str = "仿宋", centred: bool = False, indent: bool = False
) -> None:
    """A paragraph in the type of an official document (GB/T 9704-2012)."""
    made = document.add_paragraph()
    made.paragraph_format.line_spacing = Pt(28)
    made.paragraph_format.space_after = Pt(0)
    if centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        made.paragraph_format.first_line_indent = Pt(size * 2)
    run = made.add_run(text)
    run.font.size, run.font.name = Pt(size), face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


def make(target: Path = TARGET) -> Path:
    """Write the document."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    stamp = dt.datetime(2023, 7, 6, 9, 0)  # noqa: DTZ001  (the file format has no time zone)
    document.core_properties.created = document.core_properties.modified = stamp
    document.core_properties.author, document.core_properties.title = ISSUER, TITLE

    paragraph(document, NUMBER, size=16, centred=True)
    paragraph(document, TITLE, size=22, face="方正小标宋简体", centred=True)
    paragraph(document, BODY[0], size=16)
    for text in BODY[1:]:
        paragraph(document, text, size=16, indent=True)
    paragraph(document, f"附件：1. {ANNEX_TITLE}", size=16, indent=True)
    for text in (ISSUER, DATE):
        paragraph(document, text, size=16)
        document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_page_break()
    paragraph(document, ANNEX, size=16, face="黑体")
    paragraph(document, ANNEX_TITLE, size=22, face="方正小标宋简体", centred=True)
    for heading, items in SECTIONS:
        paragraph(document, heading, size=16, face="黑体", indent=True)
        for item in items:
            paragraph(document, item, size=16, indent=True)
    document.save(str(target))
    return target


if __name__ == "__main__":
    print(make())
