"""回填: a filled 附件5 is read, looked at, and taken over line by line; nothing newer is overwritten."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from duban.audit.actions import record
from duban.cli.isolated import read_isolated
from duban.core.reporting import filled
from duban.core.reporting.jsonform import document_from, form_json
from duban.files.actions import store
from duban.orgs.actor import Actor
from duban.orgs.models import Unit, UnitAlias
from duban.orgs.permissions import Invalid, NotAllowed, Refused, Stale, Verb, require
from duban.progress.actions.drafting import Change, save_figure, save_line
from duban.progress.actions.evidence import check_size
from duban.progress.enums import EDITABLE_STATES
from duban.progress.models import Line, Observation, ReadBack, Report
from duban.progress.models.readbacks import Outcome
from duban.readers.errors import Unreadable

TIMEOUT = 60.0  # seconds: a person waits


@dataclass(frozen=True)
class Taken:
    """A line to take over: the revision at which it was seen, and box → value."""

    line: int
    seen: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class TakenFigure:
    """A figure that the text holds, chosen by a person; ``seen``: the value that stood in the box."""

    measure: int
    value: Decimal
    seen: Decimal | None


@dataclass
class Result:
    """What was written, and why the rest was not (line id → reason)."""

    lines: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    refused_figures: dict[int, str] = field(default_factory=dict)


def read_file(*, data: bytes, name: str) -> filled.FilledForm:
    """Read a stranger's file in a process of its own; no transaction is open meanwhile. Raises Invalid."""
    check_size(len(data), name)
    with tempfile.TemporaryDirectory(prefix="duban-form-") as folder:
        path = Path(folder) / "form"
        path.write_bytes(data)
        try:
            result = read_isolated(path, name, timeout=TIMEOUT)
        except Unreadable as no:
            raise Invalid(f"“{name}”没有读成：{no.message}") from None
    form = filled.read_form(document_from(result.document))
    if not form.found:
        raise Invalid(
            f"“{name}”里没有找到附件5的表格：应有“任务编号、责任事项、完成情况”这样的表头。"
            "请上传填好的附件5（.docx、.xlsx、.doc、.wps、.et），或先在本页下载表格再填。"
        )
    if not form.rows:
        raise Invalid(f"“{name}”里的附件5表格是空的，没有读到事项。请确认上传的是填好的那一份。")
    return form


def _require(report: Report, by: Actor) -> None:
    require(by, Verb.DRAFT_REPORT)
    if report.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的报告。")
    if not Report.objects.filter(pk=report.pk, state__in=EDITABLE_STATES).exists():
        raise Stale("报告已送出，撤回后才能回填。")


@transaction.atomic
def upload(
    *, report: Report, data: bytes, name: str, media_type: str, form: filled.FilledForm, by: Actor, at: dt.datetime
) -> ReadBack:
    """Keep the file and what :func:`read_file` found in it. An earlier file that nobody took over is set aside."""
    _require(report, by)
    ReadBack.objects.filter(report=report, outcome="").update(
        outcome=Outcome.DISCARDED, finished_by=by.user, finished_at=at
    )
    stored = store(data=data, name=name, media_type=media_type, by=by, at=at)
    row = ReadBack.objects.create(report=report, file=stored, form=form_json(form), uploaded_by=by.user, uploaded_at=at)
    record("report.upload_form", report, by=by, at=at, after={"file": stored.name, "rows": len(form.rows)})
    return row


@transaction.atomic
def apply(
    *, readback: ReadBack, lines: Sequence[Taken], figures: Sequence[TakenFigure], by: Actor, at: dt.datetime
) -> Result:
    """Write the chosen lines and figures. What changed since it was looked at is left alone and said.

    While something is refused the file stays open, so that it can be looked at again.
    """
    report = readback.report
    _require(report, by)
    if not (lines or figures):
        raise Invalid("没有选中任何一项。请勾选要填入的事项，或选择“不采用”。")
    if ReadBack.objects.filter(pk=readback.pk, outcome="").count() != 1:
        raise Stale("这个文件已经处理过，请刷新后再看。")
    result, kept = Result(), dict(readback.applied) or {"lines": [], "figures": []}
    for taken in lines:
        _take_line(report, taken, result, kept["lines"], by=by, at=at)
    for figure in figures:
        _take_figure(report, figure, result, kept["figures"], by=by, at=at)
    done = not (result.refused or result.refused_figures)
    ended = {"outcome": Outcome.APPLIED, "finished_by": by.user, "finished_at": at} if done else {}
    ReadBack.objects.filter(pk=readback.pk).update(applied=kept, **ended)
    if result.lines or result.figures:
        after = {"file": readback.file.name, "lines": len(result.lines), "figures": len(result.figures)}
        record("report.fill_in", report, by=by, at=at, after=after)
    return result


def _take_line(report: Report, taken: Taken, result: Result, kept: list[Any], *, by: Actor, at: dt.datetime) -> None:
    line = Line.objects.filter(report=report, pk=taken.line).first()
    if line is None:
        result.refused[taken.line] = "本期已不再应报这一项。"
        return
    if line.revision != taken.seen:
        result.refused[taken.line] = "这一项在您核对时有人改过，没有填入，请对照现在的内容再选。"
        return
    wanted = dict(taken.changes)
    if "waiting_on" in wanted:
        unit = unit_named(str(wanted.pop("waiting_on")))
        if unit is not None:
            wanted["waiting_on_id"] = unit.pk
    before = {name: getattr(line, name) for name in wanted}
    try:
        with transaction.atomic():
            changes = {name: Change(value, before[name]) for name, value in wanted.items()}
            save_line(line=line, changes=changes, by=by, at=at)
    except Refused as no:
        result.refused[taken.line] = str(no)
        return
    result.lines.append(line.pk)
    kept.append({"line": line.pk, "before": _plain(before), "after": _plain(wanted)})


def _take_figure(
    report: Report, taken: TakenFigure, result: Result, kept: list[Any], *, by: Actor, at: dt.datetime
) -> None:
    row = Observation.objects.filter(report=report, measure_id=taken.measure).first()
    now = row.value if row is not None else None
    if now != taken.seen:
        result.refused_figures[taken.measure] = "这个完成值在您核对时有人改过，没有填入。"
        return
    try:
        with transaction.atomic():
            change = {"value": Change(taken.value, now)}
            save_figure(report=report, measure_id=taken.measure, changes=change, by=by, at=at)
    except Refused as no:
        result.refused_figures[taken.measure] = str(no)
        return
    result.figures.append(taken.measure)
    kept.append({"measure": taken.measure, "before": None if now is None else str(now), "after": str(taken.value)})


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: dt.date.fromisoformat(value) if name == "expected_on" and value else value
        for name, value in values.items()
    }


def unit_named(name: str) -> Unit | None:
    """The unit of a name as printed: its name, full name or an alias; none where it is not one unit."""
    found = set(Unit.objects.filter(name=name).values_list("pk", flat=True))
    found |= set(Unit.objects.filter(full_name=name).exclude(full_name="").values_list("pk", flat=True))
    found |= set(UnitAlias.objects.filter(text=name).values_list("unit_id", flat=True))
    return Unit.objects.get(pk=found.pop()) if len(found) == 1 else None


@transaction.atomic
def discard(*, readback: ReadBack, by: Actor, at: dt.datetime) -> None:
    """Not taken over; the file stays on record."""
    _require(readback.report, by)
    ended = ReadBack.objects.filter(pk=readback.pk, outcome="").update(
        outcome=Outcome.APPLIED if readback.applied.get("lines") else Outcome.DISCARDED,
        finished_by=by.user,
        finished_at=at,
    )
    if not ended:
        raise Stale("这个文件已经处理过，请刷新后再看。")


@transaction.atomic
def undo(*, readback: ReadBack, by: Actor, at: dt.datetime) -> int:
    """Put back what stood there before, where nobody wrote since; returns how many lines and figures could not be."""
    report = readback.report
    _require(report, by)
    ended = ReadBack.objects.filter(pk=readback.pk, outcome=Outcome.APPLIED).update(
        outcome=Outcome.UNDONE, finished_by=by.user, finished_at=at
    )
    if not ended:
        raise Stale("这次回填已经撤回过，请刷新后再看。")
    missed = 0
    for each in readback.applied.get("lines", []):
        line = Line.objects.filter(report=report, pk=each["line"]).first()
        before, after = _typed(each["before"]), _typed(each["after"])
        if line is None or any(getattr(line, name) != value for name, value in after.items()):
            missed += 1
            continue
        save_line(line=line, changes={n: Change(v, after[n]) for n, v in before.items()}, by=by, at=at)
    for each in readback.applied.get("figures", []):
        row = Observation.objects.filter(report=report, measure_id=each["measure"]).first()
        if row is None or row.value != Decimal(each["after"]):
            missed += 1
            continue
        old = None if each["before"] is None else Decimal(each["before"])
        save_figure(report=report, measure_id=each["measure"], changes={"value": Change(old, row.value)}, by=by, at=at)
    record("report.undo_fill_in", report, by=by, at=at, after={"file": readback.file.name, "missed": missed})
    return missed
