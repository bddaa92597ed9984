"""附件5 from the rows: reports as the writers take them, in the form that the year's notice prints.

A fixed number of queries for any number of reports, apart from the digest of each.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from duban.core.gongwen.annex5 import SKELETON, Annex5, Entry, ReportForm, term_of
from duban.core.reporting.codes import code_of
from duban.core.reporting.merging import LineWords
from duban.core.reporting.values import Presence, Rating
from duban.ledger.enums import LEVEL_MARKS, Level
from duban.notices.enums import NoticeKind
from duban.notices.models import Notice
from duban.progress import completeness, digest
from duban.progress.enums import PeriodKind, ReportState, SignMode
from duban.progress.models import Line, MeasureTarget, Obligation, Observation, Period, Report, Signature
from duban.progress.signatures import sentence
from duban.writers.annex5 import Detail, Figure, Filled

STANDING = {
    ReportState.DRAFT: "起草稿，未签字",
    ReportState.CHECKING: "起草稿，未签字",
    ReportState.RETURNED: "退回修改稿，未签字",
    ReportState.SIGNING: "待签",
    ReportState.SUPERSEDED: "已由更正后的版本替代",
}
_LEVELS = [level for level in Level.values if level != Level.NONE]


def form_of(year: int) -> ReportForm:
    """The form that the year's notice prints for the report: of the first handing down, else of a later notice."""
    notices = Notice.objects.filter(year=year).order_by("-id").values_list("kind", "draft__current__forms")
    for _, forms in sorted(notices, key=lambda row: row[0] != NoticeKind.ORIGINAL):
        for form in forms or ():
            found = _form(form)
            if found is not None:
                return found
    return SKELETON


def _form(data: dict[str, Any]) -> ReportForm | None:
    if data.get("kind") != "periodic_report":
        return None
    found = ReportForm(
        mark=data["annex"] or SKELETON.mark,
        title=data["title"] or SKELETON.title,
        headings=tuple(each.strip() for each in data["columns"] if each.strip()),
        notes=tuple(data["notes"]),
    )
    return found if found.usable else None


def loaded(reports: Any) -> list[Report]:
    """The reports of a query set with everything that :func:`gather` reads."""
    lines = Line.objects.select_related("matter__programme", "waiting_on").defer("matter__search", "matter__text")
    figures = Observation.objects.select_related("measure")
    signed = Signature.objects.live().select_related("user", "post__unit", "delegation", "carried_from__report")
    return list(
        reports.select_related("period", "unit").prefetch_related(
            Prefetch("lines", lines.order_by("matter__programme__ordinal", "matter__ordinal", "id"), to_attr="printed"),
            Prefetch("observations", figures.order_by("measure_id"), to_attr="figures"),
            Prefetch("signatures", signed.order_by("id"), to_attr="live"),
        )
    )


def gather(reports: Sequence[Report], *, at: dt.datetime) -> list[Filled]:
    """Values of the reports from :func:`loaded`; ``at`` is printed as the time of printing."""
    forms = {year: form_of(year) for year in {report.period.year for report in reports}}
    codes = _codes({row.measure_id for report in reports for row in report.figures})  # type: ignore[attr-defined]
    return [_filled(report, forms[report.period.year], codes, at) for report in reports]


def _codes(measure_ids: set[int]) -> dict[tuple[int, int], str]:
    """(measure, matter) → code of the matter, in printed order."""
    uses = MeasureTarget.objects.filter(measure_id__in=measure_ids).order_by(
        "target__matter__programme__ordinal", "target__matter__ordinal", "target__ordinal"
    )
    rows = uses.values_list("measure_id", "target__matter_id", "target__matter__code")
    return {(measure, matter): code for measure, matter, code in rows}


def words_of(line: Line) -> LineWords:
    """What the unit wrote in the line."""
    return LineWords(
        presence=Presence(line.presence),
        done=line.done,
        problem=line.problem,
        next_step=line.next_step,
        reason=line.reason,
        waiting_on=line.waiting_on.name if line.waiting_on else "",
        expected_on=line.expected_on,
        synthesis=line.synthesis,
    )


def _filled(report: Report, form: ReportForm, codes: dict[tuple[int, int], str], at: dt.datetime) -> Filled:
    lines: list[Line] = report.printed  # type: ignore[attr-defined]
    parts = parts_of(lines)
    entries = tuple(
        Entry(parts[line.matter.programme_id], line.matter.number or line.matter.code, _matter(line), words_of(line))
        for line in lines
    )
    details = tuple(
        Detail(line.matter.code, line.matter.programme.get_level_display(), Rating(line.self_rating)) for line in lines
    )
    own = {line.matter_id for line in lines}
    figures = tuple(_figure(row, codes, own) for row in report.figures)  # type: ignore[attr-defined]
    return Filled(_annex(report, form, entries, lines, at), details, figures)


def _annex(report: Report, form: ReportForm, entries: tuple[Entry, ...], lines: list[Line], at: dt.datetime) -> Annex5:
    period, unit = report.period, report.unit
    live: list[Signature] = report.live  # type: ignore[attr-defined]
    signature = live[0] if live else None
    present = {line.matter.programme.level for line in lines}
    special = period.kind == PeriodKind.SPECIAL
    return Annex5(
        unit=unit.full_name or unit.name,
        year=period.year,
        term=term_of(period.covers_from, period.covers_to),
        levels=tuple(LEVEL_MARKS[level] for level in _LEVELS if level in present),
        entries=entries,
        code=code_of(report.pk, digest.of(report)),
        standing=_standing(report, signature),
        signer=_signer(signature),
        signature=sentence(signature) if signature else "",
        title=f"{unit.full_name or unit.name}关于{period.name}的情况" if special else "",
        question=period.question if special else "",
        answer=report.answer,
        printed=f"{timezone.localtime(at):%Y-%m-%d %H:%M} 打印",
        form=form,
    )


def _standing(report: Report, signature: Signature | None) -> str:
    state = ReportState(report.state)
    if state is ReportState.SUPERSEDED or signature is None:
        return STANDING.get(state, "未签字")
    return ""


def _signer(signature: Signature | None) -> str:
    if signature is None:
        return ""
    return signature.paper_name if signature.mode == SignMode.PAPER else str(signature.user)


def parts_of(lines: Iterable[Line]) -> dict[int, str]:
    """Sub-heading of each programme: its level, and its title too where two programmes have one level."""
    programmes = {line.matter.programme_id: line.matter.programme for line in lines}
    by_level: dict[str, list[int]] = defaultdict(list)
    for pk, programme in programmes.items():
        by_level[programme.level].append(pk)
    found = {}
    for pk, programme in programmes.items():
        label = "" if programme.level == Level.NONE else f"{programme.get_level_display()}目标任务"
        if not label:
            label = programme.title
        elif len(by_level[programme.level]) > 1:
            label = f"{label}（{programme.title}）"
        found[pk] = label
    return found


def _matter(line: Line) -> str:
    """The item without the tags that only name units; its printed title first where it has one."""
    title, body = line.matter.title.strip(), line.matter.body.strip()
    return body if not title or body.startswith(title) else f"{title}\n{body}"


def _figure(row: Observation, codes: dict[tuple[int, int], str], own: set[int]) -> Figure:
    return Figure(
        codes=tuple(code for (measure, matter), code in codes.items() if measure == row.measure_id and matter in own),
        name=row.measure.name,
        unit=row.measure.unit,
        value=row.value,
        as_of=row.as_of,
        status=row.get_status_display(),
        source=row.source,
        note=row.note,
    )


def of_period(period: Period, *, drafts: bool, today: dt.date) -> tuple[list[int], list[completeness.Row]]:
    """Which reports of a period are handed out, in the usual order of units; and the units that have none.

    Of a unit the version in force, else the one that is signed, with ``drafts`` else the one that it works on.
    """
    chosen, missing = [], []
    rows = completeness.rows(Obligation.objects.filter(period=period), today=today)
    for row in rows:
        report = row.in_force or row.report
        if report is None or not (drafts or report.state in (ReportState.ACCEPTED, ReportState.SIGNED)):
            missing.append(row)
        else:
            chosen.append(report.pk)
    return chosen, missing


def missing_list(period: Period, rows: Sequence[completeness.Row]) -> str:
    """缺报单位 as a text for an editor of Windows."""
    lines = [f"{period.name}未报送单位", ""]
    owing = [row for row in rows if row.obligation.waived_at is None]
    waived = [row for row in rows if row.obligation.waived_at is not None]
    lines.append(f"共 {len(owing)} 个单位未报送" + ("。" if not owing else "："))
    for number, row in enumerate(owing, 1):
        lines.append(f"{number}. {row.unit.name}　{row.stage_label}　报送期限 {row.obligation.due_on:%Y-%m-%d}")
    if waived:
        lines += ["", f"免报 {len(waived)} 个单位："]
        lines += [f"{number}. {row.unit.name}　{row.obligation.waived_reason}" for number, row in enumerate(waived, 1)]
    return "\r\n".join([*lines, ""])


def file_name(filled: Filled, ending: str) -> str:
    """Name under which a document is saved: 附件5 区建设局 2023年前二季度.docx"""
    report = filled.report
    return f"{safe(f'{report.form.mark} {report.unit} {report.year}年{report.term}')}.{ending}"


def safe(name: str) -> str:
    """A name that every file system takes."""
    return "".join("_" if c in '\\/:*?"<>|' or not c.isprintable() else c for c in name).strip(" .")[:120]
