"""Saving what was posted: every box by itself, so that one that is refused holds up no other.

Both ways of saving come here: the page's own (a few boxes, every few seconds) and the button's (all boxes).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.core.reporting.values import PRESENCE_LABELS, RATING_LABELS
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid
from duban.progress import measures
from duban.progress.actions import drafting
from duban.progress.actions.drafting import Change, Conflict
from duban.progress.enums import FigureStatus, Presence
from duban.progress.models import Line, Measure, Observation, Report
from duban.web.reports import boxes

Row = Line | Observation


@dataclass(frozen=True)
class Fault:
    """A box that was refused. ``typed`` is kept for the page."""

    name: str
    label: str
    typed: str
    message: str


@dataclass(frozen=True)
class Clash:
    """A box that somebody else changed meanwhile: both texts, and the token of theirs."""

    name: str
    label: str
    mine: str
    theirs: str
    theirs_label: str
    token: str
    who: str


@dataclass
class Outcome:
    """What became of a post."""

    rows: dict[str, Row] = field(default_factory=dict)  # "l12" → the row as it stands now
    sent: dict[str, set[str]] = field(default_factory=dict)  # "l12" → boxes that were posted
    seen: dict[str, dict[str, str]] = field(default_factory=dict)  # "l12" → box → token that the page had
    faults: list[Fault] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    saved: int = 0  # boxes written

    @property
    def refused(self) -> dict[str, str]:
        """Name of a box → what was typed into it and not saved."""
        return {each.name: each.typed for each in self.faults} | {each.name: each.mine for each in self.clashes}


@dataclass
class _Posted:
    """Boxes of one line or measure."""

    key: str
    kind: str
    id: int
    typed: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)


def save(report: Report, data: Mapping[str, str], *, by: Actor, at: dt.datetime) -> Outcome:
    """Save every posted box that differs from what the person started from."""
    outcome = Outcome()
    posted = _posted(data)
    lines = {line.pk: line for line in _lines(report, [each.id for each in posted if each.kind == "l"])}
    asked = _measures(report) if any(each.kind == "m" for each in posted) else {}
    figures = {row.measure_id: row for row in _figures(report, [each.id for each in posted if each.kind == "m"])}
    for each in posted:
        row: Row
        unit = ""
        if each.kind == "l" and each.id in lines:
            row, label = lines[each.id], lines[each.id].matter.code
        elif each.kind == "m" and each.id in asked:
            row = figures.get(each.id) or Observation(report=report, measure_id=each.id)
            label, unit = f"“{asked[each.id].name}”", asked[each.id].unit
        else:
            continue  # no box of this report
        _One(outcome, each, row, label, unit, by, at).save()
    _refresh(outcome, report)
    return outcome


def _posted(data: Mapping[str, str]) -> list[_Posted]:
    found: dict[str, _Posted] = {}
    bases: dict[str, str] = {}
    for name in data:
        match = boxes.NAME.fullmatch(name)
        if match is None:
            continue
        key = match["kind"] + match["id"]
        if match["box"] == "base":
            bases[key] = data[name]
        elif match["box"] in boxes.BOXES[match["kind"]]:
            each = found.setdefault(key, _Posted(key, match["kind"], int(match["id"])))
            each.typed[match["box"]] = data[name]
    for each in found.values():
        names = boxes.BOXES[each.kind]
        given = bases.get(each.key, "").split(".")
        each.seen = dict(zip(names, given, strict=False)) if len(given) == len(names) else {}
    return list(found.values())


def _lines(report: Report, ids: list[int]) -> list[Line]:
    return list(report.lines.filter(pk__in=ids).select_related("matter", "waiting_on", "updated_by"))


def _figures(report: Report, ids: list[int]) -> list[Observation]:
    return list(report.observations.filter(measure_id__in=ids).select_related("updated_by", "measure"))


def _measures(report: Report) -> dict[int, Measure]:
    """Measures that the report's matters ask for."""
    matter_ids = list(report.lines.values_list("matter_id", flat=True))
    return {use.measure_id: use.measure for uses in measures.of_matters(matter_ids).values() for use in uses}


class _One:
    """The boxes of one line or measure on their way into the row."""

    def __init__(
        self, outcome: Outcome, posted: _Posted, row: Row, label: str, unit: str, by: Actor, at: dt.datetime
    ) -> None:
        self.outcome, self.posted, self.row, self.label, self.unit = outcome, posted, row, label, unit
        self.by, self.at = by, at
        self.columns: Mapping[str, str] = boxes.BOXES[posted.kind]

    def save(self) -> None:
        """Everything that differs; what is refused stands in the outcome."""
        self.outcome.rows[self.posted.key] = self.row
        self.outcome.sent[self.posted.key] = set(self.posted.typed)
        self.outcome.seen[self.posted.key] = self.posted.seen
        changes = self._changes()
        if not changes:
            return
        try:
            self._store(changes)
        except (Conflict, Invalid):
            for name, change in changes.items():  # one by one: the others are not held up
                self._alone(name, change)

    def _changes(self) -> dict[str, Change]:
        changes = {}
        for box, typed in self.posted.typed.items():
            try:
                value = boxes.read(box, typed, self.unit)
            except Invalid as no:
                self._fault(box, no.reason)
                continue
            seen = self.posted.seen.get(box, "")
            if boxes.token(value) == seen:
                continue  # as the page had it
            changes[box] = Change(value, boxes.base_of(getattr(self.row, self.columns[box]), seen))
        words = changes.get("done")
        if words and words.value and "presence" not in changes and getattr(self.row, "presence", None) == "":
            changes["presence"] = Change(Presence.REPORTED.value, "")  # who writes what was done has reported
        return changes

    def _store(self, changes: dict[str, Change]) -> None:
        columns = {self.columns[box]: change for box, change in changes.items()}
        if isinstance(self.row, Line):
            drafting.save_line(line=self.row, changes=columns, by=self.by, at=self.at)
        else:
            drafting.save_figure(
                report=self.row.report, measure_id=self.row.measure_id, changes=columns, by=self.by, at=self.at
            )
        self.outcome.saved += len(changes)

    def _alone(self, box: str, change: Change) -> None:
        try:
            self._store({box: change})
        except Conflict as no:
            self._clash(box, no)
        except Invalid as no:
            self._fault(box, no.reason)

    def _fault(self, box: str, message: str) -> None:
        name = f"{self.posted.key}-{box}"
        self.outcome.faults.append(Fault(name, self.label, self.posted.typed.get(box, ""), message))

    def _clash(self, box: str, no: Conflict) -> None:
        theirs = no.theirs[self.columns[box]]
        text = _shown_value(box, theirs)
        self.outcome.clashes.append(
            Clash(
                name=f"{self.posted.key}-{box}",
                label=f"{self.label} {boxes.LABELS[box]}",
                mine=self.posted.typed.get(box, ""),
                theirs=text,
                theirs_label=_in_words(box, text),
                token=boxes.token(theirs),
                who=no.who,
            )
        )


_CHOICES: dict[str, dict[str, str]] = {
    "presence": {code.value: label for code, label in PRESENCE_LABELS.items()},
    "self_rating": {code.value: label for code, label in RATING_LABELS.items()},
    "status": dict(FigureStatus.choices),
}


def _in_words(box: str, text: str) -> str:
    return _CHOICES.get(box, {}).get(text, text)


def _shown_value(box: str, value: Any) -> str:
    """A value that is not in a row of ours, as its box would show it."""
    if box == "waiting_on":
        return Unit.objects.filter(pk=value).values_list("name", flat=True).first() or ""
    if box in boxes.LINE_BOXES:
        column = boxes.LINE_BOXES[box]
        return boxes.shown(Line(**{column: value}), box)
    return boxes.shown(Observation(**{boxes.FIGURE_BOXES[box]: value}), box)


def _refresh(outcome: Outcome, report: Report) -> None:
    """The rows as they stand after everything."""
    ids: dict[str, list[int]] = defaultdict(list)
    for key in outcome.rows:
        ids[key[0]].append(int(key[1:]))
    for line in _lines(report, ids["l"]):
        outcome.rows[f"l{line.pk}"] = line
    for figure in _figures(report, ids["m"]):
        outcome.rows[f"m{figure.measure_id}"] = figure


def fresh(outcome: Outcome, key: str) -> dict[str, str]:
    """Boxes of a row that changed behind the page's back: box → what stands there now."""
    row, seen = outcome.rows[key], outcome.seen[key]
    skip = outcome.sent[key]
    return {
        box: boxes.shown(row, box)
        for box, column in boxes.BOXES[key[0]].items()
        if box not in skip and boxes.token(getattr(row, column)) != seen.get(box, "")
    }
