"""Numbers of a draft that no datum of the ledger stands behind, and classes that make no whole, with their answers.

Found anew in the text at every reading; an answer (:class:`~duban.circulars.models.NumberSource`) counts as long as
its sentence stands in the text as it was answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from duban.circulars import drafts
from duban.circulars.models import Circular, NumberSource
from duban.core.circulars.sums import unequal
from duban.core.circulars.typed import typed

NEAR = 2  # characters on each side of a number by which it is known again in a line
SUM = "合计"  # stands for the number where a whole and its classes do not agree


@dataclass(frozen=True)
class Finding:
    """A number without a source. ``sentence``: as written; ``text``: what is wrong; ``answer``: none while it is open.

    ``sure``: it cannot be answered, only mended.
    """

    number: str
    sentence: str
    text: str
    answer: NumberSource | None = None
    sure: bool = False

    @property
    def stops(self) -> bool:
        """Whether the draft cannot go out with it."""
        return self.sure or self.answer is None

    def as_json(self) -> dict[str, Any]:
        """Plain values, as they are kept with the issued document."""
        given = self.answer
        found = {"number": self.number, "sentence": self.sentence, "text": self.text}
        if given is None:
            return found
        by = str(given.given_by)
        return {**found, "source": given.source, "given_by": by, "given_at": given.given_at.isoformat()}


def findings(row: Circular, reading: drafts.Reading) -> list[Finding]:
    """All of the title and the text, in order: first what was typed, then what does not add up as it is printed."""
    title, lines = drafts.lines_of(row.kind, row.title, row.body)
    rows = row.number_sources.select_related("given_by") if row.pk else ()
    given = {(each.number, each.sentence): each for each in rows}
    found = []
    for each in typed([title, *lines]):
        text = f"“{each.number}”是手写的，没有引用数据"
        found.append(Finding(each.number, each.sentence, text, given.get((each.number, each.sentence))))
    for wrong in unequal(reading.paragraphs):
        answer = None if wrong.sure else given.get((SUM, wrong.sentence))
        found.append(Finding(SUM, wrong.sentence, wrong.fault, answer, wrong.sure))
    return found


def of_lines(row: Circular, lines: Sequence[str]) -> list[Finding]:
    """Those that stand in what a unit is shown, while it is shown: a number of one of its lines, in a sentence whose
    other words stand there too. Names of other units are covered in its lines, so that the sentence shown is the line.
    """
    if row.frozen is None:
        return []
    found = []
    for each in findings(row, drafts.thawed(row)):
        line = next((line for line in lines if each.number in line and _agree(line, each)), None)
        if line is not None:
            found.append(replace(each, sentence=line))
    return found


def _agree(line: str, each: Finding) -> bool:
    """Whether the words around the number are those of the line."""
    at = each.sentence.find(each.number)
    around = each.sentence[max(0, at - NEAR) : at + len(each.number) + NEAR]
    return at >= 0 and (around in line or each.sentence[at : at + len(each.number) + NEAR] in line)
