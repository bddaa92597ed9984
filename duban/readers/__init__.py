"""Files to :class:`duban.core.document.SourceDocument`. No framework below this line.

The format is told by the content; each format is one module that is imported when it is needed
(``docs/howto/add-a-reader.md``).
"""

from __future__ import annotations

import logging
from importlib import import_module
from pathlib import Path

from duban.core.document import SourceDocument
from duban.readers import limits
from duban.readers.errors import Unreadable, damaged

_MODULES = {
    "docx": "duban.readers.word",
    "xlsx": "duban.readers.workbook",
    "xls": "duban.readers.workbook",
    "ods": "duban.readers.workbook",
    "pdf": "duban.readers.pdf",
    "ofd": "duban.readers.ofd",
    "office": "duban.readers.office",
    "image": "duban.readers.photo",
}


def read_path(path: Path) -> SourceDocument:
    """Read a file of the disk. Raises Unreadable; OSError where the file cannot be opened."""
    limits.check_size(path.stat().st_size)
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(data: bytes, name: str) -> SourceDocument:
    """Read a file by its content; ``name`` is only kept with the document. Raises Unreadable, nothing else."""
    limits.check_size(len(data))
    try:
        return _read(data, name)
    except RecursionError as error:
        raise limits.too_deep() from error
    except MemoryError as error:
        raise limits.out_of_memory() from error
    except Unreadable:
        raise
    except Exception as error:  # a library stumbled over a hostile file: to the user it is a damaged one
        logging.getLogger(__name__).warning("unforeseen error in a file", exc_info=True)
        raise damaged("这个") from error


def _read(data: bytes, name: str) -> SourceDocument:
    from duban.readers.sniff import sniff

    kind = sniff(data)
    if kind == "text":
        return _read_text(data, name)
    document: SourceDocument = import_module(_MODULES[kind]).read(data, name)
    return document


def _read_text(data: bytes, name: str) -> SourceDocument:
    from duban.readers.encoding import decode
    from duban.readers.sniff import sniff_text

    decoded = decode(data)
    kind = sniff_text(decoded.text)
    if kind == "html":
        from duban.readers.webpage import read_page

        return read_page(decoded, name)
    if kind == "office":
        from duban.readers.office import read

        return read(data, name)
    from duban.readers.plaintext import read_text

    return read_text(decoded, name)
