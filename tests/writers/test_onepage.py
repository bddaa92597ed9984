"""One page: the estimate is never too low."""

from __future__ import annotations

import shutil

import pytest

from duban.core.gongwen.brief import PAGE, Room, document
from duban.core.gongwen.document import Document, PageBreak
from duban.writers.onepage import fits, height, lines
from duban.writers.pdf import write_pdf
from tests.core.gongwen.test_brief import make
from tests.writers.pages import pages_of

printed = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="没有 poppler")


def pages(paper: Document) -> int:
    return len(pages_of(write_pdf(paper)))


@printed
@pytest.mark.parametrize("reds", [0, 3, 7, 10, 14])
def test_what_fits_is_one_page(reds: int):
    paper = document(make(reds=reds, waits=3, moved=8), Room(reds=reds))
    if fits(paper):
        assert pages(paper) == 1
    else:
        assert height(paper) > 0.8 * PAGE.height, "a page is not left empty"


@printed
def test_the_estimate_is_not_blind():
    small, big = document(make(reds=2)), document(make(reds=14, waits=6, moved=30))
    assert fits(small) and not fits(big) and pages(big) > 1


def test_lines_grow_with_text_and_narrow_columns():
    assert lines("", 50, 12) == 1
    assert lines("字" * 11, 50, 12) == 1 and lines("字" * 12, 50, 12) == 2
    assert lines("2023年12月31日为4628套", 40, 12) >= 2


def test_what_no_one_page_paper_is_made_of():
    with pytest.raises(ValueError, match="PageBreak"):
        height(Document(title=("简报",), parts=(PageBreak(),)))
