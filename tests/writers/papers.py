"""Papers that the tests of the writers print."""

from __future__ import annotations

import datetime as dt
from typing import Any

from duban.core.gongwen.annex5 import Annex5, Entry
from duban.core.gongwen.document import (
    Align,
    Attachment,
    AttachmentNote,
    Cell,
    Document,
    Form,
    Head,
    Imprint,
    Labelled,
    Page,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Signature,
    Spread,
    Table,
)
from duban.core.gongwen.titles import title_lines
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


HOUSE = "某某区人民政府办公室"
DAY = dt.date(2023, 7, 20)
SENTENCE = (
    "各责任单位要对照年度目标任务，逐项分析进度滞后的原因，制定赶超措施，明确责任人和完成时限，确保全年目标如期完成。"
)


def wide_table(rows: int = 30) -> Table:
    """A table that needs the landscape page."""
    heads = ("编号", "责任事项", "牵头单位", "年度目标", "完成情况", "亮灯")
    lines = tuple(
        Row(tuple(Cell.of(text) for text in (f"区-{at}", MATTER, "区建设局", "30个", DONE, "黄灯")))
        for at in range(1, rows + 1)
    )
    return Table((16, 75, 28, 24, 66, 16), (Row(tuple(Cell.of(each) for each in heads), Role.HEAD), *lines))


def circular(*, sentences: int = 3, rows: int = 30, **head: Any) -> Document:
    """通报: four levels of headings, two attachments, one of them with a wide table."""
    return Document(
        ("关于2023年前二季度《政府工作报告》", "目标任务完成情况的通报"),
        (
            Paragraph("各街道办事处，区人民政府各部门，各有关单位：", Role.PLAIN),
            Paragraph(
                "根据《某某区人民政府办公室关于印发目标任务责任分解方案的通知》（某政办〔2023〕1号），"
                "现将前二季度完成情况通报如下。"
            ),
            Paragraph("一、总体情况", Role.LEVEL1),
            Paragraph(f"应报单位87个，报送87个。{SENTENCE * sentences}"),
            Paragraph("二、未达序时进度的事项", Role.LEVEL1),
            Paragraph("（一）量化指标", Role.LEVEL2),
            Paragraph("1.停车泊位", Role.LEVEL3),
            Paragraph("（1）新建泊位。", Role.LEVEL4, then=SENTENCE),
            Paragraph("（二）其他事项。", Role.LEVEL2, then=SENTENCE),
            Paragraph("三、下步要求", Role.LEVEL1),
            *(Paragraph(SENTENCE) for _ in range(sentences)),
            AttachmentNote(
                ("未达序时进度事项一览表", "前二季度各责任单位承办《政府工作报告》目标任务事项完成情况分类汇总统计表")
            ),
            Signature((HOUSE, "2023年7月20日"), sealed=True),
            Paragraph("（此件公开发布）", Role.REMARK),
            Attachment("附件1", ("未达序时进度事项一览表",), (wide_table(rows),), landscape=True),
            Attachment("附件2", ("完成情况分类汇总统计表",), (Paragraph(SENTENCE),)),
        ),
        head=Head(f"{HOUSE}文件", "某政督〔2023〕3号", **head),
        imprint=Imprint(
            HOUSE, DAY,
            ("区委各部门", "区人大常委会办公室", "区政协办公室", "区人武部", "区纪委监委",
             "区人民法院", "区人民检察院"),
        ),
        author=HOUSE,
    )  # fmt: skip


def urging_letter(**head: Any) -> Document:
    """督办函, in the format of a letter."""
    return Document(
        title_lines("关于加快新增停车泊位等2项工作进度的督办函"),
        (
            Paragraph("区建设局：", Role.PLAIN),
            Paragraph(f"截至6月30日，你单位承办的2项事项未达序时进度。{SENTENCE * 2}"),
            Paragraph("请于2023年7月28日前办理，并在系统中填报进展。"),
            Signature((HOUSE, "2023年7月20日"), sealed=True),
        ),
        head=Head(HOUSE, "某政督函〔2023〕5号", form=Form.LETTER, **head),
        imprint=Imprint(copies=("区政府分管领导",)),
        author=HOUSE,
    )


def commendation() -> Document:
    """表彰决定: not sealed here, so both ways of 落款 are printed."""
    return Document(
        ("关于表彰2023年度《政府工作报告》", "目标任务办理工作先进单位的决定"),
        (
            Paragraph("各街道办事处，区人民政府各部门：", Role.PLAIN),
            Paragraph(SENTENCE),
            Paragraph("附件所列单位受到表彰。"),
            AttachmentNote(("先进单位名单",)),
            Signature((HOUSE, "2024年1月20日")),
            Attachment("附件", ("先进单位名单",), (Paragraph("区建设局、区民政局、区气象局。"),)),
        ),
        head=Head(f"{HOUSE}文件", "某政督〔2024〕1号"),
        imprint=Imprint(HOUSE, dt.date(2024, 1, 20)),
        author=HOUSE,
    )


def minutes() -> Document:
    """纪要 of a coordination meeting."""
    return Document(
        ("研究停车泊位建设有关问题的纪要",),
        (
            Paragraph(f"2023年7月19日，副区长某某某主持召开协调会议。{SENTENCE}"),
            Paragraph("一、关于用地手续", Role.LEVEL1),
            Paragraph(SENTENCE * 2),
            Labelled(
                "出席",
                "某某某、某某某（区建设局）、某某某（区自然资源和规划局）、某某某（区财政局）、某某某（区城管局）、某某某",
            ),
            Labelled("请假", "某某某（区审计局）"),
        ),
        head=Head("某某区人民政府专题会议纪要", "某政督纪〔2023〕2号", form=Form.MINUTES),
        imprint=Imprint(HOUSE, DAY, ("区政府领导", "各参会单位")),
        author=HOUSE,
    )


OFFICIAL = {"circular": circular, "urging": urging_letter, "commendation": commendation, "minutes": minutes}
