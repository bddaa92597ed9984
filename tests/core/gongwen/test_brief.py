"""一页简报 as a value: what stands in it, what gives way first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from duban.core.gongwen.brief import Brief, Change, Counts, Red, Room, Wait, document, short
from duban.core.gongwen.document import Document, Paragraph, Table

ON = dt.date(2023, 10, 20)


def make(reds: int = 3, waits: int = 2, moved: int = 2) -> Brief:
    """A brief with so many of each."""
    return Brief(
        year=2023,
        on=ON,
        issuer="区政府督查室",
        colours=("已完成", "按序时推进", "暂不判断", "滞后", "严重滞后"),
        counts=(Counts("省级", (1, 2, 0, 0, 1)), Counts("区级", (0, 3, 1, 2, 4))),
        reds=tuple(
            Red(f"市-{n}", "区建设局", "新建停车泊位一万个", "截至2023年9月30日为3个，落后目标的40%。")
            for n in range(reds)
        ),
        red_total=reds,
        waits=tuple(Wait(f"市-{n}", "区建设局", "请明确用地主体。", "副区长", ON, 6, True) for n in range(waits)),
        since=dt.date(2023, 9, 30),
        moved=tuple(Change(f"市-{n}", "区建设局", "滞后", "严重滞后") for n in range(moved)),
        moved_total=moved,
        worse=moved,
        reports=("前三季度应报 5 份：按时 4 份，逾期报送 1 份，逾期未报 0 份，未到期 0 份。",),
        coming=("1月10日2023年全年报告",),
    )


def text(paper: Document) -> str:
    """Everything in it."""
    found = []
    for part in paper.parts:
        if isinstance(part, Paragraph):
            found.append(part.text)
        elif isinstance(part, Table):
            found += ["".join(cell.paragraphs) for row in part.rows for cell in row.cells]
    return "\n".join(found)


def test_counts_add_up_across_and_down():
    brief = make()
    assert brief.sum == Counts("合计", (1, 5, 1, 2, 5)) and brief.sum.total == sum(c.total for c in brief.counts) == 14
    (table, *_) = [part for part in document(brief).parts if isinstance(part, Table)]
    assert [cell.paragraphs for cell in table.rows[-1].cells] == [
        ("合计",),
        ("1",),
        ("5",),
        ("1",),
        ("2",),
        ("5",),
        ("14",),
    ]


def test_without_a_ledger_the_sum_is_nothing():
    assert replace(make(), counts=()).sum.numbers == (0, 0, 0, 0, 0)


def test_each_list_says_how_many_more():
    said = text(document(make(reds=9, waits=5, moved=9), Room(waits=2, reds=4, moved=3, coming=0)))
    assert "另有 3 件" in said and "另有 5 项，见系统" in said and "另有 6 项" in said
    assert said.count("请明确用地主体") == 2 and said.count("新建停车泊位") == 4


def test_what_is_not_there_is_said():
    said = text(document(make(reds=0, waits=0, moved=0)))
    assert "没有严重滞后的事项。" in said and "没有。" in said and "亮灯没有变化。" in said


def test_the_year_of_the_brief_is_not_said_again_in_reasons():
    assert "截至9月30日为3个，落后目标的40%。" in text(document(make(reds=1)))


def test_room_shrinks_to_one_of_each_and_ends():
    seen, room = [], Room()
    while room is not None:
        seen.append(room)
        room = room.less()
    assert seen[-1] == Room(waits=1, reds=1, moved=0, coming=1)
    assert len(set(seen)) == len(seen)
    first_loss = next(each for each in seen if each.reds < Room().reds)
    assert first_loss.moved == 4 and first_loss.coming == 3, "what is least missed goes first"


@pytest.mark.parametrize(("given", "size", "made"), [("一二三四五", 5, "一二三四五"), ("一二，三四五", 4, "一二…")])
def test_cutting(given: str, size: int, made: str):
    assert short(given, size) == made
