"""A source document as lines that a layout reader can work with: undecorated, numbered, cut into cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from duban.core.document import Block, BlockKind, SourceDocument, Span, from_text
from duban.core.notice.duties import Tag, all_tags
from duban.core.notice.marks import Mark, MarkKind, at_head, chained
from duban.core.notice.vocabulary import EXTRA, LABEL, RESULT, narrow
from duban.core.text.patterns import regex

_SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_BULLETS = "•·●◆■▲★☆◎○◇□▪▶►➢✦◼⚫⬤"
_LEFT = _SPACES + "*#>_-\u200b" + _BULLETS  # decoration before and behind a line
_RIGHT = _SPACES + "*_\u200b"
_RULE = regex(r"^[\s|:\-—=*_]*$")
_BOLD = regex(r"^\s*(?:#{1,6} |\*\*.*\*\*\s*$)")
_BULLET = regex(rf"^\s*(?:[-*] +|[{_BULLETS}])")
# Numbers of pages, as a copied PDF has them between its lines.
PAGE_NUMBER = regex(r"[—–\-－·]{1,3} ?\d{1,3} ?[—–\-－·]{1,3}|第 ?\d{1,3} ?页(?:[,，/ ]*(?:共 ?\d{1,3} ?页)?)?")
_RUNNING = regex(r"年.*(?:通知|方案|报告|意见|公报|分解|分工|清单|任务|安排|要点)")  # of a title over every page
FURNITURE = regex(
    r"网站标识码|ICP备|公网安备|您访问的链接|扫一扫|版权所有|网站地图|技术支持[::]|^打印|^关闭|分享到|^责任编辑|^来源[::]|上一篇|下一篇|此件.{0,4}公开|^附件下载|联系我们|浏览次数"
)
_FOOTER = regex(r"^(?:主办|承办|协办|维护)(?:单位)?[::]")
GLUED_ANNEX = regex(r"(?<=[)）。;；】〉\]〕])\s*(附件\s*[\d一二三四五六七八九十]{0,3})\s*[:：]?\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a table row without decoration (``**``, bullets, outer ``|``)."""

    index: int
    span: Span
    text: str
    half: str
    mark: Mark | None = None
    cells: tuple[Span, ...] = ()  # two or more for a row of a table
    table: int | None = None
    heading: bool = False  # bold, centred or a heading in the file
    glued: bool = False  # an annex mark was cut off its end or it is that mark
    bullet: bool = False
    piped: bool = False  # a bar closed it: one cell of a table that was flattened
    continued: tuple[int, ...] = ()  # cells that a merged cell above covers
    label_at: int = 0  # where a label begins behind a number that counts labels: (三)牵头单位:…

    @property
    def body(self) -> int:
        """Where the text behind the number begins, in the document."""
        return self.span.start + (self.mark.end if self.mark else 0)

    @property
    def rest(self) -> str:
        """Half-width text behind the number."""
        return self.half[self.mark.end :] if self.mark else self.half


@dataclass(slots=True)
class Page:
    """All lines of a document, in order, without empty ones and without portal furniture."""

    document: SourceDocument
    lines: list[Line]
    furniture: list[Line] = field(default_factory=list)
    _tags: dict[int, tuple[Tag, ...]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def tags(self, line: Line) -> tuple[Tag, ...]:
        """Unit tags of a line that is no table row, found once; places count from the line's start."""
        known = self._tags.get(line.index)
        if known is None:
            self._tags[line.index] = known = () if line.cells else all_tags(line.text, line.half)
        return known

    def line_at(self, place: int) -> Line | None:
        """The line that holds a place of the document."""
        if not self._starts:
            self._starts = [line.span.start for line in self.lines]
        at = bisect_right(self._starts, place) - 1
        return self.lines[at] if at >= 0 else None

    @property
    def text(self) -> str:
        return self.document.text

    def of(self, start: int, end: int) -> str:
        """The document between two places."""
        return self.document.text[start:end]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end].lstrip(_LEFT)
    start = end - len(piece)
    return start, start + len(piece.rstrip(_RIGHT))


def _pipe_cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cells of a line that is written with ``|``; outer bars make no cells."""
    cells, at = [], start
    for place in [*(m.start() for m in re.finditer(r"[|｜]", text[start:end])), end - start]:
        cells.append((at, start + place))
        at = start + place + 1
    if cells and not text[cells[0][0] : cells[0][1]].strip():
        cells = cells[1:]
    if len(cells) > 1 and not text[cells[-1][0] : cells[-1][1]].strip():
        cells = cells[:-1]
    return cells


def _line(index: int, block: Block, text: str, start: int, end: int, glued: bool) -> Line | None:
    raw = text[start:end]
    if not raw.strip() or _RULE.match(raw) and not re.search(r"\|\s*\|", raw):
        return None
    cells: tuple[Span, ...] = ()
    if block.kind is BlockKind.ROW and block.cells:
        cells = tuple(Span(*_trim(text, c.start, c.end)) for c in block.cells)
    elif "|" in raw or "｜" in raw:
        cells = tuple(Span(*_trim(text, a, b)) for a, b in _pipe_cells(text, start, end))
    a, b = _trim(text, start, end)
    if len(cells) > 1 and raw.strip(" |"):
        a = max(a, min(cells[0].start, b))
    piped = len(cells) == 1 and bool(raw.strip(" |｜"))
    if piped:
        a, b = cells[0].start, max(cells[0].end, cells[0].start)
    shown = text[a:b]
    plain = narrow(shown)
    head = at_head(plain) if len(cells) < 2 else None
    bold = block.bold or block.centred or block.heading is not None or bool(_BOLD.match(raw))
    bullet = bool(_BULLET.match(raw))
    row = cells if len(cells) > 1 else ()
    below = block.continued if len(row) == len(block.cells) else ()
    return Line(index, Span(a, b), shown, plain, head, row, block.table, bold, glued, bullet, piped, below)


def _pieces(block: Block, text: str) -> list[tuple[int, int, bool]]:
    """A block, cut where an annex mark is glued to its end."""
    start, end = block.span.start, block.span.end
    tail = text[max(start, end - 20) : end]
    found = GLUED_ANNEX.search(tail) if "附" in tail else None
    if found and block.kind is BlockKind.LINE and end - start > 12:
        cut = max(start, end - 20) + found.start(1)
        return [(start, cut, False), (cut, end, True)]
    return [(start, end, False)]


def make(document: SourceDocument) -> Page:
    """Lines of the document with their numbers settled."""
    blocks = document.blocks
    if not blocks and document.text:
        blocks = from_text(document.text).blocks
    lines: list[Line] = []
    repeated = _running_titles(blocks, document.text)
    for block in blocks:
        if _is_printing(block, document.text, repeated, bool(lines)):
            continue
        for start, end, glued in _pieces(block, document.text):
            line = _line(len(lines), block, document.text, start, end, glued)
            if line is not None:
                lines.append(line)
    lines, furniture = _without_furniture(lines)
    return Page(document, _settled(lines), furniture)


def _running_titles(blocks: Sequence[Block], text: str) -> set[str]:
    """Titles that stand over every page: the same line three times or more. The first one is kept as title."""
    count = Counter(
        words for b in blocks if not b.cells and 10 <= len(words := b.span.of(text).strip()) <= 60 and "|" not in words
    )
    return {words for words, many in count.items() if many > 2 and _RUNNING.search(words) and "：" not in words}


def _is_printing(block: Block, text: str, repeated: set[str], begun: bool) -> bool:
    """Whether a line belongs to the printed page and not to the text: its number, the title over it."""
    if block.cells or block.span.end - block.span.start > 60:
        return False
    words = block.span.of(text).strip()
    if words in repeated and begun:
        return True
    return len(words) <= 16 and PAGE_NUMBER.fullmatch(words) is not None


def _without_furniture(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Portal footers at the end go: from the first of them on, with footer labels right before it."""
    tail = max(0, len(lines) - 14)
    said = max((i for i, x in enumerate(lines) if len(x.half) > 8 and (x.mark or x.bullet or x.cells)), default=-1)
    tail = max(tail, said, len(lines) // 2)
    first = next(
        (i for i in range(tail, len(lines)) if FURNITURE.search(lines[i].half) and len(lines[i].half) < 120), None
    )
    if first is None:
        return lines, []
    while first > tail and first > 0 and _is_footer(lines, first - 1):
        first -= 1
    return lines[:first], lines[first:]


def _is_footer(lines: list[Line], at: int) -> bool:
    """主办单位：… of a page's owner, unless the list above labels its items so."""
    found = _FOOTER.match(lines[at].half)
    if found is None or "、" in lines[at].half:
        return False
    return not any(x.half.startswith(found.group()) for x in lines[max(0, at - 60) : at])


def _settled(lines: list[Line]) -> list[Line]:
    """Decide unsure numbers by the run they stand in: 3.2024年底前… is number 3 only behind number 2.

    Numbers that count the labels of one item ((一)任务内容:… (二)牵头单位:…) number nothing else.
    """
    lines = _by_runs(_without_label_numbers(lines))
    result: list[Line] = []
    last = 0
    for line in lines:
        mark = line.mark
        if mark is not None and _with_point(line, mark) and mark.value != last + 1:
            line = replace(line, mark=None)
        elif mark is not None and mark.kind is MarkKind.ARABIC:
            last = mark.value
        result.append(line)
    return result


def _with_point(line: Line, mark: Mark) -> bool:
    """3.2024年底前…: a number with its sign, which may also be a decimal."""
    return not mark.sure and mark.kind is MarkKind.ARABIC and line.half[len(mark.printed)] in ".、"


def _by_runs(lines: list[Line]) -> list[Line]:
    """Keep unsure marks (1.1 甲 · 1 甲) where they count on; headings above 1.1 may be two only."""
    result = list(lines)
    decimals = False
    for kind in (MarkKind.DECIMAL, MarkKind.ARABIC, MarkKind.HAN):
        found = [
            (at, x.mark)
            for at, x in enumerate(lines)
            if x.mark and x.mark.kind is kind and not x.mark.sure and not _with_point(x, x.mark)
        ]
        kept = chained([mark for _, mark in found])
        if kind is MarkKind.ARABIC and decimals:
            kept = [True] * len(found) if [m.value for _, m in found] == list(range(1, len(found) + 1)) else kept
        for (at, _), keep in zip(found, kept, strict=True):
            if not keep:
                result[at] = replace(lines[at], mark=None)
        decimals = decimals or (kind is MarkKind.DECIMAL and any(kept))
    return result


def _without_label_numbers(lines: list[Line]) -> list[Line]:
    result = list(lines)
    unit_label = [x.mark.kind if x.mark and not x.cells and LABEL.match(x.half, x.mark.end) else None for x in lines]
    for at, line in enumerate(lines):
        mark = line.mark
        if mark is None or line.cells:
            continue
        fact = unit_label[at] is not None or bool(EXTRA.match(line.half, mark.end) or RESULT.match(line.half, mark.end))
        near = range(max(0, at - 4), min(len(lines), at + 5))
        if fact and any(unit_label[i] is mark.kind for i in near):
            result[at] = replace(line, mark=None, label_at=mark.end)
    return result
