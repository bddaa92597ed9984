"""Small readings made by hand: text and JSON with true places, so that tests of the ledger need no reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.core.document import Span
from duban.core.notice import reading as r
from duban.core.notice.jsonform import to_json

LABELS = {"lead": "牵头单位", "responsible": "责任单位", "cooperating": "配合单位"}
SCOPES = {"city": "市级", "district": "区级", "province": "省级", "": ""}
FIGURE = re.compile(r"(?P<what>[一-鿿]{2,8}?)(?P<value>\d+)(?P<unit>[个家座条%])")


@dataclass(frozen=True)
class Line:
    """An item: body, units as (name, role, scope), number ("" for none)."""

    number: str
    body: str
    units: Sequence[tuple[str, str, str]] = (("区建设局", "responsible", ""),)


@dataclass(frozen=True)
class Part:
    """A programme: level, sections as (heading, lines)."""

    level: str
    sections: Sequence[tuple[str, Sequence[Line]]]
    year: int | None = 2023


class Writer:
    """Writes the source text and keeps where everything stands."""

    def __init__(self) -> None:
        self.text = ""

    def put(self, text: str) -> Span:
        start = len(self.text)
        self.text += text
        return Span(start, len(self.text))

    def item(self, line: Line, section: int) -> r.Item:
        number = self.put(f"{line.number}.") if line.number else None
        start = len(self.text)
        self.put(line.body)
        targets = tuple(self.target(match, start) for match in FIGURE.finditer(line.body))
        tag_start = len(self.text)
        units = self.tag(line.units)
        tag = Span(tag_start, len(self.text))
        text = self.text[start:]
        span = Span(start, len(self.text))
        self.put("\n")
        return r.Item(line.number, section, text, span, units, targets, (tag,), number_span=number)

    @staticmethod
    def target(match: re.Match[str], start: int) -> r.Target:
        kind = r.TargetKind.LEVEL if match["unit"] == "%" else r.TargetKind.AMOUNT
        span = Span(start + match.start(), start + match.end())
        figure = Span(start + match.start("value"), start + match.end())
        return r.Target(match[0], match["what"], "=", Decimal(match["value"]), match["unit"], kind, span, figure)

    def tag(self, units: Sequence[tuple[str, str, str]]) -> tuple[r.UnitEntry, ...]:
        self.put("(")
        entries = []
        for n, (name, role, scope) in enumerate(units):
            label = SCOPES[scope] + LABELS[role]
            self.put(f"{';' if n else ''}{label}:")
            lead = role == "lead" or (n == 0 and all(each[1] != "lead" for each in units))
            source = r.RoleSource.PRINTED if role == "lead" or not lead else r.RoleSource.INFERRED
            span = self.put(name)
            entries.append(
                r.UnitEntry(
                    name, r.Role(role), r.Scope(scope), span, label=label, lead=lead, role_source=source,
                    group=name.startswith("各"),
                )
            )  # fmt: skip
        self.put(")")
        return tuple(entries)


def reading_of(*parts: Part, number: str = "测政办〔2023〕1号", **extra: Any) -> tuple[str, dict[str, Any]]:
    """Source text and reading of a notice with these programmes; ``extra``: further fields of ``Reading``."""
    writer = Writer()
    title, document = writer.put("关于印发责任分解方案的通知\n"), writer.put(number)
    writer.put("\n")
    programmes = []
    for part in parts:
        start = len(writer.text)
        heading = writer.put(f"{part.level}方案\n")
        sections, items = [], []
        for n, (name, lines) in enumerate(part.sections):
            sections.append(r.Section(name[:1], name, writer.put(name)))
            writer.put("\n")
            items += [writer.item(line, n) for line in lines]
        programmes.append(
            r.Programme(
                r.Level(part.level), part.year, heading.of(writer.text).strip(), Span(start, len(writer.text)),
                tuple(sections), tuple(items),
            )
        )  # fmt: skip
    names = Counter(entry.unit for p in programmes for i in p.items for entry in i.units)
    reading = r.Reading(
        header=r.Header(
            title=r.Valued("关于印发责任分解方案的通知", title),
            document_number=r.Valued(number, document),
            issued_on=r.Valued("2023-02-23"),
        ),
        programmes=tuple(programmes),
        units=tuple(r.UnitName(name, count, group=name.startswith("各")) for name, count in names.items()),
        **extra,
    )
    return writer.text, to_json(reading)


def ready_draft(*parts: Part, decisions: dict[str, Any] | None = None, **extra: Any) -> Any:
    """A draft that waits for confirmation, with that reading."""
    from tests.factories.notices import NoticeDraftFactory

    text, data = reading_of(*parts, **extra)
    return NoticeDraftFactory(ready=True, source_text=text, reading=data, current=data, decisions=decisions or {})
