"""Characters and ruled lines of a PDF page, in points from the top left corner of the page as shown."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from duban.readers import limits

_SLANT = 0.2  # radians; more is a watermark
_THIN = 3.0  # points; a filled box that thin is a line
_SHORT = 4.0  # points; shorter is a dot
_FORM_DEPTH = 6
# Characters that a font maps to a radical although the word was meant (一 → ⼀).
_RADICALS = dict.fromkeys([*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)])


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box. ``apart``: the renderer saw a gap before it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    apart: bool = False

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: at ``at`` (y of a horizontal one, x of a vertical one) from ``low`` to ``high``."""

    horizontal: bool
    at: float
    low: float
    high: float


@dataclass(slots=True)
class PageContent:
    """What stands on a page. ``covered`` is the share of the page under pictures."""

    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    covered: float = 0.0
    unmapped: int = 0  # characters without a meaning


Place = Callable[[float, float], tuple[float, float]]


def _placing(page: Any) -> tuple[Place, float, float]:
    """From the page's own coordinates to those of the page as shown."""
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    turn = page.get_rotation()
    if turn == 90:
        return lambda x, y: (y - bottom, x - left), height, width
    if turn == 180:
        return lambda x, y: (right - x, y - bottom), width, height
    if turn == 270:
        return lambda x, y: (top - y, right - x), height, width
    return lambda x, y: (x - left, top - y), width, height


def page_content(page: Any) -> PageContent:
    """Everything of one page (a ``pypdfium2.PdfPage``)."""
    place, width, height = _placing(page)
    content = PageContent(width, height, [], [])
    text = pdfium.FPDFText_LoadPage(page.raw)
    if text:
        try:
            _read_glyphs(text, place, content, math.radians(page.get_rotation()))
        finally:
            pdfium.FPDFText_ClosePage(text)
    _read_objects(page, place, content)
    return content


def _read_glyphs(text: Any, place: Place, content: PageContent, turned: float) -> None:
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    count = min(pdfium.FPDFText_CountChars(text), limits.PAGE_CHARACTERS)
    code_at, box_at = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    add = content.glyphs.append
    high, apart = 0, False
    for index in range(count):
        code = code_at(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = 0x10000 + ((high or 0xD800) - 0xD800 << 10) + (code - 0xDC00), 0
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            apart = True
            continue
        if code < 0x20 or code > 0x10FFFF:
            continue
        if code in {0xFFFD, 0xFFFE, 0xFFFF} or 0xE000 <= code < 0xF900:
            content.unmapped += 1
        slant = (pdfium.FPDFText_GetCharAngle(text, index) + turned) % (math.pi / 2)
        if _SLANT < slant < math.pi / 2 - _SLANT or not box_at(text, index, pointer):
            continue
        x0, y0 = place(box.left, box.bottom)
        x1, y1 = place(box.right, box.top)
        add(Glyph(_letter(code), min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), apart))
        apart = False


def _letter(code: int) -> str:
    if code in _RADICALS:
        import unicodedata

        return _CJK_RADICALS.get(code) or unicodedata.normalize("NFKC", chr(code))
    return " " if code == 0xA0 else chr(code)


# The few simplified radicals that Unicode does not decompose.
_CJK_RADICALS = dict(
    zip(
        map(ord, "⻁⻄⻅⻆⻉⻋⻌⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰"),
        "虎西见角贝车辶长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)


def _read_objects(page: Any, place: Place, content: PageContent) -> None:
    area = 0.0
    for item, matrix in _objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY, 0):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            area += _image_area(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and len(content.rules) < limits.PAGE_RULES:
            content.rules.extend(_rules_of(item, matrix, place))
    content.covered = min(1.0, area / max(1.0, content.width * content.height))


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _matrix_of(item: Any) -> Matrix:
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(raw))
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _objects(holder: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Objects with the matrix from their own coordinates to the page's, those inside forms too."""
    for index in range(min(count(holder), limits.PAGE_RULES)):
        item = get(holder, index)
        own = _times(_matrix_of(item), matrix)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            yield from _objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, own, depth + 1)
        else:
            yield item, own


def _image_area(item: Any, matrix: Matrix) -> float:
    a, b, c, d, _, _ = matrix  # a picture is the unit square
    return abs(a * d - b * c)


def _rules_of(path: Any, matrix: Matrix, place: Place) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    for figure in _figures(path, matrix, place):
        if stroke.value or fill.value:
            yield from rules_of_figure(figure, bool(stroke.value))


def rules_of_figure(figure: list[tuple[float, float]], stroke: bool) -> Iterator[Rule]:
    """Ruled lines of one outline: its sides where it is stroked, itself where it is a thin filled box."""
    if stroke:
        for (x0, y0), (x1, y1) in pairwise(figure):
            yield from _rule(x0, y0, x1, y1)
    elif figure:
        xs, ys = [x for x, _ in figure], [y for _, y in figure]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
            yield from _rule(min(xs), min(ys), max(xs), max(ys), _THIN)


def _rule(x0: float, y0: float, x1: float, y1: float, thick: float = 0.7) -> Iterator[Rule]:
    if abs(y0 - y1) <= thick and abs(x0 - x1) >= _SHORT:
        yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x0 - x1) <= thick and abs(y0 - y1) >= _SHORT:
        yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _figures(path: Any, matrix: Matrix, place: Place) -> Iterator[list[tuple[float, float]]]:
    """Straight-sided outlines of a path; one with curves is left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(path), limits.PAGE_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = place(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
            yield points
            points = []
    if len(points) > 1:
        yield points
