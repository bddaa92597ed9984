"""Text files."""

from __future__ import annotations

from duban.core.document import ReaderNote, SourceDocument, from_text
from duban.readers import limits
from duban.readers.assembly import clean
from duban.readers.encoding import Decoded
from duban.readers.errors import Unreadable


def read_text(decoded: Decoded, name: str) -> SourceDocument:
    """Lines as they stand, blank ones and spaces included."""
    text = clean(decoded.text)
    if not text.strip():
        raise Unreadable("empty", "文件里只有空白，没有文字；请确认保存的是通知正文，再重新上传。")
    if len(text) > limits.CHARACTERS:
        raise limits.too_long()
    document = from_text(text, name, encoding=decoded.encoding)
    if not decoded.repaired:
        return document
    note = ReaderNote(
        "txt.bad-bytes", f"文件按 {decoded.encoding} 编码读取，个别字节不合编码，已用“\ufffd”代替，请对照原文核对。"
    )
    return SourceDocument(
        document.name, document.format, document.text, document.blocks, document.encoding, (*document.notes, note)
    )
