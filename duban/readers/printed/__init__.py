"""How a document is printed: page set-up, faces and sizes of a .docx, lines and characters of a .pdf, else its words.

What :mod:`duban.core.gongwen.lint` judges. Old Word files are turned into .docx by LibreOffice first.
"""

from __future__ import annotations

import logging

from duban.core.document import BlockKind, SourceDocument
from duban.core.gongwen.lint import Line, Print
from duban.readers import limits, read_bytes
from duban.readers.errors import Unreadable, damaged


def read_print(data: bytes, name: str) -> Print:
    """The document as printed. Raises Unreadable, nothing else."""
    limits.check_size(len(data))
    try:
        return _read(data, name)
    except (Unreadable, MemoryError):
        raise
    except RecursionError as error:
        raise limits.too_deep() from error
    except Exception as error:  # a library stumbled over a hostile file: to the user it is a damaged one
        logging.getLogger(__name__).warning("unforeseen error in a file", exc_info=True)
        raise damaged("这个") from error


def _read(data: bytes, name: str) -> Print:
    from duban.readers.sniff import sniff

    kind = sniff(data)
    if kind == "docx":
        from duban.readers.printed.word import read

        return read(data, name)
    if kind == "office":
        from duban.readers.office import converted
        from duban.readers.printed.word import read

        made, format = converted(data)
        return read(made, name, format=format)
    document = read_bytes(data, name)
    if kind == "pdf":
        from duban.readers.printed.pdf import sheets

        return Print(name, "pdf", _lines(document), sheets(data))
    return Print(name, document.format, _lines(document))


def _lines(document: SourceDocument) -> tuple[Line, ...]:
    """The words alone; a row of a table is one line."""
    return tuple(
        Line(block.span.of(document.text), number, in_table=block.kind is BlockKind.ROW)
        for number, block in enumerate(document.blocks, 1)
    )
