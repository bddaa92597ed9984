"""What the page of a matter shows, loaded once: rows with their words, marks, neighbours."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from duban.audit import presenters
from duban.audit.models import Event
from duban.core.text.excise import Excised, excise
from duban.core.text.figures import show_number
from duban.core.text.relations import relation
from duban.ledger.actions.checking import WITHDRAWN
from duban.ledger.actions.clauses import standing
from duban.ledger.enums import ClauseStatus, LinkStatus, MatterState, RoleSource, TargetVersion
from duban.ledger.models import Assignment, Clause, Matter, MatterLink, Target
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.oversight.boards import Shown
from duban.web.cases.beside import OnItem
from duban.web.cases.beside import on_item as difficulties_on_item
from duban.web.closings import on_item as closing_on_item
from duban.web.closings.on_item import Course
from duban.web.ledger.listing import Listing
from duban.web.ledger.marking import Mark, Stretch, circled, marked
from duban.web.lights.overview import of_matter
from duban.web.receipts import on_item
from duban.web.receipts.disputes import visible as visible_disputes
from duban.web.receipts.on_item import Receiving
from duban.web.request import HttpRequest
from duban.web.trail.telling import Line, tell
from duban.web.urgings import on_item as followup_on_item
from duban.web.urgings.on_item import FollowUp

AROUND = 2  # lines of the source before and after the item
PAST = 50  # newest events shown


@dataclass(frozen=True)
class TargetView:
    """A target with its versions, the newest first."""

    versions: list[Target]

    @property
    def current(self) -> Target:
        return self.versions[0]

    @property
    def original(self) -> Target:
        return self.versions[-1]

    @property
    def id(self) -> str:
        return f"target-{self.current.ordinal}"

    @property
    def changed(self) -> bool:
        return len(self.versions) > 1

    @property
    def words(self) -> str:
        return in_words(self.current)

    @property
    def earlier(self) -> list[tuple[Target, str]]:
        """Older versions with their words, the original last."""
        return [(version, in_words(version)) for version in self.versions[1:]]

    @property
    def unprinted(self) -> bool:
        """Put in by hand: no original as read."""
        return self.original.version_kind != TargetVersion.ORIGINAL


def in_words(target: Target) -> str:
    """不少于 12万个; 由 8% 达到 10%."""
    figure = f"{relation(target.op, target.kind)} {show_number(target.value)}{target.unit}"
    return f"由 {show_number(target.base)}{target.unit} {figure}" if target.base is not None else figure


@dataclass(frozen=True)
class ClauseView:
    """A clause with its number and words."""

    row: Clause
    number: int
    text: str

    @property
    def mark(self) -> str:
        return circled(self.number)


@dataclass(frozen=True)
class PairView:
    """A pair as it is seen from this matter."""

    link: MatterLink
    other: Matter
    text: SafeString

    @property
    def grade(self) -> str:
        return "同一目标" if self.link.grade >= 2 else "相关目标"

    @property
    def waits(self) -> bool:
        return self.link.status == LinkStatus.PROPOSED

    @property
    def same(self) -> bool:
        return self.link.status == LinkStatus.CONFIRMED


class ItemPage:
    """Everything about one matter, for one actor. Lazily loaded; each part once."""

    def __init__(self, matter: Matter, actor: Actor) -> None:
        self.matter, self.actor = matter, actor

    @cached_property
    def light(self) -> Shown | None:
        """亮灯 now, with its reason."""
        return of_matter(self.matter, self.actor.today)

    @classmethod
    def load(cls, request: HttpRequest, pk: int) -> ItemPage:
        """The matter if the actor may see it, else 404."""
        actor: Actor = request.actor
        rows = (
            Matter.objects.visible_to(actor)
            .select_related("programme", "section", "notice__draft__file", "withdrawn_by", "replaces", "replaced_by")
            .defer(
                "notice__draft__source_blocks",
                "notice__draft__reading",
                "notice__draft__current",
                "notice__draft__source_text",
            )
        )
        matter = rows.filter(pk=pk).first()
        if matter is None:
            raise Http404
        return cls(matter, actor)

    # rights

    @cached_property
    def editable(self) -> bool:
        """The actor may edit, and the matter stands."""
        return bool(may(self.actor, Verb.EDIT_MATTER)) and self.matter.state != MatterState.WITHDRAWN

    @property
    def why_not(self) -> str:
        """Why there is nothing to press."""
        if self.editable:
            return ""
        return may(self.actor, Verb.EDIT_MATTER).reason or WITHDRAWN

    @property
    def sees_notice(self) -> bool:
        """The whole notice holds the items of everybody."""
        return self.actor.sees_everything

    # text

    @cached_property
    def excised(self) -> Excised:
        """The text without its unit tags, and the way back."""
        return excise(self.matter.text, [(a, b) for a, b in self.matter.tags])

    @cached_property
    def text(self) -> SafeString:
        """The printed text with links to the rows below."""
        clauses = [Stretch(c.row.start, c.row.end, c.number) for c in self.clauses]
        return marked(self.matter.text, [*_tags(self.matter), *self._figures(), *self._units()], clauses)

    def _figures(self) -> list[Mark]:
        marks = []
        for target in self.targets:
            row = target.current
            start, end = (row.figure_start, row.figure_end) if row.figure_end else (row.start, row.end)
            if start is not None and end is not None:
                marks.append(Mark(start, end, "off" if row.withdrawn else "fig", target.id, target.words))
        return marks

    def _units(self) -> list[Mark]:
        return [
            Mark(a.start, a.end, "unit", f"unit-{a.pk}", a.unit.name)
            for a in self.assignments
            if a.start is not None and a.end is not None
        ]

    # rows

    @cached_property
    def clauses(self) -> list[ClauseView]:
        """Clauses in force: confirmed, else proposed."""
        text = self.matter.text
        return [ClauseView(row, n, text[row.start : row.end]) for n, row in enumerate(standing(self.matter), start=1)]

    @property
    def split_waits(self) -> bool:
        """A proposal waits for a person."""
        return any(clause.row.status == ClauseStatus.PROPOSED for clause in self.clauses)

    @property
    def split_reason(self) -> str:
        """The reason that all clauses share; "" where each has its own."""
        reasons = {clause.row.reason for clause in self.clauses}
        return reasons.pop() if len(reasons) == 1 else ""

    @property
    def split_seen(self) -> str:
        """Ids of the clauses shown, for compare-and-set."""
        return ",".join(str(clause.row.pk) for clause in self.clauses)

    @property
    def split_lines(self) -> str:
        """One line a clause, without unit tags, for cutting by hand."""
        if not self.clauses:
            return _one_line(self.excised.body)
        kept = [excise(c.text, _inside(self.matter.tags, c.row.start, c.row.end)).body for c in self.clauses]
        return "\n".join(_one_line(line) for line in kept)

    @cached_property
    def targets(self) -> list[TargetView]:
        """Targets in printed order, dismissed ones in their place."""
        versions: dict[int, list[Target]] = defaultdict(list)
        rows = Target.objects.filter(matter=self.matter).select_related("decided_by", "clause")
        for row in rows.order_by("ordinal", "-version"):
            versions[row.ordinal].append(row)
        return [TargetView(versions[ordinal]) for ordinal in sorted(versions)]

    @property
    def standing_targets(self) -> int:
        """Targets that count."""
        return sum(not target.current.withdrawn for target in self.targets)

    @cached_property
    def _all_assignments(self) -> list[Assignment]:
        rows = Assignment.objects.filter(matter=self.matter)
        return list(
            rows.select_related("unit__merged_into", "basis", "clause", "ended_by", "replaces__unit").order_by(
                "part", "ordinal", "id"
            )
        )

    @property
    def assignments(self) -> list[Assignment]:
        """Live ones, in printed order."""
        return [a for a in self._all_assignments if a.ended_at is None]

    @property
    def ended(self) -> list[Assignment]:
        """Ended ones."""
        return [a for a in self._all_assignments if a.ended_at is not None]

    @property
    def leads_waiting(self) -> bool:
        """An inferred lead waits for a person."""
        return any(a.lead and a.role_source == RoleSource.INFERRED for a in self.assignments)

    @cached_property
    def pairs(self) -> list[PairView]:
        """Pairs whose other side the actor may see; rejected ones last."""
        visible = Matter.objects.visible_to(self.actor).values("pk")
        links = MatterLink.objects.of(self.matter.pk).filter(a__in=visible, b__in=visible)
        rank = {LinkStatus.CONFIRMED: 0, LinkStatus.PROPOSED: 1, LinkStatus.REJECTED: 2}
        rows = sorted(
            links.select_related("a__programme", "b__programme", "decided_by").order_by("id"),
            key=lambda link: (rank[LinkStatus(link.status)], -link.grade, link.pk),
        )
        return [self._pair(link) for link in rows]

    def _pair(self, link: MatterLink) -> PairView:
        other = link.b if link.a_id == self.matter.pk else link.a
        figures = [Mark(a, b, "fig") for a, b in other.display.get("figures", ())]
        return PairView(link, other, marked(other.body, figures))

    @property
    def own_body(self) -> SafeString:
        """This matter's text as it stands beside another's."""
        return marked(self.matter.body, [Mark(a, b, "fig") for a, b in self.matter.display.get("figures", ())])

    @cached_property
    def receiving(self) -> Receiving:
        """Who signed for it, who has not, what was disputed."""
        return on_item.of(self.matter.pk, self.actor)

    @cached_property
    def course(self) -> Course:
        """Its day, what was asked for, whether it is closed."""
        return closing_on_item.of(self.matter, self.actor)

    @cached_property
    def difficulties(self) -> OnItem:
        """Difficulties, directives and instructions on it."""
        return difficulties_on_item(self.matter, self.actor, own=any(line["own"] for line in self.receiving.lines))

    @cached_property
    def followup(self) -> FollowUp:
        """Ratings, checks and urging."""
        return followup_on_item.of(self.matter, self.actor)

    # source and past

    @cached_property
    def source(self) -> dict[str, Any] | None:
        """The stretch of the notice around the item; the item alone for those who do not see the whole notice."""
        text, start, end = self.matter.notice.source_text, self.matter.source_start, self.matter.source_end
        if start is None or end is None or not start < end <= len(text):
            return None
        head = text.rfind("\n", 0, start) + 1
        found = {"number": text[head:start], "item": text[start:end], "line": text.count("\n", 0, start) + 1}
        if self.sees_notice:
            before, after = text[:head].splitlines()[-AROUND:], text[end:].lstrip("\n").splitlines()[:AROUND]
            found |= {"before": before, "after": after}
        return found

    @cached_property
    def past(self) -> list[Line]:
        """The trail of the matter, newest first; sentences call it by its number."""
        disputes = visible_disputes(self.actor).filter(assignment__matter=self.matter).order_by().values("pk")
        about = Q(subject_type="ledger.matter", subject_id=self.matter.pk)
        about |= Q(subject_type="progress.dispute", subject_id__in=disputes)
        asked = [each.row.pk for each in self.course.adjustments]
        about |= Q(subject_type="oversight.adjustment", subject_id__in=asked)
        about |= Q(subject_type="oversight.closing", subject_id__in=[row.pk for row in self.course.closings])
        with_origin = self.actor.is_office
        return [self._told(e, with_origin) for e in Event.objects.filter(about).order_by("-seq")[:PAST]]

    def _told(self, event: Event, with_origin: bool) -> Line:
        line = tell(event, with_origin=with_origin)
        if event.subject_type != "ledger.matter":
            return line
        return replace(line, sentence=presenters.sentence(event, subject=self.matter.code))


def _tags(matter: Matter) -> list[Mark]:
    return [Mark(a, b, "tag") for a, b in matter.tags]


def _inside(tags: list[list[int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start) - start, min(b, end) - start) for a, b in tags if a < end and b > start]


def _one_line(text: str) -> str:
    return "".join(text.splitlines())


@dataclass(frozen=True)
class Neighbours:
    """The matter before and after in the list that the person came from."""

    place: int  # from 1; 0 where the matter is not in that list
    total: int
    before: str = ""
    after: str = ""
    query: str = ""
    back: str = ""


def neighbours(request: HttpRequest, matter: Matter) -> Neighbours:
    """By the conditions in the address, else those of the list page that led here, else the whole ledger."""
    data = request.GET if request.GET else _from_list(request)
    listing = Listing.of(request, data)
    ids = list(listing.matters.values_list("pk", flat=True))
    query = data.urlencode() if data else ""
    tail = f"?{query}" if query else ""
    back = reverse("ledger") + (tail or "?all=1")
    if matter.pk not in ids:
        return Neighbours(0, len(ids), query=tail, back=back)
    at = ids.index(matter.pk)

    def address(index: int) -> str:
        return reverse("ledger-item", args=[ids[index]]) + tail if 0 <= index < len(ids) else ""

    return Neighbours(at + 1, len(ids), address(at - 1), address(at + 1), tail, back)


def _from_list(request: HttpRequest) -> QueryDict:
    referer = request.META.get("HTTP_REFERER", "")
    path, _, query = referer.partition("?")
    here = request.build_absolute_uri(reverse("ledger"))
    return QueryDict(query if path == here else "")
