"""Small files of our own: one that can be read, and every sort that cannot."""

from __future__ import annotations

import io
import zipfile

NOTICE = """测试区人民政府办公室文件
测政办〔2023〕8号
关于印发2023年区《政府工作报告》重点任务责任分解方案的通知
各街道办事处，区政府各部门：
各单位请于2023年3月15日前将联络人员名单报区政府督查室。
测试区人民政府办公室
2023年3月1日
附件1
2023年区《政府工作报告》重点任务责任分解方案
一、城市建设
1.新增停车泊位1200个，改造老旧小区26个。(区级牵头单位:区建设局;区级责任单位:区房管局)
2.完成绿道建设30公里。(区级责任单位:区园林局)
二、民生保障
3.新增养老床位500张。(区级责任单位:区民政局、各街道办事处)
4.开展适老化改造2500户。(区级责任单位:区民政局)
"""


def windows_program() -> bytes:
    """An .exe, whatever its name says."""
    return b"MZ\x90\x00" + bytes(range(256)) * 8


def docx() -> bytes:
    """A Word file of two paragraphs."""
    from docx import Document

    document, out = Document(), io.BytesIO()
    for line in NOTICE.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def damaged_docx() -> bytes:
    """Cut off in the middle, as a broken download is."""
    return docx()[:5000]


def zip_bomb() -> bytes:
    """A .docx whose text unpacks to a hundred megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in whole.namelist():
            data = whole.read(name)
            bomb.writestr(name, b"<w:t>" + b"0" * 100_000_000 if name == "word/document.xml" else data)
    return out.getvalue()


def scanned_pdf() -> bytes:
    """A .pdf of one picture and no text."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (600, 800), 255).save(out, format="PDF")
    return out.getvalue()


def without_items() -> bytes:
    """A text that asks nothing of anybody."""
    return "通知\n明天上午放假半天，请相互转告。\n".encode()


UNREADABLE = {
    "wrong-type": ("通知.docx", windows_program),
    "damaged": ("通知.docx", damaged_docx),
    "zip-bomb": ("通知.docx", zip_bomb),
    "scanned": ("扫描件.pdf", scanned_pdf),
    "without-items": ("通知.txt", without_items),
}
