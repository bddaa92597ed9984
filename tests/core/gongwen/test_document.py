"""Papers as values: text that any file can hold, tables whose cells fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.gongwen.document import Align, Cell, Document, Page, Paragraph, Role, Row, Signature, Spread, Table
from duban.core.text.clean import printable


def table(*rows: Row, widths: tuple[float, ...] = (10, 20, 30)) -> Table:
    return Table(widths, rows)


def row(*cells: Cell, role: Role = Role.CELL) -> Row:
    return Row(cells, role)


def test_merged_cells_leave_their_places_to_none():
    made = table(
        row(Cell.of("编号", rows=2), Cell.of("情况", columns=2)), row(Cell.of("本期"), Cell.of("累计")),
        row(Cell.of("一"), Cell.of("二"), Cell.of("三")),
    )  # fmt: skip
    places = [[(at, cell and cell.paragraphs, wide) for at, cell, wide in places] for _, places in made.placed()]
    assert places[0] == [(0, ("编号",), 1), (1, ("情况",), 2)]
    assert places[1] == [(0, None, 1), (1, ("本期",), 1), (2, ("累计",), 1)]
    assert len(places[2]) == 3


@pytest.mark.parametrize(
    "rows",
    [
        [row(Cell.of("一"), Cell.of("二"))],
        [row(*(Cell.of("一") for _ in range(4)))],
        [row(Cell.of("一", columns=2), Cell.of("二", columns=2))],
        [row(Cell.of("一", rows=2), Cell.of("二"), Cell.of("三"))],
        [row(Cell.of("一", rows=2), Cell.of("二"), Cell.of("三")), row(Cell.of("四"), Cell.of("五"), Cell.of("六"))],
    ],
)
def test_cells_that_do_not_fit_are_refused(rows):
    with pytest.raises(ValueError, match="a (?:row|cell)"):
        table(*rows)


def test_a_cell_spans_at_least_itself():
    with pytest.raises(ValueError, match="at least"):
        Cell.of("一", columns=0)


def test_only_leading_rows_come_again():
    head, body = row(Cell.of("一", columns=3), role=Role.HEAD), row(Cell.of("二", columns=3))
    assert table(head, head, body, head).heads == 2
    assert table(body).heads == 0


def test_lines_of_a_cell_are_paragraphs_and_alignment_falls_back():
    made = Table((10, 20), (row(Cell.of("甲\r\n乙"), Cell.of("丙", align=Align.RIGHT)),), (Align.CENTRE,))
    first, second = made.rows[0].cells
    assert first.paragraphs == ("甲", "乙")
    assert (made.align_of(0, first), made.align_of(1, first), made.align_of(1, second)) == (
        Align.CENTRE, Align.LEFT, Align.RIGHT,
    )  # fmt: skip


def test_the_type_area_is_that_of_the_standard():
    page = Page()
    assert (page.width, page.size[1] - page.top - page.bottom) == (156.0, 225.0)
    assert Page(landscape=True).size == (297.0, 210.0)


def test_every_text_of_a_paper_is_cleaned():
    paper = Document(
        ("题\x00目",), (Paragraph("甲\x1f\n乙"), Spread("左\x07", "右\n"), Signature(("落\x0c款",))), "附\x01件"
    )
    assert (paper.name, paper.mark) == ("题目", "附件")
    assert (paper.parts[0].text, paper.parts[1].left, paper.parts[1].right) == ("甲 乙", "左", "右 ")
    assert paper.parts[2].lines == ("落 款",)


@given(st.text())
def test_printable_text_stands_in_xml_and_utf8(text):
    from lxml import etree

    cleaned = printable(text)
    etree.fromstring(f"<a>{cleaned.replace('&', '&amp;').replace('<', '&lt;')}</a>".encode())
    assert printable(cleaned) == cleaned and "\r" not in cleaned


def test_what_can_be_printed_is_kept():
    kept = "𠮷野家　䶮（１）—“”…\nabc <&> #$*_\\"
    assert printable(kept) == kept
    assert printable("半\ud83d个\U0001ffff") == "半�个�"


def test_a_label_has_one_colon_whoever_wrote_it() -> None:
    from duban.core.gongwen import placing
    from duban.core.gongwen.document import Labelled

    assert Labelled("出席：", "王某。") == Labelled("出席", "王某。")
    assert placing.labelled(Labelled("出席：", "王某。")).lead.count("：") == 1
