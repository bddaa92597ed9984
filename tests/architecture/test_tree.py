"""The tree itself: no address of a registry, no path of a machine, the map is true, sizes."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.shared import ROOT


def committed() -> list[Path]:
    """Files under version control; every file but the ignored ones where git is not at hand."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode == 0 and asked.stdout:
        return [ROOT / name for name in asked.stdout.split("\0") if name and (ROOT / name).is_file()]
    kept_out = {".git", ".venv", "data", "__pycache__", "node_modules"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not kept_out & set(p.relative_to(ROOT).parts)]


def text_of(path: Path) -> str:
    """Text of a file; empty where it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_lock_files_name_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text and "index-url" not in text and "find-links" not in text


def test_every_dependency_is_locked():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "requirements.lock": project["project"]["dependencies"] + project["dependency-groups"]["build"],
        "requirements-dev.lock": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
    }
    for name, requirements in wanted.items():
        locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.M))
        names = {re.split(r"[\[~<>=! ;]", each)[0].lower().replace("_", "-") for each in requirements}
        assert names - locked == set(), name


MACHINE = re.compile(r"(?<![A-Za-z0-9._~-])/(work|farm|root|home/[a-z]+)/[A-Za-z]|" + "simple" + r"/[a-z-]+/\?")
REGISTRY = re.compile(r"https?://[^\s\"')]*/simple\b|registry\s*=\s*\"https?:")


def test_no_file_names_a_path_of_a_machine_or_a_registry():
    found = []
    for path in committed():
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if MACHINE.search(line) or REGISTRY.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("line", ["cd /" + "work/x", "open('/" + "root/x')", "http://example" + ".org/simple/"])
def test_the_check_sees_planted_lines(line):
    assert MACHINE.search(line) or REGISTRY.search(line)


def test_no_data_secret_or_build_is_committed():
    names = {str(p.relative_to(ROOT)) for p in committed()}
    wrong = {n for n in names if re.search(r"\.sqlite3$|(^|/)(data|secrets|node_modules|\.venv)/|\.pyc$|secret-key", n)}
    assert wrong == set()


def test_files_and_functions_stay_small():
    """Under 500 lines a file, no function over 60: what is longer holds two subjects."""
    long = []
    for path in committed():
        inside = path.relative_to(ROOT).parts
        if path.suffix != ".py" or "migrations" in inside or inside[0] == "tests":
            continue
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 500:
            long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 60:
                    long.append(f"{path.relative_to(ROOT)}: {node.name} {lines} lines")
    assert long == []


def test_no_catch_all_modules():
    names = {p.stem for p in committed() if p.suffix == ".py"}
    assert names & {"utils", "helpers", "common", "misc", "base_utils"} == set()


def test_every_part_of_the_package_is_on_the_map():
    """AGENTS.md is read most, so it is kept truest."""
    text = (ROOT / "AGENTS.md").read_text(encoding="utf-8")
    folders = {f"duban/{p.name}/" for p in (ROOT / "duban").iterdir() if (p / "__init__.py").exists()}
    assert {f for f in folders if f"`{f}`" not in text} == set()
    named = set(re.findall(r"^\| `([a-z/]+/)`", text, re.M))
    assert {f for f in named if not (ROOT / f).is_dir()} == set()


def test_every_command_on_the_map_exists():
    text = (ROOT / "AGENTS.md").read_text(encoding="utf-8")
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", make, re.M))
    named = set(re.findall(r"`make ([a-z]+)", text))
    assert named and named - targets == set()
    phony = set(re.search(r"^\.PHONY: (.+)$", make, re.M).group(1).split())
    assert targets == phony, "every target has a line of help"


def test_import_contracts_name_every_layer():
    """A new package that no contract names would be free to import anything."""
    import tomllib

    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = {name.strip() for row in tool["contracts"][0]["layers"] for name in row.split("|")}
    packages = {f"duban.{p.name}" for p in (ROOT / "duban").iterdir() if (p / "__init__.py").exists()}
    assert packages == layers
