"""Where words stand in a paper: what is quoted as the original of a correction must be there, and in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duban.core.gongwen.document import AttachmentNote, Document, Inner, Labelled, Paragraph, Role, Spread, Table


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of a paper by its Chinese name (正文第3段), and how often the words stand in it."""

    name: str
    times: int = 1


def find(paper: Document, words: str) -> list[Place]:
    """The places where the words stand, in the order of the paper. Number, letterhead and imprint are no text."""
    return [Place(name, text.count(words)) for name, text in texts(paper) if words and words in text]


def texts(paper: Document) -> Iterator[tuple[str, str]]:
    """Every piece of text with the name of its place."""
    yield "标题", paper.name
    attached = set(map(id, paper.attachments))
    yield from _pieces("正文", (part for part in paper.parts if id(part) not in attached))  # type: ignore[misc]
    for each in paper.attachments:
        yield f"{each.mark}标题", "".join(each.title)
        yield from _pieces(each.mark, each.parts)


def _pieces(within: str, parts: Iterable[Inner]) -> Iterator[tuple[str, str]]:
    paragraphs = tables = 0
    for part in parts:
        if isinstance(part, Paragraph) and part.role is Role.PLAIN and part.text.endswith("："):
            yield f"{within}主送", part.text
        elif isinstance(part, Paragraph):
            paragraphs += 1
            yield f"{within}第{paragraphs}段", part.text + part.then
        elif isinstance(part, Labelled):
            yield f"{within}“{part.label}”一栏", part.text
        elif isinstance(part, Spread):
            yield f"{within}表头", f"{part.left}\n{part.right}"
        elif isinstance(part, AttachmentNote):
            yield f"{within}附件说明", "\n".join(part.names)
        elif isinstance(part, Table):
            tables += 1
            for at, row in enumerate(part.rows, 1):
                for column, cell in enumerate(row.cells, 1):
                    name = (
                        f"{within}第{tables}个表第{at}行第{column}格"
                        if tables > 1
                        else f"{within}表第{at}行第{column}格"
                    )
                    yield name, "\n".join(cell.paragraphs)
