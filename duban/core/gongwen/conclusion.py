"""督查结论: what an inspection found at one unit, what follows, what is to be set right, and the way to object.

国令第733号: the conclusion rests on clear facts and sufficient evidence (art. 16); the unit may object within 30 days
of receipt, the decision comes within 30 days from people who took no part (art. 17).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from duban.core.gongwen.document import Document, Paragraph, Part, Role, Signature
from duban.core.gongwen.sections import in_sections, paragraphs
from duban.core.gongwen.titles import title_lines
from duban.core.oversight.inspections import DECISION_DAYS, OBJECTION_DAYS
from duban.core.text.days import day_in_words


@dataclass(frozen=True, slots=True)
class Served:
    """A conclusion as it is served. ``points``: what is to be set right, each with its day; ``until``: to object."""

    inspection: str
    unit: str
    first: dt.date
    last: dt.date
    facts: str
    text: str
    points: tuple[tuple[str, dt.date], ...]
    until: dt.date


def document(paper: Served, *, signature: Signature | None = None) -> Document:
    """The paper, without its head: that is put on where it is issued."""
    span = day_in_words(paper.first)
    if paper.last != paper.first:
        span += f"至{day_in_words(paper.last)}"
    parts: list[Part] = [
        Paragraph(f"{paper.unit}：", Role.PLAIN),
        Paragraph(
            f"根据《政府督查工作条例》，经批准，督查组于{span}对你单位开展了“{paper.inspection}”。现将督查结论送达如下。"
        ),
    ]
    sections: list[tuple[str, Sequence[str]]] = [
        ("事实和证据", paragraphs(paper.facts)),
        ("督查结论", paragraphs(paper.text)),
    ]
    if paper.points:
        numbered = [
            f"{number}.{text.rstrip('。')}。完成期限：{day_in_words(due)}。"
            for number, (text, due) in enumerate(paper.points, start=1)
        ]
        sections.append(("整改要求", numbered))
    sections.append(
        (
            "提出异议",
            [
                f"你单位对本结论有异议的，可以自收到之日起{OBJECTION_DAYS}日内（{day_in_words(paper.until)}前）提出，"
                f"由没有参加本次督查的人员在{DECISION_DAYS}日内复核并作出决定。"
            ],
        )
    )
    parts += in_sections(sections)
    if signature is not None:
        parts.append(signature)
    return Document(
        title=title_lines(f"关于“{paper.inspection}”的督查结论"),
        parts=tuple(parts),
        about=f"{paper.unit}：{paper.inspection}的督查结论",
    )
