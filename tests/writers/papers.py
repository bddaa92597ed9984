"""Papers that the tests of the writers print."""

from __future__ import annotations

from typing import Any

from duban.core.gongwen.annex5 import Annex5, Entry
from duban.core.gongwen.document import (
    Align,
    Cell,
    Document,
    Page,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Signature,
    Spread,
    Table,
)
from duban.core.reporting.merging import LineWords
from duban.core.reporting.values import Presence

MATTER = "持续推进老旧小区改造，全年新开工改造老旧小区30个以上，惠及居民1.2万户。"
DONE = "截至6月底，已新开工改造老旧小区18个，惠及居民7,420户，占年度目标的61.8%。"
HOSTILE = (
    '#import "@preview/x:1.0.0": *', "$ x^2 $ *粗* _斜_ `码` = 标题 <label> @ref", r"\u{41} \ \\ // 注 /* */",
    "𠮷野家䶮", "http://example.com/" + "x" * 300, "控\x00制\x1f\x7f字\u202e符", '<w:p/> & "引" ]]> <!-- -->',
    '#read("/etc/passwd")', "半\ud800个", "{{ 7*7 }} {% x %} %s {0}", "=1+1",
)  # fmt: skip


def report(count: int = 3, *, repeat: int = 1, **more: Any) -> Annex5:
    """A report of ``count`` items in three parts, each text ``repeat`` times as long."""
    names = ("省级目标任务", "市级目标任务", "区级目标任务")
    entries = tuple(
        Entry(
            names[at * 3 // count],
            str(at + 1),
            MATTER * (1 + at % 3),
            LineWords(
                Presence.REPORTED,
                "\n".join([DONE] * repeat),
                "部分小区管线产权单位协调难度大" if at % 2 else "",
                "8月底前完成剩余地块进场施工" if at % 3 else "",
            ),
        )
        for at in range(count)
    )
    usual = {"code": "17-3F9A-22C1-0D44", "standing": "起草稿，未签字", "printed": "2023-07-05 10:21 打印"}
    return Annex5("区建设局", 2023, "前二季度", ("省", "市", "区"), entries, **{**usual, **more})


def hostile() -> Annex5:
    """Every text is meant to break a format."""
    entries = tuple(Entry("#*$", text, text, LineWords("reported", text, text, text)) for text in HOSTILE)
    return Annex5("区#局$*", 2023, "前二季度", (), entries, code="17#", standing="#草")


def letter() -> Document:
    """One of every part."""
    head = Row((Cell.of("事项", rows=2), Cell.of("完成", columns=2)), Role.HEAD)
    second = Row((Cell.of("本期"), Cell.of("累计")), Role.HEAD)
    body = Row((Cell.of("停车泊位"), Cell.of("120", align=Align.RIGHT), Cell.of("300")))
    return Document(
        ("关于前二季度情况的", "通报"),
        (
            Paragraph("各街道办事处，区人民政府各部门：", Role.PLAIN),
            Paragraph("现将有关情况通报如下。"),
            Paragraph("一、总体情况", Role.LEVEL1),
            Paragraph("（一）进展", Role.LEVEL2),
            Paragraph("1. 停车泊位", Role.LEVEL3),
            Spread("左", "右", room=10),
            Table((60, 40, 40), (head, second, Row((Cell.of("分部", columns=3),), Role.BAND), body)),
            Signature(("区政府督查室", "2023年7月20日")),
            PageBreak(),
            Paragraph("附表见后页。", align=Align.CENTRE),
        ),
        page=Page(landscape=True),
        about="通报",
        author="区政府督查室",
    )
