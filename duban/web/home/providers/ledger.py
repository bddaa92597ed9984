"""The ledger: proposals to decide, one's own matters, the numbers by level."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from duban.ledger.enums import ClauseStatus, Level, LinkStatus, MatterState, Role
from duban.ledger.filters import INFERRED, role_q
from duban.ledger.models import Assignment, Clause, Matter, MatterLink
from duban.ledger.querysets import own_unit_ids
from duban.ledger.standing import standing_of
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.web.home.waiting import Figure, Part, Waiting


def _to(**conditions: str) -> str:
    return f"{reverse('ledger')}?{urlencode(conditions) or 'all=1'}"


def proposals(actor: Actor) -> Iterable[Waiting]:
    """What the reader proposed and a person decides: pairs with one goal, splits, inferred leads."""
    if not may(actor, Verb.EDIT_MATTER):
        return
    pairs = MatterLink.objects.filter(status=LinkStatus.PROPOSED).count()
    if pairs:
        yield Waiting(f"{pairs} 对事项可能是同一目标，待确认", reverse("home-pairs"), "确认后同一件事只填一次")
    splits = Clause.objects.filter(status=ClauseStatus.PROPOSED).values("matter").distinct().count()
    if splits:
        yield Waiting(f"{splits} 项事项建议拆分，待确认", reverse("home-splits"), "一项里有可以分别完成的几件事")
    live = Assignment.objects.live().exclude(matter__state=MatterState.WITHDRAWN)
    inferred = live.filter(INFERRED).values("matter").distinct().count()
    if inferred:
        note = "来文没有写明牵头单位，暂以排在第一位的为牵头"
        yield Waiting(f"{inferred} 项事项的牵头单位是推定的，待确认", _to(inferred="yes"), note)


def own_matters(actor: Actor) -> Iterable[Part]:
    """Matters of one's own unit, by role."""
    if actor.sees_everything or not may(actor, Verb.VIEW_LEDGER):
        return
    mine = Matter.objects.live().visible_to(actor)
    figures = [Figure("承办事项", mine.count(), _to())]
    for role in Role:
        figures.append(Figure(role.label, _with_role(actor, role), _to(role=role.value)))
    units = "、".join(dict.fromkeys(post.unit_name for post in actor.posts))
    empty = "还没有分给本单位的事项。督查室确认来文后，会显示在这里。"
    yield Part(f"{units}的事项", tuple(figures), empty)


def _with_role(actor: Actor, role: Role) -> int:
    standing = standing_of(own_unit_ids(actor), actor.today)
    rows = Assignment.objects.live().exclude(matter__state=MatterState.WITHDRAWN)
    return rows.filter(role_q(role), unit_id__in=standing).values("matter").distinct().count()


def by_level(actor: Actor) -> Iterable[Part]:
    """Numbers by level of the newest year, for the office and the leaders."""
    if not actor.sees_everything:
        return
    live = Matter.objects.live()
    year = live.order_by("-programme__year").values_list("programme__year", flat=True).first()
    if year is None:
        yield Part("台账", (), "还没有台账。督查室上传来文、校对确认后，各级事项会显示在这里。")
        return
    rows = live.filter(programme__year=year).order_by().values_list("programme__level").annotate(n=Count("pk"))
    counts = dict(rows)
    figures = [Figure("全部", sum(counts.values()), _to(year=str(year)))]
    figures += [Figure(lv.label, counts[lv], _to(year=str(year), level=lv.value)) for lv in Level if lv in counts]
    yield Part(f"{year}年台账", tuple(figures))
