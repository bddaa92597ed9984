"""The rows that a confirmed notice makes or changes. Called by :func:`duban.ledger.actions.confirm_draft` alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from duban.audit.actions import Entry
from duban.core.notice import reading as r
from duban.core.notice.difference import Row, RowKind
from duban.core.notice.jsonform import to_json
from duban.ledger import differences, proposing
from duban.ledger.building import Builder, Built, Codes, clip
from duban.ledger.display import refresh
from duban.ledger.enums import MatterState
from duban.ledger.homes import Homes
from duban.ledger.models import Assignment, Clause, Matter, Target
from duban.ledger.registering import Registrar
from duban.notices import decisions as decided
from duban.notices.enums import NoticeKind
from duban.notices.models import Notice, NoticeDraft, NoticeRule
from duban.orgs.actor import Actor

BATCH = 100


def make_notice(draft: NoticeDraft, reading: r.Reading, year: int, by: Actor, at: dt.datetime) -> Notice:
    """The notice and the rules of its body that people did not drop."""
    head = reading.header
    notice = Notice.objects.create(
        draft=draft,
        kind=decided.kind(draft.decisions) or NoticeKind.ORIGINAL,
        year=year,
        title=clip(head.title.text or draft.file.name, 300),
        document_number=clip(head.document_number.text, 60),
        issuer=clip(head.issuer.text, 100),
        index_number=clip(head.index_number.text, 60),
        issued_on=_date(head.issued_on.text),
        published_on=_date(head.published_on.text),
        source_text=draft.source_text,
        confirmed_at=at,
        confirmed_by=by.user,
    )
    answers = decided.of(draft.decisions, decided.About.RULE)
    rules = to_json(reading)["rules"]
    NoticeRule.objects.bulk_create(
        NoticeRule(
            notice=notice,
            kind=clip(rule["kind"], 30),
            sentence=rule["sentence"],
            start=rule["span"][0],
            end=rule["span"][1],
            data=rule["data"],
        )
        for index, rule in enumerate(rules)
        if answers.get(str(index), "use") == "use"
    )
    return notice


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@dataclass
class Work:
    """What one confirmation does. ``decisions``: take or leave, by row key of the comparison."""

    notice: Notice
    reading: r.Reading
    registrar: Registrar
    comparison: differences.Comparison
    decisions: dict[str, str]
    entries: list[Entry] = field(default_factory=list)
    built: list[Built] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def run(self, by: Actor, at: dt.datetime) -> None:
        """Write everything."""
        original = self.notice.kind == NoticeKind.ORIGINAL
        rows = (
            []
            if original
            else [r for r in self.comparison.rows if differences.taken(r, self.notice.kind, self.decisions)]
        )
        withdrawn = [self.comparison.matters[row.old.key] for row in rows if row.old and row.kind != RowKind.UNITS]
        self._withdraw(withdrawn)
        self._build(rows if not original and self.comparison.rows else None)
        self._save()
        self._change_units([row for row in rows if row.kind == RowKind.UNITS], by, at)
        self._record(rows)
        proposing.propose_links(self.notice.year, {built.matter.pk for built in self.built})

    def summary(self) -> dict[str, Any]:
        """For the trail."""
        return {
            "document_number": self.notice.document_number,
            "kind": self.notice.kind,
            "year": self.notice.year,
            "matters": len(self.built),
            "assignments": sum(len(built.assignments) for built in self.built),
            "targets": sum(len(built.targets) for built in self.built),
            **self.counts,
        }

    def _withdraw(self, matters: list[Matter]) -> None:
        Matter.objects.filter(pk__in=[m.pk for m in matters]).update(
            state=MatterState.WITHDRAWN, withdrawn_by=self.notice
        )

    def _build(self, rows: list[Row] | None) -> None:
        """Matters of every item (``rows`` None), or of the rows taken."""
        used = Matter.objects.live().filter(programme__year=self.notice.year).values_list("code", flat=True)
        builder = Builder(self.notice, self.registrar.unit_for, Codes(set(used)))
        homes = Homes.load(self.notice, self.reading, self.comparison if rows is not None else None)
        wanted = (
            {row.new.key: row for row in rows if row.new and row.kind != RowKind.UNITS} if rows is not None else None
        )
        for p, programme in enumerate(self.reading.programmes):
            for i, item in enumerate(programme.items):
                key = f"{p}-{i}"
                if wanted is not None and key not in wanted:
                    continue
                old = wanted[key].old if wanted else None
                replaced = self.comparison.matters[old.key] if old else None
                home, section, ordinal = homes.place(p, item, replaced)
                self.built.append(builder.build(item, home, section, ordinal, replaced))

    def _save(self) -> None:
        Matter.objects.bulk_create([b.matter for b in self.built], batch_size=BATCH)
        Clause.objects.bulk_create([c for b in self.built for c in b.clauses], batch_size=BATCH)
        Assignment.objects.bulk_create([a for b in self.built for a in b.assignments], batch_size=BATCH)
        Target.objects.bulk_create([t for b in self.built for t in b.targets], batch_size=BATCH)

    def _change_units(self, rows: list[Row], by: Actor, at: dt.datetime) -> None:
        """End what the new notice no longer prints, add what it prints anew; the notice is the basis."""
        number = self.notice.document_number or self.notice.title
        changed = []
        for row in rows:
            assert row.old and row.new
            matter = self.comparison.matters[row.old.key]
            _, item = self.comparison.items[row.new.key]
            live = self.comparison.live[matter.pk]
            before = [a.unit.name for a in live]
            ended = [a for a in live if differences.unit_key(a) in row.removed]
            Assignment.objects.filter(pk__in=[a.pk for a in ended], ended_at__isnull=True).update(
                ended_at=at, ended_by=by.user, end_reason=clip(f"按{number}更正", 200)
            )
            added = self._added(matter, item, row, ended)
            Assignment.objects.bulk_create(added)
            changed.append(matter)
            after = [a.unit.name for a in live if a not in ended] + [a.unit.name for a in added]
            self.entries.append(
                Entry("matter.correct_units", matter, {"units": before}, {"units": after}, f"按{number}更正")
            )
        refresh(changed)
        self.counts["units_changed"] = len(changed)

    def _added(self, matter: Matter, item: r.Item, row: Row, ended: list[Assignment]) -> list[Assignment]:
        keep = [e for e in item.units if differences.entry_key(e, self.registrar) in row.added]
        # Places are those of the new print, which is not this matter's text: none are kept.
        added = Builder(self.notice, self.registrar.unit_for, Codes()).assignments(matter, keep, lambda _span: None)
        order = {differences.entry_key(e, self.registrar): n for n, e in enumerate(item.units)}
        for assignment in added:
            assignment.ordinal = order.get(differences.unit_key(assignment), assignment.ordinal)
            assignment.replaces = next((a for a in ended if a.unit_id == assignment.unit_id), None)
        return added

    def _record(self, rows: list[Row]) -> None:
        for built in self.built:
            verb = "matter.replace" if built.matter.replaces_id else "matter.create"
            self.entries.append(Entry(verb, built.matter, after=_shown(built)))
        for row in rows:
            if row.old and row.kind in {RowKind.TEXT, RowKind.GONE}:
                matter = self.comparison.matters[row.old.key]
                reason = f"按{self.notice.document_number or self.notice.title}{'更正' if row.new else '撤销'}"
                self.entries.append(
                    Entry("matter.withdraw", matter, {"state": matter.state}, {"state": "withdrawn"}, reason)
                )
                self.counts["withdrawn"] += 1


def _shown(built: Built) -> dict[str, Any]:
    return {
        "code": built.matter.code,
        "number": built.matter.number,
        "text": built.matter.text,
        "units": [a.unit.name for a in built.assignments],
        "targets": [t.phrase for t in built.targets],
    }
