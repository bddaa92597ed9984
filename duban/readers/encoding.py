"""Bytes of a text file to a string: BOM, UTF-8, GB18030, and only then a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from duban.readers.errors import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)|<\?xml[^>]+encoding=[\"']([A-Za-z0-9_-]+)", re.I
)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SHARE_OF_RARE = 0.4
_TOLERATED = 0.002  # share of bytes that may be wrong in an otherwise plain text


@dataclass(frozen=True, slots=True)
class Decoded:
    """``repaired`` says that single bytes did not belong and were replaced by U+FFFD."""

    text: str
    encoding: str
    repaired: bool = False


def decode(data: bytes) -> Decoded:
    """The text of a file without format. Raises Unreadable("binary") where it is no text."""
    decoded = _decode(data)
    controls = len(_BINARY.findall(decoded.text))
    if controls > max(2, len(decoded.text) // 1000):
        raise Unreadable(
            "binary",
            "这不是文本文件，里面是程序数据；请上传通知的 .docx、.pdf、.html、.txt 等文件。",
        )
    return decoded


def _decode(data: bytes) -> Decoded:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _with_repair(data, name)
    for name in ("utf-8", _utf16_without_mark(data)):
        if name and (text := _strict(data, name)) is not None:
            return Decoded(text, name)
    declared = declared_encoding(data)
    text = _strict(data, "gb18030")
    if text is not None and (declared.startswith("gb") or not _looks_wrong(text)):
        return Decoded(text, "gb18030")
    if declared and (named := _strict(data, declared)) is not None:
        return Decoded(named, declared)
    for name in ("utf-8", "gb18030"):
        mended = data.decode(name, "replace")
        if mended.count("\ufffd") <= max(2, int(len(data) * _TOLERATED)) and not _looks_wrong(mended):
            return Decoded(mended, name, repaired=True)
    return _guess(data, text)


def _guess(data: bytes, gb18030: str | None) -> Decoded:
    """Last resort: Big5 and the like."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is not None and (text := _strict(data, best.encoding)) is not None and not _looks_wrong(text):
        return Decoded(text, best.encoding)
    if gb18030 is not None:
        return Decoded(gb18030, "gb18030")
    return Decoded(data.decode("gb18030", "replace"), "gb18030", repaired=True)


def _with_repair(data: bytes, name: str) -> Decoded:
    text = _strict(data, name)
    label = "utf-8" if name == "utf-8-sig" else name
    return Decoded(text, label) if text is not None else Decoded(data.decode(name, "replace"), label, repaired=True)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _utf16_without_mark(data: bytes) -> str:
    """Line ends and digits of UTF-16 leave a zero in every second byte."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(2, len(head) // 100) or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def declared_encoding(data: bytes) -> str:
    """Charset that a page names itself, as a Python codec; "" if none or unknown."""
    found = _DECLARED.search(data[:4096])
    if not found:
        return ""
    try:
        name = codecs.lookup((found.group(1) or found.group(2)).decode("ascii")).name
    except LookupError:
        return ""
    return "gb18030" if name in {"gb2312", "gbk", "hz"} else name


def _looks_wrong(text: str) -> bool:
    """Text of another encoding read as GB18030 is full of characters outside everyday use (GB2312 level 1)."""
    wide = [c for c in text[:20_000] if ord(c) > 0x7F]
    if len(wide) < 20:
        return False
    return sum(not _everyday(c) for c in wide) > _SHARE_OF_RARE * len(wide)


def _everyday(character: str) -> bool:
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return character in "〔〕—…·“”‘’％－"
    return len(code) == 1 or 0xA1 <= code[0] <= 0xA3 or 0xB0 <= code[0] <= 0xD7
