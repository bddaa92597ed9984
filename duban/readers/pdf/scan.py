"""PDF files that are pictures of paper: told apart, and read by text recognition where that is installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duban.core.document import SourceDocument
from duban.readers.errors import Unreadable
from duban.readers.pdf.glyphs import PageContent

_FEW = 25  # characters a page: less is a stamp or a page number on a picture
_COVERED = 0.4  # share of the page under pictures
_UNMAPPED = 0.3  # share of characters without meaning: fonts without a map


def _is_picture(content: PageContent) -> bool:
    return len(content.glyphs) < _FEW and content.covered >= _COVERED


def is_scanned(contents: Sequence[PageContent]) -> bool:
    """Whether the text of the file cannot be had from its text layer."""
    characters = sum(len(content.glyphs) for content in contents)
    if characters and sum(content.unmapped for content in contents) > _UNMAPPED * characters:
        return True
    return characters < _FEW * len(contents) and any(_is_picture(content) for content in contents)


def pages_without_text(contents: Sequence[PageContent]) -> list[int]:
    """Pages (from 0) that are pictures in a file that otherwise has text."""
    return [number for number, content in enumerate(contents) if _is_picture(content)]


def recognise(document: Any, name: str) -> SourceDocument:
    """Text of the pages as pictures. Raises Unreadable("scanned") where recognition is not installed."""
    from duban.readers.ocr import available, read_pdf

    if not available():
        raise Unreadable(
            "scanned",
            "这份 PDF 是扫描件，没有可读文字；请上传原来的 Word 文件或可复制文字的 PDF，"
            "或请管理员安装文字识别组件（duban[ocr]）后重新上传。",
        )
    return read_pdf(document, name)
