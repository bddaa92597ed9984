"""The sample notice through every format: the same 233 items and 467 entries as from the text."""

from __future__ import annotations

import html

import pytest

from duban.core.notice import read
from duban.core.notice.reading import Reading
from duban.readers import read_bytes
from tests.readers.made import (
    docx_bytes,
    docx_of,
    needs_chromium,
    needs_office,
    ofd_lines,
    ofd_of,
    office,
    page_of,
    printed,
)
from tests.support.shared import SAMPLE

LINES = [line.strip() for line in SAMPLE.read_text(encoding="utf-8").split("\n") if line.strip()]


def content(reading: Reading) -> list[tuple[object, ...]]:
    """Every item with its units and targets, without places."""
    return [
        (
            programme.level,
            item.number,
            item.text,
            [(unit.unit, unit.role, unit.scope, unit.part) for unit in item.units],
            [(target.value, target.unit, target.op) for target in item.targets],
        )
        for programme in reading.programmes
        for item in programme.items
    ]


@pytest.fixture(scope="module")
def of_text():
    found = content(read(read_bytes(SAMPLE.read_bytes(), "通知.txt")))
    assert (len(found), sum(len(item[3]) for item in found)) == (233, 467)
    return found


def same(data: bytes, of_text) -> None:
    document = read_bytes(data, "通知")
    found = content(read(document))
    assert len(found) == len(of_text)
    for ours, theirs in zip(found, of_text, strict=True):
        assert ours == theirs


def table_page() -> str:
    """The portal's own page: data of the document in a table, the text below."""
    head = "".join(
        "<tr>" + "".join(f"<td>{html.escape(c.strip())}</td>" for c in line.strip("|").split("|")) + "</tr>"
        for line in LINES[:4]
    )
    return page_of(LINES[4:]).replace('<div id="zoom">', f'<table>{head}</table><div id="zoom">')


def test_gb18030(of_text):
    same(SAMPLE.read_text(encoding="utf-8").encode("gb18030"), of_text)


def test_docx(of_text):
    same(docx_of(LINES), of_text)


def test_html(of_text):
    page = table_page()
    same(page.encode(), of_text)
    header = read(read_bytes(page.encode(), "x.html")).header
    assert header.document_number.text == "武昌政办〔2023〕1号"
    assert header.index_number.text == "737546075/2023-23823"


def test_ofd(of_text):
    texts = ofd_lines(LINES)
    per_page = 30
    pages = [
        [(x, 30.0 + 8 * (at % per_page), text) for at, (x, _, text) in enumerate(texts) if at // per_page == number]
        for number in range(len(texts) // per_page + 1)
    ]
    same(ofd_of(pages), of_text)


@needs_office
@pytest.mark.parametrize("target", ["pdf", "doc", "rtf"])
def test_made_by_an_office_suite(target, of_text, tmp_path):
    same(office(docx_of(LINES), "docx", target, tmp_path), of_text)


@needs_chromium
def test_printed_by_a_browser(tmp_path):
    """Without the portal's table, which has no lines and so comes out in disorder."""
    of_text = content(read(read_bytes("\n".join(LINES[4:]).encode(), "x.txt")))
    same(printed(page_of(LINES[4:]), tmp_path), of_text)


def test_docx_as_table(of_text):
    """The same items in tables of number, task and units: the units come out of their own column."""

    def build(document):
        for title, level in (("省", "province"), ("市", "city"), ("区", "district")):
            document.add_paragraph(f"2023年{title}《政府工作报告》主要目标任务责任分解方案")
            items = [item for item in of_text if item[0] == level][:20]
            table = document.add_table(rows=1, cols=3)
            for cell, text in zip(table.rows[0].cells, ("序号", "主要任务", "责任单位"), strict=True):
                cell.text = text
            for item in items:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = item[1], item[2].split("(")[0]
                cells[2].text = "、".join(unit[0] for unit in item[3])

    found = content(read(read_bytes(docx_bytes(build), "x.docx")))
    assert [(item[0], item[1]) for item in found] == [
        (item[0], item[1])
        for level in ("province", "city", "district")
        for item in [each for each in of_text if each[0] == level][:20]
    ]
    assert sum(len(item[3]) for item in found) > 80
