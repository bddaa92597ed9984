"""Texts of annotated items, cut out by line and first characters alone: it must not depend on the notice reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TAG = re.compile(
    r"[(（][^()（）]*?(?:单位[:：]|负责|牵头)[^()（）]*[)）]|^(?:牵头单位|责任单位|主办单位)[:：].*$", re.M
)
# What stands between two items: a heading, the next annex, a glossary.
_BETWEEN = re.compile(
    r"\n\n(?:\*\*)?[一二三四五六七八九十]+、[^\n]*\s*$|\n [一二三四五六七八九十]+、[^\n]*\s*$"
    r"|\n\n附件.*$|\n\n《政府.*$|\n\n\*\*名词解释.*$"
    r"|\n1[01]\. .*$|\n 国务院.*$",
    re.S,
)


@dataclass(frozen=True)
class Slice:
    """One annotated item: its row and its text, result included."""

    row: dict
    text: str


def slices(shared: Path, document: str) -> Iterator[Slice]:
    """Items of one annotated document, in order."""
    annotated = (shared / "gold" / "corpus" / f"{document}.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in annotated.splitlines()]
    lines = (shared / "corpus" / f"{document}.txt").read_text(encoding="utf-8").split("\n")
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        end = following["line"] - 1 if following else row["line"] + 5
        text = "\n".join(lines[row["line"] - 1 : max(end, row["line"])])
        text = _BETWEEN.sub("", text[text.find(row["start"]) :])
        yield Slice(row, _TAG.sub(lambda match: " " * len(match[0]), text))


def documents(shared: Path) -> list[str]:
    """Names of the annotated documents."""
    return sorted(path.stem for path in (shared / "gold" / "corpus").glob("*.jsonl"))
