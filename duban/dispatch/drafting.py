"""From the drawn-up paper to the issued document: sent to a person, signed by him himself, issued by the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.audit.actions import record
from duban.core.gongwen import dating, frozen
from duban.core.gongwen.document import Document
from duban.core.workflow import paper_draft as flow
from duban.dispatch import signers
from duban.dispatch.actions import check_correction
from duban.dispatch.actions import issue as issue_document
from duban.dispatch.models import Dispatch, Draft
from duban.orgs.actor import Actor
from duban.orgs.models import Unit, User
from duban.orgs.permissions import Invalid, Stale, Verb, require

_UNSIGNED: dict[str, Any] = {
    "submitted_by": None, "submitted_at": None, "approved_by": None, "approved_at": None,
}  # fmt: skip


def roles_of(row: Draft, by: Actor) -> set[str]:
    """What the person is in the flow of this paper: the signer is one person, and only while he holds the post."""
    signer = by.user is not None and by.person.pk == row.signer_id and signers.may_sign(row.kind, by)
    return ({flow.OFFICE} if by.is_office else set()) | ({flow.SIGNER} if signer else set())


@transaction.atomic
def prepare(
    *, kind: str, paper: Document, units: Collection[Unit], signer: User, by: Actor, at: dt.datetime,
    sources: Mapping[str, Any] | None = None, corrects: Dispatch | None = None,
) -> Draft:  # fmt: skip
    """Draw up a paper, without number, for a person to sign. Raises NotAllowed, Invalid."""
    require(by, Verb.ISSUE_DOCUMENT)
    check_correction(kind, corrects)
    if corrects is not None and corrects.drafts.open().exists():
        raise Invalid(f"{corrects.full_number}的更正已经在起草或送签，请在那一份上修改。")
    _check_signer(kind, signer, by)
    plain = _frozen(paper)
    row = Draft.objects.create(
        kind=kind, year=timezone.localdate(at).year, title=paper.name, paper=plain, digest=frozen.digest(plain),
        sources=dict(sources or {}), corrects=corrects, signer=signer, drawn_by=by.person, drawn_at=at,
    )  # fmt: skip
    row.units.set(units)
    record("paper_draft.prepare", row, by=by, at=at, after=_said(row))
    return row


def _frozen(paper: Document) -> dict[str, Any]:
    if not paper.name:
        raise Invalid("文件没有标题，不能送签。")
    return frozen.freeze(paper)


def _check_signer(kind: str, signer: User, by: Actor) -> None:
    if signer not in signers.people(kind, by.today):
        raise Invalid(f"{signer}现在不能签发这类文件；这类文件由{signers.titled(kind)}签发，请另选签发人。")
    if signer == by.person:
        raise Invalid("起草人和签发人应是两个人，请另选签发人。")


def _said(row: Draft) -> dict[str, Any]:
    return {
        "signer": str(row.signer), "digest": row.digest, "corrects": row.corrects.full_number if row.corrects else "",
    }  # fmt: skip


@transaction.atomic
def revise(
    *, row: Draft, revision: int, paper: Document, signer: User, sources: Mapping[str, Any], by: Actor, at: dt.datetime
) -> Draft:
    """Another text or signer, while it is with the office."""
    require(by, Verb.ISSUE_DOCUMENT)
    _check_signer(row.kind, signer, by)
    plain = _frozen(paper)
    columns = {
        "paper": plain, "digest": frozen.digest(plain), "title": paper.name, "signer": signer, "sources": dict(sources),
        "drawn_by": by.person, "drawn_at": at,
    }  # fmt: skip
    return _move("revise", row, revision, by=by, at=at, comment=row.comment, **columns)


def submit(*, row: Draft, revision: int, by: Actor, at: dt.datetime) -> Draft:
    """送签: from now on the paper stands still until the signer has decided or the office takes it back."""
    check_correction(row.kind, row.corrects)
    _check_signer(row.kind, row.signer, by)
    return _move("submit", row, revision, by=by, at=at, submitted_by=by.person, submitted_at=at)


def recall(*, row: Draft, revision: int, by: Actor, at: dt.datetime) -> Draft:
    """撤回修改 before it is signed."""
    return _move("recall", row, revision, by=by, at=at, **_UNSIGNED)


def approve(*, row: Draft, revision: int, comment: str = "", by: Actor, at: dt.datetime) -> Draft:
    """签发 by the person himself: exactly the paper that his page showed."""
    _require_intact(row)
    return _move("approve", row, revision, by=by, at=at, comment=comment, approved_by=by.person, approved_at=at)


def send_back(*, row: Draft, revision: int, comment: str, by: Actor, at: dt.datetime) -> Draft:
    """退回修改 by the person, with reasons."""
    return _move("send_back", row, revision, by=by, at=at, comment=comment, **_UNSIGNED)


def reopen(*, row: Draft, revision: int, comment: str, by: Actor, at: dt.datetime) -> Draft:
    """撤回重办 before it is issued: the new text is signed anew."""
    return _move("reopen", row, revision, by=by, at=at, comment=comment, **_UNSIGNED)


def cancel(*, row: Draft, revision: int, comment: str, by: Actor, at: dt.datetime) -> Draft:
    """作废 with reasons. No number was used."""
    return _move("cancel", row, revision, by=by, at=at, comment=comment, **_UNSIGNED)


@transaction.atomic
def issue(*, row: Draft, revision: int, by: Actor, at: dt.datetime) -> Dispatch:
    """印发: the signed paper under the next number of its series."""
    _check("issue", row, by, "")
    _require_intact(row)
    assert row.approved_by is not None
    paper, drawn = row.document, timezone.localdate(row.drawn_at)
    made = issue_document(
        kind=row.kind,
        compose=lambda number, on: dating.numbered(paper, number, drawn=drawn, on=on),
        units=list(row.units.all()),
        approved_by=row.approved_by,
        sources=row.sources,
        corrects=row.corrects,
        by=by,
        at=at,
    )
    _move("issue", row, revision, by=by, at=at, comment=row.comment, issued=made)
    return made


def _require_intact(row: Draft) -> None:
    if frozen.digest(row.paper) != row.digest:
        raise Invalid("这份发文稿的正文与留存的摘要不一致，可能被改动过。请撤回重新起草，并联系审计管理员。")


def _check(name: str, row: Draft, by: Actor, comment: str) -> str:
    signs = flow.SIGNER in flow.TABLE.by_name[name].roles
    require(by, Verb.SIGN_DOCUMENT if signs else Verb.ISSUE_DOCUMENT)
    return flow.TABLE.check(name, state=row.state, roles=roles_of(row, by), comment=comment).target


@transaction.atomic
def _move(
    name: str, row: Draft, revision: int, *, by: Actor, at: dt.datetime, comment: str = "", **columns: object
) -> Draft:
    if row.revision != revision:
        raise Stale()
    target = _check(name, row, by, comment if name != "revise" else "")
    changed = Draft.objects.filter(pk=row.pk, state=row.state, revision=revision).update(
        state=target, revision=revision + 1, comment=comment.strip(), **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    after = {**_said(row), **({"number": row.issued.full_number} if row.issued else {})}
    reason = comment.strip() if name in {"approve", "send_back", "reopen", "cancel"} else ""
    record(f"paper_draft.{name}", row, by=by, at=at, after=after, reason=reason)
    return row
