"""The page of a confirmed notice in the ledger."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from duban.core.document import Span
from duban.core.notice import reading as r
from duban.ledger.actions import confirm_draft
from duban.notices.models import Notice
from tests.support.cast import Cast
from tests.support.readings import Line, Part, ready_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(cast: Cast, at: dt.datetime) -> Notice:
    """A notice with a rule, a form and an answered finding."""
    draft = ready_draft(
        Part("district", [("一、城建", [Line("1", "新建公园4座。"), Line("2", "办好实事。")])]),
        decisions={"findings": {"f:1": {"answer": "accepted", "note": "与原件核对一致"}}},
        rules=(r.Rule("liaison_list", "2月28日前报送名单。", Span(0, 4), {"due": "2023-02-28", "to": "区政府督查室"}),),
        forms=(r.Form("liaison_list", "附件4", "工作联络人员名单", Span(0, 4), ("单位", "姓名")),),
        findings=(r.Finding("f:1", "f", r.Severity.CONFIRM, "第 2 项的单位由上下文推出。"),),
    )
    return confirm_draft(draft=draft, revision=draft.revision, by=cast.actor(cast.supervisor), at=at)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("who", ["supervisor", "leader"])
def test_it_shows_what_the_notice_brought_and_asks_for(client_for: Any, cast: Cast, notice: Notice, who: str) -> None:
    shown = text(client_for(getattr(cast, who)).get(f"/ledger/notice/{notice.pk}/"))
    for words in (
        "测政办〔2023〕1号", "2 项", "1 项", "联络人员名单", "2023年2月28日（周二）前", "2月28日前报送名单。", "附件4",
        "第 2 项的单位由上下文推出。", "认可：与原件核对一致", "首次下达（2023年）",
    ):  # fmt: skip
        assert words in shown, words


def test_the_file_is_given_out_as_it_was_uploaded(client_for: Any, cast: Cast, notice: Notice) -> None:
    response = client_for(cast.supervisor).get(f"/ledger/notice/{notice.pk}/original")
    assert response["Content-Disposition"].startswith("attachment")
    with notice.draft.file.content.open("rb") as kept:
        assert b"".join(response.streaming_content) == kept.read()


@pytest.mark.parametrize(("who", "status"), [("lead_clerk", 404), ("outsider_clerk", 404), ("system_admin", 403)])
@pytest.mark.parametrize("tail", ["", "original"])
def test_units_do_not_see_the_items_of_everybody(
    client_for: Any, cast: Cast, notice: Notice, who: str, status: int, tail: str
) -> None:
    assert client_for(getattr(cast, who)).get(f"/ledger/notice/{notice.pk}/{tail}").status_code == status
