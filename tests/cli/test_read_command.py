"""``duban read`` as its users call it: a program with arguments, output and an exit code."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from duban.cli.table import width
from tests.readers.made import NOTICE, docx_of
from tests.support.shared import ROOT, SAMPLE

CLEAN = "\n".join(line for line in NOTICE.split("\n"))


def run(*arguments: str, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "duban", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", **environment},
        timeout=120,
    )


def out(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stdout.decode("utf-8")


def err(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8")


@pytest.fixture(scope="module")
def sample():
    return run("read", "--json", str(SAMPLE))


@pytest.fixture
def notice(tmp_path) -> Path:
    path = tmp_path / "通知.docx"
    path.write_bytes(docx_of(NOTICE.split("\n")))
    return path


def test_json_of_one_file_is_an_object_in_the_promised_shape(sample):
    data = json.loads(out(sample))
    assert {"programmes", "rules", "findings", "file"} <= data.keys()
    items = [item for programme in data["programmes"] for item in programme["items"]]
    assert [len(programme["items"]) for programme in data["programmes"]] == [13, 148, 72]
    assert [programme["level"] for programme in data["programmes"]] == ["province", "city", "district"]
    assert {programme["year"] for programme in data["programmes"]} == {2023}
    assert len([unit for item in items for unit in item["units"]]) == 467
    item = data["programmes"][1]["items"][53]
    assert (item["number"], item["section"]) == (
        "54",
        data["programmes"][1]["sections"][item["section_index"]]["title"],
    )
    assert {"unit", "role", "scope", "part"} <= item["units"][0].keys()
    (target,) = [target for target in item["targets"] if target["what"] == "停车泊位"]
    assert {k: target[k] for k in ("op", "value", "unit", "kind")} == {
        "op": "=",
        "value": 120000,
        "unit": "个",
        "kind": "amount",
    }
    assert {unit["role"] for each in items for unit in each["units"]} <= {"lead", "responsible", "cooperating"}
    assert {unit["scope"] for each in items for unit in each["units"]} <= {"province", "city", "district", ""}


def test_findings_to_confirm_are_exit_code_one(sample):
    data = json.loads(out(sample))
    assert any(finding["severity"] == "confirm" for finding in data["findings"])
    assert sample.returncode == 1 and err(sample) == ""


def test_a_file_without_doubts_is_exit_code_zero(tmp_path):
    path = tmp_path / "a.txt"
    text = CLEAN.replace("责任单位：", "牵头单位：").replace("区建设局；牵头单位：区房管局", "区建设局")
    path.write_text(text.replace("区民政局、区人力资源局", "区民政局").replace("各街道办事处，区政府各部门：\n", ""))
    done = run("read", "--json", str(path))
    doubts = [finding for finding in json.loads(out(done))["findings"] if finding["severity"] != "hint"]
    assert (doubts, done.returncode) == ([], 0)


def test_several_files_are_a_list_and_the_worst_code_counts(notice, tmp_path):
    (tmp_path / "坏.docx").write_bytes(docx_of(["甲"])[:800])
    done = run("read", "--json", str(notice), str(tmp_path / "坏.docx"), str(tmp_path / "没有.txt"))
    good, bad, missing = json.loads(out(done))
    assert done.returncode == 2
    assert good["programmes"] and "error" not in good
    assert (bad["error"]["code"], bad["programmes"]) == ("damaged", [])
    assert [finding["code"] for finding in bad["findings"]] == ["reader.damaged"]
    assert missing["error"]["code"] == "not-found" and "没有找到" in missing["error"]["message"]
    assert err(done).splitlines()[0].startswith("[1/3] ")


def test_the_ledger_as_a_table(notice):
    done = run("read", str(notice))
    lines = out(done).split("\n")
    assert all(width(line) <= 100 for line in lines)
    assert any(line.split() == ["序号", "责任事项", "承办单位", "量化目标"] for line in lines)
    assert "一、城市建设" in lines and "二、民生保障" in lines
    text = out(done)
    assert "停车泊位 1200个" in text and "牵头单位：区建设局" in text
    assert "共 3 项责任事项，5 条承办关系" in text
    assert text.count("（牵头单位：区建设局") == 0  # units stand in their own column only


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_it_fits_any_terminal(notice, columns):
    done = run("read", str(notice), COLUMNS=columns)
    assert max(width(line) for line in out(done).split("\n")) <= int(columns)


def test_a_file_that_cannot_be_read_is_a_sentence_and_code_two(tmp_path):
    (tmp_path / "程序.exe").write_bytes(b"MZ\x90\x00" + b"\x00" * 100)
    done = run("read", str(tmp_path / "程序.exe"))
    assert (done.returncode, out(done)) == (2, "")
    assert "程序.exe：这是Windows 程序文件" in err(done) and "Traceback" not in err(done)


def test_a_text_without_items_is_said(tmp_path):
    (tmp_path / "a.txt").write_text("今天天气很好。\n大家都很高兴。\n")
    done = run("read", str(tmp_path / "a.txt"))
    assert done.returncode == 2 and "没有找到责任事项" in err(done)
    data = json.loads(out(run("read", "--json", str(tmp_path / "a.txt"))))
    assert "reader.no-items" in [finding["code"] for finding in data["findings"]]


def test_a_folder_and_a_forbidden_file(tmp_path):
    done = run("read", str(tmp_path))
    assert done.returncode == 2 and "文件夹" in err(done)


def test_standard_input(notice):
    done = run("read", "--json", "-", stdin=notice.read_bytes())
    data = json.loads(out(done))
    assert (data["file"], len(data["programmes"][0]["items"])) == ("-", 3)


def test_output_is_utf8_whatever_the_locale(notice):
    done = run("read", str(notice), LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "责任事项" in out(done)
    assert "用法：duban" in out(run("--help", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"))


def test_a_reader_that_goes_away_is_no_error(notice):
    command = f'"{sys.executable}" -m duban read "{SAMPLE}" | head -n 1'
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, cwd=ROOT, timeout=60)
    assert done.stdout.decode().count("\n") == 1 and done.stderr == b""


def test_help_and_usage_are_chinese():
    help_text = out(run("--help")) + out(run("read", "--help")) + out(run("evaluate", "--help"))
    for english in ("usage", "options:", "positional", "show this", "required", "argument"):
        assert english not in help_text
    wrong = run("read")
    assert wrong.returncode == 64 and "缺少参数：文件" in err(wrong)
    assert run("read", "--nonsense", "x").returncode == 64
    unknown = run("lesen")
    assert unknown.returncode == 64 and "没有这个命令" in err(unknown)
    assert run().returncode == 64


def test_version():
    assert out(run("--version")).startswith("duban 0.")


def test_progress_of_many_files_on_a_terminal(notice):
    """On a terminal the line of progress is drawn and wiped away; the table stays clean."""
    main, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "duban", "read", str(notice), str(notice)],
        stdout=subprocess.PIPE,
        stderr=terminal,
        cwd=ROOT,
        timeout=60,
    )
    os.close(terminal)
    shown = os.read(main, 100_000).decode("utf-8")
    os.close(main)
    assert "[2/2]" in shown and "%" in shown and shown.endswith("\r\x1b[K")
    assert "%]" not in done.stdout.decode() and done.stdout.decode().count("共 3 项") == 2
