"""Counts by class in a printed text: whether they add up to the whole that the text names, as it is read.

Read from the words alone, whoever wrote them: 「共5项。已完成4项，占80%；滞后1项，占20%」. Counts that stand
with their shares (占…%) are the classes of the last whole before them; in a sentence without shares the first count is
the whole of the counts of the same measure that follow it, if there are two or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duban.core.circulars.placeholders import Printed
from duban.core.text.patterns import regex

_COUNT = regex(
    r"(?P<all>共(?:有|计)?|合计|总计)?(?<![\d.〔第—～-])(?P<number>\d+)(?P<measure>项|个|次|份|家|件|条)(?!百分点|工作日|月)"
    r"(?:[^，；。\d]{0,4}，?占[^，；。\d]{0,6}(?P<share>\d+(?:\.\d+)?)[%％])?"
)
_BRACKETS = regex(r"（([^（）]*)）")
_ORDINAL = regex(r"第\d+(?:[、，—～至-]\d+)*[项个次份家件条]")
_PART = regex(r"(?<=。)")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Count:
    """A count as it stands: how many, of what measure, its share in per cent, whether the text calls it the whole."""

    number: int
    measure: str
    share: Decimal | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Unequal:
    """What does not add up. ``sentence`` as printed; ``fault`` fit to show; ``sure``: no other reading is possible."""

    sentence: str
    fault: str
    sure: bool


def unequal(paragraphs: Iterable[Printed]) -> list[Unequal]:
    """Every statement of a whole and its classes that does not add up, in order. Entries of lists are not narrated
    by hand and are looked at only where they give shares.

    >>> from duban.core.circulars.placeholders import Run
    >>> [each.fault for each in unequal([Printed((Run("共5项。已完成4项，占60.0%；滞后2项，占40.0%。"),))])]
    ['各类相加为6项，总数为5项', '4项占5项的80.0%，写作60.0%']
    """
    found: list[Unequal] = []
    for each in paragraphs:
        found += _paragraph(each.text, narrated=not any(run.entry >= 0 for run in each.runs))
    return found


def _paragraph(text: str, *, narrated: bool) -> list[Unequal]:
    found: list[Unequal] = []
    last: Count | None = None
    for sentence in _PART.split(text):
        bare = _BRACKETS.sub("", _ORDINAL.sub("", sentence))
        counts = _counts(bare)
        classes = [each for each in counts if each.share is not None]
        plain = [each for each in counts if each.share is None]
        if len(classes) > 1:
            measure = classes[0].measure
            before = [each for each in plain if each.measure == measure and (each.whole or last is None)]
            whole = before[0] if before else last
            if whole is not None and all(each.measure == whole.measure for each in classes):
                found += [Unequal(sentence, fault, True) for fault in _of_shares(whole, classes)]
        elif narrated and not classes:
            found += _of_plain(sentence, counts)
        found += _of_brackets(sentence)
        wholes = [each for each in plain if each.whole]
        last = wholes[-1] if wholes else last
    return found


def _counts(text: str) -> list[Count]:
    return [
        Count(int(m["number"]), m["measure"], Decimal(m["share"]) if m["share"] else None, bool(m["all"]))
        for m in _COUNT.finditer(text)
    ]


def _of_shares(whole: Count, classes: Sequence[Count]) -> list[str]:
    """The counts make the whole, and no share is off by a step of its last digit or more."""
    found, total = [], sum(each.number for each in classes)
    if total != whole.number:
        found.append(f"各类相加为{total}{whole.measure}，总数为{whole.number}{whole.measure}")
    for each in classes:
        if each.share is None or not whole.number:
            continue
        real = _HUNDRED * each.number / whole.number
        exponent = int(each.share.as_tuple().exponent)
        if abs(real - each.share) >= Decimal(1).scaleb(exponent):
            said = f"{each.number}{each.measure}占{whole.number}{whole.measure}的{real.quantize(each.share)}%"
            found.append(f"{said}，写作{each.share}%")
    return found


def _of_plain(sentence: str, counts: Sequence[Count]) -> list[Unequal]:
    """The first is the whole of those of its measure that follow, if those are two or more."""
    if not counts:
        return []
    first, rest = counts[0], [each for each in counts[1:] if each.measure == counts[0].measure]
    total = sum(each.number for each in rest)
    if len(rest) < 2 or total == first.number:
        return []
    return [_unequal(sentence, first, total, sure=False)]


def _of_brackets(sentence: str) -> list[Unequal]:
    """Classes in brackets right behind the whole: 共233项（省级32项、市级201项）."""
    found = []
    for match in _BRACKETS.finditer(sentence):
        before = _counts(sentence[: match.start()])
        parts = [each for each in _counts(match[1]) if before and each.measure == before[-1].measure]
        total = sum(each.number for each in parts)
        if len(parts) > 1 and sentence[: match.start()].endswith(before[-1].measure) and total != before[-1].number:
            found.append(_unequal(sentence, before[-1], total, sure=False))
    return found


def _unequal(sentence: str, whole: Count, total: int, *, sure: bool) -> Unequal:
    return Unequal(sentence, f"分项相加为{total}{whole.measure}，前面写的是{whole.number}{whole.measure}", sure)
