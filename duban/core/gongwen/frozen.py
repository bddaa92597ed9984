"""A paper as plain JSON and back: what was issued is kept as it was, whatever the code becomes.

Every value is an object with its ``kind``; what has its default is left out, so that a paper of today is read by the
code of later years, where a kind may have more fields. Kinds and fields that were once written are never renamed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from duban.core.gongwen import document as paper

KINDS: dict[str, type] = {
    each.__name__: each
    for each in (
        paper.Document, paper.Page, paper.Head, paper.Imprint, paper.Paragraph, paper.Spread, paper.Table, paper.Row,
        paper.Cell, paper.Signature, paper.PageBreak, paper.Labelled, paper.AttachmentNote, paper.Attachment,
    )
}  # fmt: skip


def freeze(document: paper.Document) -> dict[str, Any]:
    """The paper as plain JSON values."""
    made: dict[str, Any] = _plain(document)
    return made


def thaw(data: dict[str, Any]) -> paper.Document:
    """The paper again. Raises ValueError where the data are not those of a paper."""
    try:
        made = _value(data)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a paper: {error}") from error
    if not isinstance(made, paper.Document):
        raise ValueError("not a paper")
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        shown = {"kind": type(value).__name__}
        for field in fields(value):
            held = getattr(value, field.name)
            if field.default is not MISSING and held == field.default:
                continue
            if field.default_factory is not MISSING and held == field.default_factory():
                continue
            shown[field.name] = _plain(held)
        return shown
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return value


def _value(data: Any, wanted: Any = None) -> Any:
    if isinstance(data, dict):
        kind = KINDS[data["kind"]]
        wanting = _hints(kind)
        return kind(**{name: _value(each, wanting[name]) for name, each in data.items() if name != "kind"})
    if isinstance(data, list):
        return tuple(_value(each, wanted) for each in data)
    for each in _kinds_of(wanted):
        if isinstance(each, type) and isinstance(data, str) and issubclass(each, StrEnum):
            return each(data)
        if each is dt.date and isinstance(data, str):
            return dt.date.fromisoformat(data)
        if each is float and isinstance(data, int) and not isinstance(data, bool):
            return float(data)
    return data


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _kinds_of(wanted: Any) -> list[Any]:
    """The plain types inside an annotation: of ``tuple[Align, ...]`` and ``Align | None`` it is ``Align``."""
    inner = [each for each in get_args(wanted) if each is not Ellipsis]
    return [wanted] if not inner else [found for each in inner for found in _kinds_of(each)]


def digest(data: dict[str, Any]) -> str:
    """SHA-256 (hex) of a frozen paper; the order of its keys does not matter."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
