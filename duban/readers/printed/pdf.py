"""Pages of a .pdf measured from the characters on them: paper, lines a page, characters a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from duban.core.gongwen.lint import Sheet
from duban.readers.pdf import pages
from duban.readers.pdf.glyphs import Glyph, PageContent

_MM = 25.4 / 72
_FEWEST = 60  # characters of the commonest size on pages that are judged


def sheets(data: bytes) -> tuple[Sheet, ...]:
    """One a page with text; nothing for a scan. Raises Unreadable."""
    return tuple(_sheet(page) for page in pages(data) if len(page.glyphs) >= _FEWEST)


def _sheet(page: PageContent) -> Sheet:
    size = _body_size(page.glyphs)
    body = [each for each in page.glyphs if _is_chinese(each) and abs(_size(each) - size) < 0.6]
    edges = body or page.glyphs
    return Sheet(
        width=page.width * _MM,
        height=page.height * _MM,
        top=min(each.top for each in edges) * _MM,
        bottom=(page.height - max(each.bottom for each in edges)) * _MM,
        left=min(each.x0 for each in edges) * _MM,
        right=(page.width - max(each.x1 for each in edges)) * _MM,
        pitch=_pitch(body),
        character=_advance(body),
        measured=True,
    )


def _is_chinese(glyph: Glyph) -> bool:
    return "\u4e00" <= glyph.text <= "\u9fff"


def _size(glyph: Glyph) -> float:
    return glyph.x1 - glyph.x0


def _body_size(glyphs: Iterable[Glyph]) -> float:
    counted = Counter(round(_size(each) * 2) / 2 for each in glyphs if _is_chinese(each))
    return counted.most_common(1)[0][0] if counted else 0.0


def _pitch(body: list[Glyph]) -> float | None:
    """The commonest distance between neighbouring lines."""
    tops = sorted({round(each.bottom, 1) for each in body})
    steps = [round(after - before, 1) for before, after in pairwise(tops) if after - before > 4]
    return Counter(steps).most_common(1)[0][0] if len(steps) >= 3 else None


def _advance(body: list[Glyph]) -> float | None:
    """From one Chinese character to the next in the same line."""
    steps = [
        after.x0 - before.x0
        for before, after in pairwise(body)
        if abs(before.bottom - after.bottom) < 1 and 0 < after.x0 - before.x0 < 2 * _size(before)
    ]
    return median(steps) if len(steps) >= 20 else None
