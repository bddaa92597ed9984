"""Scores against annotations: right, extra and missing are counted, and each difference is named."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

import pytest

from duban.cli.evaluate import BY_HAND, counts, gold, report, scoring
from duban.cli.main import main
from duban.core.notice import read
from duban.readers import read_bytes
from tests.readers.made import NOTICE
from tests.support.shared import SHARED

LINES = NOTICE.split("\n")


def line_of(start: str) -> int:
    return next(number for number, line in enumerate(LINES, 1) if line.startswith(start))


def item(number: str, section: str, start: str, units, targets, **more) -> dict:
    return {
        "doc": "甲",
        "n": int(number),
        "line": line_of(f"{number}."),
        "number": number,
        "section": section,
        "start": start,
        "units": [{"unit": unit, "role": role, "part": 0} for unit, role in units],
        "targets": [{"value": value, "unit": unit, "op": "=", "what": ""} for value, unit in targets],
        **more,
    }


TRUE = [
    item(
        "1", "一", "新增停车泊位1200个", [("区建设局", "lead"), ("区房管局", "responsible")], [(1200, "个"), (26, "个")]
    ),
    item("2", "一", "完成绿道建设30公里。", [("区园林局", "responsible")], [(30, "公里")]),
    item(
        "3",
        "二",
        "新增养老床位500张",
        [("区民政局", "responsible"), ("区人力资源局", "responsible")],
        [(500, "张"), (23000, "人")],
    ),
]


@pytest.fixture
def folder(tmp_path):
    """Annotations of one document, with the document beside them."""

    def make(annotated=TRUE):
        (tmp_path / "gold").mkdir(exist_ok=True)
        (tmp_path / "corpus").mkdir(exist_ok=True)
        (tmp_path / "corpus" / "甲.txt").write_text(NOTICE, encoding="utf-8")
        lines = [json.dumps(each, ensure_ascii=False) for each in annotated]
        (tmp_path / "gold" / "甲.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return tmp_path / "gold"

    return make


def score(folder) -> scoring.Score:
    (document,) = gold.load(folder, [])
    source = read_bytes(document.path.read_bytes(), document.path.name)
    return scoring.score(document, source, read(source))


def changed(index: int, **more) -> list[dict]:
    return [{**each, **more} if at == index else each for at, each in enumerate(TRUE)]


def test_a_right_reading_is_all_right(folder):
    found = score(folder())
    assert {name: (c.right, c.extra, c.missing) for name, c in found.counts.items()} == {
        "items": (3, 0, 0),
        "entries": (5, 0, 0),
        "targets": (5, 0, 0),
        "results": (0, 0, 0),
    }
    assert found.differences == [] and found.layout


def test_a_missing_and_an_extra_item_count_with_all_that_they_hold(folder):
    found = score(folder(TRUE[:2]))
    assert (found.counts["items"].extra, found.counts["entries"].extra, found.counts["targets"].extra) == (1, 2, 2)
    found = score(folder([*TRUE, {**TRUE[1], "number": "9", "line": 3}]))
    assert (found.counts["items"].missing, found.counts["entries"].missing) == (1, 1)
    assert any("漏读事项" in each for each in found.differences)


@pytest.mark.parametrize(
    "wrong",
    [{"number": "7"}, {"line": 2}, {"start": "改造老旧小区"}],
)
def test_an_item_is_its_number_its_place_and_its_beginning(folder, wrong):
    found = score(folder(changed(0, **wrong)))
    assert (found.counts["items"].right, found.counts["items"].extra, found.counts["items"].missing) == (2, 1, 1)


def test_a_unit_in_another_role_is_another_entry(folder):
    units = [
        {"unit": "区建设局", "role": "cooperating", "part": 0},
        {"unit": "区房管局", "role": "responsible", "part": 0},
    ]
    found = score(folder(changed(0, units=units)))
    assert (found.counts["entries"].right, found.counts["entries"].extra, found.counts["entries"].missing) == (4, 1, 1)
    assert "一/1 漏承办 区建设局 cooperating" in found.differences
    assert "一/1 多承办 区建设局 lead" in found.differences


@pytest.mark.parametrize("wrong", [{"value": 31}, {"unit": "里"}, {"op": ">="}])
def test_value_unit_and_operator_of_a_target_must_all_be_right(folder, wrong):
    found = score(folder(changed(1, targets=[{**TRUE[1]["targets"][0], **wrong}])))
    assert (found.counts["targets"].extra, found.counts["targets"].missing) == (1, 1)


def test_results_count(folder):
    found = score(folder(changed(1, result={"start": "已建成", "figures": [{"value": 12, "unit": "公里"}]})))
    assert found.counts["results"].missing == 1


def test_markup_and_spaces_do_not_matter_for_a_beginning():
    assert scoring.plain("**一、 开通 地铁**") == "一、开通地铁"


def test_counts():
    one = counts.Count(9, 1, 3)
    assert (one.precision, one.recall, round(one.f1, 4)) == (0.9, 0.75, 0.8182)
    assert one + counts.Count(1, 0, 0) == counts.Count(10, 1, 3)
    assert (counts.Count().f1, counts.Count(0, 2, 0).f1, counts.Count(0, 0, 2).f1) == (1.0, 0.0, 0.0)
    assert counts.compare(Counter("aab"), Counter("abb")) == (counts.Count(2, 1, 1), ["a"], ["b"])


def test_the_form_for_one_notice(tmp_path):
    """Items with their whole text and section, entries with their scope, pairs of one goal."""
    texts = {"1": LINES[6][2:], "2": LINES[7][2:], "3": LINES[9][2:]}
    sections = {"1": LINES[5], "2": LINES[5], "3": LINES[8]}
    roles = {"lead": "牵头单位", "responsible": "责任单位"}
    rows: dict[str, list[dict]] = {"items": [], "assignments": [], "targets": [], "links": []}
    for each in TRUE:
        key = f"区-{each['number']}"
        rows["items"].append(
            {
                "id": key,
                "level": "区",
                "number": int(each["number"]),
                "section": sections[each["number"]],
                "text": texts[each["number"]],
            }
        )
        for unit in each["units"]:
            rows["assignments"].append({"id": key, "unit": unit["unit"], "scope": "", "role": roles[unit["role"]]})
        rows["targets"] += [{"id": key, **target} for target in each["targets"]]
    rows["links"] = [{"a": "区-1", "b": "区-2", "grade": 2}, {"a": "区-1", "b": "区-3", "grade": 1}]
    for name, lines in rows.items():
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(each) for each in lines), encoding="utf-8")
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    (document,) = gold.load(tmp_path, [tmp_path / "通知.txt"])
    source = read_bytes(NOTICE.encode(), "通知.txt")
    found = scoring.score(document, source, read(source))
    assert found.counts["items"] == counts.Count(3, 0, 0)
    assert found.counts["entries"].annotated == 5
    assert found.counts["pairs"].annotated == 1
    assert document.items[0].targets == Counter({(Decimal("1.2E+3"), "个", "="): 1, (Decimal(26), "个", "="): 1})


def test_the_command_prints_and_writes(folder, tmp_path, capsys):
    page = tmp_path / "accuracy.md"
    assert main(["evaluate", str(folder(TRUE[:2])), "--markdown", str(page)]) == 0
    said = capsys.readouterr().out
    assert "甲：1 处差别" in said and "多读事项 3" in said and "按版式" in said and "合计" in said
    text = page.read_text(encoding="utf-8")
    assert "| 甲 |" in text and "0.800 (0.667 / 1.000, 2)" in text and "### 甲 (1)" in text
    assert str(tmp_path) not in text


def test_what_a_person_wrote_below_the_figures_stays(folder, tmp_path):
    page = tmp_path / "accuracy.md"
    page.write_text(f"# Old figures\n\n{BY_HAND}\n\n## First readings\n", encoding="utf-8")
    for _ in range(2):
        assert main(["evaluate", str(folder(TRUE[:2])), "--markdown", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.endswith(f"\n{BY_HAND}\n\n## First readings\n") and "Old figures" not in text
    assert text.count(BY_HAND) == 1


def test_an_annotation_without_a_line_is_found_by_its_words(folder):
    there = folder([{**TRUE[0], "line": None}])
    assert score(there).counts["items"].recall == 1


def test_differences_beyond_the_number_are_counted(folder):
    found = score(folder(TRUE[:1]))
    lines = list(report.text_lines([found], 1, 120))
    assert lines[-1] == f"  …… 其余 {len(found.differences) - 1} 处没有列出"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path / "没有", "没有这个标注目录"),
        (lambda path: path, "没有标注文件"),
        (lambda path: [(path / "乙.jsonl").write_text("{}"), path][1], "不是约定的格式"),
        (lambda path: [(path / "乙.jsonl").write_text("{"), path][1], "不是逐行的 JSON"),
    ],
)
def test_what_is_missing_is_said(make, words, tmp_path, capsys):
    assert main(["evaluate", str(make(tmp_path))]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.corpus
def test_the_annotated_documents_hold_their_bars():
    """Bars of the reader: items 0.99, entries 0.985, targets 0.95."""
    scores = []
    for document in gold.load(SHARED / "gold", []):
        source = read_bytes(document.path.read_bytes(), document.path.name)
        scores.append(scoring.score(document, source, read(source)))
    total = report.sums(scores)
    assert total["items"].annotated > 500 and total["entries"].annotated > 900 and total["targets"].annotated > 650
    assert total["items"].f1 >= 0.99 and total["entries"].f1 >= 0.985 and total["targets"].f1 >= 0.95
