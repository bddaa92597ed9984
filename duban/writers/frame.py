"""Measures of 版头 and 版记 that docx and pdf share (GB/T 9704-2012, 7.2, 7.4, 10). Millimetres, sizes in points."""

from __future__ import annotations

from duban.core.gongwen.document import Form, Head, Page
from duban.core.gongwen.titles import wide
from duban.writers.looks import LOOKS, MM, Role

MARK_TOP = 35.0  # from the upper edge of the type area to the mark
LETTER_TOP = 30.0  # from the upper edge of the paper
LETTER_WIDTH = 170.0  # of the double lines of a letter
LETTER_BOTTOM = 20.0  # of the lower one from the lower edge of the paper
LINE_BELOW = 4.0  # from the number, or the mark of a letter, to the line
RED_LINE = 0.7  # thickness
LETTER_LINES = (1.06, 0.35)  # thick and thin
EDGE, BETWEEN = 0.35, 0.25  # lines of 版记
BLANKS_BELOW_MARK = 2
BLANKS_BELOW_LINE = 2
_LARGEST, _SMALLEST = 54.0, 16.0
_GLYPH_UP, _GLYPH_DOWN = 0.86, 0.08  # of a Chinese character above and below the baseline, in ems
_BASELINE = 0.8  # of an exact line, where word processors put the baseline


def landscape(page: Page) -> Page:
    """The page turned by a quarter: the side that was bound is on top, so that the head of a table lies there."""
    return Page(True, page.left, page.right, page.bottom, page.top, page.numbers)


def mark_size(head: Head) -> float:
    """As large as one line allows, to half a point; a long name gets smaller before it is broken."""
    room = (LETTER_WIDTH if head.form is Form.LETTER else Page().width) * 0.95 * MM
    return max(_SMALLEST, min(_LARGEST, room / max(wide(head.mark), 1.0) // 0.5 * 0.5))


def mark_pitch(size: float) -> float:
    """Height of the mark's line."""
    return round(size * 1.3, 1)


def above_glyph(size: float, pitch: float) -> float:
    """Millimetres from the top of an exact line to the upper edge of its characters."""
    return (_BASELINE * pitch - _GLYPH_UP * size) / MM


def below_glyph(size: float, pitch: float) -> float:
    """Millimetres from the lower edge of the characters to the bottom of an exact line."""
    return ((1 - _BASELINE) * pitch - _GLYPH_DOWN * size) / MM


def space_before_mark(head: Head, lines: int) -> float:
    """Points above the mark after ``lines`` lines at the top of the type area."""
    size = mark_size(head)
    taken = lines * LOOKS[Role.SECRECY].pitch / MM + above_glyph(size, mark_pitch(size))
    return max(0.0, MARK_TOP - taken) * MM
