"""Official documents measured on the page (GB/T 9704-2012): lines and characters, 版头, 版记, page numbers, 落款."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections import Counter

import docx
import pytest
from docx.shared import Mm

from duban.core.gongwen.document import Document, Form, Head, Imprint, Paragraph, Role, Signature
from duban.core.gongwen.lint import check
from duban.readers.pdf import pages
from duban.readers.pdf.glyphs import Glyph, PageContent
from duban.readers.printed import read_print
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf
from tests.writers.papers import DAY, HOUSE, OFFICIAL, circular, minutes, urging_letter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 25.4 / 72


def rows(page: PageContent) -> list[list[Glyph]]:
    """Characters line by line, from the top."""
    found: list[list[Glyph]] = []
    for glyph in sorted((g for g in page.glyphs if g.text.strip()), key=lambda g: g.middle):
        if found and glyph.middle < max(g.bottom for g in found[-1]) - 0.2 * (glyph.bottom - glyph.top):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [sorted(row, key=lambda g: g.x0) for row in found]


def text_of(row: list[Glyph]) -> str:
    return "".join(each.text for each in row)


def row_of(page: PageContent, begins: str) -> list[Glyph]:
    (found,) = [row for row in rows(page) if text_of(row).startswith(begins)]
    return found


def bars(page: PageContent) -> list[tuple[float, float]]:
    """Horizontal lines: where, and how wide, in millimetres."""
    found = sorted({(round(r.at * MM, 1), round((r.high - r.low) * MM)) for r in page.rules if r.horizontal})
    return found


class TestTheFullPage:
    def test_it_holds_22_lines_of_28_characters(self):
        """The text has no marks, so nothing is squeezed; the second page is full of it."""
        paper = Document(("题",), (Paragraph("国" * 28 * 22 * 3),))
        second = pages(write_pdf(paper))[1]
        body = [row for row in rows(second) if set(text_of(row)) == {"国"}]
        assert len(body) == 22
        assert Counter(len(row) for row in body) == {28: 22}
        assert min(row[0].x0 for row in body) * MM == pytest.approx(28, abs=0.3)
        assert max(row[-1].x1 for row in body) * MM == pytest.approx(184, abs=0.6)

    def test_a_line_more_would_not_fit(self):
        """Were the pitch a point less or the side margin wider, the count above would be another."""
        from dataclasses import replace

        from duban.core.gongwen.document import Page

        paper = Document(("题",), (Paragraph("国" * 28 * 22 * 3),), page=replace(Page(), bottom=46.0))
        assert len([row for row in rows(pages(write_pdf(paper))[1]) if "国" in text_of(row)]) == 21

    def test_digits_take_half_a_character(self):
        """2023年 is three characters wide: no room is put between digits and characters."""
        (page,) = pages(write_pdf(Document(("题",), (Paragraph("国" * 20 + "2023年国国国国国国国国"),))))
        row = next(row for row in rows(page) if "2023" in text_of(row))
        digits = [each for each in row if each.text.isdigit()]
        after = next(each for each in row if each.text == "年")
        assert after.x0 - digits[-1].x1 < 2.0


class TestHead:
    def test_the_mark_stands_35_mm_below_the_type_area_and_is_red(self):
        page = pages(write_pdf(circular(rows=2)))[0]
        mark = row_of(page, f"{HOUSE}文件")
        # The box of a character is a little higher than the character.
        assert mark[0].top * MM < 37 + 35 < mark[0].bottom * MM
        number = row_of(page, "某政督〔2023〕3号")
        line = [at for at, width in bars(page) if width == 156]
        assert any(3.0 < at - number[0].bottom * MM < 5.5 for at in line)
        assert (number[0].x0 + number[-1].x1) / 2 * MM == pytest.approx(28 + 78, abs=1)

    def test_status_and_signers(self):
        data = write_pdf(
            circular(rows=2, secrecy="秘密★1年", urgency="特急", copy_number="000123", signer="甲某、乙某、丙某")
        )
        page = pages(data)[0]
        order = [row_of(page, begins)[0].top for begins in ("000123", "秘密", "特急", f"{HOUSE}文件", "签发人：甲某")]
        assert order == sorted(order)
        last = row_of(page, "某政督〔2023〕3号")
        assert text_of(last).endswith("丙某")  # the number stands on the line of the last signer
        assert last[0].x0 * MM == pytest.approx(28 + 5.6, abs=0.5)

    def test_a_letter_has_its_name_30_mm_below_the_edge_and_two_double_lines(self):
        (page,) = pages(write_pdf(urging_letter()))
        wide = [at for at, width in bars(page) if width == 170]
        upper, lower = [at for at in wide if at < 100], [at for at in wide if at > 200]
        assert upper and lower  # each is a thick and a thin one, half a millimetre apart
        assert 275 < min(lower) <= max(lower) < 277.2  # its lower edge 20 mm from that of the paper
        number = row_of(page, "某政督函〔2023〕5号")
        assert number[-1].x1 * MM == pytest.approx(184, abs=0.6)
        assert not [row for row in rows(page) if text_of(row).startswith("—")]  # no number on the first page

    def test_the_pages_after_the_first_of_a_letter_are_numbered(self):
        from dataclasses import replace

        long = replace(urging_letter(), parts=(*urging_letter().parts[:2], Paragraph("国" * 28 * 30)))
        made = pages(write_pdf(long))
        assert [any(text_of(row) == f"—{n}—" for row in rows(page)) for n, page in enumerate(made, 1)] == [
            False,
            *(True for _ in made[1:]),
        ]

    def test_a_paper_without_head_has_none(self):
        (page,) = pages(write_pdf(Document(("题",), (Paragraph("正文。"),))))
        assert bars(page) == [] and rows(page)[0][0].top * MM < 50

    @pytest.mark.parametrize(
        "mark", ["某", "某某区人民政府办公室", "某某省某某市某某区人民政府督查室关于目标任务的专报"]
    )
    def test_a_long_name_is_set_smaller_and_stays_on_its_line(self, mark):
        page = pages(write_pdf(Document(("题",), head=Head(mark, "某政督〔2023〕1号"))))[0]
        (row,) = [row for row in rows(page) if text_of(row) == mark]
        assert row[0].x0 * MM > 27 and row[-1].x1 * MM < 185


class TestTheEnd:
    def test_a_sealed_paper_has_its_date_four_characters_in_and_the_issuer_centred_on_it(self):
        (page,) = pages(write_pdf(urging_letter()))
        date = row_of(page, "2023年7月20日")
        issuer = [row for row in rows(page) if text_of(row) == HOUSE][-1]
        one = 15.75 * MM
        assert 184 - date[-1].x1 * MM == pytest.approx(4 * one, abs=0.6)
        middle = [(row[0].x0 + row[-1].x1) / 2 * MM for row in (issuer, date)]
        assert middle[0] == pytest.approx(middle[1], abs=1.0)
        text = row_of(page, "请于2023年7月28日前办理")
        assert (issuer[0].top - text[0].bottom) * MM > 2 * 10.2  # room for the seal

    def test_an_unsealed_one_has_the_issuer_two_in_and_the_date_two_behind_its_first(self):
        made = write_pdf(Document(("题",), (Paragraph("正文。"), Signature((HOUSE, "2024年1月20日")))))
        (page,) = pages(made)
        issuer, date = row_of(page, HOUSE), row_of(page, "2024年1月20日")
        one = 15.75 * MM
        assert 184 - issuer[-1].x1 * MM == pytest.approx(2 * one, abs=0.6)
        assert (date[0].x0 - issuer[0].x0) * MM == pytest.approx(2 * one, abs=2.0)

    def test_it_is_never_alone_on_a_page(self):
        """The last paragraph goes with it (此页无正文 is not used)."""
        for lines in range(15, 23):
            paper = Document(
                ("题",), (Paragraph("国" * 28 * lines), Paragraph("特此通报。"), Signature((HOUSE, "2024年1月20日")))
            )
            for page in pages(write_pdf(paper)):
                texts = [text_of(row) for row in rows(page)]
                if "2024年1月20日" in texts:
                    assert "特此通报。" in texts or any(text.startswith("国") for text in texts)

    def test_imprint_lies_at_the_lower_edge_of_the_last_page(self):
        made = pages(write_pdf(minutes()))
        lines = [at for at, width in bars(made[-1]) if width == 156]
        assert max(lines) == pytest.approx(297 - 35, abs=0.5) and len({round(at) for at in lines}) == 3
        printed = row_of(made[-1], HOUSE)
        assert text_of(printed).endswith("2023年7月20日印发")
        assert printed[0].x0 * MM == pytest.approx(28 + 14 * MM, abs=0.7)
        assert all(not [1 for _, width in bars(page) if width == 156][1:] for page in made[:-1])

    def test_imprint_goes_to_a_page_of_its_own_where_there_is_no_room(self):
        paper = Document(("题",), (Paragraph("国" * 28 * 17),), imprint=Imprint(HOUSE, DAY, ("甲", "乙")))
        made = pages(write_pdf(paper))
        assert [any("印发" in text_of(row) for row in rows(page)) for page in made] == [False] * (len(made) - 1) + [
            True
        ]

    def test_attachments_begin_on_pages_of_their_own_and_the_numbers_go_on(self):
        made = pages(write_pdf(circular(rows=30)))
        first = next(at for at, page in enumerate(made) if text_of(rows(page)[0]).startswith("附件1"))
        assert (made[first].width > made[first].height) and made[-1].width < made[-1].height
        assert text_of(rows(made[-1])[0]) == "附件2"
        shown = ["".join(sorted(g.text for g in page.glyphs if g.text.isdigit())) for page in made]
        assert all(str(at) in text for at, text in enumerate(shown, 1))

    def test_the_number_of_a_turned_page_stands_at_the_foot_of_the_bound_sheet(self):
        """Left of the type area: odd pages at the lower end, even pages at the upper."""
        made = pages(write_pdf(circular(rows=30)))
        turned = [(at, page) for at, page in enumerate(made, 1) if page.width > page.height]
        assert len(turned) >= 2
        for at, page in turned:
            beside = [each for each in page.glyphs if each.x1 * MM < 33 and each.text.strip()]
            assert str(at) in "".join(each.text for each in beside)
            low = sum(each.middle for each in beside) / len(beside) * MM > 105
            assert low is (at % 2 == 1)


class TestPageNumbers:
    def test_odd_right_even_left_seven_millimetres_below(self):
        made = pages(write_pdf(Document(("题",), (Paragraph("国" * 28 * 22 * 3),))))
        for at, page in enumerate(made, 1):
            row = row_of(page, "—")
            assert text_of(row) == f"—{at}—"
            one = 14 * MM
            if at % 2:
                assert 184 - row[-1].x1 * MM == pytest.approx(one, abs=0.5)
            else:
                assert row[0].x0 * MM - 28 == pytest.approx(one, abs=0.5)
            assert row[0].middle * MM - 262 == pytest.approx(7, abs=1.0)


class TestDocx:
    def test_parts_are_paragraphs_with_styles_of_their_own(self):
        made = docx.Document(io.BytesIO(write_docx(circular(rows=2, secrecy="秘密★1年"))))
        styles = {p.text: p.style.name for p in made.paragraphs if p.text}
        assert styles[f"{HOUSE}文件"] == "发文机关标志" and styles["某政督〔2023〕3号"] == "发文字号"
        assert styles["秘密★1年"] == "密级和紧急程度" and styles["附件1"] == "附件序号"
        assert styles["（此件公开发布）"] == "公文附注" and styles["2023年7月20日"] == "公文落款"
        assert styles["附件：1.\t未达序时进度事项一览表"] == "附件说明"
        heads = [p for p in made.paragraphs if p.text.startswith("（1）新建泊位。")]
        assert [run.text for run in heads[0].runs][0] == "（1）新建泊位。" and heads[0].style.name == "公文四级标题"
        assert made.paragraphs[[p.text for p in made.paragraphs].index(f"{HOUSE}文件")].runs[0].font.color.rgb == (
            255,
            0,
            0,
        )

    def test_imprint_is_a_table_at_the_foot_of_the_type_area(self):
        made = docx.Document(io.BytesIO(write_docx(minutes())))
        table = made.tables[-1]
        assert [row.cells[0].text for row in table.rows] == [
            "抄送：区政府领导，各参会单位。",
            f"{HOUSE}\t2023年7月20日印发",
        ]
        place = table._tbl.tblPr.find(f"{W}tblpPr")
        assert (place.get(f"{W}vertAnchor"), place.get(f"{W}tblpYSpec")) == ("margin", "bottom")
        sizes = {e.tag.removeprefix(W): e.get(f"{W}sz") for e in table._tbl.tblPr.find(f"{W}tblBorders")}
        assert sizes == {"top": "8", "bottom": "8", "insideH": "6"}  # eighths of a point: 0.35 and 0.25 mm

    def test_sections_turn_for_a_wide_table_and_turn_back(self):
        made = docx.Document(io.BytesIO(write_docx(circular(rows=2))))
        shown = [(s.orientation, round(s.top_margin / Mm(1)), round(s.left_margin / Mm(1))) for s in made.sections]
        assert shown == [(0, 37, 28), (1, 28, 35), (0, 37, 28)]
        grid = made.sections[0]._sectPr.find(f"{W}docGrid")
        assert grid.get(f"{W}type") == "linesAndChars"
        assert round(225 / 25.4 * 1440 / int(grid.get(f"{W}linePitch"))) == 22

    def test_a_letter_has_edges_of_its_own_on_the_first_page(self):
        made = docx.Document(io.BytesIO(write_docx(urging_letter())))
        section = made.sections[0]
        assert section.different_first_page_header_footer
        assert section.first_page_footer._element.find(f".//{W}fldSimple") is None
        assert section.first_page_footer._element.find(f".//{W}pBdr/{W}top") is not None
        assert section.footer._element.find(f".//{W}fldSimple") is not None

    def test_the_last_text_stays_with_the_signature(self):
        made = docx.Document(io.BytesIO(write_docx(circular(rows=2))))
        at = [p.text for p in made.paragraphs].index(HOUSE)
        kept = [p.paragraph_format.keep_with_next for p in made.paragraphs[at - 5 : at + 1]]
        assert all(kept)

    @pytest.mark.parametrize("kind", sorted(OFFICIAL))
    def test_every_kind_is_opened_by_libreoffice_without_loss(self, kind, tmp_path):
        if shutil.which("soffice") is None:
            pytest.skip("没有 LibreOffice")
        (tmp_path / "a.docx").write_bytes(write_docx(OFFICIAL[kind]()))
        profile = (tmp_path / "profile").as_uri()
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir",
             str(tmp_path), str(tmp_path / "a.docx")],
            check=True, capture_output=True,
        )  # fmt: skip
        made = pages((tmp_path / "a.pdf").read_bytes())
        shown = "".join(text_of(row) for page in made for row in rows(page))
        paper = OFFICIAL[kind]()
        for part in paper.parts:
            if isinstance(part, Paragraph) and part.role is not Role.BODY:
                assert part.text.replace(" ", "") in shown.replace(" ", ""), part.text
        assert paper.head.number in shown
        if paper.imprint.issuer:
            printed = [row for row in rows(made[-1]) if text_of(row).endswith("印发")]
            assert printed[0][0].bottom * MM == pytest.approx(262, abs=4)


@pytest.mark.parametrize("kind", sorted(OFFICIAL))
def test_our_pdf_is_clean_by_our_own_rules(kind):
    assert check(read_print(write_pdf(OFFICIAL[kind]()), "a.pdf")) == []


def test_properties_say_what_stood_in_for_the_named_faces():
    core = docx.Document(io.BytesIO(write_docx(circular(rows=1)))).core_properties
    assert core.author == HOUSE and "方正小标宋简体" in core.comments


def test_form_without_number_or_copies():
    """Minutes of a meeting may have neither; nothing is printed for what is not there."""
    paper = Document(("题",), (Paragraph("正文。"),), head=Head("某某会议纪要", form=Form.MINUTES), imprint=Imprint())
    assert "印发" not in "".join(text_of(row) for row in rows(pages(write_pdf(paper))[0]))
    assert not docx.Document(io.BytesIO(write_docx(paper))).tables
