"""Whole files of every format, damaged: read from the first byte to the last finding, or refused in one sentence."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.core.document import Block, BlockKind, SourceDocument, Span
from duban.core.notice import read
from duban.readers import read_bytes
from duban.readers.errors import Unreadable
from tests.core.notice.test_reader_properties import check
from tests.readers.made import zipped

HERE = Path(__file__).parent
FILES = sorted(
    path
    for folder in ("own", "own2", "own3")
    for path in (HERE / folder).iterdir()
    if path.suffix in {".docx", ".xlsx", ".pdf", ".html", ".txt"}
)
BY_FORMAT = {suffix: [path for path in FILES if path.suffix == suffix] for suffix in sorted({p.suffix for p in FILES})}


@pytest.fixture(autouse=True)
def without_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """No office suite and no text recognition for every damaged file."""
    monkeypatch.setattr("duban.readers.office.program", lambda: None)
    monkeypatch.setattr("duban.readers.ocr.available", lambda: False)


def answer(data: bytes, name: str) -> None:
    """A reading whose places hold, or a refusal that a person understands; anything else fails."""
    try:
        document = read_bytes(data, name)
    except Unreadable as error:
        assert error.code and error.message.endswith("。")
        return
    check(document, read(document))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_whole_files(path: Path) -> None:
    document = read_bytes(path.read_bytes(), path.name)
    reading = read(document)
    check(document, reading)
    assert reading.programmes


@pytest.mark.parametrize("suffix", BY_FORMAT)
def test_truncated_files(suffix: str) -> None:
    for path in BY_FORMAT[suffix][:3]:
        data = path.read_bytes()
        for step in range(1, 12):
            answer(data[: len(data) * step // 12], path.name)


@pytest.mark.parametrize("suffix", BY_FORMAT)
def test_files_with_bytes_changed(suffix: str) -> None:
    chance = random.Random(suffix)
    for path in BY_FORMAT[suffix][:4]:
        data = path.read_bytes()
        for _ in range(12):
            broken = bytearray(data)
            for _ in range(chance.choice([1, 5, 40])):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            answer(bytes(broken), path.name)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_archives_whose_parts_are_changed(suffix: str) -> None:
    """Sound archives: the damage is in the XML, behind the check sums."""
    chance = random.Random(suffix)
    pieces = [
        b"",
        b"<w:tbl>",
        b"</w:tc>",
        b"<w:vMerge/>",
        b'gridSpan w:val="99"',
        b"\xe4\xb8",
        b"9" * 30,
        b"<c r='A1'>",
    ]
    for path in BY_FORMAT[suffix]:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as source:
            members = {name: source.read(name) for name in source.namelist()}
        inner = [name for name in members if "document" in name or "sheet" in name or "haredStrings" in name]
        for _ in range(15):
            name = chance.choice(inner)
            part = bytearray(members[name])
            for _ in range(chance.choice([1, 4])):
                at = chance.randrange(len(part))
                part[at : at + chance.randrange(30)] = chance.choice(pieces)
            answer(zipped({**members, name: bytes(part)}), path.name)


WORDS = st.sampled_from(
    "序号 领域 工作任务 目标任务 责任单位 牵头单位 配合单位 完成时限 完成情况 指标名称 计量单位 全县 城关镇 河口镇 "
    "个 1 2 12 3200 区教育局 区财政局、各街道 新建学校2所 一、民生 — 合计 负责 — 50% 教育惠民".split()
) | st.just("")


@st.composite
def tables(draw: st.DrawFn) -> SourceDocument:
    """Any table: rows of unequal length, cells said to be covered that are not, several tables in one."""
    parts: list[str] = ["2024年重点任务分解表"]
    blocks = [Block(Span(0, len(parts[0])))]
    at = len(parts[0]) + 1
    for _ in range(draw(st.integers(1, 10))):
        cells = draw(st.lists(WORDS, min_size=1, max_size=7))
        places, row = [], at
        for cell in cells:
            places.append(Span(row, row + len(cell)))
            row += len(cell) + 3
        text = " | ".join(cells)
        covered = tuple(sorted(draw(st.sets(st.integers(0, 8), max_size=3))))
        span = Span(at, at + len(text))
        blocks.append(Block(span, BlockKind.ROW, tuple(places), table=draw(st.integers(0, 1)), continued=covered))
        parts.append(text)
        at += len(text) + 1
    return SourceDocument("", "docx", "\n".join(parts), tuple(blocks))


@settings(max_examples=300, deadline=None)
@given(tables())
def test_any_table(document: SourceDocument) -> None:
    check(document, read(document))
