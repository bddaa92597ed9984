"""附件5 (季度完成情况): a unit's report of a period as the notice's own form.

The form's mark, title, headings and remark are those that the notice prints; the skeleton below stands in
where a notice has no such form. The title's open places (XX, X季度, 省(市、区)) are filled from the report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from duban.core.gongwen.document import Align, Cell, Document, Page, Paragraph, Part, Role, Row, Spread, Table
from duban.core.gongwen.titles import title_lines
from duban.core.reporting import merging
from duban.core.reporting.merging import LineWords
from duban.core.text.days import day_in_words


class Purpose(StrEnum):
    """What a column of the form is for."""

    NUMBER = "number"
    MATTER = "matter"
    RESULT = "result"
    PROBLEM = "problem"
    NEXT = "next"
    OTHER = "other"  # printed empty: this form asks for something that the report does not hold


_PURPOSES = (
    (Purpose.NUMBER, re.compile(r"^(?:任务|事项|责任事项|项目)?(?:编号|序号|号)$")),
    (Purpose.PROBLEM, re.compile(r"问题|困难|原因")),
    (Purpose.NEXT, re.compile(r"下一?步|下阶段|打算|后续")),
    (Purpose.RESULT, re.compile(r"(?:完成|进展|落实|推进|办理|工作)情况|进展与成效|完成进度|工作进展")),
    (Purpose.MATTER, re.compile(r"事项|目标|任务|工作内容|内容|项目")),
)
WIDTHS = {
    Purpose.NUMBER: 14.0, Purpose.MATTER: 56.0, Purpose.RESULT: 86.0,
    Purpose.PROBLEM: 44.0, Purpose.NEXT: 44.0, Purpose.OTHER: 24.0,
}  # fmt: skip


def purpose_of(heading: str) -> Purpose:
    """What a heading asks for.

    >>> [str(purpose_of(each)) for each in ("任务编号", "责任事项", "完成情况", "存在问题及原因", "责任单位")]
    ['number', 'matter', 'result', 'problem', 'other']
    """
    plain = re.sub(r"[\s　()（）]", "", heading)
    for purpose, pattern in _PURPOSES:
        if pattern.search(plain):
            return purpose
    return Purpose.OTHER


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The form that a notice prints for the report."""

    mark: str = "附件5"
    title: str = "XX（单位）关于省（市、区）《政府工作报告》前X季度工作目标完成情况"
    headings: tuple[str, ...] = ("任务编号", "责任事项", "完成情况")
    notes: tuple[str, ...] = (
        "备注：为了便于统计，责任事项序号请按省、市、区《政府工作报告》目标任务责任分解方案确定的序号排序。",
    )

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What each column is for; of two columns for one thing the second is printed empty."""
        found: list[Purpose] = []
        for heading in self.headings:
            purpose = purpose_of(heading)
            found.append(Purpose.OTHER if purpose in found else purpose)
        return tuple(found)

    @property
    def usable(self) -> bool:
        """Whether a report can be printed in it."""
        return {Purpose.MATTER, Purpose.RESULT} <= set(self.purposes) and len(self.headings) <= 8


SKELETON = ReportForm()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the report. ``part`` is the sub-heading that it stands under (省级目标任务)."""

    part: str
    number: str
    matter: str
    words: LineWords


@dataclass(frozen=True, slots=True)
class Annex5:
    """A report as it is printed."""

    unit: str
    year: int
    term: str  # 前二季度
    levels: tuple[str, ...]  # 省 市 区, in order, those that the report has
    entries: tuple[Entry, ...]
    code: str = ""  # 核验码 of what is printed
    standing: str = ""  # 起草稿，未签字; empty once it is signed
    signer: str = ""
    signature: str = ""  # sentence: who signed, when, how
    title: str = ""  # of a special collection; else the form's
    question: str = ""  # of a special collection
    answer: str = ""
    printed: str = ""  # 打印时间
    form: ReportForm = field(default=SKELETON)


def term_of(covers_from: dt.date, covers_to: dt.date) -> str:
    """The word for the span that a report covers.

    >>> term_of(dt.date(2023, 1, 1), dt.date(2023, 6, 30)), term_of(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    ('前二季度', '全年')
    >>> term_of(dt.date(2023, 1, 1), dt.date(2023, 5, 31)), term_of(dt.date(2023, 4, 1), dt.date(2023, 6, 30))
    ('1—5月', '第二季度')
    """
    whole = covers_from.day == 1 and (covers_to + dt.timedelta(days=1)).day == 1 and covers_from.year == covers_to.year
    if not whole:
        first, last = (day_in_words(day) for day in (covers_from, covers_to))
        return f"{first}至{last}"
    first_month, last_month = covers_from.month, covers_to.month
    if first_month == 1 and last_month in (3, 6, 9, 12):
        return {3: "第一季度", 6: "前二季度", 9: "前三季度", 12: "全年"}[last_month]
    if last_month - first_month == 2 and last_month % 3 == 0:
        return f"第{'一二三四'[last_month // 3 - 1]}季度"
    return f"{first_month}月" if first_month == last_month else f"{first_month}—{last_month}月"


_OPEN = "X×ｘＸxＯ○〇*＊_＿"
_UNIT_PLACE = re.compile(
    rf"^(?:[{_OPEN}]{{1,8}}|…{{1,2}})?(?:区|局)?[（(](?:填报)?单位(?:名称)?[）)]"
    rf"|^[{_OPEN}]{{2,8}}(?:区|局|单位)?(?=关于)"
)
_TERM_PLACE = re.compile(r"(?:前|第)?[X×ｘＸx○_＿ ]{1,4}个?季度|[（(]季度[）)]")
_YEAR_PLACE = re.compile(r"(?:20)?[X×ｘＸx○_＿]{2,4}年")
_LEVELS_PLACE = re.compile(r"省[（(]市[、,，和]区[）)]|省[、,，]市[、,，]区(?=《)")


def fill_title(title: str, report: Annex5) -> str:
    """The form's title with the report's unit, year, term and levels in their places.

    >>> fill_title("XX(单位)关于省(市、区)《政府工作报告》前X季度工作目标完成情况",
    ...            Annex5("区建设局", 2023, "前二季度", ("省", "区"), ()))
    '区建设局关于省、区《政府工作报告》前二季度工作目标完成情况'
    """
    filled, named = _UNIT_PLACE.subn(lambda _: report.unit, title, count=1)
    filled = _TERM_PLACE.sub(lambda _: report.term, filled)
    filled = _YEAR_PLACE.sub(lambda _: f"{report.year}年", filled)
    if report.levels:
        filled = _LEVELS_PLACE.sub(lambda _: "、".join(report.levels), filled)
    filled = full_width(filled)
    return filled if named else f"{report.unit}{'' if filled.startswith('关于') else '：'}{filled}"


_HALF = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", ",": "，"})


def full_width(text: str) -> str:
    """Punctuation of the form as official papers print it; numbers such as 1,000 and 10:30 are left alone."""
    return re.sub(r"(?<![0-9A-Za-z])[():;,]|[():;,](?![0-9A-Za-z])", lambda found: found[0].translate(_HALF), text)


def document(report: Annex5) -> Document:
    """The paper."""
    form = report.form
    title = report.title or fill_title(form.title, report)
    right = "主要负责人（签字）："
    parts: list[Part] = []
    if report.standing:
        parts.append(Paragraph(f"（{report.standing}）", Role.FORM, Align.CENTRE, keep=True))
    parts.append(Spread(f"单位：{report.unit}", right + report.signer, room=0.0 if report.signer else 30.0))
    if report.question:
        parts.append(Paragraph(f"专项要求：{report.question}", Role.BODY))
    parts.extend(Paragraph(line, Role.BODY) for line in report.answer.split("\n") if line.strip())
    if report.entries or not report.answer:
        parts.append(_table(form, report.entries))
    parts.extend(Paragraph(full_width(note), Role.NOTE) for note in form.notes)
    if report.signature:
        parts.append(Paragraph(f"签字：{report.signature}", Role.NOTE))
    return Document(
        title=title_lines(title),
        parts=tuple(parts),
        mark=form.mark,
        page=Page(),
        header=report.standing,
        footer="　".join(each for each in (f"核验码 {report.code}" if report.code else "", report.printed) if each),
        author=report.unit,
        about=f"{report.year}年{report.term}",
    )


def cells_of(form: ReportForm, entry: Entry) -> list[str]:
    """The texts of an entry's row, a column each; boxes with a column of their own are not merged into the result."""
    own = set(form.purposes)
    words = entry.words
    texts = {
        Purpose.NUMBER: entry.number,
        Purpose.MATTER: entry.matter,
        Purpose.PROBLEM: merging.ended(words.problem),
        Purpose.NEXT: merging.ended(words.next_step),
        Purpose.RESULT: merging.merged(
            LineWords(
                words.presence,
                words.done,
                "" if Purpose.PROBLEM in own else words.problem,
                "" if Purpose.NEXT in own else words.next_step,
                words.reason,
                words.waiting_on,
                words.expected_on,
                words.synthesis,
            )
        ),
    }
    return [texts.get(purpose, "") for purpose in form.purposes]


def _table(form: ReportForm, entries: Sequence[Entry]) -> Table:
    purposes = form.purposes
    asked = [WIDTHS[purpose] for purpose in purposes]
    width = Page().width
    widths = tuple(round(each * width / sum(asked), 2) for each in asked)
    rows = [Row(tuple(Cell.of(full_width(each)) for each in form.headings), Role.HEAD)]
    part = None
    for entry in entries:
        if entry.part != part:
            part = entry.part
            if part:
                rows.append(Row((Cell.of(part, columns=len(purposes)),), Role.BAND))
        rows.append(Row(tuple(Cell.of(text) for text in cells_of(form, entry))))
    aligns = tuple(Align.CENTRE if purpose is Purpose.NUMBER else Align.LEFT for purpose in purposes)
    return Table(widths, tuple(rows), aligns)
