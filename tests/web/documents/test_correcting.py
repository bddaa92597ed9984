"""更正 on the screen: drawn up, sent to a person, signed by him himself, issued by the office."""

from __future__ import annotations

from typing import Any

import pytest

from duban.dispatch.models import Dispatch, Draft
from duban.orgs.models import User
from tests.factories.dispatch import BODY, composer, correction, issued
from tests.support.client import client_for

pytestmark = pytest.mark.django_db

RIGHT = {"where1": "第一部分", "wrong1": "已完成37项", "right1": "已完成38项", "reason": "统计口径有误"}


def a_document(cast: Any, kind: str = "circular") -> Dispatch:
    return issued(cast, [cast.lead_unit], kind=kind, compose=composer(kind, body=BODY))


def html(person: Any, path: str) -> str:
    return client_for(person).get(path).content.decode()


def post(person: Any, row: Draft, where: str, move: str, **more: Any) -> Any:
    row.refresh_from_db()
    data = {"move": move, "revision": row.revision, **more}
    return client_for(person).post(f"/documents/drafts/{row.pk}/{where}", data)


def test_from_the_draft_to_the_issued_correction(cast: Any) -> None:
    row = a_document(cast)
    office = client_for(cast.supervisor)
    office.post(f"/documents/{row.pk}/correct", {**RIGHT, "signer": cast.leader.pk})
    draft = Draft.objects.get(corrects=row)
    page = f"/documents/drafts/{draft.pk}/"
    assert Dispatch.objects.count() == 1 and "待送签" in html(cast.supervisor, "/")
    assert "将第一部分中的“已完成37项”更正为“已完成38项”。" in html(cast.supervisor, page)
    assert 'value="approve"' not in html(cast.leader, page) and "待签发" not in html(cast.leader, "/")
    assert office.get(f"/documents/{row.pk}/correct").url == page  # one at a time
    post(cast.supervisor, draft, "move", "submit")
    assert "待签发：关于更正" in html(cast.leader, "/") and "待签发" not in html(cast.supervisor_head, "/")
    assert post(cast.supervisor, draft, "sign", "approve").status_code == 403
    assert post(cast.supervisor, draft, "move", "issue").status_code in {302, 400, 409}
    assert Dispatch.objects.count() == 1
    post(cast.leader, draft, "sign", "approve", comment="同意")
    assert "待签发" not in html(cast.leader, "/") and "待印发" in html(cast.supervisor, "/")
    post(cast.supervisor, draft, "move", "issue")
    new = Dispatch.objects.get(corrects=row)
    assert new.approved_by == cast.leader and new.title == "关于更正某政督〔2023〕1号的通知"
    assert [each.unit for each in new.receipts.all()] == [cast.lead_unit]
    assert f'已由<a href="/documents/{new.pk}/">{new.full_number}</a>更正' in html(
        cast.lead_clerk, f"/documents/{row.pk}/"
    )
    told = html(cast.supervisor, page)
    assert all(word in told for word in ("起草", "送签", "签发", "印发")) and "待印发" not in html(cast.supervisor, "/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"right1": ""}, {"right1": "已完成37项"}, {"signer": ""}, {"reason": ""}, {"wrong2": "甲"},
        {"wrong1": "这段话根本不在文件里"}, {"wrong1": "37项"},
    ],
)  # fmt: skip
def test_what_does_not_fit_draws_up_nothing(cast: Any, wrong: dict[str, str]) -> None:
    row = a_document(cast)
    data = {**RIGHT, "signer": cast.leader.pk, **wrong}
    answer = client_for(cast.supervisor).post(f"/documents/{row.pk}/correct", data)
    assert answer.status_code == 200 and not Draft.objects.exists()


def test_words_in_several_places_need_one_of_them(cast: Any) -> None:
    row = a_document(cast)
    data = {**RIGHT, "wrong1": "37项", "right1": "38项", "signer": cast.leader.pk}
    client = client_for(cast.supervisor)
    answer = client.post(f"/documents/{row.pk}/correct", data).content.decode()
    assert "有2处：正文第1段、正文第2段" in answer
    client.post(f"/documents/{row.pk}/correct", {**data, "where1": "正文第2段"})
    assert "将正文第2段中的“37项”" in str(Draft.objects.get().paper)


def test_who_can_be_asked_depends_on_the_kind(cast: Any) -> None:
    def asked(row: Dispatch) -> set[User]:
        page = client_for(cast.supervisor).get(f"/documents/{row.pk}/correct")
        return set(page.context["form"].fields["signer"].queryset)

    assert asked(a_document(cast)) == asked(a_document(cast, "commendation")) == {cast.leader}
    assert asked(a_document(cast, "urging")) == {cast.leader, cast.supervisor_head}


def test_returned_it_is_mended_and_sent_again(cast: Any) -> None:
    draft = correction(cast)
    post(cast.supervisor, draft, "move", "submit")
    post(cast.leader, draft, "sign", "send_back", comment="原因写清楚")
    assert "退回意见：原因写清楚" in html(cast.supervisor, "/")
    draft.refresh_from_db()
    office = client_for(cast.supervisor)
    shown = office.get(f"/documents/drafts/{draft.pk}/revise").content.decode()
    assert 'value="已完成38项"' in shown
    data = {**RIGHT, "right1": "已完成39项", "signer": cast.leader.pk, "revision": draft.revision}
    stale = office.post(f"/documents/drafts/{draft.pk}/revise", {**data, "revision": draft.revision - 1})
    assert "已被他人处理" in stale.content.decode()
    office.post(f"/documents/drafts/{draft.pk}/revise", data)
    draft.refresh_from_db()
    assert "已完成39项" in str(draft.paper) and draft.state == "draft"


def test_a_unit_sees_nothing_of_it(cast: Any) -> None:
    draft = correction(cast)
    assert client_for(cast.lead_clerk).get(f"/documents/drafts/{draft.pk}/").status_code == 404
    assert "更正" not in html(cast.lead_clerk, "/documents/")
    assert "还没有印发的" in html(cast.supervisor, "/documents/")
