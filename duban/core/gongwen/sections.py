"""The body of a paper as sections 一、二、三、 with their paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duban.core.gongwen.document import Paragraph, Role

_MARKS = "一二三四五六七八九十"


def in_sections(sections: Iterable[tuple[str, Sequence[str]]]) -> list[Paragraph]:
    """Headings of the first level with what stands under each; (heading, paragraphs) in order, ten at most."""
    parts = []
    for mark, (heading, lines) in zip(_MARKS, sections, strict=False):
        parts.append(Paragraph(f"{mark}、{heading}", Role.LEVEL1, keep=True))
        parts += [Paragraph(line) for line in lines]
    return parts


def paragraphs(text: str) -> list[str]:
    """What was typed, a paragraph a line, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]
