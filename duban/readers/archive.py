"""Packed files (.docx, .xlsx, .ofd …), opened with limits.

A file of a stranger may claim anything: sizes are counted while unpacking, never believed.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from duban.readers import limits
from duban.readers.errors import damaged, encrypted


class Archive:
    """A zip file read member by member. ``kind`` is the format's name for messages."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
            raise damaged(kind) from error
        members = self._zip.infolist()
        if len(members) > limits.ZIP_MEMBERS or sum(each.file_size for each in members) > limits.ZIP_BYTES:
            raise limits.bomb()
        for each in members:
            if each.file_size > limits.ZIP_RATIO_FROM and each.file_size > limits.ZIP_RATIO * each.compress_size:
                raise limits.bomb()
        self._names = {each.filename.replace("\\", "/").lstrip("/").lower(): each.filename for each in members}

    def names(self) -> list[str]:
        """Members, lower case, with forward slashes."""
        return list(self._names)

    def __contains__(self, path: str) -> bool:
        return _plain(path) in self._names

    def bytes(self, path: str, limit: int = limits.XML_BYTES) -> bytes:
        """A member unpacked; Unreadable when it is missing, broken, locked or too big."""
        name = self._names.get(_plain(path))
        if name is None:
            raise damaged(self.kind)
        if self._zip.getinfo(name).flag_bits & 0x1:
            raise encrypted(self.kind)
        try:
            with self._zip.open(name) as member:
                data = member.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise damaged(self.kind) from error
        self._read += len(data)
        if len(data) > limit or self._read > limits.ZIP_BYTES:
            raise limits.bomb()
        return data


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()
