"""The page of a matter: what is shown, to whom, and every act of the office on it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from duban.ledger.actions import confirm_draft
from duban.ledger.models import Assignment, Clause, Matter, MatterLink, Target
from duban.notices.models import Notice
from tests.support.cast import Cast
from tests.support.queries import captured
from tests.support.readings import Line, Part, ready_draft

pytestmark = pytest.mark.django_db

LINES = [
    Line("1", "新建公园4座，改造老旧小区26个。", [("区建设局", "responsible", ""), ("区民政局", "cooperating", "")]),
    Line("2", "改造老旧小区26个。", [("区民政局", "lead", "district")]),
    Line("3", "办好群众身边的事。", [("区民政局", "responsible", "")]),
]


@pytest.fixture
def notice(cast: Cast, at: dt.datetime) -> Notice:
    """A ledger of three items."""
    draft = ready_draft(Part("district", [("一、城建", LINES)]))
    return confirm_draft(draft=draft, revision=draft.revision, by=cast.actor(cast.supervisor), at=at)


@pytest.fixture
def matter(notice: Notice) -> Matter:
    """The first item, with a proposed split and a proposed pair."""
    matter, other = Matter.objects.in_printed_order()[:2]
    matter.clauses.all().delete()
    MatterLink.objects.all().delete()
    for n, (start, end) in enumerate(((0, 7), (7, 17)), start=1):
        Clause.objects.create(matter=matter, seq=n, start=start, end=end, reason="各有指标")
    MatterLink.objects.create(a=matter, b=other, grade=2, reason="同为改造老旧小区26个")
    return matter


@pytest.fixture
def office(client_for: Any, cast: Cast) -> Any:
    """A client of the office."""
    return client_for(cast.supervisor)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def address(matter: Matter, tail: str = "") -> str:
    return f"/ledger/{matter.pk}/{tail}"


def seen(matter: Matter) -> str:
    return ",".join(str(pk) for pk in matter.clauses.exclude(status="rejected").values_list("pk", flat=True))


# what is shown


def test_the_office_sees_the_printed_text_with_marks_that_lead_to_their_rows(office: Any, matter: Matter) -> None:
    html = office.get(address(matter)).content.decode()
    assert '<a class="mark-link" href="#target-0"' in html and 'id="target-0"' in html
    unit = matter.assignments.get(unit__name="区建设局")
    assert f'href="#unit-{unit.pk}"' in html and f'<tr id="unit-{unit.pk}">' in html
    assert '<sup class="clause-no">①</sup>' in html


def test_the_page_says_where_one_is_and_what_waits(office: Any, matter: Matter) -> None:
    shown = text(office.get(address(matter)))
    for words in (
        "区-1",
        "一、城建",
        "建议拆分为 2 项，待确认",
        "达到 26个",
        "来文未载明牵头，按首列单位推定",
        "疑似同一目标，待确认",
        "区-1列入台账",
    ):
        assert words in shown.replace("“", "").replace("”", ""), words


def test_the_place_in_the_source_is_shown_with_its_surroundings(office: Any, matter: Matter) -> None:
    html = office.get(address(matter)).content.decode()
    assert f'<mark class="here">{matter.text}</mark>' in html
    assert "办好群众身边的事" in html.split("source-place")[1]


@pytest.mark.parametrize("who", ["lead_clerk", "cooperating_principal", "leader"])
def test_units_and_leaders_read_only(client_for: Any, cast: Cast, matter: Matter, who: str) -> None:
    response = client_for(getattr(cast, who)).get(address(matter))
    html = response.content.decode()
    assert response.status_code == 200
    assert "事项由督查室维护" in html
    assert f'action="{address(matter)}' not in html


def test_a_unit_does_not_see_the_items_of_others_in_the_source_or_in_pairs(
    client_for: Any, cast: Cast, matter: Matter
) -> None:
    html = client_for(cast.lead_clerk).get(address(matter)).content.decode()
    assert "办好群众身边的事" not in html
    assert "同为改造老旧小区26个" not in html
    assert "original" not in html


@pytest.mark.parametrize(("who", "status"), [("outsider_clerk", 404), ("system_admin", 403), ("audit_admin", 403)])
def test_for_others_there_is_no_page(client_for: Any, cast: Cast, matter: Matter, who: str, status: int) -> None:
    assert client_for(getattr(cast, who)).get(address(matter)).status_code == status


def test_a_unit_that_answers_for_another_item_gets_404(client_for: Any, cast: Cast, notice: Notice) -> None:
    third = Matter.objects.get(number="3")
    assert client_for(cast.lead_clerk).get(address(third)).status_code == 404


def test_neighbours_follow_the_conditions_in_the_address(office: Any, matter: Matter, cast: Cast) -> None:
    unit = cast.cooperating_unit.pk
    page = office.get(f"{address(matter)}?unit={unit}&role=cooperating")
    assert "第 1 项，共 1 项" in text(page)
    page = office.get(f"{address(matter)}?unit={unit}")
    html = page.content.decode()
    second = Matter.objects.get(number="2")
    assert f'rel="next" href="/ledger/{second.pk}/?unit={unit}"' in html
    assert f'href="/ledger/?unit={unit}"' in html


def test_neighbours_follow_the_list_that_one_came_from(office: Any, matter: Matter) -> None:
    came = {"HTTP_REFERER": "http://testserver/ledger/?target=without"}
    third = Matter.objects.get(number="3")
    assert "第 1 项，共 1 项" in text(office.get(address(third), **came))
    elsewhere = {"HTTP_REFERER": "http://evil.example/ledger/?target=without"}
    assert "第 3 项，共 3 项" in text(office.get(address(third), **elsewhere))


def test_the_number_of_queries_does_not_grow_with_the_rows(office: Any, matter: Matter) -> None:
    from tests.factories.ledger import AssignmentFactory, TargetFactory

    office.get(address(matter))
    before = len(captured(lambda: office.get(address(matter))))
    for n in range(10):
        TargetFactory(matter=matter, ordinal=10 + n)
        AssignmentFactory(matter=matter)
    office.get(address(matter))  # what is kept of the units is loaded anew once
    assert len(captured(lambda: office.get(address(matter)))) == before


# acts


def test_a_proposed_split_is_confirmed_with_one_click(office: Any, matter: Matter) -> None:
    response = office.post(address(matter, "split"), {"split-seen": seen(matter)}, follow=True)
    assert "已拆分为 2 项" in text(response)
    assert set(matter.clauses.values_list("status", flat=True)) == {"confirmed"}


def test_boundaries_are_moved_with_line_ends(office: Any, matter: Matter) -> None:
    lines = "新建公园4座\r\n，改造老旧\r\n小区26个。"
    office.post(address(matter, "split"), {"split-seen": seen(matter), "split-lines": lines})
    confirmed = matter.clauses.filter(status="confirmed").order_by("start")
    assert [matter.text[c.start : c.end] for c in confirmed] == ["新建公园4座", "，改造老旧", "小区26个。"]


def test_changed_words_in_the_box_are_refused_and_not_lost(office: Any, matter: Matter) -> None:
    lines = "新建公园5座，\n改造老旧小区26个。"
    response = office.post(address(matter, "split"), {"split-seen": seen(matter), "split-lines": lines})
    assert response.status_code == 422
    assert "拆分只能换行，不能改动原文" in text(response)
    assert "新建公园5座" in response.content.decode()
    assert set(matter.clauses.values_list("status", flat=True)) == {"proposed"}


def test_a_matter_is_kept_whole_with_one_click(office: Any, matter: Matter) -> None:
    response = office.post(address(matter, "whole"), {"split-seen": seen(matter)}, follow=True)
    assert "不拆分" in text(response)
    assert set(matter.clauses.values_list("status", flat=True)) == {"rejected"}


def target_data(**changed: str) -> dict[str, str]:
    data = {"version": "1", "what": "公园", "op": ">=", "value": "4", "unit": "座", "kind": "amount", "reason": "漏读"}
    return {f"target-0-{name}": value for name, value in {**data, **changed}.items()}


def test_a_target_is_corrected_and_the_original_stays_visible(office: Any, matter: Matter) -> None:
    response = office.post(address(matter, "targets/0"), target_data(value="1.2万"), follow=True)
    shown = text(response)
    assert "不少于 1.2万座" in shown
    assert "来文原值： 新建公园 达到 4座" in shown
    assert "理由： 漏读" in shown
    assert matter.targets.filter(ordinal=0).count() == 2


def test_what_was_typed_is_kept_when_something_is_missing(office: Any, matter: Matter) -> None:
    response = office.post(address(matter, "targets/0"), target_data(value="十几", reason="", what="口袋公园"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "目标值应为数字，收到的是“十几”" in text(response)
    assert 'value="口袋公园"' in html and "error-summary" in html
    assert 'class="item-edit-row is-open" id="edit-target-0"' in html
    assert matter.targets.filter(ordinal=0).count() == 1


def test_a_target_somebody_else_changed_is_told_and_not_overwritten(office: Any, matter: Matter) -> None:
    office.post(address(matter, "targets/0"), target_data())
    response = office.post(address(matter, "targets/0"), target_data(value="9"))
    assert response.status_code == 422
    assert "刚被他人改动" in text(response)
    assert matter.targets.filter(ordinal=0).count() == 2


def test_a_figure_is_no_target_and_comes_back(office: Any, matter: Matter) -> None:
    response = office.post(address(matter, "targets/1/1"), {"target-1-turn-reason": "是地名"}, follow=True)
    assert "已标为不作为指标" in text(response)
    assert '<mark class="off">' in response.content.decode()
    response = office.post(address(matter, "targets/1/2"), {"target-1-turn-reason": "确为指标"}, follow=True)
    assert "已恢复为指标" in text(response)


def test_a_missed_target_is_added(office: Any, matter: Matter) -> None:
    data = {
        "phrase": "新建公园4座",
        "what": "公园面积",
        "op": "=",
        "value": "4",
        "unit": "座",
        "kind": "amount",
        "reason": "漏",
    }
    response = office.post(address(matter, "targets"), {f"target-add-{k}": v for k, v in data.items()}, follow=True)
    assert "人工补充" in text(response)
    assert Target.objects.filter(matter=matter).count() == 3


def unit_data(key: str, **changed: str) -> dict[str, str]:
    data = {"unit": "区气象局", "role": "responsible", "reason": "职能划转", "document": "会议纪要〔2023〕3号"}
    return {f"{key}-{name}": value for name, value in {**data, **changed}.items()}


def test_a_unit_is_changed_and_the_printed_name_stays_visible(office: Any, matter: Matter) -> None:
    old = matter.assignments.get(unit__name="区建设局")
    response = office.post(address(matter, f"units/{old.pk}"), unit_data(f"unit-{old.pk}"), follow=True)
    shown = text(response)
    new = Assignment.objects.live().get(matter=matter, unit__name="区气象局")
    assert new.printed_name == "区建设局"
    for words in ("会议纪要〔2023〕3号", "职能划转", "原为区建设局", "已终止的承办关系（1）", "由区建设局改为区气象局"):
        assert words in shown, words


def test_an_unknown_unit_is_refused_with_a_way_out(office: Any, matter: Matter) -> None:
    response = office.post(address(matter, "units"), unit_data("unit-add", unit="区不存在局"))
    assert response.status_code == 422
    assert "单位名册中没有“区不存在局”" in text(response)


def test_a_unit_is_added_and_ended(office: Any, matter: Matter) -> None:
    office.post(address(matter, "units"), unit_data("unit-add"))
    added = Assignment.objects.live().get(matter=matter, unit__name="区气象局")
    assert added.printed_name == ""
    response = office.post(
        address(matter, f"units/{added.pk}/end"), {f"unit-{added.pk}-end-reason": "误加"}, follow=True
    )
    assert "不再承办该事项" in text(response)


def test_an_inferred_lead_is_confirmed_with_one_click(office: Any, matter: Matter) -> None:
    lead = matter.assignments.get(unit__name="区建设局")
    response = office.post(address(matter, f"units/{lead.pk}/confirm"), follow=True)
    assert "已确认“区建设局”牵头" in text(response)
    again = office.post(address(matter, f"units/{lead.pk}/confirm"))
    assert again.status_code == 422 and "刚被他人改动" in text(again)


def test_the_only_unit_cannot_be_ended_and_the_page_says_why(office: Any, notice: Notice) -> None:
    assert "唯一承办单位，只能改派" in text(office.get(address(Matter.objects.get(number="3"))))


@pytest.mark.parametrize(("same", "label"), [("1", "同一目标"), ("0", "不是同一目标")])
def test_a_pair_is_decided_with_one_click(office: Any, matter: Matter, same: str, label: str) -> None:
    link = MatterLink.objects.get()
    data = {f"link-{link.pk}-seen": "proposed", f"link-{link.pk}-same": same}
    response = office.post(address(matter, f"links/{link.pk}"), data, follow=True)
    assert f"已标为“{label}”" in text(response)
    assert office.post(address(matter, f"links/{link.pk}"), data).status_code == 422


def test_htmx_gets_the_body_with_what_was_done(office: Any, matter: Matter) -> None:
    response = office.fragment(
        address(matter, "split"), {"split-seen": seen(matter)}, method="post", target="item-body"
    )
    html = response.content.decode()
    assert html.lstrip().startswith('<div id="item-body"')
    assert "已拆分为 2 项。" in html
    assert "<title>" not in html


def test_htmx_gets_the_reason_beside_the_form(office: Any, matter: Matter) -> None:
    response = office.fragment(address(matter, "targets/0"), target_data(reason=""), method="post", target="item-body")
    assert response.status_code == 200
    assert "没有填写" in text(response) or "请写明理由" in text(response)


POSTS = [
    "split", "whole", "targets", "targets/0", "targets/0/1", "units", "units/{unit}", "units/{unit}/end",
    "units/{unit}/confirm", "links/{link}",
]  # fmt: skip


@pytest.mark.parametrize("tail", POSTS)
@pytest.mark.parametrize("who", ["lead_principal", "leader", "outsider_clerk", "system_admin"])
def test_only_the_office_acts(client_for: Any, cast: Cast, matter: Matter, tail: str, who: str) -> None:
    tail = tail.format(unit=matter.assignments.first().pk, link=MatterLink.objects.get().pk)
    assert client_for(getattr(cast, who)).post(address(matter, tail), {}).status_code == 403
    assert client_for(cast.supervisor).get(address(matter, tail)).status_code == 405


@pytest.mark.parametrize("tail", ["targets/9", "targets/0/9", "units/{other}", "units/{other}/end", "links/{other}"])
def test_rows_of_another_matter_are_404(office: Any, matter: Matter, tail: str) -> None:
    other = Assignment.objects.exclude(matter=matter).first().pk + 1000
    tail = tail.format(other=other)
    data = {**target_data(), **{k.replace("target-0", "target-9"): v for k, v in target_data().items()}}
    data |= {"target-0-turn-reason": "x", f"unit-{other}-end-reason": "x", **unit_data(f"unit-{other}")}
    data |= {f"link-{other}-seen": "proposed", f"link-{other}-same": "1"}
    assert office.post(address(matter, tail), data).status_code == 404


def test_a_withdrawn_matter_is_shown_with_its_successor_and_without_buttons(office: Any, matter: Matter) -> None:
    from tests.factories.ledger import MatterFactory

    Matter.objects.filter(pk=matter.pk).update(state="withdrawn", withdrawn_by=matter.notice)
    heir = MatterFactory(programme=matter.programme, section=matter.section, replaces=matter, code="区-1", ordinal=90)
    response = office.get(address(matter))
    assert "只供查阅" in text(response)
    assert f'href="/ledger/{heir.pk}/"' in response.content.decode()
    assert f'action="{address(matter)}' not in response.content.decode()
    assert "替代原 区-1" in text(office.get(address(heir)))
