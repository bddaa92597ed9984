"""Annotations made by hand, in the two forms that exist.

* one ``<document>.jsonl`` a document, a line an item: ``number``, ``line`` (from 1), ``start`` (first characters),
  ``units`` (unit, role), ``targets`` (value, unit, op), ``result`` (figures);
* for one notice: ``items.jsonl``, ``assignments.jsonl``, ``targets.jsonl``, ``links.jsonl``, joined by ``id``
  (level and number, 市-54), items with their whole text and section.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

_NOTICE = "items.jsonl"
_LEVELS = {"国": "nation", "省": "province", "市": "city", "区": "district", "县": "district"}
_ROLES = {"牵头单位": "lead", "责任单位": "responsible", "配合单位": "cooperating"}
_SCOPES = {"国家级": "nation", "省级": "province", "市级": "city", "区级": "district", "": ""}
_SIGNS = str.maketrans({"％": "%", "（": "(", "）": ")", "：": ":"})


class GoldMissing(Exception):
    """The annotations, or a document that they speak of, are not there (Chinese message)."""


@dataclass(slots=True)
class GoldItem:
    """One annotated item. ``key`` names it in messages; ``text`` and ``section`` only where annotated whole."""

    key: str
    number: str
    start: str
    line: int | None = None
    level: str | None = None
    text: str | None = None
    section: str | None = None
    units: Counter[tuple[str, ...]] = field(default_factory=Counter)  # (unit, role) or (unit, role, scope)
    targets: Counter[tuple[Decimal, str, str]] = field(default_factory=Counter)  # value, unit, operator
    results: Counter[tuple[Decimal, str]] = field(default_factory=Counter)  # value, unit


@dataclass(slots=True)
class GoldDocument:
    """All items of one document. ``links``: pairs of item keys of one goal (grade 2), None where not annotated."""

    name: str
    path: Path
    items: list[GoldItem]
    scoped: bool = False  # whether the scope of an entry is annotated
    links: set[frozenset[str]] | None = None


def measure(unit: str) -> str:
    """A measure word in one spelling.

    >>> measure("套（间）"), measure("％")
    ('套(间)', '%')
    """
    return unit.translate(_SIGNS).replace(" ", "")


def load(folder: Path, corpora: Iterable[Path]) -> list[GoldDocument]:
    """Every annotated document of the folder (and of ``corpus`` inside it). Raises GoldMissing."""
    if not folder.is_dir():
        raise GoldMissing(f"没有这个标注目录：{folder}；请写标注文件（*.jsonl）所在的目录。")
    places = [*corpora, folder, folder.parent / "corpus", folder.parent.parent / "corpus", folder.parent / "notices"]
    try:
        documents = _load_all(folder, places)
    except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise GoldMissing(f"标注文件不是约定的格式（{error!r}）：{folder}。") from error
    if not documents:
        raise GoldMissing(f"目录里没有标注文件（*.jsonl）：{folder}。")
    return documents


def _load_all(folder: Path, places: list[Path]) -> list[GoldDocument]:
    documents = []
    if (folder / _NOTICE).is_file():
        documents.append(_notice(folder, places))
    for inner in (folder, folder / "corpus"):
        for path in sorted(inner.glob("*.jsonl")) if inner.is_dir() else []:
            if not (inner / _NOTICE).is_file():
                documents.append(_document(path, places))
    return documents


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except ValueError as error:
        raise GoldMissing(f"标注文件不是逐行的 JSON：{path}（{error}）。") from error


def _target(data: dict[str, Any]) -> tuple[Decimal, str, str]:
    return Decimal(str(data["value"])).normalize(), measure(data["unit"]), data["op"]


def _figure(data: dict[str, Any]) -> tuple[Decimal, str]:
    return Decimal(str(data["value"])).normalize(), measure(data["unit"])


def _document(path: Path, places: Iterable[Path]) -> GoldDocument:
    items = [
        GoldItem(
            key=f"{each['section']}/{each['number']}" if each["section"] else each["number"],
            number=each["number"],
            start=each["start"],
            line=each.get("line") or None,  # none or 0 where the file is not lines of text (docx, pdf)
            units=Counter((unit["unit"], unit["role"]) for unit in each["units"]),
            targets=Counter(_target(target) for target in each["targets"]),
            results=Counter(_figure(figure) for figure in each.get("result", {}).get("figures", ())),
        )
        for each in _lines(path)
    ]
    return GoldDocument(path.stem, _find(path.stem, places), items)


def _find(stem: str, places: Iterable[Path]) -> Path:
    for place in places:
        for found in sorted(place.glob(f"{stem}.*")) if place.is_dir() else []:
            if found.suffix not in {".jsonl", ".json", ".md"}:
                return found
    raise GoldMissing(f"没有找到标注所说的文件“{stem}”；请用 --corpus 写明它所在的目录。")


def _notice(folder: Path, places: Iterable[Path]) -> GoldDocument:
    items = {
        each["id"]: GoldItem(
            key=each["id"],
            number=str(each["number"]),
            start=each["text"][:12],
            level=_LEVELS[each["level"]],
            text=each["text"],
            section=each["section"],
        )
        for each in _lines(folder / _NOTICE)
    }
    for each in _lines(folder / "assignments.jsonl"):
        items[each["id"]].units[(each["unit"], _ROLES[each["role"]], _SCOPES[each["scope"]])] += 1
    for each in _lines(folder / "targets.jsonl"):
        items[each["id"]].targets[_target(each)] += 1
    links = {frozenset({each["a"], each["b"]}) for each in _lines(folder / "links.jsonl") if each["grade"] == 2}
    path = _only_file(places)
    return GoldDocument(path.stem, path, list(items.values()), scoped=True, links=links)


def _only_file(places: Iterable[Path]) -> Path:
    """The notice itself: a file that is named, or the only one of a folder."""
    for place in places:
        if place.is_file():
            return place
        files = [each for each in place.iterdir() if each.is_file() and each.suffix != ".md"] if place.is_dir() else []
        if len(files) == 1:
            return files[0]
    raise GoldMissing("没有找到标注所说的通知；请用 --corpus 写明通知文件。")
