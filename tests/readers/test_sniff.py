"""The kind of a file is told by its content; what is no notice is named in the refusal."""

from __future__ import annotations

import re

import pytest

from duban.readers import limits, read_bytes, read_path
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, docx_of, page_of, zipped

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 60


def refusal(data: bytes, name: str = "通知.docx") -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, name)
    assert re.search(r"[\u4e00-\u9fff].*。$", refused.value.message), refused.value.message
    assert "\n" not in refused.value.message and "！" not in refused.value.message
    return refused.value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00\x03" + b"\x00" * 200, "Windows 程序"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "Linux 程序"),
        (b"Rar!\x1a\x07\x01\x00" + b"\x00" * 50, "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00" * 20, "7z"),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 50, "gzip"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 50, "视频"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50, "HEIC"),
        (b"ID3\x03\x00" + b"\x00" * 50, "音频"),
        (b"RIFF\x00\x00\x00\x00WAVE" + b"\x00" * 50, "音频"),
        (b"SQLite format 3\x00" + b"\x00" * 50, "数据库"),
        (zipped({"a.txt": "x", "b/c.txt": "y"}), "压缩包"),
        (zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "PowerPoint"),
        (zipped({"mimetype": "application/epub+zip"}), "电子书"),
        (b'<?xml version="1.0"?><root><a/></root>', "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "PowerPoint Document".encode("utf-16-le"), "PowerPoint"),
    ],
)
def test_wrong_types_are_named(data, words):
    error = refusal(data)
    assert error.code == "wrong-type" and words in error.message and ".docx" in error.message


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (docx_of(["一、目标"])[:2000], "damaged", "Word"),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged", ""),
        (b"%PDF-1.7\n" + b"x" * 500, "damaged", "PDF"),
        (zipped({"OFD.xml": "<a"}), "damaged", "OFD"),
        (zipped({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w"}), "damaged", "表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged", "旧版 Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted", "密码"),
    ],
)
def test_damaged_and_locked_files(data, code, words):
    error = refusal(data)
    assert error.code == code and words in error.message


def test_the_name_decides_nothing():
    assert read_bytes(docx_of(NOTICE.split("\n")), "通知.txt").format == "docx"
    assert read_bytes(page_of(["一、目标"]).encode(), "通知.doc").format == "html"
    assert read_bytes(NOTICE.encode(), "通知.pdf").format == "txt"


@pytest.mark.parametrize("head", ["BM公司", "MZ说明", "PK榜", "ID3", "GIF8图"])
def test_a_text_may_begin_like_another_format(head):
    assert read_bytes(f"{head}\n{NOTICE}".encode(), "x.txt").format == "txt"


def test_a_picture_needs_recognition(monkeypatch):
    monkeypatch.setattr("duban.readers.ocr.available", lambda: False)
    error = refusal(PNG, "照片.png")
    assert error.code == "image" and "图片" in error.message


def test_the_size_is_limited(monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    error = refusal(b"x" * 1001)
    assert error.code == "too-large" and "上限" in error.message
    (tmp_path / "big.txt").write_bytes(b"x" * 1001)
    with pytest.raises(Unreadable, match="上限"):
        read_path(tmp_path / "big.txt")


def test_an_error_travels_between_processes():
    import pickle

    error = pickle.loads(pickle.dumps(Unreadable("empty", "文件是空的。")))
    assert (error.code, error.message) == ("empty", "文件是空的。")
