"""Lines, paragraphs, page furniture and ruled tables of a PDF, from characters put down by hand."""

from __future__ import annotations

from duban.core.document import SourceDocument
from duban.readers.assembly import Assembler
from duban.readers.pdf.flow import write_pages
from duban.readers.pdf.furniture import drop_furniture
from duban.readers.pdf.glyphs import Glyph, PageContent, Rule
from duban.readers.pdf.lines import lines_of
from duban.readers.pdf.paragraphs import Measures, join
from duban.readers.pdf.scan import is_scanned, pages_without_text
from duban.readers.pdf.tables import find_tables

SIZE = 16.0
LEFT, RIGHT = 80.0, 80.0 + 28 * SIZE
WIDE = 28  # characters a line


def put(text: str, x: float, y: float, size: float = SIZE) -> list[Glyph]:
    """Characters from (x, y) on; a Latin one is half as wide; a space is a gap that the renderer saw."""
    glyphs, apart = [], False
    for each in text:
        step = size / 2 if each.isascii() else size
        if each == " ":
            apart = True
        else:
            glyphs.append(Glyph(each, x, x + step, y, y + size, apart))
            apart = False
        x += step
    return glyphs


def set_paragraph(text: str, y: float, *, indent: int = 2, pitch: float = 28.0) -> tuple[list[Glyph], float]:
    """A paragraph in lines of 28 characters; where the next one begins."""
    glyphs: list[Glyph] = []
    room, x = WIDE - indent, LEFT + indent * SIZE
    while text:
        glyphs += put(text[:room], x, y)
        text, room, x, y = text[room:], WIDE, LEFT, y + pitch
    return glyphs, y


def page_of(*paragraphs: str, indent: int = 2, gap: float = 0.0, top: float = 120.0) -> list[Glyph]:
    glyphs, y = [], top
    for paragraph in paragraphs:
        more, y = set_paragraph(paragraph, y, indent=indent)
        glyphs += more
        y += gap
    return glyphs


def joined(*pages: list[Glyph]) -> list[str]:
    lines = [lines_of(glyphs, number) for number, glyphs in enumerate(pages)]
    measures = Measures(lines, [595.0] * len(pages))
    return [paragraph.text for paragraph in join([line for page in lines for line in page], measures)]


LONG = "新增停车泊位十二万个，" * 6 + "改造老旧小区二百六十个。"
OTHER = "完成绿道建设三十公里，" * 5 + "新增养老床位五百张。"


def test_pieces_of_one_height_are_one_line_from_left_to_right():
    glyphs = put("区建设局", 300, 100) + put("停车", 80, 101)
    assert [line.text for line in lines_of(glyphs)] == ["停车 区建设局"]


def test_a_space_is_kept_and_spread_text_has_none():
    assert lines_of(put("单位: 负责人", 80, 100))[0].text == "单位: 负责人"
    spread = [Glyph(c, 80 + 20 * i, 96 + 20 * i, 100, 116, True) for i, c in enumerate("两端对齐的一行字")]
    assert lines_of(spread)[0].text == "两端对齐的一行字"


def test_no_space_before_a_closing_mark():
    assert lines_of([*put("甲", 80, 100), *put("；乙", 110, 100)])[0].text == "甲；乙"


def test_bold_by_printing_twice_is_one_character():
    glyphs = put("标题", 80, 100) + put("标题", 80.4, 100)
    assert lines_of(glyphs)[0].text == "标题"


def test_indented_paragraphs_are_joined():
    assert joined(page_of(LONG, OTHER, LONG)) == [LONG, OTHER, LONG]


def test_paragraphs_set_apart_by_space_are_joined():
    assert joined(page_of(LONG, OTHER, "短。", LONG, "短。", OTHER, "短。", "短。", "短。", indent=0, gap=14)) == [
        LONG,
        OTHER,
        "短。",
        LONG,
        "短。",
        OTHER,
        "短。",
        "短。",
        "短。",
    ]


def test_numbered_items_that_fill_their_last_line_stay_apart():
    full = "1." + "字" * (WIDE * 2 - 2) + "。"  # the last line ends at the right margin
    assert joined(page_of(full, "2.完成绿道建设。", indent=0)) == [full, "2.完成绿道建设。"]


def test_a_paragraph_goes_on_over_the_page():
    glyphs, _ = set_paragraph(LONG, 120)
    upper = [each for each in glyphs if each.top < 140]
    lower = [each for each in glyphs if each.top >= 140]
    assert joined(page_of(OTHER) + [Glyph(g.text, g.x0, g.x1, g.top + 300, g.bottom + 300) for g in upper], lower) == [
        OTHER,
        LONG,
    ]


def test_a_centred_title_over_two_lines_stays_two_lines():
    title = put("二〇二三年政府工作报告", LEFT + 8 * SIZE, 60, SIZE) + put("责任分解方案", LEFT + 11 * SIZE, 88, SIZE)
    lines = [lines_of(title + page_of(LONG, OTHER))]
    found = join(lines[0], Measures(lines, [595.0]))
    assert [(each.text, each.centred) for each in found] == [
        ("二〇二三年政府工作报告", True),
        ("责任分解方案", True),
        (LONG, False),
        (OTHER, False),
    ]


def test_heads_feet_and_page_numbers_are_dropped():
    pages = [
        lines_of(put("某区人民政府文件", 200, 30) + page_of(LONG) + put(f"— {number} —", 280, 800), number)
        for number in range(3)
    ]
    kept, dropped = drop_furniture(pages, [842.0] * 3)
    assert dropped == 6
    assert all("文件" not in line.text and "—" not in line.text for page in kept for line in page)


def test_a_first_line_of_one_page_is_no_head():
    pages = [lines_of(put(text, 200, 60) + page_of(LONG), n) for n, text in enumerate(("标题", "正文", "附件"))]
    assert drop_furniture(pages, [842.0] * 3)[1] == 0


def box(xs: list[float], ys: list[float]) -> list[Rule]:
    """A full grid."""
    return [Rule(True, y, xs[0], xs[-1]) for y in ys] + [Rule(False, x, ys[0], ys[-1]) for x in xs]


def rows_of(rules: list[Rule], glyphs: list[Glyph]) -> list[list[str]]:
    return written([PageContent(595, 842, glyphs, rules)])


def written(contents: list[PageContent]) -> list[list[str]]:
    document = document_of(contents)
    return [
        [cell.of(document.text) for cell in block.cells] or [block.span.of(document.text)] for block in document.blocks
    ]


def document_of(contents: list[PageContent]) -> SourceDocument:
    assembler = Assembler("x.pdf", "pdf")
    write_pages(assembler, contents)
    return assembler.finish()


XS, YS = [80, 120, 400, 520], [100, 130, 190, 220]


def test_a_ruled_table_is_rows_of_cells():
    glyphs = put("序号", 84, 106) + put("任务", 200, 106) + put("单位", 420, 106)
    glyphs += put("1", 96, 150) + put("新增停车泊位十二万个并改造旧小区", 124, 140) + put("二百六十个", 124, 164)
    glyphs += put("区建设局", 404, 150) + put("2", 96, 200) + put("绿道", 124, 200)
    assert rows_of(box(XS, YS), glyphs) == [
        ["序号", "任务", "单位"],
        ["1", "新增停车泊位十二万个并改造旧小区二百六十个", "区建设局"],
        ["2", "绿道", ""],
    ]


def test_text_around_a_table_keeps_its_place():
    glyphs = put("表前", 80, 60) + put("1", 96, 110) + put("停车", 130, 110) + put("表后", 80, 300)
    assert rows_of(box(XS[:3], [100, 130]), glyphs) == [["表前"], ["1", "停车"], ["表后"]]


def test_merged_cells_of_a_ruled_table():
    rules = [Rule(True, y, 80, 520) for y in (100, 220)]
    rules += [Rule(True, 130, 80, 520), Rule(True, 160, 80, 400)]  # the last column runs over two rows
    rules += [Rule(True, 190, 80, 520)]
    rules += [Rule(False, 80, 100, 220), Rule(False, 520, 100, 220)]
    rules += [Rule(False, x, 100, 190) for x in (120, 400)]  # the last row is one cell
    glyphs = put("1", 96, 135) + put("停车", 130, 135) + put("区建设局", 404, 150)
    glyphs += put("2", 96, 165) + put("绿道", 130, 165) + put("二、民生", 90, 198) + put("序号", 84, 106)
    assert rows_of(rules, glyphs) == [
        ["序号", "", ""],
        ["1", "停车", "区建设局"],
        ["2", "绿道", ""],
        ["二、民生"],
    ]
    blocks = document_of([PageContent(595, 842, glyphs, rules)]).blocks
    assert [block.continued for block in blocks] == [(), (), (2,), ()]


def test_a_table_open_at_its_sides():
    rules = [Rule(True, y, 80, 520) for y in (100, 130, 160)] + [Rule(False, x, 100, 160) for x in (120, 400)]
    glyphs = put("1", 96, 106) + put("停车", 130, 106) + put("区建设局", 404, 106)
    assert rows_of(rules, glyphs) == [["1", "停车", "区建设局"]]


def test_underlines_and_frames_are_no_tables():
    assert find_tables([Rule(True, 100, 80, 520)]) == []
    assert find_tables(box([80, 520], [100, 700])) == []


def test_lines_in_pieces_are_one_line():
    pieces = [Rule(r.horizontal, r.at + d, r.low, r.high) for r in box(XS, YS) for d in (0, 0.6)]
    (grid,) = find_tables(pieces)
    assert (len(grid.xs), len(grid.ys)) == (4, 4)


def test_a_table_over_two_pages_goes_on():
    head = put("序号", 84, 106) + put("任务", 200, 106)
    first = PageContent(595, 842, [*head, *put("1", 96, 150), *put("新增停车", 130, 150)], box(XS[:3], YS[:3]))
    second = PageContent(
        595,
        842,
        [*head, *put("泊位。", 130, 135), *put("2", 96, 200), *put("绿道", 130, 200)],
        box(XS[:3], [100, 130, 190, 220]),
    )
    assert written([first, second]) == [["序号", "任务"], ["1", "新增停车泊位。"], ["2", "绿道"]]


def test_too_many_lines_are_no_table():
    rules = [Rule(True, float(y), 0, 500) for y in range(0, 8000, 6)] + [
        Rule(False, float(x), 0, 900) for x in range(9)
    ]
    assert find_tables(rules) == []


def test_scans_are_told_apart():
    picture = PageContent(595, 842, [], [], covered=1.0)
    text = PageContent(595, 842, page_of(LONG), [])
    unmapped = PageContent(595, 842, page_of(LONG), [], unmapped=60)
    assert is_scanned([picture, picture]) and is_scanned([unmapped])
    assert not is_scanned([text]) and not is_scanned([text, picture])
    assert pages_without_text([text, picture]) == [1]
    assert not is_scanned([PageContent(595, 842, [], [])])  # an empty page is no scan
