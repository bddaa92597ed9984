"""PDF files with text: paragraphs in reading order, ruled tables as rows. Scans go to text recognition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from duban.core.document import SourceDocument
from duban.readers import limits
from duban.readers.assembly import Assembler
from duban.readers.errors import damaged, encrypted

KIND = "PDF"


def read(data: bytes, name: str) -> SourceDocument:
    """The text of the file, or of its pictures where it has none."""
    with _opened(data) as document:
        return _read(document, name)


def pages(data: bytes) -> list[Any]:
    """What stands on each page (:class:`duban.readers.pdf.glyphs.PageContent`). Raises Unreadable."""
    with _opened(data) as document:
        return list(_contents(document, _counted(document)))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise encrypted(KIND) if "password" in str(error).lower() else damaged(KIND) from error
    try:
        yield document
    finally:
        document.close()


def _counted(document: Any) -> int:
    count = len(document)
    if count == 0:
        raise damaged(KIND)
    if count > limits.PAGES:
        raise limits.too_many_pages(count)
    return count


def _read(document: Any, name: str) -> SourceDocument:
    from duban.readers.pdf.scan import is_scanned, pages_without_text, recognise

    contents = list(_contents(document, _counted(document)))
    if is_scanned(contents):
        return recognise(document, name)
    assembler = Assembler(name, "pdf")
    empty = pages_without_text(contents)
    if empty:
        numbers = "、".join(str(number + 1) for number in empty[:10]) + ("等" if len(empty) > 10 else "")
        assembler.note("pdf.picture-pages", f"第 {numbers} 页是图片，没有可读文字，请对照原文核对。")
    from duban.readers.pdf.flow import write_pages

    write_pages(assembler, contents)
    return assembler.finish()


def _contents(document: Any, count: int) -> Iterator[Any]:
    from duban.readers.pdf.glyphs import page_content

    seen = 0
    for index in range(count):
        try:
            page = document[index]
        except Exception as error:
            raise damaged(KIND) from error
        try:
            content = page_content(page)
        finally:
            page.close()
        seen += len(content.glyphs)
        if seen > limits.CHARACTERS:
            raise limits.too_long()
        yield content
