"""Evidence (佐证材料) of a line or of a whole report: files that exist anyway; withdrawn, never deleted."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from duban.audit.actions import record
from duban.files import actions as files
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress.enums import EDITABLE_STATES
from duban.progress.models import Evidence, Line, Report
from duban.readers.errors import Unreadable
from duban.readers.sniff import sniff

ENDINGS = (
    ".pdf", ".ofd", ".doc", ".docx", ".wps", ".rtf", ".odt", ".xls", ".xlsx", ".et", ".ods",
    ".txt", ".csv", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp",
)  # fmt: skip
OFFERED = "PDF、OFD、Word、WPS、Excel、图片（jpg、png）或文本"
MOST = 20  # files of one place; the work is not judged by the thickness of its papers


@transaction.atomic
def add(*, place: Line | Report, data: bytes, name: str, media_type: str = "", by: Actor, at: dt.datetime) -> Evidence:
    """Put a file to a line or to the whole report. The same content again is the row that is already there.

    Raises :class:`Invalid` for an empty file, one above the limit, or one of a kind that is no document.
    """
    _of_own_unit(place, by)
    check_size(len(data), name)
    check_kind(data, name)
    where = {"line": place} if isinstance(place, Line) else {"report": place}
    present = Evidence.objects.filter(**where, withdrawn_at__isnull=True).select_related("file", "by")
    stored = files.store(data=data, name=name, media_type=media_type, by=by, at=at)
    for row in present:
        if row.file.sha256 == stored.sha256:
            return row
    if len(present) >= MOST:
        raise Invalid(f"一项最多附 {MOST} 份材料，现已有 {len(present)} 份。请只附最能说明结果的。")
    row = Evidence.objects.create(**where, file=stored, by=by.person, at=at)
    record("evidence.add", place, by=by, at=at, after={"file": stored.name, "sha256": stored.sha256})
    return row


@transaction.atomic
def withdraw(*, evidence: Evidence, by: Actor, at: dt.datetime) -> Evidence:
    """Take a file back: it is no longer part of the report, its row and bytes stay."""
    place = _place(evidence)
    _of_own_unit(place, by)
    if not Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
        raise Stale("这份材料已经撤回。")
    evidence.refresh_from_db()
    record("evidence.withdraw", place, by=by, at=at, before={"file": evidence.file.name})
    return evidence


def check_size(size: int, name: str) -> None:
    """Refuse an empty file and one above the limit (asked before the bytes are read into memory, too)."""
    if size == 0:
        raise Invalid(f"“{name}”是空文件：大小为 0 字节。请确认文件已保存完整，再重新选择。")
    if size > settings.UPLOAD_LIMIT:
        limit = f"{settings.UPLOAD_LIMIT / 1048576:g} MB"
        raise Invalid(
            f"“{name}”太大：有 {size / 1048576:.1f} MB，上限是 {limit}。请压缩图片或只留有关的几页，再重新选择。"
        )


def check_kind(data: bytes, name: str) -> None:
    """Refuse what is no document: by its ending and by its content: a program does not become a picture by its name."""
    ending = "." + name.rpartition(".")[2].lower() if "." in name else ""
    found = ending or "没有扩展名的文件"
    try:
        sniff(data)
    except Unreadable as no:
        if no.code == "encrypted":
            raise Invalid(f"“{name}”设有密码，督查室打不开。请取消密码，另存一份再上传。") from None
        raise Invalid(f"“{name}”不能作为佐证材料：内容不是完好的文档或图片。请上传 {OFFERED}。") from None
    if ending not in ENDINGS:
        raise Invalid(f"“{name}”不能作为佐证材料：收到的是 {found}。请上传 {OFFERED}。")


def _place(evidence: Evidence) -> Line | Report:
    place = evidence.line or evidence.report
    assert place is not None  # a constraint: one of the two
    return place


def _of_own_unit(place: Line | Report, by: Actor) -> None:
    report = place.report if isinstance(place, Line) else place
    require(by, Verb.DRAFT_REPORT)
    if report.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的报告。")
    if not Report.objects.filter(pk=report.pk, state__in=EDITABLE_STATES).exists():
        raise Stale("报告已送出，撤回后才能增减佐证材料。")
