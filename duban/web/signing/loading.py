"""What every page about a report shows: the report, its state in words, the buttons of the person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from duban.core.reporting.codes import code_of, grouped
from duban.core.workflow.table import Transition
from duban.orgs.actor import Actor
from duban.orgs.permissions import NotAllowed
from duban.progress import digest, wording
from duban.progress.actions import moves
from duban.progress.enums import ReportState
from duban.progress.models import Delegation, Report
from duban.web.request import HttpRequest

RELATED = ("period", "unit", "supersedes", "created_by", "submitted_by", "checked_by", "accepted_by")

FILED = (ReportState.SIGNED, ReportState.ACCEPTED, ReportState.SUPERSEDED)

# Where a move of the table is made: a page of its own, or (post) at once, with what will happen.
PAGES = {
    "pass_check": "report_check",
    "fail_check": "report_check",
    "pass_carried": "report_check",
    "sign": "report_sign",
    "refuse": "report_sign",
    "record_paper": "report_paper",
    "accept": "review",
    "send_back": "review",
}
AT_ONCE = {
    "submit": ("report_submit", "送审后，本单位办公室负责人审核；审核以前可以撤回。送审吗？"),
    "send_to_sign": ("report_submit", "送签后不能再改，签字以前可以撤回。送签吗？"),
    "send_carried": ("report_submit", "报送后沿用上一版签字，主要领导会收到提醒，可在受理前提出不同意。报送吗？"),
    "recall": ("report_recall", "撤回后恢复为起草中，修改后须重新送审、送签。撤回吗？"),
}
LABELS = {"report_check": "审核", "report_sign": "阅读并签字", "report_paper": "登记纸质签字", "review": "逐项受理"}


@dataclass(frozen=True)
class Button:
    """A verb that the person may use now."""

    name: str  # of the move
    label: str
    href: str
    post: bool = False
    confirm: str = ""


@dataclass
class Opened:
    """A report that a person has open."""

    report: Report
    actor: Actor

    def __post_init__(self) -> None:
        self.at = timezone.now()

    @cached_property
    def held(self) -> set[str]:
        """What the person is to this report."""
        return moves.roles(self.report, self.actor, self.at)

    @cached_property
    def offered(self) -> list[Transition]:
        """The moves of the table that are the person's now."""
        return moves.offered(self.report, self.actor, self.at)

    @cached_property
    def mandate(self) -> Delegation | None:
        """The delegation by which the person would sign; none for the principal."""
        return moves.mandate(self.report, self.actor, self.at)

    def may(self, *names: str) -> bool:
        """Whether one of the moves is offered."""
        return any(move.name in names for move in self.offered)

    @cached_property
    def digest(self) -> str:
        """Of the content as it stands."""
        return digest.of(self.report)

    @property
    def short(self) -> str:
        """Short form of the digest, for people."""
        return grouped(self.digest)

    @property
    def code(self) -> str:
        """The code that a print of this content carries."""
        return code_of(self.report.pk, self.digest)

    @property
    def state(self) -> str:
        """The state in this person's words."""
        return wording.state_words(self.report, self.actor, self.held)

    @property
    def next(self) -> str:
        """What happens next."""
        return wording.next_words(self.report, self.actor)

    @property
    def title(self) -> str:
        """区建设局2023年一季度完成情况（第2版）."""
        version = f"（第{self.report.version}版）" if self.report.version > 1 else ""
        return f"{self.report.unit}{self.report.period}完成情况{version}"

    def buttons(self, *, without: str = "") -> list[Button]:
        """Buttons in table order, one a page. ``without``: the address that the person is on."""
        found: dict[str, Button] = {}
        for move in self.offered:
            if move.name in AT_ONCE:
                view, confirm = AT_ONCE[move.name]
                found[move.name] = Button(move.name, move.label, self._to(view), post=True, confirm=confirm)
            elif move.name in PAGES and (view := PAGES[move.name]) not in found and view != without:
                found[view] = Button(move.name, LABELS[view], self._to(view))
        return [each for each in found.values() if each.href]

    def _to(self, view: str) -> str:
        try:
            return reverse(view, args=[self.report.pk])
        except NoReverseMatch:
            return ""

    @property
    def fill_href(self) -> str:
        """The page where the report is filled, for who may fill it now."""
        return self._to("report") if self.may("submit", "send_to_sign") else ""


def opened(request: HttpRequest, pk: int) -> Opened:
    """The report, if the person may read it; else 404. District leaders read what the unit has signed."""
    actor = request.actor
    report = get_object_or_404(Report.objects.visible_to(actor).select_related(*RELATED), pk=pk)
    inside = actor.is_office or report.unit_id in actor.unit_ids
    if not inside and report.state not in FILED:
        raise NotAllowed("单位还没有签字报送，签字后可以查看。")
    return Opened(report, actor)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is still one, and says what is missing."""
    return request.POST if request.method == "POST" else None
