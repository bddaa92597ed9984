"""A second notice of the year beside the first: what is the same, changed, new, no longer there."""

from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from duban.core.notice import difference
from duban.core.notice.difference import ListedItem, RowKind, UnitKey, compare, word_difference

TEXTS = {
    "1": "新增停车泊位12万个，优化停车收费。",
    "2": "改造老旧小区260个，惠及居民5万户。",
    "3": "建成绿道100公里，打造口袋公园20座。",
    "4": "新增养老床位3000张，建设社区食堂40家。",
}
ROADS = (UnitKey("区城管局", "lead", "district"), UnitKey("区建设局", "responsible", "district"))


def item(number: str, text: str, units: tuple[UnitKey, ...] = ROADS, level: str = "city", key: str = "") -> ListedItem:
    return ListedItem(key or f"{level}-{number}", level, number, text, units)


def ledger() -> list[ListedItem]:
    return [item(number, text, key=f"old-{number}") for number, text in TEXTS.items()]


def printed() -> list[ListedItem]:
    return [item(number, text) for number, text in TEXTS.items()]


def kinds(rows: list[difference.Row]) -> list[RowKind]:
    return [row.kind for row in rows]


def test_the_same_notice_again_changes_nothing() -> None:
    rows = compare(ledger(), printed())
    assert kinds(rows) == [RowKind.SAME] * 4
    assert [row.old.key for row in rows] == ["old-1", "old-2", "old-3", "old-4"]
    assert not any(row.moved for row in rows)


def test_an_added_item_is_new_and_the_others_keep_their_partner() -> None:
    rows = compare(ledger(), [*printed(), item("5", "开展全民阅读活动500场。")])
    assert kinds(rows) == [RowKind.SAME] * 4 + [RowKind.NEW]
    assert rows[-1].old is None and rows[-1].key == "new:city-5"


def test_a_changed_figure_is_a_changed_text_with_the_figure_marked_whole() -> None:
    changed = printed()
    changed[0] = item("1", TEXTS["1"].replace("12万", "15万"))
    row = compare(ledger(), changed)[0]
    assert row.kind is RowKind.TEXT
    assert [(p.op, p.text) for p in row.pieces if p.op != "equal"] == [("delete", "12万"), ("insert", "15万")]
    assert row.likeness > 0.9


def test_changed_units_are_told_apart_from_changed_text() -> None:
    changed = printed()
    changed[1] = item("2", TEXTS["2"], (ROADS[0], UnitKey("区房管局", "responsible", "district")))
    row = compare(ledger(), changed)[1]
    assert row.kind is RowKind.UNITS
    assert [u.unit for u in row.added] == ["区房管局"]
    assert [u.unit for u in row.removed] == ["区建设局"]


def test_a_changed_role_is_a_change_of_units() -> None:
    changed = printed()
    changed[1] = item("2", TEXTS["2"], (ROADS[1], UnitKey("区城管局", "cooperating", "district")))
    assert compare(ledger(), changed)[1].kind is RowKind.UNITS


def test_the_order_of_units_alone_is_no_change() -> None:
    changed = printed()
    changed[1] = item("2", TEXTS["2"], ROADS[::-1])
    assert compare(ledger(), changed)[1].kind is RowKind.SAME


def test_renumbered_items_are_recognised() -> None:
    moved = [item("1", "开展全民阅读活动500场。")] + [item(str(int(n) + 1), t) for n, t in TEXTS.items()]
    rows = compare(ledger(), moved)
    assert kinds(rows) == [RowKind.NEW] + [RowKind.SAME] * 4
    assert all(row.moved for row in rows[1:])
    assert [row.old.number for row in rows[1:]] == ["1", "2", "3", "4"]


def test_a_renumbered_item_whose_figure_changed_is_still_the_same_item() -> None:
    moved = [item("9", TEXTS["4"].replace("3000", "3500"))]
    row = compare(ledger(), moved)[0]
    assert (row.kind, row.old.key, row.moved) == (RowKind.TEXT, "old-4", True)


def test_a_number_before_other_words_is_not_the_old_item() -> None:
    rows = compare(ledger(), [item("1", "加强未成年人保护，建设青少年空间。")])
    assert kinds(rows) == [RowKind.NEW] + [RowKind.GONE] * 4


def test_an_item_no_longer_listed_is_gone_and_only_inside_the_levels_of_the_new_notice() -> None:
    old = [*ledger(), item("1", "省级事项", level="province", key="province-1")]
    rows = compare(old, printed()[:3])
    assert kinds(rows) == [RowKind.SAME] * 3 + [RowKind.GONE]
    assert rows[-1].key == "gone:old-4"


def test_levels_are_compared_apart() -> None:
    rows = compare(ledger(), [item("1", TEXTS["1"], level="district")])
    assert kinds(rows) == [RowKind.NEW]


def test_marks_and_spaces_do_not_make_a_change() -> None:
    rows = compare(ledger(), [item("1", "新增停车泊位12万个,\n优化停车收费。")])
    assert rows[0].kind is RowKind.SAME


def test_twins_in_wording_pair_by_number() -> None:
    text = "按月调度，按季通报。"
    old = [item("1", text, key="a"), item("2", text, key="b")]
    rows = compare(old, [item("2", text), item("1", text)])
    assert [(row.new.number, row.old.key) for row in rows] == [("2", "b"), ("1", "a")]


def test_of_two_like_items_the_number_decides() -> None:
    old = [
        item("1", "新建幼儿园10所，新增学位3000个。", key="a"),
        item("2", "新建中小学10所，新增学位3000个。", key="b"),
    ]
    rows = compare(old, [item("2", "新建初中校12所，新增学位3000个。")])
    assert rows[0].old.key == "b"


def test_empty_lists() -> None:
    assert compare([], []) == []
    assert kinds(compare([], printed())) == [RowKind.NEW] * 4
    assert compare(ledger(), []) == []


@given(st.text("新增改造12万个，。 a"), st.text("新增改造12万个，。 a"))
def test_pieces_put_both_texts_together_again(old: str, new: str) -> None:
    pieces = word_difference(old, new)
    assert "".join(p.text for p in pieces if p.op != "insert") == old
    assert "".join(p.text for p in pieces if p.op != "delete") == new


@given(st.permutations(list(TEXTS.items())))
def test_every_item_is_in_exactly_one_row(order: list[tuple[str, str]]) -> None:
    rows = compare(ledger(), [item(n, t) for n, t in order[:3]])
    assert sorted(row.old.key for row in rows) == ["old-1", "old-2", "old-3", "old-4"]


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(difference).failed == 0
