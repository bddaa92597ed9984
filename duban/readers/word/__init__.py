"""Word documents (.docx): own walker over the parts, so that nothing that is printed is lost."""

from __future__ import annotations

import posixpath
from typing import Any

from duban.core.document import SourceDocument
from duban.readers.archive import Archive
from duban.readers.assembly import Assembler
from duban.readers.errors import Unreadable
from duban.readers.word.numbering import Numbering
from duban.readers.word.styles import Styles
from duban.readers.word.walker import Walker
from duban.readers.xmltree import attribute, child, children, part

KIND = "Word（.docx）"


def read(data: bytes, name: str) -> SourceDocument:
    """The document's body, with the numbers that Word prints and with tracked changes as accepted."""
    archive = Archive(data, KIND)
    main = main_part(archive)
    folder = posixpath.dirname(main)
    body = child(part(archive, main), "body")
    if body is None:
        raise Unreadable("damaged", "Word（.docx）文件里没有正文部分；请用 Word 或 WPS 打开后另存一份再上传。")
    assembler = Assembler(name, "docx")
    numbering = Numbering(optional(archive, posixpath.join(folder, "numbering.xml")))
    styles = Styles(optional(archive, posixpath.join(folder, "styles.xml")))
    Walker(assembler, numbering, styles).document(body)
    _note_footnotes(archive, folder, assembler)
    return assembler.finish()


def main_part(archive: Archive) -> str:
    """Where the package says its document is; makers other than Word may put it elsewhere."""
    if "_rels/.rels" in archive:
        for each in children(part(archive, "_rels/.rels"), "Relationship"):
            target = (attribute(each, "Target", "") or "").lstrip("/")
            if (attribute(each, "Type", "") or "").endswith("/officeDocument") and target in archive:
                return target
    return "word/document.xml"


def optional(archive: Archive, path: str) -> Any | None:
    """Root of a part that need not be there."""
    return part(archive, path) if path in archive else None


def _note_footnotes(archive: Archive, folder: str, assembler: Assembler) -> None:
    count = 0
    for name in ("footnotes", "endnotes"):
        root = optional(archive, posixpath.join(folder, f"{name}.xml"))
        if root is not None:
            count += sum(attribute(each, "type") in {None, "normal"} for each in root)
    if count:
        assembler.note("docx.footnotes", f"文件有 {count} 条脚注或尾注，没有读入正文。")
