"""Plans that stand in the body of a report: counted through its sections, or in one paragraph."""

from __future__ import annotations

from duban.core.document import from_text
from duban.core.notice import read

HEAD = "政府工作报告\n各位代表：\n现在，我代表市人民政府，向大会报告工作。\n一、过去一年工作\n经济平稳增长。\n"
SECTIONS = (
    "二、今年重点工作\n我们要做好以下两个方面、{count}项具体工作：\n"
    "（一）推动产业升级\n深入推进转型，加快集聚。\n"
    "1.做强制造业。新增规上企业30家。\n2.发展服务业。建成商圈2个。\n"
    "（二）改善民生\n坚持以人为本。\n"
    "3.办好教育。新建学校4所。\n4.发展卫生。新增床位500张。\n"
    "三、加强自身建设\n1.坚持依法行政。\n2.坚持廉洁从政。\n"
)
PROSE = (
    "二、今年工作\n加大民生保障力度，增加投入，提高公共服务质量，切实增强群众获得感。重点为民办好4件实事："
    "1．发放小额贷款4.3亿元。2．改造10条老城区道路。3．完成50座旱厕改造。4．新建5个街心花园。\n三、结束\n"
)
RESULTS = (
    "注释\n1、去年为民办4件实事完成情况\n（1）购买岗位2100个；\n"
    "（2）建设停车场4个；\n（3）新建农贸市场1个；\n（4）改造旱厕15座。\n"
)


def _numbers(text: str) -> list[str]:
    return [item.number for group in read(from_text(text)).programmes for item in group.items]


def test_a_plan_counts_on_through_the_sections_of_a_report() -> None:
    programmes = read(from_text(HEAD + SECTIONS.format(count=4))).programmes
    assert [item.number for group in programmes for item in group.items] == ["1", "2", "3", "4"]
    assert [[str(t.value) for t in item.targets] for group in programmes for item in group.items] == [
        ["30"],
        ["2"],
        ["4"],
        ["500"],
    ]


def test_headings_that_do_not_agree_with_the_announced_number_are_no_list() -> None:
    assert _numbers(HEAD + SECTIONS.format(count=9)) == []


def test_a_list_inside_one_paragraph_may_be_numbered_with_digits() -> None:
    assert _numbers(HEAD + PROSE) == ["1", "2", "3", "4"]


def test_results_of_last_year_in_the_notes_do_not_hide_this_years_plan() -> None:
    assert _numbers(HEAD + PROSE + RESULTS)[:4] == ["1", "2", "3", "4"]
    assert [item.targets[0].unit for group in read(from_text(HEAD + PROSE)).programmes for item in group.items] == [
        "元",
        "条",
        "座",
        "个",
    ]


def test_a_smaller_number_in_the_announcement_does_not_end_the_list() -> None:
    text = (
        "关于民生实事完成情况的通报\n全区共办4件民生实事，2件已完成，2件正在推进。现将实事完成情况通报如下：\n"
        "1.新建幼儿园4所。\n责任单位：区教育局\n完成情况：已完成。\n"
        "2.改造教室照明。\n责任单位：区教育局、各镇街\n完成情况：已完成。改造教室1348间。\n"
        "3.建设照料中心2个。\n责任单位：区民政局\n完成情况：正在推进。\n"
        "4.改造危桥3座。\n责任单位：区交通运输局\n完成情况：正在推进。\n"
    )
    items = [item for group in read(from_text(text)).programmes for item in group.items]
    assert [len(item.units) for item in items] == [1, 2, 1, 1]
