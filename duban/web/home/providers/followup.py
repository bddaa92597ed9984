"""Urging, ratings and verification: what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from duban.core.oversight.ladder import CAUSE_LABELS
from duban.core.reporting.values import Rating
from duban.core.workflow import urging as flow
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.permissions import Verb, may
from duban.oversight.causes import simple_counts
from duban.oversight.models import OfficeRating, SampleDraw, Urging, Verification
from duban.progress.models import Line
from duban.web.home.waiting import Waiting

SHOWN = 5


def urged(actor: Actor) -> Iterable[Waiting]:
    """One's own unit was urged and has not answered."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    rows = Urging.objects.filter(unit__in=own_unit_ids(actor)).waiting().exclude(step="talk")
    for row in rows.prefetch_related("points").order_by("reply_by", "pk")[:SHOWN]:
        first = row.points.all()[0].sentence
        title = f"{row.get_step_display()}待回复：{row.get_cause_display()}"
        yield Waiting(title, reverse("urging", args=[row.pk]), first[:80], due=row.reply_by, first=row.step == "urge")


def to_sign(actor: Actor) -> Iterable[Waiting]:
    """Letters for the head of the office, talks for a leader."""
    if actor.holds(PostKind.SUPERVISOR_HEAD):
        for row in _under_way("urge", flow.PREPARED):
            href = reverse("urging", args=[row.pk])
            yield Waiting(f"督办函待签发：{row.unit}", href, row.get_cause_display(), due=row.reply_by)
    if actor.is_leader:
        for row in _under_way("talk", flow.ASKED):
            href = reverse("urging", args=[row.pk])
            yield Waiting(f"约谈建议待审批：{row.unit}", href, row.get_cause_display(), due=row.reply_by)


def _under_way(step: str, state: str) -> list[Urging]:
    return list(Urging.objects.filter(step=step, state=state).select_related("unit").order_by("reply_by", "pk")[:SHOWN])


def to_urge(actor: Actor) -> Iterable[Waiting]:
    """For the office: late reports, directives and points to be set right that nobody is urged about; talks to hold."""
    if not may(actor, Verb.URGE):
        return
    counts = simple_counts(actor.today)
    if counts:
        words = "、".join(f"{CAUSE_LABELS[cause]} {number} 件" for cause, number in counts.items())
        yield Waiting(f"建议催办 {sum(counts.values())} 件", reverse("urgings"), words)
    held = Urging.objects.filter(step="talk", state=flow.GIVEN).select_related("unit").order_by("reply_by")
    for row in held[:SHOWN]:
        href = reverse("urging", args=[row.pk])
        yield Waiting(f"已同意约谈，待记录：{row.unit}", href, row.get_cause_display(), due=row.reply_by)


def gaps(actor: Actor) -> Iterable[Waiting]:
    """The office rates something otherwise than the unit: it may say a sentence before that is used."""
    if not may(actor, Verb.DRAFT_REPORT):
        return
    own = own_unit_ids(actor)
    waiting = OfficeRating.objects.current().filter(unit__in=own, replied_at__isnull=True, reply_until__gte=actor.today)
    rows = list(waiting.select_related("matter").order_by("reply_until", "pk"))
    said = _own_ratings(rows)
    apart = [row for row in rows if said.get((row.period_id, row.matter_id, row.unit_id)) not in (None, row.rating)]
    if apart:
        codes = "、".join(row.matter.code for row in apart[:SHOWN])
        note = f"{codes}{'等' if len(apart) > SHOWN else ''}，可以说明一句，说明之前不作他用"
        href = f"{reverse('ratings')}?show=unanswered&period={apart[0].period_id}"
        yield Waiting(f"督查室评价与自评有差距 {len(apart)} 项", href, note, due=apart[0].reply_until)


def _own_ratings(rows: list[OfficeRating]) -> dict[tuple[int, int, int], str]:
    lines = Line.objects.filter(
        report__period__in={row.period_id for row in rows},
        report__unit__in={row.unit_id for row in rows},
        matter__in={row.matter_id for row in rows},
        report__state__in=["accepted", "signed"],
    ).exclude(self_rating=Rating.NONE.value)
    keys = lines.order_by("report__version").values_list(
        "report__period_id", "matter_id", "report__unit_id", "self_rating"
    )
    return {(period, matter, unit): rating for period, matter, unit, rating in keys}


def checks(actor: Actor) -> Iterable[Waiting]:
    """For the office: draws to confirm, checks to carry out, objections to decide."""
    if not may(actor, Verb.VERIFY):
        return
    for row in SampleDraw.objects.filter(state="draft").select_related("period")[:SHOWN]:
        yield Waiting(f"核查抽样待确认：{row.period}", reverse("sample", args=[row.pk]), f"抽中 {len(row.picks)} 项")
    number = Verification.objects.open().filter(sampled=True).count()
    if number:
        yield Waiting(f"待核查 {number} 项", f"{reverse('verifications')}?show=open", "系统抽取的核查样本")
    objected = Verification.objects.objected().select_related("unit", "matter").order_by("objected_at")
    if actor.user is not None:
        objected = objected.filter(~Q(verified_by=actor.user))
    for check in objected[:SHOWN]:
        href = reverse("verification", args=[check.pk])
        yield Waiting(f"核查异议待复核：{check.matter.code}（{check.unit}）", href, check.objection[:60])
