"""Pages of government portals."""

from __future__ import annotations

import pytest

from duban.core.document import BlockKind
from duban.readers import read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, page_of


def read(body: str, head: str = ""):
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read_bytes(page.encode(), "通知.html")


def cells(document) -> list[list[str]]:
    return [
        [cell.of(document.text) for cell in block.cells] for block in document.blocks if block.kind is BlockKind.ROW
    ]


def test_the_article_without_menu_footer_and_scripts():
    document = read_bytes(page_of(NOTICE.split("\n")).encode(), "通知.html")
    assert document.text == NOTICE
    assert [note.code for note in document.notes] == ["html.furniture"]


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8", "gb18030"])
def test_charsets_of_pages(charset):
    document = read_bytes(page_of(NOTICE.split("\n"), charset=charset).encode(charset), "x.html")
    assert document.text == NOTICE


def test_the_table_of_labels_before_the_article_is_kept():
    article = "".join(f"<p>{line}</p>" for line in NOTICE.split("\n"))
    table = (
        "<table><tr><td>索 引 号：</td><td>737546075/2023-1</td><td>文 号：</td><td>某政办〔2023〕1号</td></tr></table>"
    )
    menu = "<div><a href=/>首页</a>　<a href=/a>政务公开</a></div>"
    document = read(f"<div>{menu}{table}<div class=x><div id=content>{article}</div></div><div>备案 1号</div></div>")
    assert cells(document) == [["索 引 号：", "737546075/2023-1", "文 号：", "某政办〔2023〕1号"]]
    assert document.text.split("\n")[1:] == NOTICE.split("\n")


def test_a_title_above_the_article_is_kept():
    article = "".join(f"<p>{line}</p>" for line in NOTICE.split("\n")[1:])
    document = read(f"<div><div><h1>{NOTICE.splitlines()[0]}</h1></div><div>{article}</div></div>")
    assert document.text == NOTICE
    assert document.blocks[0].heading == 1


def test_a_long_sentence_outside_the_article_is_not_lost():
    long = "另有一项工作任务写在正文之外，由区建设局牵头，区房管局配合，务必于十二月底以前全面完成并书面报告结果。"
    article = "".join(f"<p>{line}</p>" for line in NOTICE.split("\n") * 3)
    assert read(f"<div>{article}</div><div>{long}</div>").text.endswith(long)


def test_line_breaks_spaces_and_inline_elements():
    document = read("<p>&nbsp;一、<b>城市</b><span>建设</span><br>1.停车\n   泊位 <i>12</i>万个</p><div>二、民生</div>")
    assert document.text.split("\n") == ["一、城市建设", "1.停车 泊位 12万个", "二、民生"]


def test_hidden_things_and_form_controls_are_left_out():
    document = read(
        "<form><p>正文</p><p style='display: none'>隐藏</p><p hidden>隐藏</p><select><option>甲</select>"
        "<button>打印</button><!-- 注释 --><noscript>无脚本</noscript></form>"
    )
    assert document.text == "正文"


def test_bold_and_centred():
    title, bold, mixed = read(
        "<p style='text-align:center'>标题</p><p><strong>牵头单位</strong></p><p>正文<b>粗</b></p>"
    ).blocks
    assert title.centred and not title.bold
    assert bold.bold and not bold.centred
    assert not mixed.bold


def test_numbers_of_ordered_lists():
    document = read("<ol><li>停车</li><li>绿道</li></ol><ol type=A start=3><li>养老</li></ol>")
    assert document.text.split("\n") == ["1.停车", "2.绿道", "C.养老"]
    assert [block.number_length for block in document.blocks] == [2, 2, 2]
    assert read("<ol style='list-style: none'><li>1.停车</li></ol>").text == "1.停车"


def test_tables_with_merged_cells():
    document = read(
        "<table><thead><tr><th>序号<th>任务<th colspan=2>单位</tr></thead>"
        "<tr><td>1<td>停车<td rowspan=2>区建设局<td>区房管局</tr><tr><td>2<td>绿道<td>区园林局</tr>"
        "<tr><td colspan=4>二、民生</td></tr></table>"
    )
    assert cells(document) == [
        ["序号", "任务", "单位", ""],
        ["1", "停车", "区建设局", "区房管局"],
        ["2", "绿道", "", "区园林局"],
        ["二、民生"],
    ]
    assert [block.continued for block in document.blocks] == [(), (), (2,), ()]


def test_paragraphs_in_a_cell_are_lines_of_the_cell():
    assert cells(read("<table><tr><td>1</td><td><p>停车</p><p>绿道</p></td></tr></table>")) == [["1", "停车\n绿道"]]


def test_a_table_that_arranges_the_page_is_no_table():
    article = "".join(f"<p>{line}</p>" for line in NOTICE.split("\n"))
    inner = "<table><tr><td>1</td><td>停车</td></tr><tr><td>2</td><td>绿道</td></tr></table>"
    document = read(f"<table><tr><td width=100><a href=/>首页</a></td><td>{article}{inner}</td></tr></table>")
    assert document.text.startswith(NOTICE)
    assert cells(document) == [["1", "停车"], ["2", "绿道"]]


def test_a_table_cell_in_an_inline_element_is_still_a_cell():
    assert cells(read("<table><tr><td><span>1</span></td><td><font>停车<br>泊位</font></td></tr></table>")) == [
        ["1", "停车\n泊位"]
    ]


def test_a_page_exported_by_an_office_program():
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type '
        'content="text/html; charset=gb2312"></head><body><div class=WordSection1>'
        "<p class=MsoNormal><b><span lang=EN-US>1.</span>停车</b><o:p></o:p></p></div></body></html>"
    )
    assert read_bytes(page.encode("gbk"), "通知.doc").text == "1.停车"


def test_a_page_without_text_is_refused():
    with pytest.raises(Unreadable) as refused:
        read("<script>var a</script><img src=x>")
    assert refused.value.code == "empty"


def test_a_page_nested_without_end_is_refused():
    with pytest.raises(Unreadable) as refused:
        read("<div>" * 5000 + "一、目标" + "</div>" * 5000)
    assert refused.value.code == "too-deep"
