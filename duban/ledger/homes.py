"""Where the items of a notice stand in the ledger: programmes and sections, new ones or those of a first notice."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from duban.core.notice import reading as r
from duban.ledger import differences
from duban.ledger.building import clip
from duban.ledger.models import Matter, Programme, Section
from duban.notices.models import Notice


@dataclass
class Homes:
    """Programmes and sections that items go into: new ones, or those of the ledger for a second notice."""

    notice: Notice
    reading: r.Reading
    existing: dict[int, Programme]  # by programme index of the reading
    last: dict[int, int]  # last ordinal by programme id
    programmes: dict[int, Programme] = field(default_factory=dict)
    sections: dict[tuple[int, str], Section] = field(default_factory=dict)  # of the ledger, by title
    printed_sections: dict[int, list[Section]] = field(default_factory=dict)  # of new programmes
    next_programme: int = 1

    @classmethod
    def load(cls, notice: Notice, reading: r.Reading, comparison: differences.Comparison | None) -> Homes:
        """``comparison``: where a second notice's items belong; None for a first notice."""
        existing = _existing(reading, comparison) if comparison else {}
        ids = {programme.pk for programme in existing.values()}
        last: dict[int, int] = {}
        for pk, ordinal in (
            Matter.objects.filter(programme_id__in=ids).order_by("id").values_list("programme_id", "ordinal")
        ):
            last[pk] = max(last.get(pk, 0), ordinal)
        ordinals = Programme.objects.filter(year=notice.year).order_by("ordinal").values_list("ordinal", flat=True)
        homes = cls(notice, reading, existing, last, next_programme=max(ordinals, default=0) + 1)
        for section in Section.objects.filter(programme_id__in=ids).order_by("ordinal"):
            homes.sections.setdefault((section.programme_id, section.title), section)
        return homes

    def place(self, p: int, item: r.Item, replaced: Matter | None) -> tuple[Programme, Section | None, int]:
        """Programme, section and ordinal of an item; a replacing one takes the place of the old."""
        if replaced is not None:
            return replaced.programme, replaced.section, replaced.ordinal
        programme = self._programme(p)
        self.last[programme.pk] = ordinal = self.last.get(programme.pk, 0) + 1
        return programme, self._section(p, programme, item), ordinal

    def _programme(self, p: int) -> Programme:
        if p in self.existing:
            return self.existing[p]
        if p not in self.programmes:
            printed = self.reading.programmes[p]
            self.programmes[p] = programme = Programme.objects.create(
                notice=self.notice,
                year=self.notice.year,
                level=str(printed.level) or "none",
                ordinal=self.next_programme,
                title=clip(printed.title or self.notice.title, 300),
                annex=clip(printed.annex, 40),
            )
            self.next_programme += 1
            self._all_sections(p, programme, printed)
        return self.programmes[p]

    def _all_sections(self, p: int, programme: Programme, printed: r.Programme) -> None:
        """Every heading of a new programme, those without items too; numbers and titles may repeat."""
        rows = [
            Section(programme=programme, ordinal=n, number=clip(each.number, 20), title=clip(each.title, 300))
            for n, each in enumerate(printed.sections, start=1)
        ]
        self.printed_sections[p] = Section.objects.bulk_create(rows)

    def _section(self, p: int, programme: Programme, item: r.Item) -> Section | None:
        if item.section is None:
            return None
        if p in self.printed_sections:
            return self.printed_sections[p][item.section]
        printed = self.reading.programmes[p].sections[item.section]
        return self._ledger_section(programme, printed)

    def _ledger_section(self, programme: Programme, printed: r.Section) -> Section:
        """By title in a programme of the ledger; appended where it has none of that title."""
        title = clip(printed.title, 300)
        key = (programme.pk, title)
        if key not in self.sections:
            last = max((s.ordinal for s in self.sections.values() if s.programme_id == programme.pk), default=0)
            self.sections[key] = Section.objects.create(
                programme=programme, ordinal=last + 1, number=clip(printed.number, 20), title=title
            )
        return self.sections[key]


def _existing(reading: r.Reading, comparison: differences.Comparison) -> dict[int, Programme]:
    """The ledger's programme for each programme of the reading: the one most of its items come from, else the
    last one of the level."""
    matched: dict[int, Counter[int]] = defaultdict(Counter)
    for row in comparison.rows:
        if row.old and row.new:
            p, _ = comparison.items[row.new.key]
            matched[p][comparison.matters[row.old.key].programme_id] += 1
    by_id = {matter.programme_id: matter.programme for matter in comparison.matters.values()}
    found = {}
    for p, printed in enumerate(reading.programmes):
        if matched[p]:
            found[p] = by_id[matched[p].most_common(1)[0][0]]
            continue
        of_level = [each for each in by_id.values() if each.level == (str(printed.level) or "none")]
        if of_level:
            found[p] = max(of_level, key=lambda each: each.ordinal)
    return found
