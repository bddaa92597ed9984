"""Making the ledger from a checked draft (确认入台账): one act, all or nothing.

The acts on a single matter are beside: :mod:`clause_actions`, :mod:`target_actions`,
:mod:`assignment_actions`, :mod:`link_actions`.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.audit import actions as audit
from duban.core.notice import reading as r
from duban.core.notice.jsonform import from_json
from duban.ledger import confirming, differences
from duban.ledger.display import refresh
from duban.ledger.models import Matter
from duban.ledger.registering import Registrar
from duban.ledger.signals import goals_changed
from duban.notices import decisions as decided
from duban.notices.enums import DraftState, NoticeKind
from duban.notices.models import Notice, NoticeDraft
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale, Verb, require

__all__ = ["confirm_draft", "refresh", "refusals"]

CHANGED = "这份草稿在您查看之后又有改动。请核对最新内容后再确认。"


@transaction.atomic
def confirm_draft(*, draft: NoticeDraft, revision: int, by: Actor, at: dt.datetime) -> Notice:
    """The ledger rows of a notice, from the draft as the person saw it (``revision``).

    A second call for a draft that is confirmed returns its notice (double click). Raises
    :class:`Stale` where the draft changed since, :class:`Invalid` where something is still open.
    """
    require(by, Verb.IMPORT_NOTICE)
    draft, notice = _claim(draft, revision, by, at)
    if notice is not None:
        return notice
    reading = from_json(draft.current or {})
    registrar = Registrar.load(reading, draft.decisions)
    reasons = refusals(draft, reading, registrar, by.today)
    if reasons:
        raise Invalid("".join(reasons))
    registrar.resolve_all()
    year = differences.year_of(reading, by.today)
    second = decided.kind(draft.decisions) in differences.CHANGES
    compared = (
        differences.compare(reading, draft.source_text, registrar, year) if second else differences.Comparison([])
    )
    units = registrar.save(by.today)
    notice = confirming.make_notice(draft, reading, year, by, at)
    work = confirming.Work(notice, reading, registrar, compared, decided.of(draft.decisions, decided.About.DIFFERENCE))
    work.run(by, at)
    entries = [*units, *work.entries, audit.Entry("notice.confirm", notice, after=work.summary())]
    audit.record_many(entries, by=by, at=at)
    goals_changed.send(Notice, year=year, by=by, at=at)
    return notice


def _claim(draft: NoticeDraft, revision: int, by: Actor, at: dt.datetime) -> tuple[NoticeDraft, Notice | None]:
    """Take the draft by compare-and-set; the notice where somebody did so before."""
    claimed = NoticeDraft.objects.filter(pk=draft.pk, state=DraftState.READY, revision=revision).update(
        state=DraftState.CONFIRMED, finished_at=at, finished_by=by.user
    )
    fresh = NoticeDraft.objects.select_related("file").get(pk=draft.pk)
    if claimed:
        return fresh, None
    if fresh.state == DraftState.CONFIRMED:
        return fresh, fresh.notice
    if fresh.state == DraftState.READY:
        raise Stale(CHANGED)
    raise Invalid(f"这份来文现在是“{fresh.get_state_display()}”，校对完成后才能确认入台账。")


def refusals(draft: NoticeDraft, reading: r.Reading, registrar: Registrar, today: dt.date) -> list[str]:
    """Why the draft cannot become a ledger yet: sentences in Chinese, empty if it can."""
    reasons = []
    if not any(programme.items for programme in reading.programmes):
        reasons.append("没有读到责任事项，不能入台账。请先在校对页补上事项。")
    blocking = decided.blocking_findings(draft.current or {}, draft.decisions)
    if blocking:
        first = str(blocking[0]["message"]).rstrip("。")
        reasons.append(f"还有 {len(blocking)} 处问题须先处理，如：{first}。")
    undecided = registrar.undecided()
    if undecided:
        shown = "、".join(f"“{name}”" for name in undecided[:3])
        reasons.append(f"还有 {len(undecided)} 个单位名称须先认定：{shown}{'等' if len(undecided) > 3 else ''}。")
    reasons += _notice_refusals(draft, reading, today)
    return reasons


def _notice_refusals(draft: NoticeDraft, reading: r.Reading, today: dt.date) -> list[str]:
    reasons = []
    number = reading.header.document_number.text
    if number and Notice.objects.filter(document_number=number).exists():
        reasons.append(f"文号为“{number}”的来文已在台账中。如是另一份来文，请先改正文号。")
    year = differences.year_of(reading, today)
    kind = decided.kind(draft.decisions)
    levels = {str(p.level) or "none" for p in reading.programmes}
    if kind is None and Matter.objects.live().filter(programme__year=year, programme__level__in=levels).exists():
        labels = "、".join(label.label for label in NoticeKind)
        reasons.append(f"{year}年已有同级台账。请先选择这份来文的性质（{labels}），以免事项重复。")
    return reasons
