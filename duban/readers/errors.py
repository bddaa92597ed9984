"""The one way a reader says no."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that cannot be read. ``message`` is one Chinese sentence: what was found, what is expected, how to mend.

    ``code`` is stable: empty, too-large, too-long, wrong-type, damaged, zip-bomb, encrypted, scanned, binary,
    no-office, timeout, memory, crashed …
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        return (Unreadable, (self.code, self.message))


def damaged(kind: str) -> Unreadable:
    """The file is what it says it is, but broken."""
    return Unreadable(
        "damaged", f"{kind} 文件已损坏，打不开；可能没有传完整，请重新下载，或用原来的软件打开后另存一份再上传。"
    )


def encrypted(kind: str) -> Unreadable:
    """A file that needs a password."""
    return Unreadable("encrypted", f"{kind} 文件设有密码，无法读取；请打开后取消密码，另存一份再上传。")
