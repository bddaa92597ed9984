"""Finds the article of a page by where its prose stands.

Prose is text outside links. The article is the deepest element that holds nearly all of it. What stands
outside is furniture, unless it speaks for itself: a heading, labels with values before the article (索引号, 文号 …), or
a whole sentence. Losing a line of the notice would be worse than keeping a line of the portal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from duban.readers.markup.nodes import HEADINGS, deeper, elements, text_of
from duban.readers.markup.tables import is_layout

SHARE = 0.8  # of the prose that the article must hold
SENTENCE = 40  # characters of a line that is kept wherever it stands
_STOPS = re.compile("[。；;！？]")
_LABEL = re.compile(r"^[\s\u3000【\[]*(?:[\u4e00-\u9fff][\s\u3000]*){2,6}[】\]]?\s*[:：]")
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Article:
    """The element that holds the article (its ``mem_id``), and what the page calls itself."""

    element: int
    title: str = ""
    begun: bool = False  # whether the walk has come to it
    left_out: int = field(default=0)

    def keeps(self, text: str, tag: str) -> bool:
        """Whether a block outside the article is part of the document."""
        kept = (
            tag in HEADINGS
            or (not self.begun and bool(_LABEL.match(text)))
            or (len(text) >= SENTENCE and _STOPS.search(text) is not None)
            or (bool(self.title) and len(text) >= 8 and text in self.title)
        )
        self.left_out += not kept
        return kept


def find_article(body: Any) -> Article:
    """The article of a page; the body itself where nothing stands out."""
    prose: dict[int, int] = {}
    _measure(body, prose, 0)
    at = body
    total = prose[body.mem_id]
    while True:
        inner = max(
            (each for each in elements(at) if each.tag != "-text"),
            key=lambda each: prose.get(each.mem_id, 0),
            default=None,
        )
        if inner is None or inner.tag in {"p", "li"} or (inner.tag == "table" and not is_layout(inner)):
            break
        if prose.get(inner.mem_id, 0) < SHARE * max(total, 1):
            break
        at = inner
    return Article(at.mem_id, _title(body))


def _title(body: Any) -> str:
    head = body.parent.css_first("head > title") if body.parent is not None else None
    return _SPACE.sub("", head.text()) if head is not None else ""


def _measure(node: Any, prose: dict[int, int], depth: int) -> int:
    """Length of the text outside links below a node, written down for every element."""
    total = 0
    for each in elements(node):
        if each.tag == "-text":
            total += len(text_of(each).strip())
        elif each.tag != "a":
            total += _measure(each, prose, deeper(depth))
    prose[node.mem_id] = total
    return total
