"""The same notice in another dress reads the same: brackets, widths, labels, numbers, broken lines, no head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from duban.cli.evaluate.gold import load
from duban.cli.evaluate.mutating import METRICS, mutate
from duban.core.notice import read
from duban.core.text.width import half
from duban.readers import read_bytes
from tests.corpus import expected
from tests.support.shared import SHARED

OWN = sorted((Path(__file__).parent / "own").glob("*.txt"))
SMALL = [Path(__file__).parent / "layouts" / f"{name}.txt" for name in expected.NAMES]
REAL = (
    []
    if SHARED is None
    else [
        *(SHARED / "corpus" / f"{path.stem}.txt" for path in sorted((SHARED / "gold" / "corpus").glob("*.jsonl"))),
        *sorted((SHARED / "notices").glob("*.txt")),
    ]
)
LEAST = 0.95  # F1 of items, entries and targets under any change
LEAST_BROKEN = 0.85  # where lines are broken in documents too short to say so
Change = Callable[[str], str]
_TAG = re.compile(r"[（(]([^（()）]*(?:单位|负责|牵头|部门)[^（()）]*)[)）]")
_NUMBER = re.compile(r"^([\s　*]*)(\d{1,3})(?:[.．、] ?)(?!\d)", re.MULTILINE)


def in_brackets(opening: str, closing: str) -> Change:
    """Unit tags in other brackets."""
    return lambda text: _TAG.sub(lambda tag: opening + tag[1] + closing, text)


def numbered(sign: str) -> Change:
    """``1.`` with another sign behind the number."""
    return lambda text: _NUMBER.sub(lambda number: number[1] + number[2] + sign, text)


def half_width(text: str) -> str:
    return text.translate(str.maketrans("（）：，；", "():,;"))


def full_width(text: str) -> str:
    signs = {",": "，", ";": "；", ":": "："}
    text = re.sub(r"(?<=[\u4e00-\u9fff）)%])[,;:](?=[\u4e00-\u9fff])", lambda sign: signs[sign[0]], text)
    return text.replace("(", "（").replace(")", "）")


def other_labels(text: str) -> str:
    for label, other in (("牵头单位", "主办单位"), ("责任单位", "承办单位"), ("配合单位", "协办单位")):
        text = text.replace(label, other)
    return text


def full_width_numbers(text: str) -> str:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return _NUMBER.sub(lambda number: number[1] + number[2].translate(wide) + "．", text)


def wrapped(width: int) -> Change:
    """Lines broken after so many characters; rows of tables stay."""

    def change(text: str) -> str:
        lines = []
        for line in text.split("\n"):
            step = len(line) if "|" in line else width
            lines += [line[at : at + step] for at in range(0, len(line), step or 1)] or [""]
        return "\n".join(lines)

    return change


def indented(text: str) -> str:
    return "\n".join(f"　　{line}" if line and "|" not in line else line for line in text.split("\n"))


def without_head(text: str) -> str:
    """Only the list with its title: the page with the notice itself is lost."""
    programmes = read(read_bytes(text.encode(), "x.txt")).programmes
    if not programmes:
        return text
    first = programmes[0].items[0]
    places = [(first.number_span or first.span).start, *(section.span.start for section in programmes[0].sections)]
    start = text.rfind("\n", 0, min(places)) + 1
    return f"{programmes[0].title}\n{text[start:]}"


Found = tuple[Counter[object], Counter[object], Counter[object]]


def found_in(text: str) -> Found:
    """Items, entries, targets, named so that a change of dress does not change the names."""
    items: Counter[object] = Counter()
    entries: Counter[object] = Counter()
    targets: Counter[object] = Counter()
    for programme in read(read_bytes(text.encode(), "x.txt")).programmes:
        for item in programme.items:
            words = half(item.text)
            for tag in sorted(item.tags, reverse=True):
                if item.span.start <= tag.start:
                    words = words[: tag.start - item.span.start] + words[tag.end - item.span.start :]
            key = (item.number, re.sub(r"[\s*|]+|<br ?/?>", "", words)[:5])
            items[key] += 1
            entries.update((key, half(unit.unit), unit.role) for unit in item.units)
            targets.update((key, target.value, target.unit, target.op) for target in item.targets)
    return items, entries, targets


def agreement(one: Counter[object], two: Counter[object]) -> tuple[int, int]:
    """Twice what both hold, and what they hold together: their quotient is F1."""
    return 2 * (one & two).total(), one.total() + two.total()


def check(paths: list[Path], change: Change, least: float) -> None:
    """F1 of items, entries and targets over all of the documents."""
    sums = [[0, 0], [0, 0], [0, 0]]
    worst = []
    for path in paths:
        text = read_bytes(path.read_bytes(), path.name).text
        for total, one, two in zip(sums, found_in(text), found_in(change(text)), strict=True):
            same, all_of_them = agreement(one, two)
            total[0] += same
            total[1] += all_of_them
            if same < all_of_them:
                worst.append(path.stem)
    scores = [same / (every or 1) for same, every in sums]
    assert min(scores) >= least, (scores, sorted(set(worst)))


DRESSES: dict[str, tuple[Change, float]] = {
    "half width": (half_width, 0.99),
    "full width": (full_width, 0.99),
    "square brackets": (in_brackets("[", "]"), 0.99),
    "black brackets": (in_brackets("【", "】"), 0.99),
    "hollow brackets": (in_brackets("〔", "〕"), 0.99),
    "mixed brackets": (in_brackets("（", "】"), 0.99),
    "other labels": (other_labels, 0.99),
    "1、": (numbered("、"), 0.99),
    "1. ": (numbered(". "), 0.99),
    "full-width numbers": (full_width_numbers, 0.99),
    "blank lines": (lambda text: text.replace("\n", "\n\n"), 0.99),
    "indents": (indented, 0.99),
    "spaces at ends": (lambda text: text.replace("\n", "  \n"), 0.99),
}


@pytest.mark.parametrize("name", DRESSES)
def test_examples_in_another_dress(name: str) -> None:
    change, least = DRESSES[name]
    check([*OWN, *SMALL], change, least)


@pytest.mark.parametrize("width", [28, 34, 40])
def test_notices_with_broken_lines(width: int) -> None:
    check(OWN, wrapped(width), 0.97)


def test_notices_without_their_first_page() -> None:
    """What the first page says of all items (列第一位的为牵头单位) is lost, and tables keep their headings."""
    lists = [path for path in OWN if not path.stem.startswith(("cells", "region"))]
    check(lists, without_head, 0.97)


def test_every_dress_and_layout_against_the_annotation() -> None:
    """``duban evaluate --mutate``: what was reached is kept, change by change."""
    documents = [gold for name in ("own2", "own3", "own5") for gold in load(Path(__file__).parent / name, [])]
    lost = [
        (each.name, [round(each.counts[name].f1, 3) for name in METRICS], each.worst)
        for each in mutate(documents)
        if each.documents
        and min(each.counts[name].f1 for name in METRICS) < (LEAST_BROKEN if "broken" in each.name else LEAST)
    ]
    assert not lost


@pytest.mark.corpus
@pytest.mark.parametrize("name", [*DRESSES, "broken at 28", "broken at 40"])
def test_real_documents_in_another_dress(name: str) -> None:
    change, least = DRESSES[name] if name in DRESSES else (wrapped(int(name[-2:])), 0.98)
    check(REAL, change, least)
