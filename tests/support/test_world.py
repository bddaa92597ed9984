"""Nothing is left behind by the tests, nor by the tools that look at the code."""

import os
import subprocess
import sys

import pytest

from tests.support.shared import ROOT


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with arguments, from the project's folder, without what this run itself has set."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DUBAN_", "PYTEST_", "DJANGO_"))}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_a_run_of_the_tests_leaves_no_file(tmp_path, workers):
    told = run("-m", "pytest", "tests/support/test_queries.py", workers, "-p", "no:cacheprovider", TMPDIR=str(tmp_path))
    assert told.returncode == 0, told.stdout
    assert {p.name for p in tmp_path.iterdir() if not p.name.startswith("pytest-of-")} == set()


@pytest.mark.parametrize(
    "command", [("check",), ("makemigrations", "--check"), ("docs", "--check")], ids=lambda c: c[0]
)
def test_a_look_at_the_code_writes_nothing(tmp_path, command):
    told = run("manage.py", *command, TMPDIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings.tools")
    assert told.returncode == 0, told.stdout + told.stderr
    assert list(tmp_path.iterdir()) == []
