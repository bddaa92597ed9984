"""Head data of a notice: from the portal's table, from labelled lines, else from the page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from duban.core.document import Span
from duban.core.notice.page import Line, Page
from duban.core.notice.reading import Header, Valued
from duban.core.text.numerals import parse_chinese
from duban.core.text.patterns import HAN, regex
from duban.core.text.width import half

_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("title", regex(r"^(?:名称|标题|文件名称|信息名称|title)$")),
    ("document_number", regex(r"^(?:文号|发文字号|文件编号|发文文号)$")),
    ("issuer", regex(r"^(?:发布机构|发文机关|发文单位|发布单位|发文机构|制发机关|公开机构)$")),
    ("index_number", regex(r"^(?:索引号|信息索引号)$")),
    ("published_on", regex(r"^(?:公开日期|发布日期|发布时间|公开时间|公布日期)$")),
    ("issued_on", regex(r"^(?:成文日期|发文日期|生成日期|成文时间|印发日期|签发日期)$")),
)
_NUMBER = regex(HAN + r"{2,14}[〔\[【(〕] ?(?:19|20)\d\d ?[〕\]】)〔] ?(?:第 ?)?\d{1,5} ?号")
_TITLE = regex(
    r"关于.{2,80}的?(?:通知|意见|函|通报|方案|报告|决定|批复)$|政府工作报告$|^.{0,40}(?:责任|任务|目标)(?:分解|"
    r"分工).{0,10}(?:表|方案|清单)?$"
)
_DATE = regex(
    r"([12]\d{3}|[〇○零OoО一二三四五六七八九]{4}) ?[年\-/.] ?(\d{1,2}|"
    r"[一二三四五六七八九十]{1,3}) ?[月\-/.] ?(\d{1,2}|[一二三四五六七八九十]{1,3}) ?日?"
)
_ADDRESSEES = regex(r"^[^。:]{4,200}:$")
_ORG = regex(r"(?:人民政府|办公室|办公厅|国务院|委员会|指挥部|领导小组|督查室|局|厅)$")
# Lines above or below a title that are none: addresses, who spoke when and where, a date.
_SKIPPED = regex(
    r"^(?:url|source|title|date|author) ?:|^[\-—(]|^.{0,24}(?:人民代表大会|年.{1,3}月.{1,3}日)|^.{2,20}[省市区县州]长 "
)
HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class Head:
    """The header and the lines where the notice's own text begins and ends."""

    header: Header
    first: int  # index of the first line of the body
    signature: int | None  # index of the line that signs


def iso_date(text: str) -> str | None:
    """A printed date as ISO, either in digits or in Chinese numerals.

    >>> iso_date("2023年03月01日"), iso_date("二〇〇四年八月十二日"), iso_date("2023年13月1日")
    ('2023-03-01', '2004-08-12', None)
    """
    found = _DATE.search(half(text))
    if not found:
        return None
    parts = [_part(p) for p in found.groups()]
    year, month, day = parts
    if year is None or month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _part(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    number = parse_chinese(re.sub(r"[○零OoО]", "〇", text))
    return int(number) if number is not None else None


def read(page: Page, before: int) -> Head:
    """Header of a page; ``before`` is the index of the first line that belongs to an annex."""
    found: dict[str, Valued] = {}
    lines = page.lines
    used = _labelled(page, lines[: min(HEAD_LINES, len(lines))], found)
    title_at = _title(page, lines[: min(HEAD_LINES, before or len(lines))], found)
    first = max(used, title_at) + 1
    first = _addressees(page, lines, first, before, found)
    signature = _signature(page, lines, first, before, found)
    if "document_number" not in found:
        _number(page, lines[: min(HEAD_LINES, len(lines))], found)
    names = {f.name for f in fields(Header)}
    return Head(Header(**{k: v for k, v in found.items() if k in names}), first, signature)


def _labelled(page: Page, lines: list[Line], found: dict[str, Valued]) -> int:
    """Fields with their label before them in a cell, on the line, or on the line above. Last line used."""
    last = -1
    for at, line in enumerate(lines):
        pieces = list(line.cells) or [line.span]
        for place, piece in enumerate(pieces):
            words = half(piece.of(page.text)).strip()
            label, _, rest = words.partition(":")
            name = _field(label)
            if name is None or name in found or (not rest and ":" not in words and len(pieces) < 2):
                continue
            span: Span | None
            if rest.strip():
                begin = (
                    piece.start
                    + len(words)
                    - len(rest.lstrip())
                    + (len(piece.of(page.text)) - len(piece.of(page.text).lstrip()))
                )
                span = Span(min(begin, piece.end), piece.end)
            elif place + 1 < len(pieces):
                span = pieces[place + 1]
            else:
                span = (
                    lines[at + 1].span
                    if at + 1 < len(lines) and not _field(lines[at + 1].half.partition(":")[0])
                    else None
                )
                last = max(last, at + 1 if span else at)
            last = max(last, at)
            _keep(page, found, name, span)
    return last


def _field(label: str) -> str | None:
    plain = re.sub(r"[\s*\[\]【】]", "", label)
    return next((name for name, pattern in _FIELDS if pattern.match(plain)), None)


def _keep(page: Page, found: dict[str, Valued], name: str, span: Span | None) -> None:
    if span is None or not span.of(page.text).strip(" |"):
        return
    printed = span.of(page.text).strip(" |")
    if name.endswith("_on"):
        date = iso_date(printed)
        if date is None:
            return
        printed = date
    found[name] = Valued(printed, span)


def _title(page: Page, lines: list[Line], found: dict[str, Valued]) -> int:
    """The printed title, over one or two lines; index of its last line, -1 where none is found."""
    wanted = re.sub(r"\s", "", half(found["title"].text)) if "title" in found else ""
    for at, line in enumerate(lines):
        # The document number stands above the title on a line of its own (GB/T 9704-2012, 7.2.5).
        if line.cells or _SKIPPED.match(line.half) or _NUMBER.fullmatch(line.half.strip()):
            continue
        for many in (1, 2, 3):
            group = lines[at : at + many]
            text = re.sub(r"\s", "", "".join(x.half for x in group))
            if wanted and len(wanted) > 6 and text == wanted and at > 0:
                return at + many - 1
            if not wanted and len(text) <= 90 and _TITLE.search(text) and not text.startswith(("附件", "附:")):
                if all(len(x.half) > 3 and not x.half.endswith(("。", ":")) for x in group):
                    span = Span(line.span.start, group[-1].span.end)
                    found["title"] = Valued(re.sub(r"\s*\n\s*", "", span.of(page.text)), span)
                    return at + many - 1
    if not wanted:
        first = next(
            (x for x in lines if not x.cells and len(x.half) >= 4 and not x.text.startswith(("url:", "title:"))), None
        )
        if first is not None and len(first.half) <= 60 and not first.half.endswith("。"):
            found["title"] = Valued(first.text, first.span)
            return first.index
    return -1


def _addressees(page: Page, lines: list[Line], first: int, before: int, found: dict[str, Valued]) -> int:
    for line in lines[first : min(first + 6, before)]:
        if _ADDRESSEES.match(line.half) and not line.mark and re.search(r"[、,]|政府|单位|部门|代表", line.half):
            found["addressees"] = Valued(line.text.rstrip(":：\n "), Span(line.span.start, line.span.end - 1))
            return line.index + 1
    return first


def _signature(page: Page, lines: list[Line], first: int, before: int, found: dict[str, Valued]) -> int | None:
    """The issuer over the date, before the annexes."""
    for at in range(min(before, len(lines)) - 1, max(first, 0), -1):
        line = lines[at]
        date = iso_date(line.half) if len(line.half.strip()) <= 20 else None
        if date is None or line.cells:
            continue
        above = lines[at - 1]
        if len(above.half) > 40 or not _ORG.search(above.half.strip()):
            continue
        found.setdefault("issued_on", Valued(date, line.span))
        found.setdefault("issuer", Valued(above.text.strip(), above.span))
        return at - 1
    return None


def _number(page: Page, lines: list[Line], found: dict[str, Valued]) -> None:
    for line in lines:
        match = _NUMBER.fullmatch(line.half.strip()) if len(line.half) <= 40 else None
        if match:
            found["document_number"] = Valued(line.text.strip(), line.span)
            return
