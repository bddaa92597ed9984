"""Archives that are written piece by piece: nothing is held but the file that is being made."""

from __future__ import annotations

import zipfile


class Sink:
    """Takes what an archive writes until it is sent."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep the bytes."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do: the bytes are taken, not pushed."""

    def take(self) -> bytes:
        """What came since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def entry(name: str, day: tuple[int, ...], *, compressed: bool = False) -> zipfile.ZipInfo:
    """A file in the archive with its time (year to second). Office files and pdf are compressed inside already."""
    made = zipfile.ZipInfo(name, date_time=day)  # type: ignore[arg-type]
    made.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    return made


def unused(name: str, names: set[str]) -> str:
    """A name that is not taken yet: two units of one name get two files.

    >>> taken = {"区建设局.docx"}
    >>> unused("区建设局.docx", taken), sorted(taken)
    ('区建设局（2）.docx', ['区建设局.docx', '区建设局（2）.docx'])
    """
    stem, _, ending = name.rpartition(".")
    number = 2
    while name in names:
        name, number = f"{stem}（{number}）.{ending}", number + 1
    names.add(name)
    return name
