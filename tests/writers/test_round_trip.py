"""A report that is printed and read back unchanged shows no difference, whatever was typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.core.gongwen.annex5 import Annex5, Entry, ReportForm
from duban.core.notice.reading import Level
from duban.core.reporting.filled import read_form
from duban.core.reporting.merging import LineWords
from duban.core.reporting.readback import Known, difference, matched
from duban.core.reporting.values import Presence
from duban.readers import read_bytes
from duban.writers.annex5 import FORMATS, Filled

LEVELS = ((Level.PROVINCE, "省级目标任务"), (Level.CITY, "市级目标任务"), (Level.DISTRICT, "区级目标任务"))
# What people type, and what breaks parsers.
PIECES = st.sampled_from(
    ["已建成120个。",
     "存在问题及原因：", "下一步及时限：", "本期无进展可报。", "统计数据尚未发布。", "等待区财政局办理。",
     "\n", "\n\n",
     " ", "\t", "　", "|", " | ", "备注：", "序号", "完成情况", "1.", "一、", "省级目标任务", "=1+1", "_x0041_",
     "<&>", "𠮷",
     "各单位情况汇总：", "\x00", "\x0b", "\u200b", "\r\n", "'", '"', "#", "……", "单位：", "。"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map("".join))
WORDS = st.builds(
    LineWords,
    presence=st.sampled_from(Presence),
    done=TEXTS,
    problem=TEXTS,
    next_step=TEXTS,
    reason=TEXTS,
    waiting_on=st.sampled_from(["", "区财政局"]),
    expected_on=st.one_of(st.none(), st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))),
    synthesis=TEXTS,
)
MATTERS = (
    "新增停车泊位12万个。",
    "加快推进既有住宅加装电梯，完成加装100部。",
    "改造老旧小区30个以上，惠及居民1.2万户。",
)


def report_of(words: list[LineWords], form: ReportForm) -> tuple[Annex5, list[Known]]:
    """Each level has its own numbers, so that a number alone does not tell the item."""
    entries, known = [], []
    for at, each in enumerate(words):
        level, part = LEVELS[at * 3 // len(words)]
        number = str(1 + at % 2)
        matter = f"第{at}件：{MATTERS[at % 3]}"
        entries.append(Entry(part, number, matter, each))
        known.append(Known(at, level, number, f"{part[0]}-{number}", matter))
    return Annex5("区建设局", 2023, "前二季度", ("省", "市", "区"), tuple(entries), form=form), known


def changes(format: str, words: list[LineWords], form: ReportForm) -> list[object]:
    report, known = report_of(words, form)
    found = read_form(read_bytes(FORMATS[format](Filled(report), None), f"a.{format}"))
    rows = {match.key: match.row for match in matched(found.rows, known)}
    assert None not in rows and len(rows) == len(words)
    return [change for at, each in enumerate(words) if (change := difference(each, rows[at]).changes)]


OWN_COLUMNS = ReportForm(headings=("序号", "重点任务", "责任单位", "进展情况", "存在问题", "下步打算"))


@pytest.mark.parametrize("form", [ReportForm(), OWN_COLUMNS], ids=["one column", "three columns"])
@pytest.mark.parametrize("format", ["docx", "xlsx"])
@given(words=st.lists(WORDS, min_size=1, max_size=5))
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_differs_after_printing_and_reading_back(format, form, words):
    assert changes(format, words, form) == []


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_longest_texts_come_back_whole(format):
    long = ("截至6月底已完成改造，" * 500)[:5000]
    assert changes(format, [LineWords(Presence.REPORTED, long, long, long, synthesis=long)], ReportForm()) == []


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@given(words=WORDS, added=st.sampled_from(["另新增25个。", "完成验收"]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_added_in_the_file_is_found(format, words, added):
    before = replace(words, done="已建成120个", presence=Presence.REPORTED)
    after = replace(before, done=f"已建成120个，{added}")
    report, known = report_of([after], ReportForm())
    found = read_form(read_bytes(FORMATS[format](Filled(report), None), "a"))
    (match,) = matched(found.rows, known)
    assert added in difference(before, match.row).changes["done"]
