"""Extensions and adjustments: asked before the day is past, decided by the office, both values kept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from duban.audit.actions import record
from duban.core.oversight.extensions import Granted, day_of, whole_day
from duban.core.targets.days import last_day
from duban.core.text.days import day_in_words
from duban.core.text.figures import plain_number
from duban.core.workflow import adjustment as flow
from duban.ledger.actions.targets import change_target, figure_of
from duban.ledger.display import current_targets, note_extensions
from duban.ledger.enums import OVER, MatterState
from duban.ledger.models import Assignment, Matter, Target
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.enums import AdjustmentKind
from duban.oversight.models import Adjustment


@dataclass(frozen=True)
class Wish:
    """What a unit asks for: a later day, another figure of a target, or the figure as it is printed."""

    reason: str
    progress: str
    new_due: dt.date | None = None
    target: Target | None = None
    new_value: Decimal | None = None
    document_number: str = ""
    correction: bool = False  # the ledger does not say what the notice says

    @property
    def kind(self) -> AdjustmentKind:
        """By what is filled in."""
        if self.new_due is not None:
            return AdjustmentKind.EXTENSION
        return AdjustmentKind.CORRECTION if self.correction else AdjustmentKind.FIGURE


def due_of(matter: Matter, target: Target | None = None, at: dt.datetime | None = None) -> dt.date:
    """The last day of a target, or of a whole matter (that of its last target): as printed, or as extended by then."""
    rows = _granted(Adjustment.objects.filter(matter=matter)).get(matter.pk, [])
    year_end = dt.date(matter.programme.year, 12, 31)
    if target is not None:
        return day_of(_printed(target, year_end), target.ordinal, rows, at)
    return whole_day(year_end, {each.ordinal: _printed(each, year_end) for each in targets_of(matter)}, rows, at)


def _printed(target: Target, year_end: dt.date) -> dt.date:
    return last_day(target.due, year_end.year) or year_end


def _granted(rows: QuerySet[Adjustment]) -> dict[int, list[Granted]]:
    """Matter id → extensions that were ever granted, in the order of their decisions; one query."""
    rows = rows.filter(kind=AdjustmentKind.EXTENSION, state__in=[flow.APPROVED, flow.REVOKED])
    names = ("matter_id", "target__ordinal", "old_due", "new_due", "applied_at", "decided_at", "revoked_at")
    found: dict[int, list[Granted]] = defaultdict(list)
    for matter_id, *values in rows.order_by("decided_at", "id").values_list(*names):
        found[matter_id].append(Granted(*values))
    return found


def targets_of(matter: Matter) -> list[Target]:
    """Targets that stand, in their current versions."""
    return current_targets(Target.objects.filter(matter=matter).order_by("ordinal", "version"))


def obstacle(matter: Matter, unit: Unit, by: Actor) -> str:
    """Why the unit cannot ask for anything on this matter now; "" where it can."""
    if unit.pk not in by.unit_ids:
        return "这不是本单位的事项。"
    if not Assignment.objects.live().held_by({unit.pk}, by.today).filter(matter=matter).exists():
        return "这不是本单位的事项。"
    if matter.state == MatterState.WITHDRAWN:
        return "该事项已撤销，不用再申请。"
    if matter.state in OVER:
        return f"该事项{matter.get_state_display()}，不能再申请延期或调整。"
    return ""


@transaction.atomic
def apply(*, matter: Matter, unit: Unit, wish: Wish, by: Actor, at: dt.datetime) -> Adjustment:
    """申请延期或调整, with the progress so far. After the day it is too late: then the light says what happened.

    A correction (更正录入) has no term: it moves no goal, it says what was printed.
    """
    require(by, Verb.DRAFT_REPORT)
    matter.refresh_from_db(fields=["state"])
    why = obstacle(matter, unit, by)
    if why:
        raise NotAllowed(why) if "本单位" in why else Invalid(why)
    if len(wish.reason.strip()) < 6 or len(wish.progress.strip()) < 4:
        raise Invalid("请写明理由（不少于6个字）和目前进展（不少于4个字）。")
    due = due_of(matter, wish.target, at)
    if by.today > due and wish.kind != AdjustmentKind.CORRECTION:
        raise Invalid(f"期限{day_in_words(due)}已过，延期和调整应在期限之前申请。")
    _check(wish, due)
    try:
        with transaction.atomic():
            row = Adjustment.objects.create(
                matter=matter,
                target=wish.target,
                unit=unit,
                kind=wish.kind,
                reason=wish.reason.strip(),
                progress=wish.progress.strip(),
                old_due=due,
                new_due=wish.new_due,
                new_value=wish.new_value,
                document_number=wish.document_number.strip(),
                applied_by=by.person,
                applied_at=at,
            )
    except IntegrityError:
        raise Stale("该事项已有一份待审的申请，请等待审定，或先撤回。") from None
    record("adjustment.apply", row, by=by, at=at, after=_said(row), reason=row.reason)
    return row


def _check(wish: Wish, due: dt.date) -> None:
    if wish.new_due is not None:
        if wish.new_value is not None:
            raise Invalid("延期和调整目标值请分开申请。")
        if wish.new_due <= due:
            raise Invalid(f"新的期限应晚于{day_in_words(due)}。")
        return
    if wish.target is None or wish.new_value is None:
        raise Invalid("请选择指标并填写新的目标值，或填写新的期限。")
    if wish.new_value == wish.target.value:
        raise Invalid("新的目标值与原目标值相同。")
    numbered = bool(wish.document_number.strip())
    if wish.kind == AdjustmentKind.FIGURE and not numbered:
        raise Invalid("调整目标值须有依据文号；来文录入有误的，请选“更正录入”。")
    if wish.kind == AdjustmentKind.CORRECTION and numbered:
        raise Invalid("更正录入以来文为准，不填文号；目标由文件改变的，请选“调整目标值”。")


def _said(row: Adjustment) -> dict[str, object]:
    return {"text": asked_for(row)}


def asked_for(row: Adjustment) -> str:
    """What is asked for in one phrase, both values in it."""
    what = f"“{row.target.what}”" if row.target is not None else ""
    if row.new_due is not None:
        return f"{what}期限由{day_in_words(row.old_due)}延至{day_in_words(row.new_due)}"
    assert row.target is not None and row.new_value is not None  # a constraint
    verb = "更正为" if row.kind == AdjustmentKind.CORRECTION else "调为"
    unit = row.target.unit
    return f"{what}由{plain_number(row.target.value)}{unit}{verb}{plain_number(row.new_value)}{unit}"


@transaction.atomic
def decide(*, row: Adjustment, move: str, comment: str, by: Actor, at: dt.datetime) -> Adjustment:
    """``approve`` | ``refuse`` | ``revoke`` by the office, ``withdraw`` by the unit.

    An approved figure is a new version of the target: a revision with its document, or a correction. A revoked one
    (撤销同意) puts the figure back as another version; nothing of the past is taken away.
    """
    held = {flow.OFFICE} if by.is_office else set()
    held |= {flow.UNIT} if row.unit_id in by.unit_ids else set()
    if not held:
        raise NotAllowed("这不是本单位的申请。")
    made = flow.TABLE.check(move, state=row.state, roles=held, comment=comment)
    said = comment.strip()
    columns: dict[str, object] = {"decided_by": by.user, "decided_at": at, "decision": said}
    if move == "revoke":
        columns = {"revoked_by": by.user, "revoked_at": at, "revocation": said}
    if not Adjustment.objects.filter(pk=row.pk, state=row.state).update(state=made.target, **columns):
        raise Stale()
    row.refresh_from_db()
    if row.target is not None and row.new_value is not None and move in ("approve", "revoke"):
        _change_figure(row, back=move == "revoke", by=by, at=at)
    if row.kind == AdjustmentKind.EXTENSION and move in ("approve", "revoke"):
        note_extensions(row.matter, extensions_of(row.matter))
    record(f"adjustment.{move}", row, by=by, at=at, after=_said(row), reason=comment)
    return row


def _change_figure(row: Adjustment, *, back: bool, by: Actor, at: dt.datetime) -> None:
    """The new value, or the one before it, as the next version of the target."""
    assert row.target is not None and row.new_value is not None
    newest = Target.objects.filter(matter=row.matter, ordinal=row.target.ordinal).order_by("-version")[0]
    old, new = (row.new_value, row.target.value) if back else (row.target.value, row.new_value)
    if newest.value != old or newest.withdrawn:
        raise Invalid(
            f"该指标在申请之后又有改动（现为{plain_number(newest.value)}{newest.unit}），不能按这份申请办理。"
            "请在事项页核对。"
        )
    change_target(
        target=newest,
        figure=replace(figure_of(newest), value=new),
        reason=row.revocation if back else row.reason,
        document_number="" if back else row.document_number,
        by=by,
        at=at,
    )


def extensions_of(matter: Matter) -> list[dict[str, str]]:
    """Days in force with the days before them, for the row of the ledger; the first printed day stays beside."""
    rows = Adjustment.objects.granted().filter(matter=matter, kind=AdjustmentKind.EXTENSION)
    found: dict[int | None, dict[str, str]] = {}
    for row in rows.select_related("target").order_by("decided_at", "id"):
        key = row.target.ordinal if row.target else None
        first = found[key]["from"] if key in found else row.old_due.isoformat()
        what = row.target.what if row.target else ""
        assert row.new_due is not None  # a constraint
        found[key] = {"what": what, "from": first, "to": row.new_due.isoformat()}
    return list(found.values())


def extensions(year: int, at: dt.datetime) -> dict[tuple[int, int | None], dt.date]:
    """(matter id, ordinal of a target or ``None``) → its day, of all that extensions by the instant bear upon.

    Where a whole matter was extended, each of its targets is there with the day that counts for it, moved or not.
    Two queries.
    """
    year_end = dt.date(year, 12, 31)
    granted = _granted(Adjustment.objects.filter(matter__programme__year=year))
    in_force = {pk: kept for pk, rows in granted.items() if (kept := [row for row in rows if row.counts(at)])}
    whole = [pk for pk, rows in in_force.items() if any(row.ordinal is None for row in rows)]
    targets = Target.objects.filter(matter__in=whole).filter(Q(decided_at__isnull=True) | Q(decided_at__lte=at))
    printed: dict[tuple[int, int | None], dt.date] = {}
    for target in targets.only("matter_id", "ordinal", "due").order_by("matter_id", "ordinal", "version"):
        printed[target.matter_id, target.ordinal] = _printed(target, year_end)
    for pk, rows in in_force.items():
        for row in rows:
            printed.setdefault((pk, row.ordinal), row.new_due if row.ordinal is not None else year_end)
    return {(pk, ordinal): day_of(day, ordinal, granted[pk], at) for (pk, ordinal), day in printed.items()}
