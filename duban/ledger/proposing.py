"""What the rules of the core propose about the ledger; a person decides (分项、同一目标)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from duban.core import clauses as core_clauses
from duban.core import samegoal
from duban.core.document import Span
from duban.core.notice import reading as r
from duban.core.text.excise import Place
from duban.ledger.display import current_targets
from duban.ledger.models import Clause, Matter, MatterLink, Target

REASON_LENGTH = 100
LINK_REASON_LENGTH = 300


def clauses(matter: Matter, item: r.Item, place: Callable[[Span], Place | None]) -> list[Clause]:
    """Proposed splits of an unsaved matter; none where the rules would keep it whole.

    ``place``: where a stretch of the source stands in ``matter.text``. What has no place there is left out.
    """
    proposals = core_clauses.propose(blanked(matter), _targets(item, place), _entries(item, place))
    if len(proposals) < 2:
        return []
    return [
        Clause(matter=matter, seq=n, start=each.start, end=each.end, reason=each.reason[:REASON_LENGTH])
        for n, each in enumerate(proposals, start=1)
    ]


def _targets(item: r.Item, place: Callable[[Span], Place | None]) -> list[r.Target]:
    moved = []
    for target in item.targets:
        span, figure = place(target.span), place(target.figure)
        if span and figure:
            moved.append(replace(target, span=Span(*span), figure=Span(*figure)))
    return moved


def _entries(item: r.Item, place: Callable[[Span], Place | None]) -> list[r.UnitEntry]:
    moved = [(entry, place(entry.span)) for entry in item.units]
    return [replace(entry, span=Span(*span)) for entry, span in moved if span]


def blanked(matter: Matter) -> str:
    """The text with its unit tags as blanks, so that places hold."""
    text = list(matter.text)
    for start, end in matter.tags:
        text[start:end] = " " * (end - start)
    return "".join(text)


def propose_links(year: int, new: set[int]) -> list[MatterLink]:
    """Pairs of standing matters of the year with the same goal, of which at least one is new.

    What a person decided about two older matters is not asked again.
    """
    if not new:
        return []
    matters = Matter.objects.live().filter(programme__year=year).select_related("programme")
    rows = {str(m.pk): m for m in matters.order_by("programme__ordinal", "ordinal", "id")}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(matter__in=[m.pk for m in rows.values()]).order_by("matter_id", "ordinal"):
        targets[target.matter_id].append(target)
    items = [
        samegoal.GoalItem(key, m.programme.level, blanked(m), tuple(map(as_read, current_targets(targets[m.pk]))))
        for key, m in rows.items()
    ]
    links = [
        MatterLink(a_id=low, b_id=high, grade=pair.grade, reason=pair.reason[:LINK_REASON_LENGTH])
        for pair in samegoal.pairs(items)
        for low, high in [sorted((int(pair.a), int(pair.b)))]
        if low in new or high in new
    ]
    return MatterLink.objects.bulk_create(links, batch_size=200)


def as_read(target: Target) -> r.Target:
    """A row of the ledger as the rules of the core know it; places are those in the matter's text."""
    return r.Target(
        phrase=target.phrase,
        what=target.what,
        op=target.op,
        value=target.value,
        unit=target.unit,
        kind=r.TargetKind(target.kind),
        span=Span(target.start or 0, target.end or 0),
        figure=Span(target.figure_start or 0, target.figure_end or 0),
        base=target.base,
        due=target.due,
    )
