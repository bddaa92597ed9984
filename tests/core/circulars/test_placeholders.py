"""Placeholders: what is read, what is refused, and that nothing is ever run or read twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.circulars.placeholders import (
    Faulty,
    Filled,
    Reference,
    escaped,
    faults,
    filled,
    parse,
    references,
)

KNOWN = {"总数": ("市级", "区级"), "清单": ()}


def printed(text, **values):
    return [each.text for each in filled(parse(text), values)]


def test_a_figure_stands_in_its_place_and_says_where_it_came_from():
    runs = filled(parse("共{总数}项。"), {"总数": Filled("233")})[0].runs
    assert [(run.text, run.key) for run in runs] == [("共", ""), ("233", "总数"), ("项。", "")]


def test_half_and_full_width_colons_are_the_same():
    assert references(parse("{总数:市级}{总数：市级}")) == [Reference("总数", "市级")]


def test_a_list_alone_makes_paragraphs_and_inside_a_sentence_is_joined():
    entries = Filled(entries=("甲单位：逾期。", "乙单位：逾期。"))
    assert printed("{清单}", 清单=entries) == ["甲单位：逾期。", "乙单位：逾期。"]
    assert printed("有：{清单}。", 清单=entries) == ["有：甲单位：逾期；乙单位：逾期。"]


@pytest.mark.parametrize(("nil", "left"), [(False, ["有"]), (True, ["没有"])])
def test_a_paragraph_is_left_out_by_its_condition(nil, left):
    assert printed("{有：总数}有\n{无：总数}没有", 总数=Filled("0", nil=nil)) == left


def test_two_conditions_must_both_hold():
    text = "{有：甲}{无：乙}正文"
    assert printed(text, 甲=Filled("1"), 乙=Filled("0", nil=True)) == ["正文"]
    assert printed(text, 甲=Filled("1"), 乙=Filled("1")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲\n共{总数项", "第2行：“{总数项”的花括号没有合上"),
        ("共总数}项", "多出的“}”"),
        ("共{ }项", "没有名称"),
        ("共{总{数}}项", "没有合上"),
        ("正文{有：总数}", "应放在这一段的开头"),
        ("{有}正文", "没有写明看哪个数据"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text, said):
    with pytest.raises(Faulty, match=said):
        parse(text)


def test_unknown_names_are_refused_with_what_there_is():
    found = faults(parse("{总术}{总数：省级}{清单：市级}"), KNOWN)
    assert found == [
        "没有名为“总术”的数据。可用的有：总数、清单。",
        "“总数”没有“省级”这一类。可用的有：市级、区级。",
        "“清单”没有“市级”这一类。它不分类，请去掉冒号和后面的字。",
    ]


@given(st.text())
def test_escaped_text_is_printed_as_it_is(text):
    lines = [each.strip() for each in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if each.strip()]
    assert printed(escaped(text)) == lines


@given(st.text())
def test_any_text_is_read_or_refused_in_words(text):
    try:
        lines = parse(text)
    except Faulty as error:
        assert error.faults and all("行：" in each for each in error.faults)
    else:
        values = {each.key: Filled("{总数}") for each in references(lines)}
        for each in filled(lines, values):
            assert all(run.text == "{总数}" for run in each.runs if run.key)  # what is put in is not read again


@given(st.lists(st.sampled_from(["{总数}", "{总数：市级}", "文字", "{{", "}}", "。"]), max_size=12))
def test_reading_and_writing_again_gives_the_same(pieces):
    text = "".join(pieces)
    again = "".join(
        str(run) if isinstance(run, Reference) else escaped(run) for line in parse(text) for run in line.runs
    )
    assert again == text
