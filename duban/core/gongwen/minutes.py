"""Papers of a coordination meeting (调度会): its agenda (议程), and its minutes (纪要, GB/T 9704-2012 10.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.core.gongwen.document import (
    Align,
    Cell,
    Document,
    Labelled,
    Page,
    Paragraph,
    Part,
    Role,
    Row,
    Table,
)
from duban.core.gongwen.titles import title_lines
from duban.core.text.days import day_in_words

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Task:
    """What a unit has to do by a day."""

    owner: str
    text: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Topic:
    """A case on the agenda (议题). ``resolution`` and ``tasks`` are empty before the meeting."""

    code: str  # 市-54
    matter: str  # the matter's own words
    unit: str  # who asks
    kind: str  # 土地规划
    text: str
    wanted: str
    waits: str = ""  # 在谁手里, for how long
    resolution: str = ""
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Convened:
    """A meeting with everything that its papers say."""

    title: str
    held_on: dt.date
    place: str = ""
    chair: str = ""
    topics: tuple[Topic, ...] = ()
    attended: str = ""
    stressed: str = ""


def numeral(number: int) -> str:
    """A number below 100 as headings of papers count.

    >>> [numeral(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def minutes(of: Convened) -> Document:
    """纪要: when, where, who called it; each case with what was resolved and who does what by when; who was there.

    Head and number are put on where it is issued.
    """
    parts: list[Part] = [Paragraph(_opening(of))]
    for number, topic in enumerate(of.topics, 1):
        parts.append(Paragraph(f"{numeral(number)}、关于{topic.code}事项{topic.kind}困难", Role.LEVEL1, keep=True))
        parts.append(Paragraph(f"{topic.unit}提请：{_sentence(topic.wanted)}"))
        parts.extend(Paragraph(f"会议议定：{line}" if first else line) for first, line in _lines(topic.resolution))
        numbered = len(topic.tasks) > 1
        for at, task in enumerate(topic.tasks, 1):
            words = f"由{task.owner}于{day_in_words(task.due_on)}前办理：{_sentence(task.text)}"
            parts.append(Paragraph(f"{at}.{words}" if numbered else words))
    parts.extend(Paragraph(f"会议要求，{line}" if first else line) for first, line in _lines(of.stressed))
    if of.attended.strip():
        parts.append(Labelled("出席", _sentence(of.attended)))
    return Document(title_lines(f"{of.title}纪要"), tuple(parts), about=f"{of.title}纪要")


def _opening(of: Convened) -> str:
    chair = f"{of.chair}" if of.chair else ""
    place = f"在{of.place}" if of.place else ""
    who = f"{chair}{place}主持召开" if chair else f"{place}召开"
    return f"{day_in_words(of.held_on)}，{who}{of.title}，研究{len(of.topics)}项协调事项。现将会议议定事项纪要如下。"


def _lines(text: str) -> list[tuple[bool, str]]:
    """Paragraphs of a text, the first marked."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(at == 0, _sentence(line)) for at, line in enumerate(lines)]


def _sentence(text: str) -> str:
    """With its full stop, on one line."""
    said = "；".join(line.strip().rstrip("。；;") for line in text.splitlines() if line.strip())
    return said if said.endswith(("。", "？", "”")) else f"{said}。"


def agenda(of: Convened) -> Document:
    """议程: one row a case — what, who asks, why, what is to be decided, in whose hands."""
    heads = ("序号", "事项", "提请单位", "困难和原因", "提请研究解决", "在谁手里")
    rows = [Row(tuple(Cell.of(head, align=Align.CENTRE) for head in heads), Role.HEAD)]
    for number, topic in enumerate(of.topics, 1):
        cells = (
            str(number), f"{topic.code} {topic.matter}", topic.unit, f"（{topic.kind}）{topic.text}", topic.wanted,
            topic.waits,
        )  # fmt: skip
        rows.append(Row(tuple(Cell.of(cell) for cell in cells)))
    lines = [f"时间：{day_in_words(of.held_on)}"]
    lines += [f"地点：{of.place}"] if of.place else []
    lines += [f"召集人：{of.chair}"] if of.chair else []
    widths = (12.0, 62.0, 30.0, 60.0, 50.0, 29.0)
    table = Table(widths, tuple(rows), aligns=(Align.CENTRE,))
    return Document(
        title_lines(f"{of.title}议程"), (*(Paragraph(line, Role.FORM) for line in lines), table),
        page=Page(landscape=True, top=28.0, bottom=26.0, left=27.0, right=27.0), about=f"{of.title}议程",
    )  # fmt: skip
