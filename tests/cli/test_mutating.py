"""``duban evaluate --mutate``: changes that leave the meaning, and what they are measured against."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duban.cli.evaluate.dresses import DRESSES
from duban.cli.evaluate.gold import load
from duban.cli.evaluate.mutating import markdown, mutate, text_lines
from duban.cli.evaluate.rewriting import REWRITINGS, alike, plain_items
from duban.cli.main import main
from duban.core.document import from_text
from duban.core.notice import read

TEXT = """2023年重点工作任务清单
1.新建学校5所。（牵头单位：市教育局；配合单位：市财政局）
2.加固水库3座。（牵头单位：市水利局；配合单位：市财政局）
3.改造小区12个。（牵头单位：市住建局；配合单位：市城管局）
4.新增停车泊位3000个。（牵头单位：市城管局；配合单位：市公安局）
5.培训职工1.2万人次。（牵头单位：市人社局；配合单位：市总工会）
"""
LEADS = ["市教育局", "市水利局", "市住建局", "市城管局", "市人社局"]


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    (tmp_path / "notice.txt").write_text(TEXT, encoding="utf-8")
    rows = [
        {
            "number": str(at),
            "section": "",
            "start": TEXT.split("\n")[at][2:8],
            "line": at + 1,
            "units": [{"unit": unit, "role": "lead"}],
            "targets": [],
        }
        for at, unit in enumerate(LEADS, 1)
    ]
    (tmp_path / "notice.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return tmp_path


def test_every_change_is_measured_against_the_annotation(annotated: Path) -> None:
    """The annotation leaves out who helps, so that a measure which only compared two readings would not see it."""
    found = {each.name: each for each in mutate(load(annotated, []))}
    assert set(found) == {dress.name for dress in DRESSES} | set(REWRITINGS)
    changed = [each for each in found.values() if each.documents]
    assert all(each.counts["items"].f1 == 1 for each in changed), [(e.name, e.worst) for e in changed]
    assert found["1、"].counts["entries"].extra == len(LEADS)
    lines = list(text_lines(list(found.values()), 1, 120))
    assert any(line.startswith("1、 · notice") for line in lines)
    assert "| ⒈ | 1 | 1.000 |" in markdown(list(found.values()))


def test_dresses_change_what_they_say() -> None:
    by_name = {dress.name: dress.change for dress in DRESSES}
    assert "⒈新建学校" in by_name["⒈"](TEXT)
    assert "【牵头单位：市教育局；配合单位：市财政局】" in by_name["tags in 【 】"](TEXT)
    assert "（主办单位：市教育局；协办单位" in by_name["labels: 主办/承办/协办"](TEXT)
    assert "\n（牵头单位：市教育局" in by_name["tags on their own line"](TEXT)


def test_rewriting_keeps_numbers_tasks_and_units() -> None:
    items = plain_items(read(from_text(TEXT, "x.txt")))
    assert [item.number for item in alike(items[1:])] == ["1", "2", "3", "4"]
    table = REWRITINGS["as a Markdown table"]("清单", items)
    assert (
        "| 序号 | 工作任务 | 牵头单位 | 配合单位 |" in table and "| 2 | 加固水库3座。 | 市水利局 | 市财政局 |" in table
    )


def test_the_command_prints_and_writes_the_table(annotated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = annotated / "mutations.md"
    assert main(["evaluate", "--mutate", str(annotated), "--markdown", str(page)]) == 0
    assert "换装" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("## In other dresses")
