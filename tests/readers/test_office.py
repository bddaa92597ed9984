"""Old office formats by way of LibreOffice; a clear sentence where it is not installed."""

from __future__ import annotations

import os
import time

import pytest

from duban.readers import limits, office, read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, docx_bytes, needs_office
from tests.readers.made import office as convert

RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\f0 "
    + "".join(
        f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" if ord(c) > 127 else c for c in "1.新增停车泊位12万个。"
    )
    + r"\par}"
).encode("ascii")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le") + b"\x00" * 3000


def test_without_the_program_the_way_out_is_named(monkeypatch):
    monkeypatch.setattr(office, "program", lambda: None)
    for data in (RTF, OLD):
        with pytest.raises(Unreadable) as refused:
            read_bytes(data, "通知.doc")
        assert refused.value.code == "no-office" and "另存为 .docx" in refused.value.message


@needs_office
def test_rtf():
    document = read_bytes(RTF, "通知.rtf")
    assert (document.text, document.format, document.name) == ("1.新增停车泊位12万个。", "rtf", "通知.rtf")


@needs_office
def test_doc_with_numbers_and_a_table(tmp_path):
    def build(document):
        for line in NOTICE.split("\n"):
            document.add_paragraph(line)
        document.add_paragraph("自动编号", style="List Number")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "区建设局", "牵头"
        document.add_paragraph("此件公开发布")

    data = convert(docx_bytes(build), "docx", "doc", tmp_path)
    document = read_bytes(data, "通知.wps")
    assert document.format == "doc"
    assert document.text == NOTICE + "\n1.自动编号\n区建设局 | 牵头\n此件公开发布"


@needs_office
def test_data_in_a_false_coat_is_refused():
    with pytest.raises(Unreadable) as refused:
        read_bytes(OLD, "通知.doc")
    assert refused.value.code in {"damaged", "empty"}


@needs_office
def test_a_program_that_hangs_is_ended(monkeypatch, tmp_path):
    hanging = tmp_path / "soffice"
    hanging.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {tmp_path}/child\nwait\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(hanging))
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 1)
    with pytest.raises(Unreadable) as refused:
        read_bytes(RTF, "通知.rtf")
    assert refused.value.code == "timeout"
    assert _is_gone(int((tmp_path / "child").read_text()))


def _is_gone(pid: int) -> bool:
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        with open(f"/proc/{pid}/stat") as stat:
            if stat.read().split()[2] == "Z":
                return True
        time.sleep(0.1)
    return False
