"""What the parts of the system compose is clean by our own rules, as docx and as pdf."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from duban.core.gongwen import circular, conclusion, erratum
from duban.core.gongwen.document import Document, Form, Head, Imprint, Signature
from duban.core.gongwen.lint import check
from duban.readers.printed import read_print
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf

HOUSE = "某某区人民政府办公室"
DAY = dt.date(2023, 7, 20)
SIGNED = Signature((HOUSE, "2023年7月20日"), sealed=True)
HEAD = Head(f"{HOUSE}文件", "某政督〔2023〕3号")
IMPRINT = Imprint(HOUSE, DAY)


def a_circular() -> Document:
    annex = circular.Annex(
        "2023年责任事项落实情况表",
        (circular.Column("序号", 1), circular.Column("责任事项", 4)),
        ("市级责任事项（1项）", circular.Item(("33", "新增城镇就业"))),
        landscape=True,
    )
    words = (
        "现将前二季度情况通报如下：", "一、总体情况", "应报单位87个，按时报送85个。",
        "区建设局应于2023年7月10日前报送，至今未报送。",
        "二、下步要求", "（一）抓紧补齐进度。未达到序时进度的事项，牵头单位要逐项分析原因，提出措施。",
        "（二）按时报送。请于2023年10月10日前报送前三季度完成情况。",
    )  # fmt: skip
    paper = circular.Circular(
        "关于2023年前二季度责任事项落实情况的通报", "各街道办事处，区人民政府各部门", words, (annex,)
    )
    return circular.document(paper, head=HEAD, signature=SIGNED, imprint=IMPRINT)


def a_conclusion() -> Document:
    served = conclusion.Served(
        "停车泊位建设专项督查", "区建设局", dt.date(2023, 7, 3), dt.date(2023, 7, 5), "查阅台账，实地查看3处。",
        "进度滞后。", (("补报佐证材料", dt.date(2023, 8, 10)),), dt.date(2023, 8, 19),
    )  # fmt: skip
    return replace(conclusion.document(served, signature=SIGNED), head=replace(HEAD, form=Form.LETTER))


def an_erratum() -> Document:
    slips = (erratum.Slip("37项", "38项", "第二部分"), erratum.Slip("85个", "86个"))
    value = erratum.Erratum("某政督〔2023〕3号", "关于情况的通报", DAY, "通报", slips, "统计口径有误", "各单位：")
    return erratum.document(value, head=HEAD, signature=SIGNED, imprint=IMPRINT)


@pytest.mark.parametrize(
    "paper", [a_circular(), a_conclusion(), an_erratum()], ids=["circular", "conclusion", "erratum"]
)
def test_composed_papers_are_clean(paper):
    assert check(read_print(write_docx(paper), "a.docx")) == []
    assert check(read_print(write_pdf(paper), "a.pdf")) == []
