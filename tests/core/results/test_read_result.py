"""Progress texts: status, figures, periods."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.results import read_result


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已完成。", "已完成"),
        ("进展情况：有序推进，完成投资3.2亿元。", "有序推进"),
        ("该项工作已全部完成。", "已全部完成"),
        ("全年目标任务超额完成。", "超额完成"),
        ("项目进度滞后。", "进度滞后"),
        ("目前，正在推进；建成5座。", "正在推进"),
        ("未达序时进度", "未达序时进度"),
        ("| 已办结 |", "已办结"),
        ("已完成征地50亩。", ""),
        ("完成投资3亿元。", ""),
        ("", ""),
    ],
)
def test_status_is_the_verdict_on_the_whole(text: str, status: str) -> None:
    progress = read_result(text)
    assert progress.status == status
    if progress.status_span:
        assert progress.status_span.of(text) == status


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("开工新建学校90所，竣工55所。", [("90", "所"), ("55", "所")]),
        ("累计接受咨询10万余人次，办理案件2787件。", [("100000", "人次"), ("2787", "件")]),
        ("标准由每人每年580元提高到610元。", [("610", "元")]),
        ("淘汰锅炉131台、2012蒸吨。", [("131", "台"), ("2012", "蒸吨")]),
        ("3月16日起对七座以下小客车免费。", []),
        ("为35至64岁妇女19700名提供筛查。", [("19700", "名")]),
        ("建成4G基站32个，完成目标的106.7%。", [("32", "个"), ("106.7", "%")]),
        ("新建10处。新建10处中5处已投用。", [("10", "处"), ("10", "处"), ("5", "处")]),
        ("实现零就业家庭动态清零。", []),
    ],
)
def test_figures(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(format(f.value, "f"), f.unit) for f in read_result(text).figures] == figures


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("1-9月新增就业2.1万人。", ("1-9月",)),
        ("截至6月底，建成5座；7月又开工2座。", ("截至6月底", "截至6月底")),
        ("上半年完成30%，全年预计完成90%。", ("上半年", "全年")),
        ("建成5座。", ("",)),
    ],
)
def test_periods(text: str, periods: tuple[str, ...]) -> None:
    assert read_result(text).periods == periods


def test_places_are_shifted() -> None:
    text = "已完成，建成5座。"
    progress = read_result(text, offset=40)
    assert progress.status_span is not None
    assert (progress.status_span.start, progress.figures[0].figure.start) == (40, 46)


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["已完成", "目前", "工作", "任务", "，", "5座", "1-9月", " "])).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    progress = read_result(text)
    assert len(progress.periods) == len(progress.figures)
    assert progress.status in text
    for figure in progress.figures:
        assert figure.span.of(text) == figure.phrase


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("建成小景95个，超额完成80个的目标任务。", ["95"]),
        ("新建公厕26座、改造77座，超额完成新建26座、改造35座的目标任务。", ["26", "77"]),
        ("登记失业率为2.15%，控制在3.5%的目标以内。", ["2.15"]),
        ("完成2.1万平方米，其余1.1万平方米正在施工。", ["21000"]),
        ("建成5.2公里，剩余2.8公里已开工。", ["5.2", "2.8"]),
        ("完成年度目标任务20公里。", ["20"]),
    ],
)
def test_what_was_to_be_done_and_what_is_left_is_not_done(text: str, done: list[str]) -> None:
    assert [str(figure.value) for figure in read_result(text).figures] == done
