"""Each check fires on the case it is for, and stays silent on the honest neighbour of that case."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.checks import ALL, Figure, LineInput, PeriodInput, Severity, run
from duban.core.checks.values import fingerprint
from duban.core.reporting.values import FigureStatus, MeasureKind, Presence, Rating

HALF_YEAR = PeriodInput(dt.date(2023, 1, 1), dt.date(2023, 6, 30))
BERTHS = Figure(
    key="1", name="停车泊位", unit="个", kind=MeasureKind.YTD, value=D(6200), as_of=dt.date(2023, 6, 30), op=">=",
    goal=D(10000), totals=(D(2100),),
)  # fmt: skip
LINE = LineInput(
    code="区-29",
    matter="新增停车泊位1万个以上,建成微循环道路15条。",
    period=HALF_YEAR,
    presence=Presence.REPORTED,
    done="截至6月底累计新增停车泊位6200个，其中路内2300个，复兴路立体停车楼主体封顶。",
    next_step="9月底前完成余下3800个。",
    rating=Rating.ON_SCHEDULE,
    figures=(BERTHS,),
    previous_done="一季度新增停车泊位2100个，复兴路立体停车楼完成桩基。",
    previous_rating=Rating.ON_SCHEDULE,
    other_units=("区城管执法局", "区城改局"),
)


def rules(line: LineInput) -> set[str]:
    return {finding.rule for finding in run(line)}


def with_figure(**changes) -> LineInput:
    return replace(LINE, figures=(replace(BERTHS, **changes),))


def test_an_honest_line_has_no_finding():
    assert rules(LINE) == set()


CASES = [
    ("presence.missing", replace(LINE, presence=Presence.MISSING)),
    ("presence.why", replace(LINE, presence=Presence.NIL, reason="")),
    ("presence.why", replace(LINE, presence=Presence.BLOCKED, reason="等规划批复", waiting_on="")),
    ("presence.why", replace(LINE, presence=Presence.AWAITING, reason="统计局20日发布", expected_on=None)),
    ("words.short", replace(LINE, done="正在做。")),
    ("words.short", replace(LINE, done="新增停车泊位1万个以上,建成微循环道路15条。")),
    ("words.unchanged", replace(LINE, previous_done=LINE.done)),
    ("words.echo", replace(LINE, matter=LINE.done + LINE.matter)),
    ("figures.none", with_figure(value=None)),
    ("figures.text-differs", with_figure(value=D(6500))),
    ("figures.falls", with_figure(totals=(D(7000),))),
    ("figures.jumps", with_figure(totals=(D(100), D(200)))),
    ("rating.none", replace(LINE, rating=Rating.NONE)),
    ("rating.differs", replace(LINE, rating=Rating.DONE)),
    ("rating.differs", with_figure(goal=D(6000))),
    ("rating.unexplained", replace(LINE, rating=Rating.BEHIND)),
    ("words.next-undated", replace(LINE, next_step="加快余下泊位的建设。")),
    ("words.stock", replace(LINE, done="高度重视停车难问题，积极推进各项工作，正在有序开展前期准备。", figures=())),
    ("words.other-unit", replace(LINE, problem="由于区城改局的地块尚未交付，无法进场。")),
    ("period.text", replace(LINE, done="截至5月，累计新增停车泊位6200个，其中路内2300个，立体停车楼封顶。")),
    ("period.text", replace(LINE, done="1-5月累计新增停车泊位6200个，其中路内2300个，立体停车楼主体封顶。")),
    ("period.as-of", with_figure(as_of=dt.date(2023, 5, 31))),
    ("words.same-as-other", replace(LINE, same_matter_texts=(("区城改局", LINE.done),))),
    ("evidence.none", replace(LINE, done=LINE.done + "友谊大道停车场通过竣工验收。")),
    ("figures.denominator", replace(LINE, done=LINE.done + "完成年度目标的92.1%。")),
    ("figures.unit", replace(LINE, done=LINE.done + "完成投资460931万元。")),
    ("figures.parts", with_figure(parts=(D(2300), D(3000)))),
    ("figures.two-values", with_figure(elsewhere=(("区城管执法局", D(6000)),))),
]


@pytest.mark.parametrize(("rule", "line"), CASES, ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES)])
def test_fires(rule, line):
    assert rule in rules(line)


def test_every_check_has_a_case():
    assert {check.id for check in ALL} == {rule for rule, _ in CASES}


SILENT = [
    ("figures.falls", with_figure(totals=(D(7000),), corrects_period="2023年第一季度")),
    ("figures.falls", with_figure(kind=MeasureKind.POINT, totals=(D(7000),))),
    ("figures.none", replace(with_figure(value=None), presence=Presence.AWAITING)),
    ("period.as-of", with_figure(as_of=dt.date(2023, 5, 31), status=FigureStatus.ESTIMATE)),
    ("figures.parts", with_figure(parts=(D(2300), D(3000)), parts_reason="另有900个为社会单位自建")),
    ("figures.denominator", replace(LINE, done=LINE.done + "完成年度目标的62%。")),
    ("rating.unexplained", replace(LINE, rating=Rating.BEHIND, problem="地块交付晚两个月。")),
    ("evidence.none", replace(LINE, done=LINE.done + "友谊大道停车场通过竣工验收。", evidence=1)),
    ("rating.differs", replace(LINE, figures=())),
    ("figures.none", with_figure(value=D(0))),
]


@pytest.mark.parametrize(("rule", "line"), SILENT, ids=[f"{i}-{case[0]}" for i, case in enumerate(SILENT)])
def test_silent(rule, line):
    assert rule not in rules(line)


def test_zero_typed_is_a_value_and_blank_is_not():
    assert "figures.none" not in rules(with_figure(value=D(0), totals=()))
    assert "figures.none" in rules(with_figure(value=None))


def test_every_finding_says_found_expected_and_how_to_mend():
    for _, line in CASES:
        for finding in run(line):
            assert finding.found and finding.expected and finding.mend.endswith("。")
            assert "!" not in finding.message and "！" not in finding.message


def test_fingerprint_holds_while_the_text_holds_and_no_longer():
    [first] = [f for f in run(replace(LINE, previous_done=LINE.done)) if f.rule == "words.unchanged"]
    [again] = [f for f in run(replace(LINE, previous_done=LINE.done, evidence=3)) if f.rule == "words.unchanged"]
    changed = LINE.done.replace("封顶", "封 顶了")
    [other] = [f for f in run(replace(LINE, previous_done=LINE.done, done=changed)) if f.rule == "words.unchanged"]
    assert first.fingerprint == again.fingerprint != other.fingerprint
    assert fingerprint("a", "bc") != fingerprint("ab", "c")


def test_block_findings_are_few():
    assert {check.id for check in ALL if check.severity is Severity.BLOCK} == {
        "presence.missing", "presence.why", "words.short", "figures.none", "figures.falls", "rating.none",
        "rating.unexplained",
    }  # fmt: skip


@given(
    done=st.text(max_size=200), problem=st.text(max_size=100), matter=st.text(max_size=100), last=st.text(max_size=200)
)
def test_never_crashes(done, problem, matter, last):
    line = replace(LINE, done=done, problem=problem, matter=matter, previous_done=last)
    for finding in run(line):
        assert finding.severity in Severity
