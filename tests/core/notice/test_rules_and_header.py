"""Rules of the notice's body and its head data, on sentences of the kinds that notices use."""

from __future__ import annotations

import pytest

from duban.core.document import from_text
from duban.core.notice import header, page, read, rules


def of(sentence: str, year: int | None = 2024) -> dict[str, dict[str, object]]:
    sheet = page.make(from_text(sentence))
    return {rule.kind: rule.data for rule in rules.read(sheet, sheet.lines, year)}


@pytest.mark.parametrize(
    ("sentence", "data"),
    [
        (
            "从2024年第二季度起,每个季度第1个月的10日前,各责任单位将完成情况经主要领导签字同意后报区政府督查室(见附件5)。",
            {
                "cycle": "quarter",
                "month_of_cycle": 1,
                "day": 10,
                "from": {"year": 2024, "quarter": 2},
                "to": "区政府督查室",
                "form": "附件5",
                "signed_by": "principal",
            },
        ),
        ("各单位每月25日前将进展情况报区政府办公室。", {"cycle": "month", "day": 25, "to": "区政府办公室"}),
        (
            "各单位每季度末月20日前将工作进展情况经分管领导审签后报市政府督查室。",
            {
                "cycle": "quarter",
                "month_of_cycle": 3,
                "within": "current",
                "day": 20,
                "to": "市政府督查室",
                "signed_by": "deputy",
            },
        ),
        (
            "请于4月15日、7月15日、10月15日前按季度报送落实情况。",
            {"cycle": "quarter", "dates": ["04-15", "07-15", "10-15"]},
        ),
        ("每半年报送一次落实情况。", {"cycle": "half"}),
        (
            "请分别于4月8日、7月8日、10月8日、1月8日前将进展情况报市政府督查室。",
            {"cycle": "quarter", "dates": ["04-08", "07-08", "10-08", "01-08"], "to": "市政府督查室"},
        ),
        (
            "6月底、12月底前将落实情况报县政府办公室。",
            {"cycle": "half", "dates": ["06-30", "12-31"], "to": "县政府办公室"},
        ),
        ("年度完成情况于12月20日前报县政府办公室。", {"cycle": "year", "dates": ["12-20"], "to": "县政府办公室"}),
    ],
)
def test_periodic_reports(sentence: str, data: dict[str, object]) -> None:
    assert of(sentence)["periodic_report"] == data


@pytest.mark.parametrize(
    ("sentence", "kind", "data"),
    [
        (
            "请各单位于3月10日前将联络员名单报县政府督查室（附件2）。",
            "liaison_list",
            {"due": "2024-03-10", "inclusive": True, "to": "县政府督查室", "form": "附件2"},
        ),
        ("本通知中责任单位列第一位者为牵头单位。", "lead_rule", {"lead": "first"}),
        ("未明确牵头单位的，由责任单位牵头落实。", "lead_rule", {"lead": "responsible"}),
        ("重大问题及时提请市政府分管领导研究协调解决。", "coordination", {"to": "市政府分管领导"}),
        ("落实情况纳入年度绩效考核。", "appraisal", {}),
        ("对推进不力、进度滞后的单位予以通报。", "circular", {}),
        ("对成效显著的单位给予表扬。", "commendation", {}),
        ("涉及多个部门的，由第一个单位牵头。", "lead_rule", {"lead": "first"}),
        (
            "接到通知之日起10个工作日内将工作方案报市政府督查室。",
            "handling_plan",
            {"working_days": 10, "to": "市政府督查室"},
        ),
        ("实行月调度、季通报，对滞后的亮黄牌。", "supervision", {"what": "月调度、季通报、黄牌"}),
        ("建立台账，实行销号管理，完成一项、销号一项。", "closing", {}),
        ("目标任务确需调整的，须报区政府批准。", "adjustment", {}),
        (
            "报送材料须经主要领导审签并加盖公章，填写《进展情况表》。",
            "form_of_reports",
            {"form": "进展情况表", "signed_by": "principal", "format": "加盖公章"},
        ),
    ],
)
def test_other_rules(sentence: str, kind: str, data: dict[str, object]) -> None:
    assert of(sentence)[kind] == data


def test_a_telephone_number_is_no_list_of_liaisons() -> None:
    found = of("每月28日前将办理情况报送市政府督查室（联系人：郝某，电话：0912）。")
    assert "liaison_list" not in found and found["periodic_report"]["day"] == 28


def test_a_sentence_of_the_narrative_is_no_rule() -> None:
    assert of("全年新增城镇就业2万人，完成投资30亿元。") == {}


def test_a_date_without_year_needs_one() -> None:
    assert "due" not in of("请于3月10日前将联络员名单报督查室。", None).get("liaison_list", {})


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2023年03月01日", "2023-03-01"),
        ("二〇〇四年八月十二日", "2004-08-12"),
        ("二○二三年十二月三十日", "2023-12-30"),
        ("2024-5-6", "2024-05-06"),
        ("2023年13月1日", None),
        ("没有日期", None),
    ],
)
def test_dates(printed: str, iso: str | None) -> None:
    assert header.iso_date(printed) == iso


LABELLED = """索 引 号：
000014349/2024-00212
发文机关：
临江市人民政府
成文日期：
2024年11月16日
发文字号：
临政发〔2024〕39号
主 题 词：
临江市人民政府关于促进就业
工作的若干意见
临政发〔2024〕39号
各县（区）人民政府，市政府各部门：
就业是民生之本。
"""

PLAIN = """临江市人民政府办公室关于印发任务分工的通知
临政办〔2024〕5号
各有关单位、各区政府：
现印发给你们。
临江市人民政府办公室
2024年2月20日
"""


def test_labels_with_their_value_on_the_next_line() -> None:
    head = read(from_text(LABELLED)).header
    assert head.title.text == "临江市人民政府关于促进就业工作的若干意见"
    assert head.document_number.text == "临政发〔2024〕39号"
    assert (head.issuer.text, head.issued_on.text) == ("临江市人民政府", "2024-11-16")
    assert head.addressees.text == "各县（区）人民政府，市政府各部门"


def test_head_of_a_plain_text() -> None:
    head = read(from_text(PLAIN)).header
    assert head.title.text == "临江市人民政府办公室关于印发任务分工的通知"
    assert head.document_number.text == "临政办〔2024〕5号"
    assert (head.issuer.text, head.issued_on.text) == ("临江市人民政府办公室", "2024-02-20")


def test_a_document_number_above_the_title_is_no_part_of_it():
    title = "区人民政府办公室关于补充责任分解事项的通知"
    text = f"示政办〔2024〕9号\n{title}\n各街道办事处，区人民政府各部门：\n现通知如下。\n"
    found = read(from_text(text)).header
    assert found.title.text == title
    assert found.document_number.text == "示政办〔2024〕9号"
