"""The scripts behind the commands, run as they are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.shared import ROOT

SCRIPTS = sorted([*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci" / "run"])


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run with some more environment."""
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_every_script_can_be_read_and_run(script):
    assert os.access(script, os.X_OK)
    assert run("sh", "-n", str(script)).returncode == 0
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n#") and "set -" in text


def test_ci_runs_the_checks_and_the_tests_and_nothing_else():
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert lines == ["set -eu", 'cd "$(dirname "$0")/.."', "make check", "make test"]


def test_every_command_has_a_line_of_help():
    said = run("make", "help").stdout
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", make, re.M).group(1).split())
    assert set(re.findall(r"make ([a-z]+)\t\S", said)) == targets


def test_a_demo_that_is_none_is_refused():
    told = run("scripts/run.sh", DEMO="voll")
    assert told.returncode == 1
    assert told.stderr == "DEMO 只能是 blank（只有账号）或 ledger（账号和台账，没有模拟年度），收到的是“voll”。\n"


@pytest.fixture
def bare(tmp_path) -> Path:
    """The scripts in a folder of their own, and a PATH with the ordinary tools but no Python."""
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "cat", "cut", "sha256sum", "id", "flock", "env", "mkdir", "pwd", "uname"):
        if found := shutil.which(tool):
            (tools / tool).symlink_to(found)
    return folder


def test_without_python_one_sentence(bare):
    told = run("scripts/env.sh", "run", cwd=bare, PATH=str(bare.parent / "bin"))
    assert told.returncode == 1
    assert told.stderr == "需要 Python 3.11 或更新的版本，没有找到。请安装后重试，或用 PYTHON=路径 指定。\n"
    assert not (bare / ".venv" / "bin").exists()


def test_an_old_python_is_not_taken(bare):
    old = bare.parent / "bin" / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # whatever it is asked: it is not new enough
    old.chmod(0o755)
    told = run("scripts/env.sh", "run", cwd=bare, PATH=str(bare.parent / "bin"))
    assert told.returncode == 1 and "没有找到" in told.stderr


def test_without_venv_the_package_is_named(bare):
    fake = bare.parent / "bin" / "python3"
    fake.write_text(
        '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.11-venv ;; *) exit 0 ;; esac\n'
    )
    fake.chmod(0o755)
    told = run("scripts/env.sh", "run", cwd=bare, PATH=str(bare.parent / "bin"))
    assert told.returncode == 1
    assert told.stderr == "缺少 Python 的 venv 模块。请先运行：sudo apt-get install python3.11-venv，再重试。\n"


has_postgres = run("scripts/postgres.sh", "--found").returncode == 0


@pytest.mark.skipif(not has_postgres, reason="没有 PostgreSQL")
def test_a_private_postgresql_comes_and_goes_with_the_command():
    asked = run(
        "scripts/postgres.sh", "sh", "-c", 'echo "$DUBAN_DATABASE_URL"; ls "${DUBAN_DATABASE_URL#*host=}"; exit 7'
    )
    assert asked.returncode == 7, asked.stderr
    folder = Path(re.search(r"^postgresql://duban@/duban\?host=(\S+)$", asked.stdout, re.M).group(1))
    assert "data" in asked.stdout.split()
    assert not folder.exists()
