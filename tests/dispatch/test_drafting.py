"""发文稿: what is issued names who signed that very paper himself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duban.audit.models import Event
from duban.core.refusal import Refused
from duban.dispatch import drafting
from duban.dispatch.models import Counter, Dispatch, Draft
from duban.messaging import deriving
from duban.messaging.models import Message
from duban.orgs.actor import Actor, actor_for
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from tests.factories.dispatch import correction
from tests.factories.progress import moment

pytestmark = pytest.mark.django_db


def act(person: Any, when: str = "2023-07-24 10:00:00") -> dict[str, Any]:
    return {"by": actor_for(person, moment(when).date(), "测试"), "at": moment(when)}


def submitted(cast: Any, **more: Any) -> Draft:
    row = correction(cast, **more)
    return drafting.submit(row=row, revision=row.revision, **act(cast.supervisor))


def test_only_the_named_person_signs(cast: Any) -> None:
    row = submitted(cast)
    for other in (cast.supervisor, cast.supervisor_head, cast.lead_principal):
        with pytest.raises(Refused):
            drafting.approve(row=row, revision=row.revision, **act(other))
    row = drafting.approve(row=row, revision=row.revision, **act(cast.leader))
    made = drafting.issue(row=row, revision=row.revision, **act(cast.supervisor, "2023-07-26 10:00:00"))
    assert made.approved_by == cast.leader and made.issued_by == cast.supervisor
    lines = [line for part in made.document.parts for line in getattr(part, "lines", ())]
    assert lines[-1] == "2023年7月26日" and made.document.imprint.issued_on.isoformat() == "2023-07-26"
    assert made.document.head.number == made.full_number
    verbs = list(Event.objects.filter(verb__startswith="paper_draft.").order_by("pk").values_list("verb", flat=True))
    assert [each.split(".")[1] for each in verbs] == ["prepare", "submit", "approve", "issue"]


def test_without_the_signature_nothing_is_issued_and_no_number_used(cast: Any) -> None:
    row = submitted(cast)
    before = Counter.objects.get().last
    with pytest.raises(Refused, match="待签发"):
        drafting.issue(row=row, revision=row.revision, **act(cast.supervisor))
    row = drafting.cancel(row=row, revision=row.revision, comment="不用了", **act(cast.supervisor))
    assert Counter.objects.get().last == before and Dispatch.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        signed = {"approved_by": cast.supervisor, "approved_at": moment("2023-07-24 10:00:00")}
        Draft.objects.filter(pk=row.pk).update(state="approved", **signed)


@pytest.mark.parametrize("kind", ["circular", "commendation", "conclusion", "decision"])
def test_what_speaks_of_units_needs_a_leader(cast: Any, kind: str) -> None:
    with pytest.raises(Invalid, match="由区领导签发"):
        correction(cast, kind=kind, signer=cast.supervisor_head)


def test_the_head_signs_what_the_office_sends_but_not_his_own_draft(cast: Any) -> None:
    assert correction(cast, kind="urging", signer=cast.supervisor_head).signer == cast.supervisor_head
    with pytest.raises(Invalid, match="两个人"):
        correction(cast, kind="minutes", signer=cast.supervisor_head, person=cast.supervisor_head)


def test_a_stale_page_changes_nothing(cast: Any) -> None:
    row = submitted(cast)
    seen = row.revision
    row = drafting.recall(row=row, revision=seen, **act(cast.supervisor))
    row = drafting.submit(row=row, revision=row.revision, **act(cast.supervisor))
    with pytest.raises(Stale):  # the leader's page shows the paper before it was taken back
        drafting.approve(row=row, revision=seen, **act(cast.leader))
    other = Draft.objects.get(pk=row.pk)
    drafting.approve(row=row, revision=row.revision, **act(cast.leader))
    with pytest.raises(Stale):
        drafting.recall(row=other, revision=other.revision, **act(cast.supervisor))


def test_a_changed_paper_is_neither_signed_nor_issued(cast: Any) -> None:
    row = submitted(cast)
    Draft.objects.filter(pk=row.pk).update(paper={**row.paper, "title": ["另一个标题"]})
    row.refresh_from_db()
    with pytest.raises(Invalid, match="改动过"):
        drafting.approve(row=row, revision=row.revision, **act(cast.leader))


def test_one_open_correction_a_document(cast: Any) -> None:
    first = correction(cast)
    with pytest.raises(Invalid, match="已经在起草"):
        correction(cast, row=first.corrects)
    drafting.cancel(row=first, revision=first.revision, comment="重来", **act(cast.supervisor))
    assert correction(cast, row=first.corrects).pk != first.pk


def test_reopening_takes_the_signature_away(cast: Any) -> None:
    row = submitted(cast)
    row = drafting.approve(row=row, revision=row.revision, **act(cast.leader))
    with pytest.raises(Refused):
        drafting.reopen(row=row, revision=row.revision, comment="", **act(cast.supervisor))
    row = drafting.reopen(row=row, revision=row.revision, comment="另有一处", **act(cast.supervisor))
    assert row.approved_by is None and row.state == "draft"


def test_messages_go_to_the_signer_and_back_to_the_office(cast: Any) -> None:
    row = submitted(cast)
    deriving.derive(moment("2023-07-24 11:00:00"))
    asked = Message.objects.filter(kind="paper_submitted")
    assert [each.recipient for each in asked] == [cast.leader]
    drafting.send_back(row=row, revision=row.revision, comment="原因写清楚", **act(cast.leader))
    deriving.derive(moment("2023-07-24 12:00:00"))
    told = {each.recipient for each in Message.objects.filter(kind="paper_returned")}
    assert told == {cast.supervisor, cast.supervisor_head}


def test_a_unit_draws_up_nothing(cast: Any) -> None:
    row = correction(cast)
    with pytest.raises(NotAllowed):
        drafting.submit(row=row, revision=row.revision, **act(cast.lead_clerk))
    assert isinstance(act(cast.leader)["by"], Actor)
