"""What a file is, by its content. The name decides nothing; it only helps to word a message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duban.readers.errors import Unreadable, damaged, encrypted

if TYPE_CHECKING:
    from duban.readers.archive import Archive

OFFERED = ".docx、.doc、.wps、.rtf、.xlsx、.xls、.et、.ods、.pdf、.ofd、.html、.txt"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_FOREIGN = (
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"BZh", "bzip2 压缩包"),
    (b"\xfd7zXZ\x00", "xz 压缩包"),
    (b"\x28\xb5\x2f\xfd", "zstd 压缩包"),
    (b"ID3", "音频"),
    (b"OggS", "音频"),
    (b"fLaC", "音频"),
    (b"\x1aE\xdf\xa3", "视频"),
    (b"FLV", "视频"),
    (b"SQLite format 3", "数据库"),
    (b"\xca\xfe\xba\xbe", "程序"),
    (b"8BPS", "Photoshop 图片"),
    (b"\x00\x00\x01\x00", "图标"),
    (b"AC10", "CAD 图纸"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "音频", b"AVI ": "视频"}
_STREAMS = (  # names inside an OLE file, as they stand in its directory
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__substg1.0_", "msg"),
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|p|meta|title)\b", re.I)
_TEXT_XML = re.compile(r"^\s*<\?xml\b", re.I)
_OFFICE_XML = re.compile(
    r'progid="Word\.Document"|schemas\.microsoft\.com/office/word/2003|<office:document\b|<uof:|<pkg:package'
)


def wrong_type(found: str) -> Unreadable:
    """A kind of file that no notice comes in."""
    return Unreadable("wrong-type", f"这是{found}文件，不是通知文本；请上传 {OFFERED} 等格式的通知。")


def sniff(data: bytes) -> str:
    """Format of a file: docx xlsx ods ofd office xls pdf image text.

    Raises Unreadable for anything else. ``office`` is what LibreOffice turns into docx (doc, wps, rtf, odt).
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(data)
    if data.startswith(_OLE):
        return _compound(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:5] == b"{\\rtf":
        return "office"
    if b"\x00" not in data[:2048]:  # "BM", "MZ" … may also begin a text
        return "text"
    return _binary(data)


def _binary(data: bytes) -> str:
    if data.startswith(_IMAGES):
        return "image"
    if data.startswith(b"RIFF"):
        kind = _RIFF.get(data[8:12], "音视频")
        if kind == "webp":
            return "image"
        raise wrong_type(kind)
    if data[4:8] == b"ftyp":
        raise wrong_type("手机照片（HEIC）" if data[8:12] in {b"heic", b"heix", b"mif1", b"avif"} else "视频")
    for magic, found in _FOREIGN:
        if data.startswith(magic):
            raise wrong_type(found)
    return "text"


def _packed(data: bytes) -> str:
    from duban.readers.archive import Archive

    archive = Archive(data, _meant(data))
    names = set(archive.names())
    tops = {name.partition("/")[0] for name in names if "/" in name}
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" in names or "_rels/.rels" in names:
        for top, kind in (("word", "docx"), ("xl", "xlsx")):
            if top in tops:
                return kind
        if "ppt" in tops:
            raise wrong_type("PowerPoint 演示")
    if "mimetype" in names:
        return _open_document(archive)
    if "word/document.xml" in names:
        return "docx"
    raise wrong_type("安装包" if "androidmanifest.xml" in names else "压缩包")


def _open_document(archive: Archive) -> str:
    kind = archive.bytes("mimetype", 200).decode("latin-1").strip()
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.bytes("META-INF/manifest.xml"):
        raise encrypted("OpenDocument")
    if kind.endswith("opendocument.spreadsheet"):
        return "ods"
    if kind.endswith("opendocument.text"):
        return "office"
    raise wrong_type("电子书" if "epub" in kind else "OpenDocument 演示或图形")


def _meant(data: bytes) -> str:
    """What a packed file is or was meant to be, for messages: broken ones still hold names."""
    for trace, kind in (
        (b"word/", "Word（.docx）"),
        (b"xl/", "Excel（.xlsx）"),
        (b"OFD.xml", "OFD"),
        (b"mimetype", "OpenDocument"),
    ):
        if trace in data:
            return kind
    return "压缩格式的"


def _compound(data: bytes) -> str:
    kind = next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data), "")
    if not kind:
        raise damaged("旧版 Office（.doc / .xls / .wps）")
    if kind == "encrypted":
        raise encrypted("Office")
    if kind == "ppt":
        raise wrong_type("PowerPoint 演示")
    if kind == "msg":
        raise wrong_type("Outlook 邮件")
    return "office" if kind == "doc" else "xls"


def sniff_text(text: str) -> str:
    """Format of a decoded text file: html, office (Word XML) or txt."""
    head = text.lstrip("\ufeff \t\r\n")[:4000]
    if _TEXT_XML.match(head) and _OFFICE_XML.search(head):
        return "office"
    if head.startswith("<") and _HTML.search(head):
        return "html"
    if _TEXT_XML.match(head):
        raise wrong_type("XML 数据")
    return "txt"
