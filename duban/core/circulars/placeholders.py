"""Text with references to figures: 「共{事项总数}项」, written by the office, never run as code.

A line is a paragraph. ``{名称}`` is the place of a figure, ``{名称：参数}`` of a part of it (``{事项总数：市级}``). A
paragraph that begins with ``{有：名称}`` is left out where the figure is nil or empty, one with ``{无：名称}`` where it
is not. A list stands in a paragraph of its own and makes a paragraph an entry; inside a sentence its entries are
joined. ``{{`` and ``}}`` are braces. Whatever a figure holds is put in as it is and never read again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from duban.core.refusal import Refused

HAS, LACKS = "有", "无"
_COLONS = "：:"


@dataclass(frozen=True, slots=True)
class Reference:
    """The place of a figure."""

    name: str
    argument: str = ""

    @property
    def key(self) -> str:
        """What it is found by: its text without the braces."""
        return f"{self.name}：{self.argument}" if self.argument else self.name

    def __str__(self) -> str:
        return "{" + self.key + "}"


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether a paragraph is printed."""

    on: Reference
    present: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as written."""

    runs: tuple[str | Reference, ...]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the place of a reference: a text, or the entries of a list."""

    text: str = ""
    entries: tuple[str, ...] | None = None
    nil: bool = False  # nothing there: 0, or an empty list


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a printed paragraph. ``key``: of the reference that it came from; ``entry``: of its list."""

    text: str
    key: str = ""
    entry: int = -1


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph as printed, with where each stretch came from."""

    runs: tuple[Run, ...] = field(default=())

    @property
    def text(self) -> str:
        """As one string."""
        return "".join(run.text for run in self.runs)


class Faulty(Refused):
    """The text cannot be read, or names what is not there. ``faults``: sentences fit to show."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("".join(faults))
        self.faults = faults


def parse(text: str) -> list[Line]:
    """The paragraphs; empty lines part them and are no paragraphs. Raises :class:`Faulty`.

    >>> [str(r) for r in parse("共{事项总数：市级}项。")[0].runs]
    ['共', '{事项总数：市级}', '项。']
    """
    found, faults = [], []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_line(line.strip()))
        except ValueError as error:
            faults.append(f"第{number}行：{error}。")
    if faults:
        raise Faulty(faults)
    return found


def _line(text: str) -> Line:
    conditions: list[Condition] = []
    runs: list[str | Reference] = []
    for piece in _pieces(text):
        if isinstance(piece, str):
            runs.append(piece)
            continue
        if piece.name not in (HAS, LACKS):
            runs.append(piece)
            continue
        if runs:
            raise ValueError(f"“{piece}”应放在这一段的开头")
        if not piece.argument:
            raise ValueError(f"“{piece}”没有写明看哪个数据，例如 {{{piece.name}：逾期报送单位数}}")
        conditions.append(Condition(_reference(piece.argument), piece.name == HAS))
    return Line(tuple(runs), tuple(conditions))


def _pieces(text: str) -> Iterator[str | Reference]:
    plain, at = "", 0
    while at < len(text):
        here, pair = text[at], text[at : at + 2]
        if pair in ("{{", "}}"):
            plain += here
            at += 2
        elif here == "{":
            end = text.find("}", at)
            inner = text[at + 1 : end]
            if end < 0 or "{" in inner:
                raise ValueError(f"“{text[at : at + 12]}”的花括号没有合上；要印出花括号请写两个")
            if plain:
                yield plain
                plain = ""
            yield _reference(inner)
            at = end + 1
        elif here == "}":
            raise ValueError("有一个多出的“}”；要印出花括号请写两个")
        else:
            plain += here
            at += 1
    if plain:
        yield plain


def _reference(inner: str) -> Reference:
    places = [inner.find(colon) for colon in _COLONS if colon in inner]
    cut = min(places) if places else len(inner)
    name, argument = inner[:cut].strip(), inner[cut + 1 :].strip()
    if not name:
        raise ValueError("花括号里没有名称")
    return Reference(name, argument)


def escaped(text: str) -> str:
    """The text so that it is printed as it is.

    >>> escaped("{甲}")
    '{{甲}}'
    """
    return text.replace("{", "{{").replace("}", "}}")


def references(lines: Collection[Line]) -> list[Reference]:
    """Every reference once, those of conditions too, in order."""
    found = [run for line in lines for run in line.runs if isinstance(run, Reference)]
    found += [condition.on for line in lines for condition in line.conditions]
    return list(dict.fromkeys(found))


def faults(lines: Collection[Line], known: Mapping[str, Collection[str]]) -> list[str]:
    """References that lead nowhere: sentences with what there is. ``known``: name → arguments that it takes."""
    found = []
    for each in references(lines):
        if each.name not in known:
            found.append(f"没有名为“{each.name}”的数据。可用的有：{'、'.join(known)}。")
        elif each.argument and each.argument not in known[each.name]:
            there = known[each.name]
            can = f"可用的有：{'、'.join(there)}" if there else "它不分类，请去掉冒号和后面的字"
            found.append(f"“{each.name}”没有“{each.argument}”这一类。{can}。")
    return found


def filled(lines: Collection[Line], values: Mapping[str, Filled]) -> list[Printed]:
    """The paragraphs with the figures in their places; every reference must have its value."""
    found: list[Printed] = []
    for line in lines:
        if not all((not values[c.on.key].nil) is c.present for c in line.conditions):
            continue
        alone = [run for run in line.runs if isinstance(run, Reference) or run.strip()]
        if len(alone) == 1 and isinstance(alone[0], Reference):
            key = alone[0].key
            entries = values[key].entries
            if entries is not None:
                found.extend(Printed((Run(text, key, at),)) for at, text in enumerate(entries))
                continue
        found.append(Printed(tuple(_runs(line, values))))
    return found


def _runs(line: Line, values: Mapping[str, Filled]) -> Iterator[Run]:
    for run in line.runs:
        if isinstance(run, str):
            yield Run(run)
            continue
        value = values[run.key]
        if value.entries is None:
            yield Run(value.text, run.key)
            continue
        for at, text in enumerate(value.entries):
            if at:
                yield Run("；")
            yield Run(text.rstrip("。；"), run.key, at)
