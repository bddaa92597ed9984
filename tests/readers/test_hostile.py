"""Damaged, false and hostile files: always a document or an Unreadable, in bounded time and memory."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.core.document import SourceDocument
from duban.readers import limits, read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, docx_bytes, docx_of, ofd_lines, ofd_of, page_of, zipped
from tests.readers.test_pdf import scan

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAGIC = [
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"{\\rtf1",
    b"\xff\xd8\xff",
    b"\xff\xfe",
]


@pytest.fixture(autouse=True)
def without_other_programs(monkeypatch):
    """The readers themselves; no office suite for every random file."""
    monkeypatch.setattr("duban.readers.office.program", lambda: None)
    monkeypatch.setattr("duban.readers.ocr.available", lambda: False)


def answer(data: bytes) -> SourceDocument | Unreadable:
    """What comes of it; anything but these two fails the test."""
    try:
        document = read_bytes(data, "通知.docx")
    except Unreadable as error:
        assert error.message.endswith("。") and error.code
        return error
    check(document)
    return document


def check(document: SourceDocument) -> None:
    """Spans are in order, inside the text, and cells inside their rows."""
    at = 0
    for block in document.blocks:
        assert at <= block.span.start <= block.span.end <= len(document.text)
        at = block.span.end
        for cell in block.cells:
            assert block.span.start <= cell.start <= cell.end <= block.span.end
    document.text.encode("utf-8")


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for row in range(20):
            page.write_row(row, 0, [row, "新增停车泊位", "区建设局", 0.5], book.add_format({"num_format": "0%"}))
        page.merge_range(21, 0, 21, 3, "民生")
    return out.getvalue()


def rich_docx() -> bytes:
    def build(document):
        for line in NOTICE.split("\n"):
            document.add_paragraph(line, style="List Number")
        table = document.add_table(rows=3, cols=3)
        table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"

    return docx_bytes(build)


def drawn_pdf() -> bytes:
    """A PDF with text and lines, put together by hand."""
    stream = (
        b"BT /F1 12 Tf 72 700 Td (1. hello world) Tj ET 72 600 200 100 re S 172 600 m 172 700 l S q 1 0 0 1 9 9 cm Q"
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


REAL: dict[str, Callable[[], bytes]] = {
    "docx": rich_docx,
    "xlsx": workbook,
    "ofd": lambda: ofd_of([ofd_lines(NOTICE.split("\n"))]),
    "html": lambda: page_of(NOTICE.split("\n")).encode(),
    "gb18030": lambda: NOTICE.encode("gb18030"),
    "pdf": drawn_pdf,
    "scan": scan,
}


def test_the_real_files_are_read():
    for kind, make in REAL.items():
        found = answer(make())
        assert isinstance(found, SourceDocument) or kind == "scan"


@pytest.mark.parametrize("kind", REAL)
def test_truncated_anywhere(kind):
    data = REAL[kind]()
    for cut in {len(data) * step // 23 for step in range(23)} | {len(data) - 1}:
        answer(data[:cut])


@pytest.mark.parametrize("kind", REAL)
def test_mutated_bytes(kind):
    data, chance = REAL[kind](), random.Random(kind)
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(chance.choice([1, 3, 20, 200])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        answer(bytes(broken))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_mutated_parts_of_a_whole_archive(kind):
    """The zip is sound and its XML is not: the mutation gets past the check sums."""
    chance = random.Random(kind)
    with zipfile.ZipFile(io.BytesIO(REAL[kind]())) as source:
        members = {name: source.read(name) for name in source.namelist()}
    for _ in range(80):
        name = chance.choice([each for each in members if each.endswith((".xml", ".rels"))])
        part = bytearray(members[name])
        for _ in range(chance.choice([1, 2, 10])):
            at = chance.randrange(len(part))
            piece = chance.choice(
                [b"", b"<", b">", b'"', b"9999999999", b"-1", b"w:tbl", b"\xff", b"&x;", b"%9", b"1e400"]
            )
            part[at : at + chance.randrange(4)] = piece
        answer(zipped({**members, name: bytes(part)}))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(MAGIC), st.binary(max_size=600))
def test_random_bytes(magic, data):
    answer(magic + data)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_comes_back_or_is_refused(text):
    found = answer(text.encode("utf-8"))
    if isinstance(found, SourceDocument) and found.format == "txt":
        assert text.isascii() is False or found.text.count("\n") <= len(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td rowspan=9>",
                "<td colspan=999>",
                "</table>",
                "<p>",
                "<ol>",
                "<li>",
                "一、目标",
                "<b>",
                "<a>",
                "</div>",
                "<div hidden>",
                "<br>",
                "&nbsp;",
                "1.停车。",
            ]
        ),
        max_size=60,
    )
)
def test_any_markup(pieces):
    answer(("<html><body>" + "".join(pieces)).encode())


def bomb(member: str, size: int, others: dict[str, bytes | str]) -> bytes:
    return zipped({**others, member: b"<w:t>" + b" " * size})


def measured(data: bytes, code: str | set[str], *, seconds: float = 10, megabytes: float = 250) -> None:
    """Refused, quickly, with little memory."""
    tracemalloc.start()
    began = time.process_time()
    found = answer(data)
    used, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, Unreadable) and found.code in ({code} if isinstance(code, str) else code), found
    assert used < seconds and peak < megabytes * limits.MEGA


TYPES: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>"}


def test_a_zip_bomb_is_not_unpacked():
    measured(bomb("word/document.xml", 30 * limits.MEGA, TYPES), "zip-bomb", megabytes=60)


def test_many_small_bombs_and_very_many_members():
    part = b"x" * limits.ZIP_RATIO_FROM
    measured(zipped({**TYPES, **{f"word/{n}.xml": part for n in range(310)}}), "zip-bomb", megabytes=400)
    measured(zipped({**TYPES, **{f"word/{n}": b"" for n in range(limits.ZIP_MEMBERS)}}), "zip-bomb")


def test_a_size_that_is_a_lie():
    """The directory says ten bytes; unpacking stops where the truth passes the limit."""
    data = bytearray(bomb("word/document.xml", 2 * limits.MEGA, TYPES))
    at = data.rfind(b"word/document.xml") - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    measured(bytes(data), {"damaged", "zip-bomb"})


def docx_with(document: str) -> bytes:
    return zipped({**TYPES, "word/document.xml": document})


def one_line(text: str) -> str:
    return f"<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"


def test_entities_are_not_expanded():
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    found = answer(docx_with(f'<!DOCTYPE d [<!ENTITY e0 "哈哈哈哈">{inner}]>' + one_line("甲&e9;")))
    assert isinstance(found, Unreadable) or "哈" not in found.text


def test_nothing_outside_the_file_is_read(tmp_path):
    (tmp_path / "secret").write_text("机密")
    doctype = f'<!DOCTYPE d [<!ENTITY s SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    found = answer(docx_with(doctype + one_line("甲&s;乙")))
    assert isinstance(found, Unreadable) or "机密" not in found.text


def nested(depth: int) -> str:
    table = "<w:p><w:r><w:t>底</w:t></w:r></w:p>"
    for _ in range(depth):
        cell = "<w:tc><w:p><w:r><w:t>旁</w:t></w:r></w:p></w:tc>"
        table = f"<w:tbl><w:tr><w:tc>{table}</w:tc>{cell}</w:tr></w:tbl>"
    return f"<w:document {W}><w:body>{table}</w:body></w:document>"


def test_tables_inside_tables_have_an_end():
    assert isinstance(answer(docx_with(nested(limits.TABLE_DEPTH))), SourceDocument)
    measured(docx_with(nested(limits.TABLE_DEPTH + 1)), "too-deep")
    measured(docx_with(nested(3000)), "too-deep")
    measured(b"<html>" + b"<table><tr><td>1<td>" * 40, "too-deep")


def test_runs_inside_runs_have_an_end():
    text = f"<w:document {W}><w:body><w:p>{'<w:ins>' * 4000}x{'</w:ins>' * 4000}</w:p></w:body></w:document>"
    measured(docx_with(text), "too-deep")


def test_styles_and_lists_in_a_circle():
    def build(document):
        document.add_paragraph("一", style="List Number")

    with zipfile.ZipFile(io.BytesIO(docx_bytes(build))) as source:
        members: dict[str, bytes | str] = {name: source.read(name) for name in source.namelist()}
    members["word/styles.xml"] = members["word/styles.xml"].replace(
        b'w:basedOn w:val="Normal"', b'w:basedOn w:val="ListNumber"'
    )
    assert isinstance(answer(zipped(members)), SourceDocument)


def test_endless_text_and_endless_rows(monkeypatch):
    monkeypatch.setattr(limits, "CHARACTERS", 5_000)
    monkeypatch.setattr(limits, "ROWS", 50)
    measured(("一" * 6_000).encode(), "too-long")
    measured(docx_of(["一" * 400] * 20), "too-long")
    measured(("<html><table>" + "<tr><td>1<td>2</tr>" * 60).encode(), "too-long")
    measured(page_of(["一" * 400] * 20).encode(), "too-long")


def test_a_sheet_that_claims_to_be_endless():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write(0, 0, "甲")
        page.write(1_048_575, 16_383, "乙")
    measured(out.getvalue(), "too-long")


def test_a_cell_that_covers_everything():
    page = "<html><table>" + "<tr><td colspan=100000 rowspan=100000>1<td>2</tr>" * 300 + "</table>"
    assert isinstance(answer(page.encode()), SourceDocument | Unreadable)


def test_a_pdf_that_refers_to_itself():
    data = drawn_pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    assert isinstance(answer(data), Unreadable)


def test_a_list_number_beyond_all_numbers():
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="99999999"/><w:numId w:val="{"9" * 400}"/></w:numPr></w:pPr>'
    number = f"<w:p>{properties}<w:r><w:t>甲</w:t></w:r></w:p>"
    found = answer(docx_with(f"<w:document {W}><w:body>{number}</w:body></w:document>"))
    assert isinstance(found, SourceDocument) and found.text == "甲"
