"""Parts of a document that are read on their own: the notice itself, each annex, a list with its title.

A glossary after the report, a list of projects, a form: they look like lists and are none. Zones know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from duban.core.document import Span
from duban.core.notice.columns import Use, column
from duban.core.notice.marks import MarkKind
from duban.core.notice.page import Line, Page
from duban.core.notice.reading import Annex
from duban.core.notice.vocabulary import EXTRA, LABEL, RESULT
from duban.core.text.numerals import parse_chinese
from duban.core.text.patterns import regex


class ZoneKind(StrEnum):
    """What a zone can hold."""

    MAIN = "main"  # the notice or report itself
    LIST = "list"  # a titled list that may hold items
    GLOSSARY = "glossary"  # 名词解释
    OTHER = "other"  # projects, names, indicators, typical practices
    FORM = "form"  # to be filled in by units


@dataclass(slots=True)
class Zone:
    """Lines ``[first, last)`` of a page under one title."""

    kind: ZoneKind
    first: int
    last: int
    mark: str = ""  # 附件2
    title: str = ""
    title_span: Span | None = None
    promise: bool = False  # the title says that it lists promises or tasks
    results: bool = False  # the title says that it reports results
    heading: Line | None = None  # numbered heading of a list inside another one
    opener: Line | None = None  # line of the annex mark, or of the title
    lines: list[Line] = field(default_factory=list)

    @property
    def declared(self) -> tuple[int, ...]:
        """Numbers of items that the title announces: 43件民生实事, 十件民生实事, (共21项)."""
        return declared_counts(self.title)


_N = r"(\d{1,4}|[一二两三四五六七八九十百]{1,4})"
_DECLARED = regex(rf"{_N} ?(?:个)?(?:件|项|大|方面|条)(?!事)")
GLOSSARY = regex(
    r"(?:名词|用语|术语|词语|有关情况|有关用语|相关名词)?(?:解释|注释|注 释|释义|名词|说明)(?:和说明|和解释)?$|^名词|"
    r"^注 ?释$|用语说明|^指标解释"
)
_NO_LIST = regex(
    r"(?:典型|经验|做法|名单|目录|名册|指标体系|绩效考核指标|重大项目|重点项目|项目名单|工程项目|建设项目)|"
    r"考核(?:细则|办法)|政策汇编|职责$|人员(?:名单|构成)"
)
_FORM = regex(
    r"(?:报送|填报|登记|申报|报告|情况|联络|推荐|反馈|进度|汇总|统计|备案|自查)[^。]{0,14}表(?:\(.{0,8}\))?$|"
    r"联络(?:人|员).{0,6}(?:名单|表)|前.季度|^X+|^[×Ⅹ_]{2}|式样|样表|模板"
)
PROMISE = regex(
    r"实事|民生项目|承诺|折子工程|重点事项|重要事项|年度任务|目标责任|责任分解|任务分解|目标分解|任务分工|责任分工|分工方案|分解方案|任务清单|工作清单|责任清单|"
    r"目标任务|重点任务|主要任务|工作任务|重点工作|工作目标|工作要点|"
    r"重要举措|重点举措|政策措施|工作台账|任务台账|督办事项|责任事项|工作安排|行动计划|民心工程|民生工程|惠民工程"
)
_ANNOUNCED = regex(r"实事|民生(?:项目|工程)|民心工程|惠民工程")
_PLANNED = regex(rf"{_N} ?项(?:具体|重点|主要|重要)?(?:工作|任务|举措|事项):$")
_ENDED = regex(r"[。;!?)”]$")
# Words that only a list's title has; 工作安排 or 主要任务 also head chapters of a report.
LISTED = regex(r"实事|民生项目|分解|分工|清单|台账|民心工程|民生工程|惠民工程|督办事项|责任事项|汇总表|一览表|明细表")
_LIST_END = regex(
    r"(?:实事|实事项目|清单|分解表?|分工表?|分工方案|分解方案|任务|项目|安排|安排建议|工作目标|目标|完成情况|情况|"
    r"情况表|汇总表|一览表|明细表|任务表|台账|要点|计划|方案|单位|事项|工程|工作|结果|进展|成效|进度|举措|"
    r"措施)(?: ?\(.{1,16}\))?:?$"
)
RESULTS = regex(r"(?:完成|进展|落实|推进|办理)(?:进度|结果)?(?:情况|进度|结果)")
_PLAN = regex(r"工作安排|工作计划|下一步|目标任务责任|分解|前.{1,2}季度工作目标完成")
_ANNEX = regex(r"^(?:《[^》]{2,20}》 ?)?(附 ?(?:件|录|表)?) ?([\d一二三四五六七八九十]{0,3}) ?[:：]?(?: ?-? ?)$")
_ANNEX_TITLED = regex(r"^(附 ?(?:件|录|表)) ?([\d一二三四五六七八九十]{1,3}) ?[::.、 ]? ?(\S.{1,60})$")
_ANNEX_HEAD = regex(r"附 ?(?:件|录|表) ?(?:\d{1,3}|[一二三四五六七八九十]{1,3})")
_APPENDED = regex(r"^附(?:注|表|录)? ?: ?(\S[^。;:]{2,30})$")
_CATALOGUE = regex(r"^附 ?件 ?[::] ?(\S.*)$|^附 ?件 ?1 ?[.、::] ?(\S.*)$")
_DATE_LINE = regex(r"^[\d〇○零OoО一二三四五六七八九十]{4}年.{1,4}月.{1,4}日$")
_COLUMNS = regex(r"^(?:序 ?号|编 ?号|No\.?) ?\S")
_END_MARK = regex(r"[。;,:]$")
_NUMBERED_LIST = regex(rf"{_N} ?件.{{0,8}}(?:实事|任务|项目|事项)")


def declared_counts(title: str) -> tuple[int, ...]:
    """Every number that a title announces.

    >>> declared_counts("2013年为民办实事项目(共21项)"), declared_counts("十大民生实事")
    ((21,), (10,))
    """
    counts = []
    for found in _DECLARED.finditer(title):
        number = parse_chinese(found.group(1)) if not found.group(1).isdigit() else int(found.group(1))
        if number is not None and 1 < number < 2000:
            counts.append(int(number))
    return tuple(counts)


def is_report(page: Page) -> bool:
    """A work report held before a people's congress: its chapters tell, they do not list."""
    return any(line.half.startswith("各位代表") for line in page.lines)


def annex_mark(text: str) -> str | None:
    """``附件2`` of a line that says nothing else, else ``None``."""
    found = _ANNEX.match(text)
    if not found:
        return None
    return re.sub(r"\s", "", found.group(1) + found.group(2))


def classify(title: str) -> ZoneKind:
    """What a title promises.

    >>> classify("名词解释").value, classify("10个领域100个重大项目清单").value, classify("2023年十件民生实事").value
    ('glossary', 'other', 'list')
    """
    plain = title.replace(" ", "")
    if GLOSSARY.search(plain) and not PROMISE.search(plain):
        return ZoneKind.GLOSSARY
    if _FORM.search(plain) and not re.search(r"分解|分工|实事|清单", plain):
        return ZoneKind.FORM
    if PROMISE.search(plain):
        return ZoneKind.LIST
    return ZoneKind.OTHER if _NO_LIST.search(plain) else ZoneKind.LIST


def _is_title(line: Line) -> bool:
    """Whether a line can be (part of) a title: short, without number, cells, label or end of sentence."""
    if line.cells or line.piped or len(line.half) > 60 or _END_MARK.search(line.half) or "|" in line.half:
        return False
    if _COLUMNS.match(line.half):
        return False
    if line.mark and line.mark.kind not in (MarkKind.BARE,) and not re.match(r"^\d{2,4}(?:年|个|件)", line.half):
        return False
    return not _DATE_LINE.match(line.half.replace(" ", ""))


class _Cutter:
    """Walks over the lines once and opens a zone wherever a title says so."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.lines
        self.zones = [Zone(ZoneKind.MAIN, 0, 0)]
        self.catalogue: list[Annex] = []
        self.skipped: set[int] = set()
        self.report = is_report(page)
        self.last_of: dict[str, int] = {}  # annex mark → last line that begins with it
        for line in self.lines:
            if found := _ANNEX_HEAD.match(line.half):
                self.last_of[re.sub(r"\s", "", found.group())] = line.index

    def run(self) -> None:
        at = 0
        while at < len(self.lines):
            at = self._step(at)
        for at, zone in enumerate(self.zones):
            zone.last = self.zones[at + 1].first if at + 1 < len(self.zones) else len(self.lines)
            zone.lines = [x for x in self.lines[zone.first : zone.last] if x.index not in self.skipped]

    def _step(self, at: int) -> int:
        line = self.lines[at]
        mark = annex_mark(line.half)
        if mark is not None and (mark != "附" or at > 3):
            return self._annex(at, mark)
        if (found := _ANNEX_TITLED.match(line.half)) and self._opens(line, found):
            return self._titled(at, re.sub(r"\s", "", found.group(1) + found.group(2)), found.group(3))
        if at > 3 and (found := _APPENDED.match(line.half)) and any(x.mark for x in self.lines[:at]):
            return self._titled(at, "附", found.group(1))
        if _CATALOGUE.match(line.half):
            return self._list_of_annexes(at)
        if self._list_title(at):
            return self._titled(at, "", "")
        if self._numbered_list(at):
            return self._inner(at)
        if end := self._announced_list(at) or self._announced_plan(at):
            return self._in_body(at, end)
        return at + 1

    def _opens(self, line: Line, found: re.Match[str]) -> bool:
        """附件1：标题 opens an annex unless it only announces one that comes later."""
        mark = re.sub(r"\s", "", found.group(1) + found.group(2))
        return self.last_of.get(mark, line.index) <= line.index and not _END_MARK.search(line.half)

    def _annex(self, at: int, mark: str) -> int:
        """An annex mark and up to four lines of title."""
        end = at + 1
        while end < len(self.lines) and end - at <= 4 and _is_title(self.lines[end]):
            if end > at + 1 and not self._continues(end):
                break
            end += 1
        self._open(mark, at, at + 1, end)
        return end

    def _continues(self, at: int) -> bool:
        """Whether a title goes on over the line: it is cut in the middle, or the next one is in brackets."""
        before, line = self.lines[at - 1], self.lines[at]
        if line.half.startswith("("):
            return True
        if _LIST_END.search(before.half) and not re.search(r"(?:主要目标|目标)$", before.half):
            return False
        return line.heading == before.heading and len(line.half) <= 45

    def _titled(self, at: int, mark: str, title: str) -> int:
        """A title on the line itself, perhaps going on on the next."""
        end = at + 1
        line = self.lines[at]
        if not mark and end < len(self.lines) and _is_title(self.lines[end]) and self._continues(end):
            if self.lines[end].half.startswith("(") or not _LIST_END.search(line.half):
                end += 1
        self._open(mark, at, at, end, skip=len(line.half) - len(title) if title else 0)
        return end

    def _open(self, mark: str, opener: int, first: int, end: int, skip: int = 0) -> None:
        """A zone whose title stands in lines ``[first, end)``; the opener and the title hold no items."""
        titles = self.lines[first:end]
        text = "".join(x.text for x in titles)[skip:].strip()
        text = text[1:-1] if text[:1] + text[-1:] in ("【】", "[]") else text
        span = Span(titles[0].span.start + skip, titles[-1].span.end) if titles else None
        zone = Zone(classify(text), end, end, mark, text, span)
        zone.promise, zone.results = bool(PROMISE.search(text)), bool(RESULTS.search(text))
        zone.opener = self.lines[opener]
        self.zones.append(zone)
        self.skipped.update(range(opener, end))

    def _list_of_annexes(self, at: int) -> int:
        """附件:1.… 2.… before the signature: names of annexes, never items."""
        line = self.lines[at]
        head = re.match(r"^附 ?件 ?[::]? ?", line.half)
        self._announce(line, head.end() if head else 0)
        end, expected = at + 1, 2
        while end < len(self.lines) and end - at < 40:
            number = re.match(r"(\d{1,2}) ?[.、]", self.lines[end].half)
            if number is None or int(number.group(1)) != expected:
                break
            self._announce(self.lines[end], 0)
            expected += 1
            end += 1
        self.skipped.update(range(at, end))
        return end

    def _announce(self, line: Line, skip: int) -> None:
        found = re.match(r"(?:(\d{1,2}) ?[.、] ?)?(.*)", line.half[skip:])
        if found and found.group(2).strip():
            start = line.span.start + skip + found.start(2)
            mark = f"附件{found.group(1) or ''}"
            self.catalogue.append(Annex(mark, self.page.of(start, line.span.end).strip(), Span(start, line.span.end)))

    def _list_title(self, at: int) -> bool:
        """A title without annex mark: 2014年民生实事, 名词解释."""
        line = self.lines[at]
        if not _is_title(line) or len(line.half) > 40 or line.mark:
            return False
        plain = line.half.replace(" ", "").strip("【】[]《》")
        if GLOSSARY.search(plain) and len(plain) <= 24:
            return line.heading or self._numbered_from_one(at)
        if not (_LIST_END.search(plain) and PROMISE.search(plain)) or re.search(r"通知|报告$|意见$", plain):
            return False
        if self._column(at) and (self._column(at - 1) or self._column(at + 1)):
            return False
        if self.report and not LISTED.search(plain):
            return False
        return self._numbered_from_one(at) or (line.heading and at > 3)

    def _column(self, at: int) -> bool:
        """Whether a line is a column's heading (of a table with one cell a line)."""
        return (
            0 <= at < len(self.lines)
            and len(self.lines[at].half) <= 14
            and column(self.lines[at].half).use is not Use.NONE
        )

    def _numbered_from_one(self, at: int) -> bool:
        """Whether a list starts within the next lines."""
        for line in self.lines[at + 1 : at + 4]:
            if line.cells or line.bullet or (line.mark and line.mark.value == 1):
                return True
            if LABEL.search(line.half) and not line.mark:
                return True
            if re.match(r"^[^,。:]{3,24}:\S", line.half) or line.half.replace(" ", "") in ("序号", "编号"):
                return True
        return False

    def _numbered_list(self, at: int) -> bool:
        """A numbered heading that announces a list of its own: 9. 2022年省下达27件民生实事完成情况："""
        line = self.lines[at]
        if not line.mark or len(line.half) > 48 or at + 1 >= len(self.lines):
            return False
        if self.zones[-1].kind is ZoneKind.MAIN or not _NUMBERED_LIST.search(line.half):
            return False
        following = self.lines[at + 1]
        inner = following.mark is not None and following.mark.kind > line.mark.kind and following.mark.value == 1
        within = self.zones[-1].kind is not ZoneKind.LIST or self.zones[-1].heading is not None
        return (inner or "(1)" in following.half) and within

    def _announced_list(self, at: int) -> int:
        """A sentence of a report that announces how many things follow, and the lines that count exactly so many.

        集中力量办好以下八件实事： · 1.… · … · 8.…   Gives the place behind the last, 0 where there is no such list.
        """
        line = self.lines[at]
        if self.zones[-1].kind is not ZoneKind.MAIN or line.cells or at + 3 >= len(self.lines):
            return 0
        said = line.half[-60:]
        first = self.lines[at + 1].mark
        if first is None or first.value != 1 or (line.mark and first.kind <= line.mark.kind):
            return 0
        if not (counts := declared_counts(said)) or not _ANNOUNCED.search(said):
            return 0
        end, last = at + 1, 0
        while end < len(self.lines) and end - at <= 12 * max(counts):
            mark = self.lines[end].mark
            if mark is not None and (mark.kind < first.kind or (mark.kind is first.kind and mark.value != last + 1)):
                break
            if mark is None and last in counts and _ENDED.search(self.lines[end - 1].half):
                on = self.lines[end]
                labelled = any(label.match(on.half, on.label_at) for label in (LABEL, EXTRA, RESULT))
                if not (
                    labelled or self._counts_on(end, first.kind, last + 1)
                ):  # 12件中10件完成,2件推进: 2 is no end of twelve
                    break
            if mark is not None and mark.kind is first.kind:
                last = mark.value
            end += 1
        return end if last in counts else 0

    def _counts_on(self, at: int, kind: MarkKind, due: int) -> bool:
        """Whether the next number within a few lines is the one that is due."""
        following = next((x.mark for x in self.lines[at : at + 6] if x.mark), None)
        return following is not None and following.kind is kind and following.value == due

    def _announced_plan(self, at: int) -> int:
        """A plan announced with the number of its tasks, which count on through the sections of a report's body.

        我们要做好以下五个方面、22项具体工作： · (一)… · 1.… · … · (五)… · 22.…   Gives the place behind, or 0.
        """
        line = self.lines[at]
        if not self.report or self.zones[-1].kind is not ZoneKind.MAIN or line.mark or line.cells:
            return 0
        if not line.half.endswith(":") or not (said := _PLANNED.search(line.half)):
            return 0
        head = self.lines[at + 1].mark if at + 1 < len(self.lines) else None
        counts = declared_counts(said.group())
        if head is None or head.value != 1 or head.kind >= MarkKind.ARABIC or not counts:
            return 0
        end, section, last = at + 1, 0, 0
        for end in range(at + 1, len(self.lines)):
            mark = self.lines[end].mark
            if mark is None or mark.kind not in (head.kind, MarkKind.ARABIC):
                if mark is not None and mark.kind < head.kind:
                    break
                continue
            if mark.kind is MarkKind.ARABIC and mark.value == last + 1:
                last += 1
            elif mark.kind is head.kind and mark.value == section + 1 and last not in counts:
                section += 1
            else:
                break
        else:
            end = len(self.lines)
        return end if last in counts and section > 1 else 0

    def _in_body(self, at: int, end: int) -> int:
        """Such a list is a zone of its own; what follows is the report again."""
        line = self.lines[at]
        start = max(line.half.rfind(sign, 0, len(line.half) - 2) for sign in "。,;") + 1
        start = max(start, line.mark.end if line.mark else 0)
        title = line.text[start:].rstrip(":：。 ")
        span = Span(line.span.start + start, line.span.start + start + len(title))
        head = line if line.mark else None
        self.zones.append(Zone(ZoneKind.LIST, at + 1, end, "", title, span, True, heading=head))
        self.zones.append(Zone(ZoneKind.MAIN, end, end))
        return end

    def _inner(self, at: int) -> int:
        """The list under such a heading, up to the next number of the heading's own kind."""
        head = self.lines[at]
        mark = head.mark
        assert mark is not None
        end = at + 1
        while end < len(self.lines):
            other = self.lines[end]
            if annex_mark(other.half) or (
                other.mark
                and other.mark.kind <= mark.kind
                and other.mark.value >= mark.value + 1
                and other.mark.kind == mark.kind
            ):
                break
            end += 1
        outer = next(z for z in reversed(self.zones) if z.heading is None)
        title = head.text[mark.end :].rstrip(":： ")
        zone = Zone(
            ZoneKind.LIST,
            at + 1,
            end,
            outer.mark,
            title,
            Span(head.body, head.span.end),
            True,
            bool(RESULTS.search(title)),
            head,
        )
        self.zones.append(zone)
        self.skipped.add(at)
        if end < len(self.lines) and not annex_mark(self.lines[end].half) and not self._numbered_list_at(end):
            self.zones.append(Zone(outer.kind, end, end, outer.mark, outer.title, outer.title_span))
        return end

    def _numbered_list_at(self, at: int) -> bool:
        return bool(_NUMBERED_LIST.search(self.lines[at].half)) and len(self.lines[at].half) <= 48


def cut(page: Page) -> tuple[list[Zone], list[Annex]]:
    """Zones in order, and the annexes that the notice itself announces."""
    cutter = _Cutter(page)
    cutter.run()
    return [z for z in cutter.zones if z.lines or z.title], cutter.catalogue
