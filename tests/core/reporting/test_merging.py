"""附件5's one column out of three boxes, one rule for page and document."""

import datetime as dt

import pytest

from duban.core.reporting.merging import LineWords, ended, merged, paragraphs, presence_sentence
from duban.core.reporting.values import Presence


def test_the_boxes_follow_one_another_with_their_labels():
    words = LineWords(Presence.REPORTED, "已完成120个", "用地未批，因规划调整", "5月底前开工", synthesis="街道均已报送")
    assert paragraphs(words) == [
        "已完成120个。",
        "存在问题及原因：用地未批，因规划调整。",
        "下一步及时限：5月底前开工。",
        "各单位情况汇总：街道均已报送。",
    ]


def test_empty_boxes_leave_nothing_behind():
    assert merged(LineWords(Presence.REPORTED, "已完成。", " ", "\n")) == "已完成。"
    assert merged(LineWords()) == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (LineWords(Presence.NIL, reason="二季度启动"), "本期无进展可报。二季度启动。"),
        (LineWords(Presence.NOT_APPLICABLE, reason="市未下达"), "本区未承担该项份额。市未下达。"),
        (LineWords(Presence.BLOCKED, waiting_on="区财政局", reason="资金未拨付"), "等待区财政局办理。资金未拨付。"),
        (LineWords(Presence.BLOCKED), "等待其他单位办理。"),
        (LineWords(Presence.AWAITING, expected_on=dt.date(2023, 4, 20)), "统计数据尚未发布，预计2023年4月20日发布。"),
        (LineWords(Presence.AWAITING), "统计数据尚未发布。"),
        (LineWords(Presence.REPORTED, reason="不应出现"), ""),
        (LineWords(Presence.MISSING, reason="不应出现"), ""),
    ],
)
def test_why_there_is_no_figure(words, said):
    assert presence_sentence(words) == said


def test_the_reason_stands_before_what_was_done_all_the_same():
    words = LineWords(Presence.AWAITING, done="已完成入户调查", reason="由市统计局发布")
    assert paragraphs(words) == ["统计数据尚未发布。由市统计局发布。", "已完成入户调查。"]


def test_who_typed_the_label_is_not_given_it_twice():
    assert paragraphs(LineWords(problem="存在问题及原因：用地未批")) == ["存在问题及原因：用地未批。"]


@pytest.mark.parametrize(
    ("text", "closed"),
    [("甲", "甲。"), ("甲。", "甲。"), ("甲，", "甲。"), ("（甲）", "（甲）"), ("", ""), ("甲；", "甲；")],
)
def test_a_text_ends_with_a_mark(text, closed):
    assert ended(text) == closed


def test_paragraphs_that_the_writer_made_stay():
    assert merged(LineWords(done="一是甲。\n二是乙。")) == "一是甲。\n二是乙。"
