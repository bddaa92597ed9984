"""``duban lint`` from the outside: text, JSON, exit codes."""

from __future__ import annotations

import io
import json
import sys

import pytest

from duban.cli.main import main
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf
from tests.writers.papers import commendation

WRONG = """某政督〔2023〕03号
关于目标任务完成情况的通报
各街道办事处：
请于2023年7月10日前将整改方案报区政府督查室。
某某区人民政府办公室
2023年7月20日
"""


@pytest.fixture
def files(tmp_path):
    made = {
        "ours.docx": write_docx(commendation()),
        "ours.pdf": write_pdf(commendation()),
        "wrong.txt": WRONG.encode("gb18030"),
        "broken.docx": b"PK\x03\x04" + b"\x00" * 80,
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return {name: str(tmp_path / name) for name in made}


def test_a_clean_file_says_so(files, capsys):
    assert main(["lint", files["ours.docx"], files["ours.pdf"]]) == 0
    said = capsys.readouterr().out
    assert "检查了版面和文字，没有发现问题。" in said and "检查了行数、字数和文字，没有发现问题。" in said


def test_each_finding_says_found_expected_mend_and_clause(files, capsys):
    assert main(["lint", files["wrong.txt"]]) == 1
    said = capsys.readouterr().out
    assert "须改 2 处" in said and "第1段〔须改〕文号写作“某政督〔2023〕03号”" in said
    assert "改法：改为“某政督〔2023〕3号”。" in said and "依据：GB/T 9704-2012 7.2.5（form.number）" in said
    assert "要求“2023年7月10日前”办理，成文日期是2023年7月20日" in said


def test_json_of_several_files_and_the_worst_code(files, capsys):
    assert main(["lint", "--json", files["ours.docx"], files["wrong.txt"], files["broken.docx"], "nothing.txt"]) == 2
    clean, wrong, broken, missing = json.loads(capsys.readouterr().out)
    assert clean["findings"] == [] and clean["document"]["laid_out"] is True
    assert {each["rule"] for each in wrong["findings"]} == {"form.number", "ask.passed"}
    assert set(wrong["findings"][0]) == {
        "rule", "severity", "found", "expected", "mend", "clause", "line", "text",
    }  # fmt: skip
    assert broken["error"]["code"] and missing["error"]["code"] == "not-found"


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode()), encoding="utf-8"))
    assert main(["lint", "-"]) == 1
    assert "form.number" in capsys.readouterr().out


def test_without_a_file_it_says_how(capsys):
    with pytest.raises(SystemExit) as end:
        main(["lint"])
    assert end.value.code == 64 and "缺少参数" in capsys.readouterr().err
