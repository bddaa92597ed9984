"""Text of any encoding that a Chinese office produces."""

from __future__ import annotations

import pytest

from duban.readers import read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings(encoding, named):
    document = read_bytes(NOTICE.encode(encoding), "通知.txt")
    assert (document.text, document.encoding, document.format) == (NOTICE, named, "txt")


def test_traditional_text_in_big5():
    text = "關於印發責任分解方案的通知，各街道辦事處、區政府各部門應當認真組織實施，確保完成全年目標任務。" * 5
    assert read_bytes(text.encode("big5"), "x.txt").text == text


def test_rare_characters_of_names_survive():
    text = "联系人：䶮堃、犇、硚口区，𠮷。"
    assert read_bytes(text.encode("gb18030"), "x.txt").text == text


def test_one_bad_byte_is_mended_and_said():
    data = (NOTICE * 20).encode()
    broken = data[:900] + b"\xff" + data[900:]
    document = read_bytes(broken, "x.txt")
    assert "新增停车泊位1200个" in document.text
    assert [note.code for note in document.notes] == ["txt.bad-bytes"]


def test_line_ends_of_all_systems_are_one():
    assert read_bytes("一、目标\r\n1.甲\r2.乙\n".encode(), "x.txt").text == "一、目标\n1.甲\n2.乙\n"


def test_spans_point_at_the_lines():
    document = read_bytes(NOTICE.encode(), "x.txt")
    assert [block.span.of(document.text) for block in document.blocks] == NOTICE.split("\n")


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b" \n\t \r\n", "empty"), (b"\xef\xbb\xbf", "empty")])
def test_empty(data, code):
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, "x.txt")
    assert refused.value.code == code


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500, b"abc\x01\x02\x03\x04\x05" * 300])
def test_program_data_is_no_text(data):
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, "x.txt")
    assert refused.value.code == "binary"
