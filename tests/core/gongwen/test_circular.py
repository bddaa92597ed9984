"""通报 as a paper: levels, attachment, table."""

from duban.core.gongwen.circular import Annex, Circular, Column, Item, document
from duban.core.gongwen.document import Attachment, AttachmentNote, Paragraph, Role, Row, Table

ANNEX = Annex(
    "2023年责任事项落实情况表",
    (Column("序号", 1), Column("责任事项", 4)),
    ("市级责任事项（1项）", Item(("33", "新增城镇就业"))),
    "注：数据截至2023年9月30日。",
    landscape=True,
)
GOALS = Annex(
    "未按序时推进的责任事项",
    (Column("事项", 1), Column("指标", 2), Column("目标", 1, group="数值"), Column("完成", 1, group="数值")),
    (
        "滞后（2项）",
        Item(("市级第33项",), (("停车泊位", "260个", "120个"), ("充电桩", "40根", "—"))),
        Item(("市级第34项",), (("期限已过，尚未办结。",),)),
    ),
)


def paper(**more):
    return Circular(
        "关于2023年责任事项落实情况的通报",
        "各街道办事处，区人民政府各部门",
        ("现通报如下：", "一、总体情况", "（一）进度", "1.指标"),
        **more,
    )


def test_recipients_levels_and_title():
    made = document(paper())
    roles = [(part.role, part.text) for part in made.parts if isinstance(part, Paragraph)]
    assert roles[0] == (Role.PLAIN, "各街道办事处，区人民政府各部门：")
    assert [role for role, _ in roles[1:]] == [Role.BODY, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3]
    assert made.name == "关于2023年责任事项落实情况的通报" and made.header == ""


def test_the_table_of_items_is_an_attachment_on_landscape_pages():
    made = document(paper(annexes=(ANNEX,)))
    assert AttachmentNote((ANNEX.title,)) in made.parts
    annex = made.parts[-1]
    assert isinstance(annex, Attachment) and annex.landscape and annex.mark == "附件"
    table = next(part for part in annex.parts if isinstance(part, Table))
    assert [row.role for row in table.rows] == [Role.HEAD, Role.BAND, Role.CELL]
    assert isinstance(table.rows[1], Row) and table.rows[1].cells[0].columns == 2
    assert abs(sum(table.widths) - 225) < 1  # the type area of a turned page


def test_an_item_has_a_line_a_goal_and_several_annexes_are_numbered():
    made = document(paper(annexes=(GOALS, ANNEX)))
    assert AttachmentNote((GOALS.title, ANNEX.title)) in made.parts
    first, second = made.attachments
    assert (first.mark, second.mark) == ("附件1", "附件2") and (first.landscape, second.landscape) == (False, True)
    (table,) = [part for part in first.parts if isinstance(part, Table)]
    assert table.fine and table.heads == 2 and abs(sum(table.widths) - 156) < 1
    texts = [["".join(cell.paragraphs) for cell in row.cells] for row in table.rows]
    assert texts[:2] == [["事项", "指标", "数值"], ["目标", "完成"]]
    assert texts[2:] == [
        ["滞后（2项）"], ["市级第33项", "停车泊位", "260个", "120个"], ["充电桩", "40根", "—"],
        ["市级第34项", "期限已过，尚未办结。"],
    ]  # fmt: skip
    assert table.rows[3].cells[0].rows == 2 and table.rows[5].cells[1].columns == 3


def test_a_draft_says_on_every_page_that_it_is_one():
    assert document(paper(standing="起草稿")).header == "起草稿"


def test_text_behind_a_heading_goes_on_in_its_line():
    paper = Circular("关于情况的通报", "各单位", ("（一）抓紧补齐进度。未达到序时进度的事项，牵头单位要抓紧。",))
    (line,) = [part for part in document(paper).parts if isinstance(part, Paragraph) and part.role is Role.LEVEL2]
    assert (line.text, line.then) == ("（一）抓紧补齐进度。", "未达到序时进度的事项，牵头单位要抓紧。")
