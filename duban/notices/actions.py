"""Verbs of an uploaded notice: upload, correct by hand, undo, redo, decide, discard."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from duban.audit import actions as audit
from duban.core.notice import corrections
from duban.core.workflow.notice_draft import OFFICE, TABLE
from duban.files import actions as files
from duban.files.models import StoredFile
from duban.notices import decisions as decided
from duban.notices.decisions import About, Decision, moment
from duban.notices.enums import DraftState
from duban.notices.models import DraftCorrection, NoticeDraft
from duban.orgs.actor import Actor
from duban.orgs.models import User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require

QUICKER = "这份草稿刚被他人改动，您的这次改动没有保存。页面已更新，请核对后再改。"


class AlreadyConfirmed(Invalid):
    """The same file is already in the ledger; reading it again is done on purpose only."""

    def __init__(self, draft: NoticeDraft, reason: str) -> None:
        super().__init__(reason)
        self.draft = draft


@transaction.atomic
def upload(*, data: bytes, name: str, by: Actor, at: dt.datetime, media_type: str = "") -> NoticeDraft:
    """Keep a file and queue it for reading; whether it can be read shows later, so that it can be looked at.

    The same content (by digest) is recognised: an open draft is returned as it is (its ``uploaded_at`` is
    then not ``at``), a confirmed one raises :class:`AlreadyConfirmed`.
    """
    require(by, Verb.IMPORT_NOTICE)
    check_size(len(data), name)
    same = NoticeDraft.objects.filter(file__sha256=hashlib.sha256(data).hexdigest()).for_list()
    existing = same.open().order_by("-id").first()
    if existing is not None:
        return existing
    confirmed = same.filter(state=DraftState.CONFIRMED).order_by("-id").first()
    if confirmed is not None:
        raise AlreadyConfirmed(confirmed, already_confirmed(confirmed))
    stored = files.store(data=data, name=name, media_type=media_type, by=by, at=at)
    return _queue(stored, by, at)


def check_size(size: int, name: str) -> None:
    """Refuse an empty file and one above the limit, with the limit in the sentence."""
    limit = settings.UPLOAD_LIMIT
    if size == 0:
        raise Invalid(f"“{name}”是空文件：大小为 0 字节。请确认文件已保存完整，再重新选择。")
    if size > limit:
        raise Invalid(
            f"“{name}”太大：有 {size / 1048576:.1f} MB，上限是 {limit_words()}。请去掉图片或拆成几个文件，再重新选择。"
        )


def limit_words() -> str:
    """The limit as it is stated: 50 MB."""
    return f"{settings.UPLOAD_LIMIT / 1048576:g} MB"


def already_confirmed(draft: NoticeDraft) -> str:
    """When and by whom the same file went into the ledger."""
    at = moment(draft.finished_at)
    who = draft.finished_by or "系统"
    return f"这份文件已于{at}由{who}确认入台账，没有重复上传。如需重新校对，请选“再次校对”。"


@transaction.atomic
def upload_again(*, draft: NoticeDraft, by: Actor, at: dt.datetime) -> NoticeDraft:
    """A new draft of a file that is confirmed or was discarded, on purpose (再次校对)."""
    require(by, Verb.IMPORT_NOTICE)
    if draft.state not in {DraftState.CONFIRMED, DraftState.DISCARDED}:
        raise Invalid("这份来文还没有办完，请打开原来的草稿。")
    existing = NoticeDraft.objects.open().filter(file__sha256=draft.file.sha256).order_by("-id").first()
    return existing or _queue(draft.file, by, at)


def _queue(stored: StoredFile, by: Actor, at: dt.datetime) -> NoticeDraft:
    draft = NoticeDraft.objects.create(file=stored, uploaded_by=by.user, uploaded_at=at, stage="等待识别")
    audit.record("upload", draft, by=by, at=at, after={"name": stored.name, "sha256": stored.sha256})
    return draft


@transaction.atomic
def requeue(*, draft: NoticeDraft, by: Actor, at: dt.datetime) -> NoticeDraft:
    """Read a file again that could not be read (重新识别)."""
    require(by, Verb.IMPORT_NOTICE)
    draft = _fresh(draft, "requeue")
    _move(draft, state=DraftState.QUEUED, failure="", stage="等待识别", progress=0, attempts=0, heartbeat_at=None)
    audit.record("requeue", draft, by=by, at=at)
    return draft


@transaction.atomic
def correct(
    *,
    draft: NoticeDraft,
    kind: str,
    payload: dict[str, Any],
    revision: int,
    by: Actor,
    at: dt.datetime,
    finding: str = "",
) -> NoticeDraft:
    """Correct the reading by hand; ``finding`` is answered with it.

    ``revision`` is the one that the person saw. A correction by somebody else since then makes it
    :class:`Stale`, since places may have moved; answers to findings since then do not.
    """
    require(by, Verb.IMPORT_NOTICE)
    draft = _fresh(draft, "correct")
    if revision < draft.corrected_revision:
        raise Stale(QUICKER)
    read = _read(draft)
    payload = _quoted(draft, kind, payload)
    current = _apply(read, kind, payload)
    decisions = draft.decisions
    if finding and any(f["id"] == finding for f in read["findings"]):
        decisions = decided.merged(decisions, [_finding_answer(finding, "corrected", "", by, at)])
    seq = (draft.corrections.aggregate(last=Max("seq"))["last"] or 0) + 1
    DraftCorrection.objects.create(draft=draft, seq=seq, kind=kind, payload=payload, by=_person(by), at=at)
    _move(draft, current=current, decisions=decisions, corrected=True)
    audit.record("correct", draft, by=by, at=at, after={"seq": seq, "kind": kind, "payload": payload})
    return draft


@transaction.atomic
def undo(*, draft: NoticeDraft, revision: int, by: Actor, at: dt.datetime) -> NoticeDraft:
    """Take back the last correction that stands."""

    def last_standing(rows: list[DraftCorrection]) -> DraftCorrection:
        standing = [row for row in rows if row.undone_at is None]
        if not standing:
            raise Invalid("没有可以撤销的改动。")
        return standing[-1]

    return _turn("undo", draft, revision, last_standing, by, at)


@transaction.atomic
def redo(*, draft: NoticeDraft, revision: int, by: Actor, at: dt.datetime) -> NoticeDraft:
    """Bring back the correction that was taken back last, unless another one was made since."""

    def first_undone(rows: list[DraftCorrection]) -> DraftCorrection:
        row = redoable(rows)
        if row is None:
            raise Invalid("没有可以恢复的改动。")
        return row

    return _turn("redo", draft, revision, first_undone, by, at)


def redoable(rows: list[DraftCorrection]) -> DraftCorrection | None:
    """The correction that :func:`redo` would bring back; ``rows`` in order of ``seq``."""
    last = max((row.seq for row in rows if row.undone_at is None), default=0)
    return next((row for row in rows if row.undone_at is not None and row.seq > last), None)


def _turn(
    verb: str,
    draft: NoticeDraft,
    revision: int,
    choose: Callable[[list[DraftCorrection]], DraftCorrection],
    by: Actor,
    at: dt.datetime,
) -> NoticeDraft:
    require(by, Verb.IMPORT_NOTICE)
    draft = _fresh(draft, "correct")
    if revision < draft.corrected_revision:
        raise Stale(QUICKER)
    rows = list(draft.corrections.order_by("seq"))
    row = choose(rows)
    row.undone_at, row.undone_by = (at, by.user) if verb == "undo" else (None, None)
    row.save(update_fields=["undone_at", "undone_by"])
    current = draft.reading or {}
    for each in rows:
        if each.undone_at is None:
            current = _apply(current, each.kind, each.payload)
    _move(draft, current=current, corrected=True)
    audit.record(verb, draft, by=by, at=at, after={"seq": row.seq, "kind": row.kind})
    return draft


def _read(draft: NoticeDraft) -> dict[str, Any]:
    if draft.current is None:
        raise Invalid("这份来文还没有识别结果。")
    return dict(draft.current)


def _person(by: Actor) -> User:
    if by.user is None:
        raise NotAllowed("校对须由人来做，系统不能代办。")
    return by.user


def _quoted(draft: NoticeDraft, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with the words of the source that the correction takes over."""
    try:
        return corrections.quoted(_read(draft), kind, payload, draft.source_text)
    except corrections.CorrectionError as error:
        raise Invalid(str(error)) from error


def _apply(current: dict[str, Any], kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    try:
        return corrections.apply(current, kind, payload)
    except corrections.CorrectionError as error:
        raise Invalid(str(error)) from error


@transaction.atomic
def decide(*, draft: NoticeDraft, decisions: list[Decision], by: Actor, at: dt.datetime) -> NoticeDraft:
    """Answers to findings, rules, units, the kind of the notice, the difference: all or none.

    Answers are merged into what others decided meanwhile, one key at a time, so nothing of theirs is lost.
    """
    require(by, Verb.IMPORT_NOTICE)
    draft = _fresh(draft, "correct")
    for decision in decisions:
        try:
            decided.check(decision, _read(draft))
        except decided.Unfit as error:
            raise Invalid(str(error)) from error
    stamped = [_stamp(decision, by, at) for decision in decisions]
    stamped += _answered_by_units(draft, stamped, by, at)
    _move(draft, decisions=decided.merged(draft.decisions, stamped))
    audit.record("decide", draft, by=by, at=at, after={f"{d.about.value}:{d.key}": d.value for d in stamped})
    return draft


def _answered_by_units(draft: NoticeDraft, made: list[Decision], by: Actor, at: dt.datetime) -> list[Decision]:
    """Choosing the unit of a name answers the findings that ask about the name."""
    chosen = {d.key for d in made if d.about == About.UNIT and d.value is not None}
    return [
        _finding_answer(finding["id"], "accepted", "已在“单位”中选定", by, at)
        for finding in decided.open_findings(_read(draft), draft.decisions)
        if decided.about_unit(finding) in chosen
    ]


def _stamp(decision: Decision, by: Actor, at: dt.datetime) -> Decision:
    if decision.about != About.FINDING or decision.value is None:
        return decision
    value = decision.value
    return _finding_answer(decision.key, value["answer"], str(value.get("note", "")), by, at)


def _finding_answer(key: str, answer: str, note: str, by: Actor, at: dt.datetime) -> Decision:
    value = {"answer": answer, "note": note[:300], "by": by.user.pk if by.user else None, "at": at.isoformat()}
    return Decision(About.FINDING, key, value)


@transaction.atomic
def discard(*, draft: NoticeDraft, by: Actor, at: dt.datetime, reason: str = "") -> NoticeDraft:
    """Give a draft up (放弃). The file and what was read of it stay, for looking at."""
    require(by, Verb.IMPORT_NOTICE)
    draft = _fresh(draft, "discard")
    _move(draft, state=DraftState.DISCARDED, finished_at=at, finished_by=by.user)
    audit.record("discard", draft, by=by, at=at, reason=reason)
    return draft


def _fresh(draft: NoticeDraft, move: str) -> NoticeDraft:
    """The row as it is now, locked until the end of the transaction, if ``move`` can be made from its state."""
    fresh = NoticeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    TABLE.check(move, state=fresh.state, roles={OFFICE})
    return fresh


def _move(draft: NoticeDraft, *, corrected: bool = False, **changes: Any) -> None:
    """Compare-and-set on state and revision; the loser is :class:`Stale`."""
    revision = draft.revision + 1
    changes["revision"] = revision
    if corrected:
        changes["corrected_revision"] = revision
    moved = NoticeDraft.objects.filter(pk=draft.pk, state=draft.state, revision=draft.revision).update(**changes)
    if moved != 1:
        raise Stale(QUICKER)
    for name, value in changes.items():
        setattr(draft, name, value)
