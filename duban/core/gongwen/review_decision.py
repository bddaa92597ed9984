"""复核决定: what became of a unit's objection to the conclusion of an inspection; served as a document like it.

国令第733号 art. 17: decided within 30 days by people who took no part; the unit learns the decision and its reasons.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.core.gongwen.document import Document, Paragraph, Part, Role, Signature
from duban.core.gongwen.sections import in_sections, paragraphs
from duban.core.gongwen.titles import title_lines
from duban.core.text.days import day_in_words


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision. ``points``: each with its day, and whether it falls away (免除) by the decision."""

    inspection: str
    unit: str
    number: str  # of the conclusion, 某政督查〔2023〕1号
    objected_on: dt.date
    objection: str
    upheld: bool
    reasons: str
    points: tuple[tuple[str, dt.date, bool], ...]


def document(paper: Decided, *, signature: Signature | None = None) -> Document:
    """The paper, without its head: that is put on where it is issued."""
    basis = f"（{paper.number}）" if paper.number else ""
    parts: list[Part] = [
        Paragraph(f"{paper.unit}：", Role.PLAIN),
        Paragraph(
            f"你单位于{day_in_words(paper.objected_on)}对“{paper.inspection}”的督查结论{basis}提出异议。"
            "根据《政府督查工作条例》，由没有参加本次督查的人员进行了复核，现将复核决定送达如下。"
        ),
    ]
    result = "异议成立，原结论中与本决定不一致的内容不再执行。" if paper.upheld else "维持原督查结论。"
    sections = [
        ("提出的异议", paragraphs(paper.objection)),
        ("复核决定", [result]),
        ("理由", paragraphs(paper.reasons)),
    ]
    if paper.points:
        numbered = [
            f"{number}.{text.rstrip('。')}。{'予以免除。' if lifted else f'完成期限：{day_in_words(due)}。'}"
            for number, (text, due, lifted) in enumerate(paper.points, start=1)
        ]
        sections.append(("整改要求", numbered))
    parts += in_sections(sections)
    if signature is not None:
        parts.append(signature)
    return Document(
        title=title_lines(f"关于“{paper.inspection}”督查结论异议的复核决定"),
        parts=tuple(parts),
        about=f"{paper.unit}：{paper.inspection}督查结论异议的复核决定",
    )
