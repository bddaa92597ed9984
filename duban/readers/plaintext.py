"""Text files."""

from __future__ import annotations

from dataclasses import replace

from duban.core.document import ReaderNote, SourceDocument, from_text
from duban.readers import limits
from duban.readers.assembly import clean
from duban.readers.encoding import Decoded
from duban.readers.errors import Unreadable
from duban.readers.unwrapping import unwrapped


def read_text(decoded: Decoded, name: str) -> SourceDocument:
    """Lines as they stand, blank ones and spaces included; paragraphs broken at a fixed width are made whole."""
    text = clean(decoded.text)
    if not text.strip():
        raise Unreadable("empty", "文件里只有空白，没有文字；请确认保存的是通知正文，再重新上传。")
    if len(text) > limits.CHARACTERS:
        raise limits.too_long()
    whole = unwrapped(text)
    document = from_text(whole, name, encoding=decoded.encoding)
    notes: list[ReaderNote] = []
    if whole != text:
        notes.append(
            ReaderNote(
                "txt.unwrapped", "文件里的段落按固定宽度断成了多行，已接回整段；行号与原文件不同，文字没有改动。"
            )
        )
    if decoded.repaired:
        said = f"文件按 {decoded.encoding} 编码读取，个别字节不合编码，已用“\ufffd”代替，请对照原文核对。"
        notes.append(ReaderNote("txt.bad-bytes", said))
    return replace(document, notes=(*document.notes, *notes)) if notes else document
