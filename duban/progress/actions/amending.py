"""督查室 accepts a report and corrects words of it in one step (受理并更正): a new version, as any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Verb, require
from duban.progress.actions.corrections import carry, correct
from duban.progress.actions.drafting import LONGEST
from duban.progress.actions.reviewing import accept
from duban.progress.enums import ChangeKind
from duban.progress.models import Line, Report

WORD_FIELDS = ("done", "problem", "next_step", "reason", "synthesis")  # 文字 of a line


@transaction.atomic
def accept_with_correction(
    *, report: Report, edits: Mapping[int, Mapping[str, str]], reason: str, by: Actor, at: dt.datetime
) -> tuple[Report, Report]:
    """Accept the report as signed, and put a clerically corrected version beside it.

    ``edits``: matter id → field → the corrected text; words only, so figures, presence and rating cannot be touched.
    The signed version is in force at once. The corrected one carries its signature, the unit's principal may object,
    and somebody else of the office accepts it: who wrote in it may not. Returns (accepted, corrected).
    """
    require(by, Verb.REVIEW_REPORT)
    accepted = accept(report=report, by=by, at=at)
    new = correct(report=accepted, kind=ChangeKind.CLERICAL, reason=reason, requested_by="office", by=by, at=at)
    for line in new.lines.filter(matter_id__in=list(edits)):
        _write(line, edits[line.matter_id], by=by, at=at)
    return accepted, carry("amend", new, by=by, at=at, submitted_at=at, submitted_by=by.user)


def _write(line: Line, edits: Mapping[str, str], *, by: Actor, at: dt.datetime) -> None:
    wrong = [name for name in edits if name not in WORD_FIELDS]
    if wrong:
        raise Invalid("受理并更正只能改文字，不能改动数据、填报情形和自评。")
    write = {name: text.strip() for name, text in edits.items() if text.strip() != getattr(line, name).strip()}
    if any(len(text) > LONGEST for text in write.values()):
        raise Invalid(f"一栏最多 {LONGEST} 字。")
    if write:
        changed = {**write, "updated_by": by.user, "updated_at": at, "revision": line.revision + 1}
        Line.objects.filter(pk=line.pk).update(**changed)
