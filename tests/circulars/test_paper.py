"""The paper: read back from the file, draft and issued; what the rules for official papers say of its words."""

from __future__ import annotations

import io

import docx
from docx.enum.section import WD_ORIENT

from duban.circulars import checking, drafts, paper
from duban.core.gongwen import frozen
from duban.writers.docx import write_docx
from tests.factories import circulars as play
from tests.factories.dispatch import make_letterhead
from tests.factories.progress import moment


def opened(document):
    return docx.Document(io.BytesIO(write_docx(document, made_at=moment(play.DAY))))


def test_the_issued_paper_is_what_was_approved(stage):
    make_letterhead(stage.cast)
    row = play.issued(stage)
    made = opened(frozen.thaw(row.issued.paper))
    texts = [each.text for each in made.paragraphs]
    whole = "\n".join(texts)
    assert row.issued.full_number in whole and "某某区人民政府办公室文件" in whole
    assert "区人民政府各部门：" in texts and "一、总体情况" in texts and "2023年4月25日" in whole
    assert [each for each in texts if each.startswith("一、")] == ["一、总体情况"]
    behind, whole_list = made.tables[:2]
    assert [cell.text for cell in whole_list.rows[0].cells][:3] == ["序号", "责任事项", "牵头单位"]
    assert {row.cells[2].text for row in whole_list.rows[3:]} == {"区建设局"}
    assert [cell.text for cell in behind.rows[0].cells] == [
        "事项", "内容", "牵头单位", "量化指标", "目标", "完成", "序时应达"
    ]  # fmt: skip
    assert "附件：1.\t2023年第一季度滞后和暂不判断的责任事项" in texts
    assert WD_ORIENT.LANDSCAPE in {section.orientation for section in made.sections}
    assert "起草稿" not in whole


def test_a_draft_says_that_it_is_one_and_has_no_number(stage):
    make_letterhead(stage.cast)
    row = play.begin(stage)
    reading = drafts.read(row, now=moment(play.DAY))
    document = paper.preview(row, reading, on=play.AS_OF)
    assert document.header == paper.STANDING and document.head.number == ""
    assert reading.title == document.name


def test_the_words_are_checked_by_the_rules_for_official_papers(stage):
    row = play.begin(stage)
    assert checking.linted(row, drafts.read(row, now=moment(play.DAY))) == []
    row = play.edit(stage, row, body=row.body + "\n各单位请于2023年05月06日前报送整改情况。")
    found = checking.linted(row, drafts.read(row, now=moment(play.DAY)))
    assert any("05月06日" in each.text for each in found) and not any(each.stops for each in found)
