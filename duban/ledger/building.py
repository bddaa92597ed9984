"""Reading → unsaved rows of the ledger. What a row holds of the print is decided here, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from duban.core.document import Span
from duban.core.notice import reading as r
from duban.core.text.excise import Place, excise
from duban.ledger import enums, proposing
from duban.ledger.display import derive
from duban.ledger.models import Assignment, Clause, Matter, Programme, Section, Target
from duban.notices.models import Notice
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid

LARGEST = Decimal(10) ** 18  # of a target's value: the column holds 24 digits, six behind the point


def clip(text: str, length: int) -> str:
    """Fit for a column; what is cut still stands in the matter's text."""
    return text if len(text) <= length else text[: length - 1] + "…"


def placer(source: str, item: r.Item) -> Callable[[Span], Place | None]:
    """Where a stretch of the source stands in ``item.text``; None where it does not.

    The text is the source's own stretch, or (broken lines joined, a word corrected by hand) nearly so: then
    characters are walked side by side, white space skipped, up to the first that differs.
    """
    printed = item.span.of(source)
    if printed == item.text:
        where = {i: i for i in range(len(printed))}
    else:
        where = _walk(printed, item.text)

    def place(span: Span) -> Place | None:
        start, last = where.get(span.start - item.span.start), where.get(span.end - 1 - item.span.start)
        return (start, last + 1) if start is not None and last is not None and start <= last else None

    return place


def _walk(printed: str, text: str) -> dict[int, int]:
    where, i, j = {}, 0, 0
    while i < len(printed) and j < len(text):
        if printed[i] == text[j]:
            where[i] = j
            i, j = i + 1, j + 1
        elif printed[i].isspace():
            i += 1
        elif text[j].isspace():
            j += 1
        else:
            break
    return where


def verified(place: Place | None, text: str, words: str) -> Place | None:
    """The place if these words stand there; else where they stand once in the text; else None."""
    wanted = "".join(words.split())
    if place is not None and "".join(text[place[0] : place[1]].split()) == wanted:
        return place
    if wanted and text.count(words) == 1:
        return text.index(words), text.index(words) + len(words)
    return None


@dataclass
class Codes:
    """Codes such as 市-54. A number that comes again in the year gets a suffix: 市-54-2."""

    used: set[str] = field(default_factory=set)

    def take(self, level: str, number: str, ordinal: int) -> str:
        """The next free code; an item without a number is called by its place (市-第7项)."""
        code = f"{enums.LEVEL_MARKS[level]}-{number or f'第{ordinal}项'}"
        if code in self.used:
            code = next(c for n in range(2, len(self.used) + 3) if (c := f"{code}-{n}") not in self.used)
        self.used.add(code)
        return code


@dataclass
class Built:
    """A matter with its rows, all unsaved; ``section`` is its heading as printed."""

    matter: Matter
    section: str
    assignments: list[Assignment]
    targets: list[Target]
    clauses: list[Clause]

    def derive(self) -> None:
        """Fill the derived columns."""
        derive(self.matter, self.section, self.assignments, self.targets)


@dataclass
class Builder:
    """Makes rows for the items of one notice."""

    notice: Notice
    unit_for: Callable[[str], Unit]
    codes: Codes

    def build(
        self, item: r.Item, programme: Programme, section: Section | None, ordinal: int, replaces: Matter | None = None
    ) -> Built:
        """One item. Raises :class:`Invalid` where it cannot be kept as it is read."""
        if not item.text.strip():
            raise Invalid(
                f"{enums.Level(programme.level).label}第 {item.number or ordinal} 项没有文字，请补正或删去后再确认。"
            )
        place = placer(self.notice.source_text, item)
        tags = [tag for span in item.tags if (tag := place(span))]
        matter = Matter(
            programme=programme,
            section=section,
            notice=self.notice,
            ordinal=ordinal,
            number=clip(item.number, 20),
            code=clip(self.codes.take(programme.level, item.number, ordinal), 30),
            text=item.text,
            body=excise(item.text, tags).body or item.text,
            tags=[list(tag) for tag in tags],
            title=clip(item.title, 300),
            extras=_extras(item),
            source_start=item.span.start,
            source_end=item.span.end,
            replaces=replaces,
        )
        built = Built(
            matter,
            section.title if section else "",
            self.assignments(matter, item.units, place),
            [self._target(matter, n, target, place) for n, target in enumerate(item.targets)],
            proposing.clauses(matter, item, place),
        )
        built.derive()
        return built

    def assignments(
        self, matter: Matter, entries: Iterable[r.UnitEntry], place: Callable[[Span], Place | None]
    ) -> list[Assignment]:
        """One row a printed entry; two names of one unit in the same place are one row (the first)."""
        rows: dict[tuple[object, ...], Assignment] = {}
        for ordinal, entry in enumerate(entries):
            unit = self.unit_for(entry.unit)
            key = (unit.name, entry.part, str(entry.scope), str(entry.role))
            start, end = verified(place(entry.span), matter.text, entry.unit) or (None, None)
            if key not in rows:
                rows[key] = Assignment(
                    matter=matter,
                    unit=unit,
                    printed_name=clip(entry.unit, 100),
                    role=str(entry.role),
                    scope=str(entry.scope),
                    label=clip(entry.label, 40),
                    part=entry.part,
                    part_text=clip(entry.part_text, 300),
                    start=start,
                    end=end,
                    ordinal=ordinal,
                    lead=entry.lead,
                    role_source=str(entry.role_source),
                    basis=self.notice,
                )
        return list(rows.values())

    @staticmethod
    def _target(matter: Matter, ordinal: int, target: r.Target, place: Callable[[Span], Place | None]) -> Target:
        if abs(target.value) >= LARGEST or abs(target.base or Decimal(0)) >= LARGEST:
            raise Invalid(f"{matter.code} 的“{clip(target.phrase, 30)}”数值过大（18 位以上），请先改正。")
        start, end = verified(place(target.span), matter.text, target.phrase) or (None, None)
        figure = place(target.figure)
        return Target(
            matter=matter,
            ordinal=ordinal,
            kind=str(target.kind),
            phrase=clip(target.phrase, 300),
            what=clip(target.what, 150),
            op=target.op,
            value=target.value,
            base=target.base,
            unit=clip(target.unit, 30),
            due=clip(target.due, 60),
            start=start,
            end=end,
            figure_start=figure[0] if figure else None,
            figure_end=figure[1] if figure else None,
        )


def _extras(item: r.Item) -> list[dict[str, str]]:
    extras = [{"label": extra.label, "text": extra.text} for extra in item.extras]
    if item.result:
        extras.append({"label": "来文所载完成情况", "text": item.result.text})
    return extras
