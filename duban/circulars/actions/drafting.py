"""Drafting: begin from a template, edit, choose whom to commend, decide not to name; versions of templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction

from duban.audit.actions import record
from duban.circulars import drafts, unsourced
from duban.circulars.candidates import candidates
from duban.circulars.enums import Kind, Naming
from duban.circulars.models import Circular, CircularTemplate, Exemption, NumberSource, Praise
from duban.circulars.templates import label, named, newest
from duban.core.circulars.placeholders import Faulty
from duban.core.circulars.texts import Template
from duban.core.workflow import circular as flow
from duban.ledger.models import Matter, Programme
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.progress.models import Period

LEAST_SOURCE, MOST_SOURCE = 6, 300  # characters of the sentence that says where a number comes from


@dataclass(frozen=True)
class Words:
    """What is written by hand: title and text with references, and to whom it goes."""

    title: str
    body: str
    recipients: str = ""
    with_annex: bool = True


def begin(
    *,
    kind: str,
    year: int,
    as_of: dt.date,
    template: Template,
    period: Period | None = None,
    corrects: Circular | None = None,
    correction_reason: str = "",
    recipients: str = "",
    by: Actor,
    at: dt.datetime,
) -> Circular:
    """起草 from a template: figures of the day, or of the end of that day if it is past. Raises Invalid."""
    require(by, Verb.DRAFT_CIRCULAR)
    if template.kind != kind:
        raise Invalid("模板与文种不符，请另选模板。")
    if template.correcting != (corrects is not None):
        raise Invalid("更正请从已印发的通报或表彰决定起草。")
    if not Programme.objects.filter(year=year).exists():
        raise Invalid(f"{year}年没有台账，不能起草。请先导入当年的来文。")
    if as_of > by.today:
        raise Invalid(f"数据截至日期{as_of:%Y-%m-%d}还没有到。请选择今天或以前的日期。")
    if period is not None and period.year != year:
        raise Invalid(f"{period.name}不是{year}年的报告期。")
    row = Circular(
        kind=kind, year=year, period=period, as_of=as_of, template=label(template), title=template.title,
        body=template.body, recipients=recipients, with_annex=kind == Kind.CIRCULAR and not template.correcting,
        corrects=corrects, correction_reason=correction_reason.strip(), created_by=by.person, created_at=at,
    )  # fmt: skip
    row.name = drafts.heading_of(row, at)
    with transaction.atomic():
        row.save()
        after = {"template": row.template, "as_of": row.as_of}
        record("circular.begin", row, by=by, at=at, after=after, reason=row.correction_reason)
    return row


def save(*, row: Circular, words: Words, revision: int, by: Actor, at: dt.datetime) -> Circular:
    """Keep what was edited by hand. An unknown reference is refused with what there is. Raises Faulty, Stale."""
    require(by, Verb.DRAFT_CIRCULAR)
    if row.state != flow.DRAFT:
        raise Stale("草稿已送出，不能修改；请先撤回。")
    drafts.lines_of(row.kind, words.title, words.body)
    new = replace(words, title=words.title.strip(), body=words.body.replace("\r\n", "\n").strip())
    row.title, row.body = new.title, new.body
    row.name = drafts.heading_of(row, at)
    with transaction.atomic():
        changed = Circular.objects.filter(pk=row.pk, state=flow.DRAFT, revision=revision).update(
            title=new.title, body=new.body, recipients=new.recipients.strip(), with_annex=new.with_annex,
            name=row.name[:300], revision=revision + 1, edited_by=by.person, edited_at=at,
        )  # fmt: skip
        if not changed:
            raise Stale("草稿已被他人修改。请打开最新的草稿，把您的修改并进去。")
        row.refresh_from_db()
        record("circular.save", row, by=by, at=at)
    return row


@transaction.atomic
def set_day(*, row: Circular, as_of: dt.date, by: Actor, at: dt.datetime) -> Circular:
    """Take the figures of another day."""
    require(by, Verb.DRAFT_CIRCULAR)
    if as_of > by.today:
        raise Invalid(f"数据截至日期{as_of:%Y-%m-%d}还没有到。请选择今天或以前的日期。")
    before = row.as_of
    if not Circular.objects.filter(pk=row.pk, state=flow.DRAFT, revision=row.revision).update(
        as_of=as_of, revision=row.revision + 1
    ):
        raise Stale()
    row.refresh_from_db()
    record("circular.set_day", row, by=by, at=at, before={"as_of": before}, after={"as_of": as_of})
    return row


@transaction.atomic
def give_source(*, row: Circular, number: str, sentence: str, source: str, by: Actor, at: dt.datetime) -> NumberSource:
    """写明出处: answer a number of the text that is no reference, or classes that need not make a whole.

    Raises Stale where the text does not say so any more, Invalid where the answer is no sentence.
    """
    require(by, Verb.DRAFT_CIRCULAR)
    if row.state != flow.DRAFT:
        raise Stale("草稿已送出，不能再写出处；请先撤回。")
    found = {
        (each.number, each.sentence) for each in unsourced.findings(row, drafts.read(row, now=at, with_tables=False))
    }
    if (number, sentence) not in found:
        raise Stale("正文里已没有这一句，或句子已改写。请按现在的正文填写。")
    if len(source.strip()) < LEAST_SOURCE:
        raise Invalid("请用一句话写明出处，例如“据区统计局2023年第三季度月报”。")
    if len(source.strip()) > MOST_SOURCE:
        raise Invalid(f"出处写了{len(source.strip())}字，不超过{MOST_SOURCE}字。")
    made, _ = NumberSource.objects.update_or_create(
        circular=row, number=number, sentence=sentence,
        defaults={"source": source.strip(), "given_by": by.person, "given_at": at},
    )  # fmt: skip
    after = {"number": f"“{number}”", "sentence": sentence, "source": made.source}
    record("circular.give_source", row, by=by, at=at, after=after, reason=made.source)
    return made


@transaction.atomic
def exempt(
    *, row: Circular, unit: Unit, naming: str, matter: Matter | None, reason: str, by: Actor, at: dt.datetime
) -> Exemption:
    """撤销点名 with a reason, before it is submitted."""
    require(by, Verb.DRAFT_CIRCULAR)
    if row.state not in (flow.DRAFT, flow.SHOWN):
        raise Stale("已报批，不能撤销点名；请先撤回。")
    if naming not in Naming or naming in (Naming.TEXT, Naming.PRAISE):
        raise Invalid("这一处不在清单里，请直接修改正文。")
    if len(reason.strip()) < 4:
        raise Invalid("撤销点名须写明理由，例如经核实哪一处与事实不符。")
    try:
        with transaction.atomic():
            made = Exemption.objects.create(
                circular=row, unit=unit, naming=naming, matter=matter, reason=reason.strip(), made_by=by.person,
                made_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Stale("这一处已撤销点名。") from None
    after = {"unit": str(unit), "naming": made.get_naming_display(), "matter": matter.code if matter else ""}
    record("circular.exempt", row, by=by, at=at, after=after, reason=made.reason)
    return made


@transaction.atomic
def restore(*, row: Exemption, by: Actor, at: dt.datetime) -> None:
    """恢复点名, while it is drafted: whoever is named again is shown it again."""
    require(by, Verb.DRAFT_CIRCULAR)
    circular = row.circular
    if circular.state != flow.DRAFT:
        raise Stale("只有起草时可以恢复点名；请先撤回。")
    after = {"unit": str(row.unit), "naming": row.get_naming_display()}
    row.delete()
    record("circular.restore", circular, by=by, at=at, after=after)


def praise(*, row: Circular, units: Collection[int], by: Actor, at: dt.datetime) -> Circular:
    """Choose whom to commend, of those whose results allow it. Raises Invalid with the reason for each other."""
    require(by, Verb.DRAFT_CIRCULAR)
    if row.kind != Kind.COMMENDATION or row.state != flow.DRAFT:
        raise Stale("只有起草中的表彰决定可以选择表彰单位。")
    found = {each.unit.pk: each for each in candidates(drafts.scope_of(row, drafts.instant_of(row.as_of, at)))}
    for unit in units:
        if unit not in found:
            raise Invalid("所选单位没有按期或超额办结的事项，不能表彰。")
        if found[unit].faults:
            raise Invalid(f"{found[unit].unit}不能表彰：{''.join(found[unit].faults)}")
    with transaction.atomic():
        Praise.objects.filter(circular=row).delete()
        Praise.objects.bulk_create([Praise(circular=row, unit_id=unit) for unit in dict.fromkeys(units)])
        if not Circular.objects.filter(pk=row.pk, revision=row.revision).update(revision=row.revision + 1):
            raise Stale()
        row.refresh_from_db()
        names = [str(found[unit].unit) for unit in units]
        record("circular.praise", row, by=by, at=at, after={"units": "、".join(names), "count": len(names)})
    return row


def correct(*, row: Circular, reason: str, by: Actor, at: dt.datetime) -> Circular:
    """更正: a new draft that names the old number; the old document stays as it is."""
    require(by, Verb.DRAFT_CIRCULAR)
    if row.issued is None:
        raise Invalid("还没有印发，不需要更正；请撤回修改。")
    if len(reason.strip()) < 2:
        raise Invalid("更正须写明原因。")
    if Circular.objects.filter(corrects=row).exclude(state=flow.CANCELLED).exists():
        raise Stale("这份文件已有一份更正。")
    template = named(row.kind, "更正") or next(each for each in newest(row.kind) if each.correcting)
    return begin(
        kind=row.kind, year=row.year, as_of=min(row.as_of, by.today), template=template, period=row.period,
        corrects=row, correction_reason=reason.strip().rstrip("。"), recipients=row.recipients, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def publish(*, template: Template, reason: str, by: Actor, at: dt.datetime) -> CircularTemplate:
    """A new version of a template; unknown references are refused. Drafts that exist keep their text."""
    require(by, Verb.DRAFT_CIRCULAR)
    if not template.name.strip() or len(template.name.strip()) > 30:
        raise Invalid("模板名称不能为空，不超过30字。")
    if len(reason.strip()) < 2:
        raise Invalid("请写明修改理由。")
    drafts.lines_of(template.kind, template.title, template.body)
    last = CircularTemplate.objects.filter(kind=template.kind, name=template.name.strip()).order_by("-version").first()
    row = CircularTemplate.objects.create(
        kind=template.kind, name=template.name.strip(), version=last.version + 1 if last else 1,
        title=template.title.strip(), body=template.body.replace("\r\n", "\n").strip(),
        correcting=template.correcting, reason=reason.strip(), published_by=by.person, published_at=at,
    )  # fmt: skip
    record("circular_template.publish", row, by=by, at=at, reason=row.reason)
    return row


__all__ = [
    "Faulty", "Words", "begin", "correct", "exempt", "give_source", "praise", "publish", "restore", "save", "set_day",
]  # fmt: skip
