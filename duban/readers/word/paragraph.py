"""Text of one Word paragraph: what a reader of the accepted document sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from duban.readers.word.styles import Styles, switched
from duban.readers.xmltree import attribute, child, local

_TEXT = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SKIPPED = {
    "pPr",
    "rPr",
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "delInstrText",
    "rt",  # the small reading above a character
    "sdtPr",
    "sdtEndPr",
    "Fallback",  # the same drawing once more, for old programs
    "object",
    "annotationRef",
}


@dataclass(slots=True)
class ParagraphText:
    """Runs as (text, bold), boxes that hang on the paragraph, and what was left out."""

    runs: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    deleted: bool = False
    hidden: bool = False
    pictures: int = 0

    @property
    def text(self) -> str:
        """All runs."""
        return "".join(text for text, _ in self.runs)

    @property
    def bold(self) -> bool:
        """Every run that prints something is bold."""
        printed = [bold for text, bold in self.runs if text.strip()]
        return bool(printed) and all(printed)


class Collector:
    """Collects the text of paragraphs."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def collect(self, paragraph: Any, style: str) -> ParagraphText:
        """``style`` is the paragraph's."""
        found = ParagraphText()
        look = self._styles.look(style)
        self._walk(paragraph, found, bool(look.bold), bool(look.hidden))
        return found

    def _walk(self, element: Any, found: ParagraphText, bold: bool, hidden: bool) -> None:
        for each in element:
            name = local(each)
            if name in _SKIPPED:
                found.deleted |= name in {"del", "moveFrom"} and len(each) > 0
            elif name == "r":
                self._run(each, found, bold, hidden)
            elif name == "txbxContent":
                found.boxes.append(each)
            elif name == "t":  # of a formula
                found.runs.append((each.text or "", bold))
            else:
                self._walk(each, found, bold, hidden)

    def _run(self, run: Any, found: ParagraphText, bold: bool, hidden: bool) -> None:
        properties = child(run, "rPr")
        named = child(properties, "rStyle")
        look = self._styles.look(attribute(named, "val", "") or "") if named is not None else None

        def value(toggle: str, of_style: bool | None, default: bool) -> bool:
            own = switched(properties, toggle)
            return own if own is not None else of_style if of_style is not None else default

        is_bold = value("b", look.bold if look else None, bold)
        if value("vanish", look.hidden if look else None, hidden):
            found.hidden |= any(local(each) == "t" for each in run)
            return
        for each in run:
            name = local(each)
            if name == "t":
                found.runs.append((each.text or "", is_bold))
            elif name in _TEXT:
                found.runs.append((_TEXT[name], is_bold))
            elif name == "br":
                page = attribute(each, "type") in {"page", "column"}
                found.runs.append(("" if page else "\n", is_bold))
            elif name in {"drawing", "pict"}:
                before = len(found.boxes)
                self._walk(each, found, is_bold, hidden)
                found.pictures += len(found.boxes) == before
            elif name not in _SKIPPED:
                self._walk(each, found, is_bold, hidden)


def is_deleted_mark(properties: Any) -> bool:
    """Whether the end of the paragraph was deleted under tracking, so that the next one goes on in it."""
    marks = child(properties, "rPr")
    return marks is not None and (child(marks, "del") is not None or child(marks, "moveFrom") is not None)


Collect = Callable[[Any, str], ParagraphText]
