"""Closing and writing off: the unit applies, the office verifies and records how, closes with a grade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.audit.actions import record
from duban.core.text.days import day_in_words
from duban.core.workflow import closing as flow
from duban.files import actions as files
from duban.files.models import StoredFile
from duban.ledger.enums import UNDERWAY, MatterState
from duban.ledger.models import Assignment, Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.actions.adjustments import due_of
from duban.oversight.enums import FULFILLED, Found, Grade, Means
from duban.oversight.models import Adjustment, Closing, CoordinationCase, Directive, Verification
from duban.progress import standing
from duban.progress.actions.evidence import check_kind, check_size
from duban.progress.enums import PeriodKind, Rating
from duban.progress.models import Evidence, Line, Report

MOST_FILES = 20
IN_TIME = (Grade.EXCEEDED, Grade.DONE)  # grades that say that the day was kept
_SHOWN = {  # what the state of the closing makes of the state of the matter
    flow.APPLIED: MatterState.CLOSING,
    flow.VERIFYING: MatterState.VERIFYING,
    flow.CLOSED: MatterState.CLOSED,
    flow.WRITTEN_OFF: MatterState.WRITTEN_OFF,
}


def obstacle(matter: Matter, unit: Unit, by: Actor) -> str:
    """Why the unit cannot apply to close this matter now; "" where it can. Said beside a button that is not there."""
    if unit.pk not in by.unit_ids:
        return "这不是本单位的事项。"
    own = Assignment.objects.live().held_by({unit.pk}, by.today).filter(matter=matter)
    leads = list(own.values_list("lead", flat=True))
    if not leads:
        return "这不是本单位的事项。"
    if not any(leads):
        return "办结由牵头单位申请。"
    return standing_obstacle(matter)


def standing_obstacle(matter: Matter) -> str:
    """The part of :func:`obstacle` that the matter's own state gives."""
    if matter.state == MatterState.WITHDRAWN:
        return "该事项已撤销，不用再办结。"
    if matter.state not in UNDERWAY:
        return f"该事项现在是“{matter.get_state_display()}”，不能重复申请办结。"
    return ""


def existing_files(matter: Matter, unit: Unit) -> list[Evidence]:
    """Files that the unit has sent with its reports on this matter: offered again, so that nothing is sent twice."""
    rows = Evidence.objects.filter(line__matter=matter, line__report__unit=unit, withdrawn_at__isnull=True)
    found: dict[str, Evidence] = {}
    for row in rows.select_related("file", "line__report__period").order_by("-line__report__period__covers_to", "-id"):
        found.setdefault(row.file.sha256, row)
    return list(found.values())


def keep_file(*, data: bytes, name: str, media_type: str, by: Actor, at: dt.datetime) -> StoredFile:
    """Keep a new file that is to go with an application: a document or a picture, by its content."""
    require(by, Verb.DRAFT_REPORT)
    check_size(len(data), name)
    check_kind(data, name)
    return files.store(data=data, name=name, media_type=media_type, by=by, at=at)


@transaction.atomic
def apply(
    *,
    matter: Matter,
    unit: Unit,
    result: str,
    evidence: Sequence[StoredFile] = (),
    references: str = "",
    by: Actor,
    at: dt.datetime,
) -> Closing:
    """申请办结, by the unit that leads, with what shows the result: files, or where it can be read already."""
    require(by, Verb.DRAFT_REPORT)
    matter.refresh_from_db(fields=["state"])
    why = obstacle(matter, unit, by)
    if why:
        raise NotAllowed(why) if "单位" in why else Stale(why)
    if len(result.strip()) < 10:
        raise Invalid("请写明办理结果（不少于10个字），例如完成了什么、何时完成、依据什么认定。")
    if not evidence and not references.strip():
        raise Invalid("没有依据。请附材料，选用已经报过的材料，或写明已有材料的文号或网址，三者有其一即可。")
    if len(evidence) > MOST_FILES:
        raise Invalid(f"一项最多附 {MOST_FILES} 份材料，现选了 {len(evidence)} 份。请只附最能说明结果的。")
    try:
        with transaction.atomic():
            row = Closing.objects.create(
                matter=matter,
                unit=unit,
                result=result.strip(),
                references=references.strip(),
                applied_by=by.person,
                applied_at=at,
            )
    except IntegrityError:
        raise Stale("该事项已申请办结或已办结。") from None
    row.evidence.set(evidence)
    _show(row)
    record("closing.apply", row, by=by, at=at, after={"files": len(evidence)}, reason=row.result)
    return row


def _show(row: Closing) -> None:
    """The matter's own state follows; one that a document withdrew stays withdrawn."""
    state = _SHOWN.get(row.state, MatterState.ASSIGNED)
    Matter.objects.filter(pk=row.matter_id).live().update(state=state)
    standing.refresh([row.matter_id])  # one that is open again stands where its unit had brought it
    row.matter.refresh_from_db(fields=["state"])


def _move(
    name: str, row: Closing, *, by: Actor, at: dt.datetime, comment: str = "", said: str = "", **columns: object
) -> Closing:
    """``said``: the office's opinion as it stays on the row; ``comment``: what the move asks for."""
    held = {flow.OFFICE} if by.is_office else set()
    held |= {flow.UNIT} if row.unit_id in by.unit_ids else set()
    if not held:
        raise NotAllowed("这不是本单位的办结申请。")
    made = flow.TABLE.check(name, state=row.state, roles=held, comment=comment)
    if said:
        columns["comment"] = said
    changed = Closing.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    _show(row)
    record(f"closing.{name}", row, by=by, at=at, after={"state": row.get_state_display()}, reason=comment)
    return row


def verify(*, row: Closing, by: Actor, at: dt.datetime) -> Closing:
    """开始核验."""
    with transaction.atomic():
        return _move("verify", row, by=by, at=at)


@transaction.atomic
def record_verification(
    *, row: Verification, means: Means, found: Found, note: str, by: Actor, at: dt.datetime
) -> Verification:
    """Record how a result was checked and what was found. Who checks is not of the unit that is checked."""
    require(by, Verb.REVIEW_REPORT)
    if row.unit_id in by.unit_ids:
        raise NotAllowed("核查人不能是被核查单位的人员。")
    if len(note.strip()) < 4:
        raise Invalid("请写明核查情况，例如查看了什么、向谁核实。")
    changed = Verification.objects.filter(pk=row.pk, verified_at__isnull=True).update(
        means=means, found=found, note=note.strip(), verified_by=by.user, verified_at=at
    )
    if not changed:
        raise Stale("这项核查已经登记。")
    row.refresh_from_db()
    record(
        "verification.record",
        row,
        by=by,
        at=at,
        after={"means": row.get_means_display(), "found": row.get_found_display()},
        reason=row.note,
    )
    return row


@transaction.atomic
def close(*, row: Closing, grade: Grade, comment: str, by: Actor, at: dt.datetime) -> Closing:
    """办结 with a grade, after at least one verification that found the result true (domain §4.16)."""
    why = closing_obstacle(row)
    if why:
        raise Invalid(why)
    why = grade_obstacle(row, grade)
    if why:
        raise Invalid(why)
    said = comment.strip()
    return _move("close", row, by=by, at=at, comment=said, grade=grade, decided_by=by.user, decided_at=at, said=said)


def closing_obstacle(row: Closing) -> str:
    """Why the office cannot close yet; "" where it can."""
    if not row.verifications.filter(verified_at__isnull=False).exists():
        return "尚未登记核查。办结之前须核查，并写明方式和结果。"
    if Adjustment.objects.open().filter(matter=row.matter_id).exists():
        return "该事项有一份延期或调整申请待审，请先审定。"
    return ""


def grade_obstacle(row: Closing, grade: Grade) -> str:
    """Why the closing cannot have the grade: what was found, and whether the day was kept. "" where it can."""
    if grade not in FULFILLED:
        return ""
    found = _found(row)
    if Found.FALSE in found:
        return "核查结果为不属实，不能评为完成。可以评为部分完成、未完成，或退回继续办理。"
    if not found or found[-1] != Found.TRUE:
        return "最近一次核查为部分属实，不能评为完成。补齐之后再核查为属实的可以；否则评为部分完成、未完成，或退回。"
    due, done = due_of(row.matter), done_on(row)
    if grade in IN_TIME and done > due:
        return (
            f"期限是{day_in_words(due)}，到{day_in_words(done)}才申请办结，期限内的报告也没有写明已完成，"
            f"不能评为{grade.label}。期限内已完成的，请先受理写明已完成的报告；否则评为{Grade.LATE.label}。"
        )
    return ""


def _found(row: Closing) -> list[str]:
    """Results of the checks as they stand, in time's order: one that an objection changed counts as changed."""
    checks = [each for each in row.verifications.all() if each.verified_at is not None]
    return [each.stands for each in sorted(checks, key=lambda each: (each.verified_at, each.pk))]


def last_lines(unit: Unit, matter_ids: Iterable[int]) -> dict[int, Line]:
    """Matter id → the unit's newest accepted line on it; two queries."""
    reports = Report.objects.in_force().filter(unit=unit, period__kind=PeriodKind.REGULAR)
    rows = Line.objects.filter(report__in=reports.order_by().values("pk"), matter__in=list(matter_ids))
    found: dict[int, Line] = {}
    for row in rows.select_related("report__period").order_by("report__period__covers_to", "report__version", "id"):
        found[row.matter_id] = row
    return found


def done_on(row: Closing) -> dt.date:
    """By when the unit had done it: the end of the period whose accepted report says so, else the application."""
    applied = timezone.localtime(row.applied_at).date()
    line = last_lines(row.unit, [row.matter_id]).get(row.matter_id)
    return min(applied, line.report.period.covers_to) if line and line.self_rating == Rating.DONE else applied


def suggested_grade(row: Closing) -> Grade:
    """A grade to begin with: what the checks found, and whether the day was kept. A person decides."""
    found = _found(row)
    if Found.FALSE in found:
        return Grade.NOT_DONE
    if Found.PARTLY in found[-1:]:
        return Grade.PARTLY
    return Grade.LATE if done_on(row) > due_of(row.matter) else Grade.DONE


@transaction.atomic
def send_back(*, row: Closing, comment: str, by: Actor, at: dt.datetime) -> Closing:
    """退回继续办理 with reasons."""
    return _move("send_back", row, by=by, at=at, comment=comment, said=comment.strip())


@transaction.atomic
def write_off(*, row: Closing, by: Actor, at: dt.datetime) -> Closing:
    """销号, not while a difficulty of the matter is open."""
    why = write_off_obstacle(row)
    if why:
        raise Invalid(why)
    return _move("write_off", row, by=by, at=at, written_off_by=by.user, written_off_at=at)


def write_off_obstacle(row: Closing) -> str:
    """What is still open on the matter, so that it cannot be written off; "" where nothing is."""
    if CoordinationCase.objects.open().filter(matter=row.matter_id).exists():
        return "该事项还有未销结的协调事项，不能销号。"
    if Directive.objects.open().filter(case__matter=row.matter_id).exists():
        return "该事项还有未落实的交办事项，不能销号。"
    if row.grade not in FULFILLED:
        return f"该事项的结果是“{row.get_grade_display()}”，不能销号。完成后请重新办理、再次申请办结。"
    return ""


@transaction.atomic
def reopen(*, row: Closing, comment: str, by: Actor, at: dt.datetime) -> Closing:
    """重新办理 with a reason: the result did not hold. The closing stays on record as it was."""
    return _move(
        "reopen", row, by=by, at=at, comment=comment, reopened_by=by.user, reopened_at=at, reopening=comment.strip()
    )


@transaction.atomic
def withdraw(*, row: Closing, by: Actor, at: dt.datetime) -> Closing:
    """撤回申请 by the unit, before the office has begun."""
    return _move("withdraw", row, by=by, at=at)


@transaction.atomic
def start_verification(*, row: Closing, by: Actor, at: dt.datetime) -> Verification:
    """The check that belongs to a closing: one open at a time."""
    require(by, Verb.REVIEW_REPORT)
    if row.state != flow.VERIFYING:
        raise Stale("这份申请不在核验中。请先开始核验。")
    found = row.verifications.filter(verified_at__isnull=True).first()
    return found or Verification.objects.create(matter_id=row.matter_id, unit_id=row.unit_id, closing=row)


@transaction.atomic
def check(*, row: Closing, means: Means, found: Found, note: str, by: Actor, at: dt.datetime) -> Verification:
    """登记核查 of a closing in one step, beginning it where that was not done."""
    if row.state == flow.APPLIED:
        row = verify(row=row, by=by, at=at)
    made = start_verification(row=row, by=by, at=at)
    return record_verification(row=made, means=means, found=found, note=note, by=by, at=at)
