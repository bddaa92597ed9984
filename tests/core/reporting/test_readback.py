"""Words back into boxes, rows to items, and what differs; nothing is emptied by a file."""

import datetime as dt

import pytest

from duban.core.notice.reading import Level
from duban.core.reporting.filled import FilledRow
from duban.core.reporting.merging import LineWords, merged
from duban.core.reporting.readback import Known, Standing, difference, matched, split_column
from duban.core.reporting.values import Presence

NOW = LineWords(Presence.REPORTED, "已建成120个", "用地未批", "5月底前开工")
KNOWN = [
    Known(1, Level.PROVINCE, "3", "省-3", "新增停车泊位12万个，其中公共泊位5万个。"),
    Known(2, Level.CITY, "3", "市-3", "加快推进既有住宅加装电梯，完成加装100部。"),
    Known(3, Level.CITY, "8", "市-8", "改造老旧小区30个以上，惠及居民1.2万户。"),
]


def row(result="", **more):
    return FilledRow("3", Level.NONE, "", result, **more)


def test_without_labels_all_is_progress():
    got = split_column("已完成。\n还差两户。", LineWords())
    assert (got.done, got.problem, got.presence) == ("已完成。\n还差两户。", "", Presence.REPORTED)


@pytest.mark.parametrize(
    "label", ["存在问题及原因：", "问题及原因:", "二、存在的问题及原因：", "（二）存在问题及原因："]
)
def test_labels_as_printed_and_as_typed(label):
    got = split_column(
        f"已完成。\n{label}用地未批。\n规划待定。\n下一步及时限：5月开工。\n各单位情况汇总：均已报。", LineWords()
    )
    assert got.done == "已完成。" and got.problem == "用地未批。\n规划待定。"
    assert (got.next_step, got.synthesis) == ("5月开工。", "均已报。")


@pytest.mark.parametrize(
    "words",
    [
        LineWords(Presence.NIL, reason="按计划二季度启动。"),
        LineWords(Presence.NOT_APPLICABLE, reason="份额未下达。"),
        LineWords(Presence.BLOCKED, waiting_on="区财政局", reason="资金待拨。"),
        LineWords(Presence.AWAITING, expected_on=dt.date(2023, 7, 20), reason="由市局发布。"),
        LineWords(Presence.AWAITING),
    ],
)
def test_why_there_is_no_figure_is_read_from_its_sentence(words):
    got = split_column(merged(words), LineWords())
    assert (got.presence, got.reason, got.waiting_on, got.expected_on) == (
        words.presence, words.reason, words.waiting_on, words.expected_on,
    )  # fmt: skip


def test_a_day_that_does_not_exist_is_none():
    assert split_column("统计数据尚未发布，预计2023年2月30日发布。", LineWords()).expected_on is None


@pytest.mark.parametrize(
    ("now", "filled", "standing", "changes"),
    [
        (NOW, row(merged(NOW)), Standing.SAME, {}),
        (NOW, row("已建成120 个。\n\n存在问题及原因： 用地未批。\n下一步及时限：5月底前开工"), Standing.SAME, {}),
        (NOW, row(merged(NOW).replace("120", "150")), Standing.CHANGED, {"done": "已建成150个。"}),
        (LineWords(), row("已建成。"), Standing.NEW, {"done": "已建成。", "presence": Presence.REPORTED}),
        (NOW, row(""), Standing.EMPTY, {}),
        (NOW, row(" \u200b\n"), Standing.EMPTY, {}),
        (NOW, None, Standing.ABSENT, {}),
        (NOW, row("本期无进展可报。征地未完。"), Standing.CHANGED, {"reason": "征地未完。", "presence": Presence.NIL}),
    ],
)
def test_how_a_line_stands(now, filled, standing, changes):
    found = difference(now, filled)
    assert (found.standing, found.changes) == (standing, changes)


def test_a_box_that_the_file_lacks_is_kept():
    found = difference(NOW, row("全部完成。"))
    assert found.changes == {"done": "全部完成。"} and found.kept == ("problem", "next_step")


def test_columns_of_their_own():
    found = difference(NOW, row("已建成120个。", problem="资金未到位", next_step="5月底前开工。"))
    assert found.changes == {"problem": "资金未到位"}


@pytest.mark.parametrize(
    ("filled", "key", "said"),
    [
        (FilledRow("3", Level.CITY, "加装电梯"), 2, ""),
        (FilledRow("3", Level.PROVINCE, ""), 1, ""),
        (FilledRow("8", Level.NONE, ""), 3, ""),
        (FilledRow("3", Level.NONE, "新增停车泊位12万个"), 1, ""),
        (FilledRow("3", Level.NONE, ""), None, "没有写明是哪一级"),
        (FilledRow("", Level.NONE, "改造老旧小区30个以上"), 3, "没有写序号"),
        (FilledRow("8", Level.CITY, "加快推进既有住宅加装电梯，完成加装100部。"), 2, "序号写的是 8"),
        (FilledRow("99", Level.CITY, "改造老旧小区30个以上，惠及居民1.2万户"), 3, "按责任事项对应"),
        (FilledRow("99", Level.CITY, "举办马拉松"), None, "没有这一项"),
        (FilledRow("", Level.NONE, ""), None, "没有序号"),
    ],
)
def test_which_item_a_row_speaks_of(filled, key, said):
    (match,) = matched([filled], KNOWN)
    assert match.key == key and said in match.reason


def test_an_item_is_given_once():
    first, second = matched([FilledRow("8", Level.CITY, "", "一"), FilledRow("8", Level.CITY, "", "二")], KNOWN)
    assert (first.key, second.key) == (3, None) and "两次" in second.reason
    assert matched([FilledRow("1", Level.NONE, "甲")], [])[0].key is None
