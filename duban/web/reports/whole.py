"""The whole form sent at once (by its button, or without script): nothing typed is lost when one box is refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from duban.core.refusal import Refused
from duban.orgs.actor import Actor
from duban.orgs.permissions import NotAllowed
from duban.progress import checking
from duban.progress.actions import drafting, evidence
from duban.progress.actions.drafting import Change, Conflict
from duban.progress.models import CheckAnswer, Evidence, Line, Obligation, Report
from duban.web.fields import DateField
from duban.web.reports import boxes, saving
from duban.web.reports.saving import Clash, Fault, Outcome

ANSWER = re.compile(r"a(?P<line>\d{1,15})-(?P<rule>[a-z.\-]{1,40})-(?P<fingerprint>[0-9a-f]{16})")
FILES = re.compile(r"l(?P<line>\d{1,15})-files")


def save(report: Report, data: Mapping[str, str], uploads: MultiValueDict, *, by: Actor, at: dt.datetime) -> Outcome:
    """Boxes, answers, files, the planned day: each by itself. What was refused stands in the outcome."""
    taken, _, value = data.get("take", "").partition("=")
    if boxes.NAME.fullmatch(taken):
        data = {**data, taken: value}  # 填入: a figure from the words
    carried = boxes.NAME.fullmatch(data.get("carry", ""))
    if carried and not data.get(carried[0], "").strip():
        data = {**data, carried[0]: last_words(report, int(carried["id"]), carried["box"])}
    outcome = saving.save(report, data, by=by, at=at)
    keep_rest(report, data, outcome, by=by, at=at)
    _answers(report, data, outcome, by, at)
    lines = {line.pk: line for line in report.lines.select_related("matter", "report")}
    for name in uploads:
        match = FILES.fullmatch(name)
        place = lines.get(int(match["line"])) if match else report if name == "r-files" else None
        if place is not None:
            for message in keep_files(place, uploads.getlist(name), by=by, at=at):
                label = place.matter.code if isinstance(place, Line) else ""
                outcome.faults.append(Fault(name, label, "", message))
    _withdraw(report, data, outcome, by, at)
    return outcome


def last_words(report: Report, line_id: int, box: str) -> str:
    """沿用: what the unit's last report said in this box; empty where there is none."""
    before = checking.previous_report(report)
    line = report.lines.filter(pk=line_id).first()
    if before is None or line is None or box not in ("done", "problem", "next_step"):
        return ""
    return str(before.lines.filter(matter=line.matter_id).values_list(box, flat=True).first() or "")


def keep_rest(report: Report, data: Mapping[str, str], outcome: Outcome, *, by: Actor, at: dt.datetime) -> None:
    """The answer of a special collection, and the day on which the report is meant to be sent."""
    if "r-answer" in data:
        _special(report, data, outcome, by, at)
    if "promised_on" in data:
        _promise(report, data["promised_on"].strip(), outcome, by, at)


def _special(report: Report, data: Mapping[str, str], outcome: Outcome, by: Actor, at: dt.datetime) -> None:
    text = boxes.read("done", data["r-answer"])
    seen = data.get("r-base", "")
    if boxes.token(text) == seen:
        return
    report.refresh_from_db()
    try:
        drafting.save_answer(report=report, change=Change(text, boxes.base_of(report.answer, seen)), by=by, at=at)
        outcome.saved += 1
    except Conflict as no:
        theirs = no.theirs["answer"]
        outcome.clashes.append(
            Clash("r-answer", "专项情况", text, theirs, theirs, boxes.token(theirs), no.who),
        )
    except NotAllowed:
        raise
    except Refused as no:
        outcome.faults.append(Fault("r-answer", "专项情况", text, no.reason))


def _promise(report: Report, typed: str, outcome: Outcome, by: Actor, at: dt.datetime) -> None:
    row = Obligation.objects.filter(period=report.period_id, unit=report.unit_id).first()
    if row is None or not typed:
        return
    try:
        day = DateField(required=False).clean(typed)
    except ValidationError:
        message = f"计划送签日期无法识别：收到的是“{typed}”。请写作 2023-04-07 的样子。"
        outcome.faults.append(Fault("promised_on", "", typed, message))
        return
    if day == row.promised_on:
        return
    try:
        drafting.promise(obligation=row, on=day, by=by, at=at)
        outcome.saved += 1
    except NotAllowed:
        raise
    except Refused as no:
        outcome.faults.append(Fault("promised_on", "", typed, no.reason))


def _answers(report: Report, data: Mapping[str, str], outcome: Outcome, by: Actor, at: dt.datetime) -> None:
    """New sentences. One whose finding has gone with the text it was about is no longer asked for."""
    given = [(match, data[name].strip()) for name in data if (match := ANSWER.fullmatch(name)) and data[name].strip()]
    if not given:
        return
    rows = CheckAnswer.objects.filter(line__report=report)
    there: dict[tuple[str | Any, ...], str] = {(str(r.line_id), r.rule, r.fingerprint): r.answer for r in rows}
    new = [(match, text) for match, text in given if there.get(match.groups()) != text]
    if not new:
        return
    lines = {line.pk: line for line in report.lines.select_related("matter", "report")}
    standing = {
        (str(f.line_id), f.finding.rule, f.finding.fingerprint)
        for f in checking.findings(report, [int(match["line"]) for match, _ in new])
    }
    for match, text in new:
        line = lines.get(int(match["line"]))
        if line is None or match.groups() not in standing:
            continue
        about = {"rule": match["rule"], "fingerprint": match["fingerprint"]}
        try:
            checking.answer(line=line, **about, text=text, by=by, at=at)
            outcome.saved += 1
        except Refused as no:
            outcome.faults.append(Fault(match[0], line.matter.code, text, no.reason))


def keep_files(place: Line | Report, uploads: Iterable[Any], *, by: Actor, at: dt.datetime) -> list[str]:
    """Each file by itself; the sentences of those that were refused."""
    said = []
    for upload in uploads:
        try:
            _keep(place, upload, by, at)
        except NotAllowed:
            raise
        except Refused as no:
            said.append(no.reason)
    return said


def _keep(place: Line | Report, upload: UploadedFile, by: Actor, at: dt.datetime) -> None:
    name = upload.name or ""
    evidence.check_size(upload.size or 0, name)  # before the bytes are read into memory
    kind = upload.content_type or ""
    evidence.add(place=place, data=upload.read(), name=name, media_type=kind, by=by, at=at)


def _withdraw(report: Report, data: Mapping[str, str], outcome: Outcome, by: Actor, at: dt.datetime) -> None:
    asked = data.get("withdraw", "")
    if not boxes.is_id(asked):
        return
    rows = Evidence.objects.select_related("file", "line__report", "report").filter(pk=int(asked))
    found = (rows.filter(line__report=report) | rows.filter(report=report)).first()
    if found is None:
        return
    try:
        evidence.withdraw(evidence=found, by=by, at=at)
        outcome.saved += 1
    except Refused as no:
        outcome.faults.append(Fault(f"l{found.line_id}-files" if found.line_id else "r-files", "", "", no.reason))
