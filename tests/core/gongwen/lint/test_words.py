"""Rules over the words of a document: every one fires where it should, and keeps still where it should."""

from __future__ import annotations

import pytest

from duban.core.gongwen.lint import Finding, Line, Print, check

HEAD = ["某政督〔2023〕3号", "关于前二季度目标任务完成情况的通报", "各街道办事处，区人民政府各部门："]
END = ["某某区人民政府办公室", "2023年7月20日"]


def lint(*body: str, head: list[str] | None = None, end: list[str] | None = None) -> list[Finding]:
    texts = [*(HEAD if head is None else head), *body, *(END if end is None else end)]
    return check(Print("a.txt", "txt", tuple(Line(text, at) for at, text in enumerate(texts, 1))))


def rules(*body: str, **more: list[str]) -> list[str]:
    return [each.rule for each in lint(*body, **more)]


def test_a_sound_paper_is_clean():
    assert lint(
        "现将有关情况通报如下。", "一、总体情况", "（一）进展", "1.停车泊位", "（1）新建。", "二、要求",
        "请于2023年7月28日（星期五）前将整改情况报区政府督查室。", "附件：1.一览表", "2.统计表",
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("依据某政办〔2023〕03号执行。", "某政办〔2023〕3号"),
        ("依据某政办[2023]3号执行。", "某政办〔2023〕3号"),
        ("依据某政办（2023）3号执行。", "某政办〔2023〕3号"),
        ("依据某政办〔23〕3号执行。", "某政办〔2023〕3号"),
        ("依据某政办〔2023〕第3号执行。", "某政办〔2023〕3号"),
    ],
)
def test_the_form_of_a_number(text, right):
    (found,) = lint(text)
    assert found.rule == "form.number" and right in found.mend and found.clause.endswith("7.2.5")
    assert found.line == 4


@pytest.mark.parametrize(
    "text", ["依据某政办〔2023〕3号执行。", "依据国务院令第733号执行。", "见（2023）鄂01民初3号。"]
)
def test_numbers_that_are_sound(text):
    assert lint(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("截至2023年06月30日完成。", "2023年6月30日"),
        ("截至2023年6月05日完成。", "2023年6月5日"),
        ("截至2023.6.30完成。", "2023年6月30日"),
        ("截至二〇二三年六月三十日完成。", "阿拉伯数字"),
        ("截至23年6月完成。", "2023年6月"),
    ],
)
def test_the_form_of_a_date(text, said):
    (found,) = lint(text)
    assert found.rule == "form.date" and said in found.mend


def test_the_date_of_the_paper_itself_leaves_no_choice():
    (found,) = lint("情况如下。", end=["某某区人民政府办公室", "二〇二三年七月二十日"])
    assert (found.rule, found.severity, found.line) == ("form.date", "must", 6)
    assert lint("情况如下。", end=["某某区人民政府办公室", "二〇〇四年七月二十日"]) == []  # as it was then


@pytest.mark.parametrize(
    "text", ["任期5年。", "近3年来", "〔2023〕年", "2023年6月30日", "比上年增长6.5%，达到20.23万元"]
)
def test_dates_that_are_sound(text):
    assert "form.date" not in rules(text)


def test_a_weekday_that_the_day_is_not():
    (found,) = lint("请于2023年7月28日（星期四）前办理。")
    assert (found.rule, found.severity) == ("form.weekday", "must") and "星期五" in found.expected
    (unsure,) = lint("请于7月28日（周四）前办理。")
    assert unsure.severity == "look" and "按2023年推算" in unsure.expected
    assert lint("请于7月28日（周五）前办理。") == []


def test_a_day_that_does_not_exist():
    (found,) = lint("请于2023年9月31日前办理。")
    assert found.rule == "form.no-such-day"
    assert rules("请于2024年2月29日前办理。") == []


def test_a_deadline_that_has_passed():
    (found,) = lint("请于2023年7月10日前报区政府督查室。")
    assert found.rule == "ask.passed" and "成文日期是2023年7月20日" in found.found
    assert lint("2023年7月10日前已完成全部整改。") == []
    assert lint("请于2023年7月20日前报区政府督查室。") == []
    for told in (
        "应于2023年4月10日前报送，至今未报送。",
        "须在2023年4月10日前报送，区建设局逾期8天。",
        "区建设局答复2023年4月10日前完成。",
    ):
        assert lint(told) == []
    assert rules("区建设局尚未报送的，于2023年7月10日前报送。") == ["ask.passed"]


def test_a_title_may_speak_of_another_number_and_minutes_need_no_day():
    assert lint("现作更正。", head=["某政督〔2023〕4号", "关于更正某政督〔2023〕3号有关内容的通报", HEAD[2]]) == []
    from duban.core.gongwen.lint.roles import Part, placed

    lines = tuple(
        Line(text, at) for at, text in enumerate(["关于更正某政督〔2023〕3号的通报", "各单位：", "如下。"], 1)
    )
    assert [each.part for each in placed(lines)] == [Part.TITLE, Part.ADDRESSEE, Part.BODY]


def test_a_deadline_before_the_day_of_publication():
    portal = ["公开日期： | 2023年08月01日 |", *HEAD]
    (found,) = lint("请于2023年7月28日前报区政府督查室。", head=portal)
    assert found.rule == "ask.passed" and "公开日期是2023年8月1日" in found.found
    below = ["公开日期：", "2023年08月01日", *HEAD]
    assert rules("请于2023年7月28日前报区政府督查室。", head=below) == ["ask.passed"]


def test_the_same_thing_asked_for_twice():
    found = lint(
        "请于2023年8月10日前将整改方案和责任清单报区政府督查室。",
        "各单位要高度重视。请于2023年8月15日前将整改方案及责任清单报送区政府办公室。",
    )
    assert [each.rule for each in found] == ["ask.again"] and "第4段" in found[0].found
    assert lint("请于2023年8月10日前将整改方案报区政府督查室。", "请将联络员名单和电话报区政府督查室。") == []


def test_reports_by_the_week():
    assert rules("每周五前将进展情况报区政府督查室。") == ["ask.often"]


def test_length():
    assert rules("情" * 3900) == []
    (task,) = lint("情" * 4100)
    assert task.rule == "form.length" and "正文约4,1" in task.found and task.line == 0
    # The year's report of a government is sent to nobody, and long.
    assert lint("情" * 9000, head=["政府工作报告"], end=[]) == []


def test_half_width_marks_are_one_finding():
    (found,) = lint("各单位要高度重视,认真办理;按期完成。", "情况如下:一是进度(含前期)。")
    assert found.rule == "form.half-width" and "5处（2段）" in found.found
    assert lint("增长6.5%，达到1,200个，见http://x.cn/a?b。") == []


def test_the_colon_behind_the_addressees():
    assert "form.addressee" in rules("情况如下。", head=[*HEAD[:2], "各街道办事处:"])


def test_marks_behind_the_name_of_an_attachment():
    (found,) = lint("情况如下。", "附件：1.一览表；", "2.统计表")
    assert found.rule == "form.enclosed"


def test_a_page_without_text():
    assert rules("情况如下。", "（此页无正文）") == ["form.no-text"]


class TestHeadings:
    @pytest.mark.parametrize("text", ["1、停车泊位", "(一)进展", "（一）、进展", "（1）、新建"])
    def test_the_mark(self, text):
        assert rules(text) == ["heading.mark"] or rules(text)[0] in {"heading.mark", "form.half-width"}

    def test_numbers_follow_one_another(self):
        assert rules("一、甲", "三、乙") == ["heading.number"]
        assert rules("一、甲", "一、乙") == []  # begun anew, as in a paper with two lists
        assert rules("一、甲", "二、乙", "二、丙") == ["heading.number"]

    def test_a_level_may_go_on_through_the_whole_paper(self):
        assert rules("一、甲", "（一）子", "（二）丑", "二、乙", "（三）寅") == []
        assert rules("一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅") == []
        assert rules("一、甲", "（一）子", "二、乙", "（四）寅") == ["heading.number"]

    def test_a_level_is_missing_where_the_paper_mostly_has_it(self):
        sound = ["一、甲", "（一）子", "1.一", "（二）丑", "1.二", "二、乙"]
        assert rules(*sound, "1.三") == ["heading.order"]
        assert rules("一、甲", "1.一", "2.二", "二、乙", "1.三") == []  # 越级 all through is a way to build it

    def test_a_full_stop_behind_a_heading(self):
        assert rules("一、总体情况。") == ["heading.end"]
        assert rules("一、总体情况。总的看，进度良好。") == []


def test_one_rule_tells_a_dozen_and_says_how_many_more():
    found = lint(*["截至2023年06月30日完成。"] * 20)
    assert len(found) == 12 and "另有8处" in found[-1].found


def test_nothing_at_all_is_clean():
    assert check(Print("a.txt", "txt", ())) == []


@pytest.mark.parametrize("text", ["", "　", "附件", "一、", "抄送：", "（一）" * 500, "〔2023〕1号", "2023年13月45日"])
def test_odd_lines_stop_nothing(text):
    check(Print("a.txt", "txt", (Line(text, 1), Line(text, 2))))
