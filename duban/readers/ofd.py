"""OFD (GB/T 33190): OFD.xml → document → pages → text objects, put in order by where they stand.

Names are compared without their namespace, since makers differ in it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from duban.core.document import SourceDocument
from duban.readers import limits
from duban.readers.archive import Archive
from duban.readers.assembly import Assembler
from duban.readers.errors import Unreadable, damaged
from duban.readers.pdf.flow import write_pages
from duban.readers.pdf.glyphs import Glyph, PageContent, Rule, rules_of_figure
from duban.readers.xmltree import attribute, child, local, part

KIND = "OFD"
_POINTS = 72 / 25.4  # a millimetre, the unit of OFD, in the points that the page layout works with
_A4 = (210.0, 297.0)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_MOST_DELTAS = 100_000
_SPREAD = 1.3  # sizes: a wider step is a gap

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def read(data: bytes, name: str) -> SourceDocument:
    """All pages of all documents in the file."""
    archive = Archive(data, KIND)
    contents: list[PageContent] = []
    for root_path in _document_roots(archive):
        document = part(archive, root_path)
        folder = posixpath.dirname(root_path)
        templates = _templates(archive, document, folder)
        for path in _page_paths(document, folder):
            if len(contents) >= limits.PAGES:
                raise limits.too_many_pages(len(contents) + 1)
            contents.append(_page(part(archive, path), _page_size(document), templates))
    if not contents:
        raise damaged(KIND)
    if not any(content.glyphs for content in contents):
        raise Unreadable(
            "scanned", "这份 OFD 只有图片，没有可读文字；请上传原来的 Word 文件，或导出为可复制文字的 PDF。"
        )
    assembler = Assembler(name, "ofd")
    write_pages(assembler, contents)
    return assembler.finish()


def _document_roots(archive: Archive) -> list[str]:
    return [_text(each).lstrip("/") for each in part(archive, "OFD.xml").iter() if local(each) == "DocRoot"]


def _text(element: Any) -> str:
    return (element.text or "").strip() if element is not None else ""


def _join(folder: str, location: str) -> str:
    return location.lstrip("/") if location[:1] == "/" else posixpath.normpath(posixpath.join(folder, location))


def _page_paths(document: Any, folder: str) -> Iterator[str]:
    pages = child(document, "Pages")
    for each in pages if pages is not None else []:
        if local(each) == "Page":
            yield _join(folder, attribute(each, "BaseLoc", "") or "")


def _templates(archive: Archive, document: Any, folder: str) -> dict[str, Any]:
    """Template pages by their number."""
    found: dict[str, Any] = {}
    common = child(document, "CommonData")
    for each in common if common is not None else []:
        path = _join(folder, attribute(each, "BaseLoc", "") or "") if local(each) == "TemplatePage" else ""
        if path and path in archive:
            found[attribute(each, "ID", "") or ""] = part(archive, path)
    return found


def _page_size(document: Any) -> tuple[float, float]:
    return _box_of(child(child(document, "CommonData"), "PageArea")) or _A4


def _box_of(area: Any) -> tuple[float, float] | None:
    box = _numbers(_text(child(area, "PhysicalBox")))
    return (box[2], box[3]) if len(box) >= 4 and min(box[2:4]) > 0 else None


def _page(page: Any, default: tuple[float, float], templates: dict[str, Any]) -> PageContent:
    width, height = _box_of(child(page, "Area")) or default
    content = PageContent(width * _POINTS, height * _POINTS, [], [])
    for each in page:
        template = templates.get(attribute(each, "TemplateID", "") or "") if local(each) == "Template" else None
        if template is not None:
            _objects(child(template, "Content"), content)
    _objects(child(page, "Content"), content)
    content.glyphs[limits.PAGE_CHARACTERS :] = []
    return content


def _objects(container: Any, content: PageContent) -> None:
    """Text and ruled lines, inside layers and blocks."""
    for each in container.iter() if container is not None else []:
        name = local(each)
        if name == "TextObject":
            content.glyphs.extend(_glyphs(each))
        elif name == "PathObject" and len(content.rules) < limits.PAGE_RULES:
            content.rules.extend(_rules(each))


def _numbers(text: str | None) -> list[float]:
    return [float(each) for each in _NUMBER.findall(text or "")]


def _placed(element: Any) -> tuple[float, float, Matrix]:
    """Corner of the object's box and the matrix inside it."""
    box = _numbers(attribute(element, "Boundary"))
    ctm = _numbers(attribute(element, "CTM"))
    matrix: Matrix = (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]) if len(ctm) == 6 else _IDENTITY
    return (box[0] if box else 0.0), (box[1] if len(box) > 1 else 0.0), matrix


def _deltas(text: str | None) -> list[float]:
    """Advances: numbers, and ``g n d`` for n times d."""
    words = (text or "").replace(",", " ").split()
    found: list[float] = []
    at = 0
    while at < len(words) and len(found) < _MOST_DELTAS:
        if words[at] == "g" and at + 2 < len(words) and words[at + 1].isdigit():
            found += (_numbers(words[at + 2]) or [0.0]) * min(int(words[at + 1]), _MOST_DELTAS)
            at += 3
        else:
            found += _numbers(words[at])
            at += 1
    return found


def _glyphs(element: Any) -> Iterator[Glyph]:
    left, top, (a, b, c, d, e, f) = _placed(element)
    size = (_numbers(attribute(element, "Size")) or [3.0])[0]
    for code in element:
        if local(code) != "TextCode" or not code.text:
            continue
        x = (_numbers(attribute(code, "X")) or [0.0])[0]
        y = (_numbers(attribute(code, "Y")) or [size])[0]
        across, down = _deltas(attribute(code, "DeltaX")), _deltas(attribute(code, "DeltaY"))
        for index, character in enumerate(code.text.strip("\r\n\t")):
            wide = size * (0.5 if character.isascii() else 1.0)
            if index < len(across) and 0 < across[index] <= _SPREAD * size:
                wide = across[index]  # within a piece of text the maker says how wide each character is
            x0, baseline = left + a * x + c * y + e, top + b * x + d * y + f
            tall, broad = size * abs(d or b or 1.0), wide * abs(a or 1.0)
            yield Glyph(
                character,
                x0 * _POINTS,
                (x0 + broad) * _POINTS,
                (baseline - 0.85 * tall) * _POINTS,
                (baseline + 0.15 * tall) * _POINTS,
                apart=True,
            )
            x += across[min(index, len(across) - 1)] if across else wide
            y += down[min(index, len(down) - 1)] if down else 0.0


def _rules(element: Any) -> Iterator[Rule]:
    """Straight lines of a drawn path (commands S, M, L, C)."""
    left, top, (a, b, c, d, e, f) = _placed(element)
    stroke = (attribute(element, "Stroke", "true") or "true").lower() != "false"
    words = _text(child(element, "AbbreviatedData")).split()[: limits.PAGE_RULES]
    points: list[tuple[float, float]] = []
    figures = [points]
    at = 0
    while at < len(words):
        command = words[at]
        if command in {"S", "M", "L"} and at + 2 < len(words):
            numbers = _numbers(f"{words[at + 1]} {words[at + 2]}")
            if len(numbers) == 2:
                x, y = numbers
                if command != "L":
                    points = []
                    figures.append(points)
                points.append(((left + a * x + c * y + e) * _POINTS, (top + b * x + d * y + f) * _POINTS))
            at += 3
            continue
        if command == "C" and points:
            points.append(points[0])
        at += 1
    for figure in figures:
        yield from rules_of_figure(figure, stroke)
