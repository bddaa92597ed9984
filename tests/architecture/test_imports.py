"""Who may import whom, beyond what the import contracts can say."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.shared import ROOT

CORE = ROOT / "duban" / "core"
SCREENS = ROOT / "duban" / "web"


def imported(source: str) -> Iterator[str]:
    """Names of the modules that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
        elif isinstance(node, ast.ImportFrom):
            yield "."  # relative: nobody can see from here where it leads


def foreign(source: str) -> list[str]:
    """What a module of the core may not import."""
    return [
        name
        for name in imported(source)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name != "duban.core"
        and not name.startswith("duban.core.")
    ]


def sources(folder: Path) -> Iterator[tuple[str, str]]:
    """Python files below a folder with their text."""
    for path in sorted(folder.rglob("*.py")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_core_imports_the_standard_library_and_itself():
    assert [f"{path}: {name}" for path, text in sources(CORE) for name in foreign(text)] == []


@pytest.mark.parametrize(
    "line",
    [
        "import django",
        "from django.db import models",
        "import duban.orgs",
        "from .. import x",
        "def f():\n import lxml",
    ],
)
def test_the_check_sees_a_planted_import(line):
    assert foreign(line)


def test_the_check_looks_at_files():
    assert len(list(sources(CORE))) > 10


def test_nothing_below_the_screens_knows_a_request():
    """Actions and models take an Actor. A ``request`` below ``web`` cannot be called from a command or a test."""
    below = [
        path
        for path, text in sources(ROOT / "duban")
        if not path.startswith("duban/web/") and any(name.startswith("django.http") for name in imported(text))
    ]
    assert below == []
    assert any("django.http" in set(imported(text)) for _, text in sources(SCREENS))


def test_today_is_never_taken_from_the_system_clock():
    """``date.today()`` and ``timezone.now().date()`` are days of another time zone for eight hours a day."""
    wrong = []
    for path, text in sources(ROOT / "duban"):
        flat = "".join(text.split())
        wrong += [f"{path}: {each}" for each in ("date.today()", "timezone.now().date()", "utcnow()") if each in flat]
        wrong += [f"{path}: {each}" for each in re.findall(r"\w+_at\.date\(\)", flat)]  # a stored instant: localdate
    assert wrong == []
