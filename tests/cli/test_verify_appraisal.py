"""The exported appraisal, computed again years later with the core alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from duban.cli.main import main
from duban.core.appraisal.snapshot import UnitName, freeze
from duban.core.appraisal.words import Item
from tests.core.appraisal.rows import AS_OF, fact, rule


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    rows = [fact(item, unit, n) for item in Item for unit in (1, 2) for n in range(3)]
    rows.append(fact(Item.REPORTS, 2, 9, done=None))
    names = [UnitName(1, "区建设局"), UnitName(2, "区民政局")]
    made = freeze(year=2023, version=1, as_of=AS_OF, rule=rule(), units=names, facts=rows)
    path = tmp_path / "2023.json"
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def test_to_the_digit(exported: Path, capsys: Any) -> None:
    assert main(["verify-appraisal", str(exported)]) == 0
    said = capsys.readouterr().out
    assert "2023年度考核第1版，2 个单位，43 条依据，重新计算的结果逐位相同" in said


def test_a_changed_digit_is_named(exported: Path, capsys: Any) -> None:
    data = json.loads(exported.read_text(encoding="utf-8"))
    data["results"][1]["points"] = "100.00"
    exported.write_text(json.dumps(data), encoding="utf-8")
    assert main(["verify-appraisal", str(exported)]) == 1
    said = capsys.readouterr().out
    assert "区民政局：文件中为 100.00 分" in said and "被改动过" in said


@pytest.mark.parametrize(("content", "words"), [("{}", "找不到格式标记"), ("no", "不是 JSON"), (None, "打不开")])
def test_something_else_is_refused(tmp_path: Path, capsys: Any, content: str | None, words: str) -> None:
    path = tmp_path / "x.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["verify-appraisal", str(path)]) == 2
    assert words in capsys.readouterr().err


def test_it_needs_neither_django_nor_a_database(exported: Path) -> None:
    code = (
        "import sys; sys.modules['django'] = None\n"
        f"from duban.cli.main import main; sys.exit(main(['verify-appraisal', {str(exported)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
