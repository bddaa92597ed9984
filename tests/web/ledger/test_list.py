"""The list on the screen: rows, filters, pages, fragment, look."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from duban.ledger.display import refresh
from duban.ledger.kept import KEPT
from duban.ledger.models import Matter
from tests.factories.ledger import AssignmentFactory, MatterFactory, ProgrammeFactory, SavedViewFactory, TargetFactory
from tests.ledger.ledger_world import make_world
from tests.support.queries import assert_same_queries, captured

LEDGER = "/ledger/"


def tree(response) -> LexborHTMLParser:
    assert response.status_code == 200
    return LexborHTMLParser(response.content.decode())


def codes(response) -> list[str]:
    return [node.text(strip=True) for node in tree(response).css("tbody .c-code a")]


def words(node) -> str:
    return " ".join(node.text(deep=True).split())


def row(response, code: str):
    return next(r for r in tree(response).css("tbody tr") if r.css_first(".c-code a").text(strip=True) == code)


@pytest.fixture
def office(cast, client_for):
    return client_for(cast.supervisor)


@pytest.fixture
def programme(db):
    return ProgrammeFactory(level="city", year=2023)


def make_matters(programme, n: int, unit=None, **more) -> list[Matter]:
    start = Matter.objects.filter(programme=programme).count()
    matters = [MatterFactory(programme=programme, ordinal=start + k + 1, **more) for k in range(n)]
    for matter in matters:
        if unit is not None:
            AssignmentFactory(matter=matter, unit=unit, leads=True)
    refresh(matters)
    return matters


# --- rows --------------------------------------------------------------------------------------------


def test_a_row_says_everything(office, cast, programme):
    matter = MatterFactory(
        programme=programme,
        number="54",
        body="新增停车泊位12万个,新建<公园>。",
        text="新增停车泊位12万个,新建<公园>。(市级牵头单位:市城管执法委)",
        section__title="二、重点工作",
    )
    AssignmentFactory(matter=matter, unit__name="市城管执法委", leads=True, scope="city", ordinal=0)
    AssignmentFactory(matter=matter, unit=cast.lead_unit, lead=True, role_source="inferred", ordinal=1)
    AssignmentFactory(matter=matter, unit=cast.cooperating_unit, role="cooperating", ordinal=2, printed_name="民政局")
    TargetFactory(matter=matter, value=120000, op=">=", start=2, end=11, figure_start=6, figure_end=10)
    refresh([matter])
    shown = row(office.get(LEDGER), "市-54")
    assert shown.css_first(".c-code a").attributes["href"] == f"{LEDGER}{matter.pk}/"
    assert "新建<公园>。" in words(shown.css_first(".c-text"))
    assert [mark.text() for mark in shown.css(".c-text mark.fig")] == ["12万个"]
    assert words(shown.css_first(".c-lead")) == "市城管执法委市级区建设局推定"
    assert words(shown.css_first(".c-others")) == "配合区民政局"
    assert shown.css_first('[title="来文所载：民政局"]') is not None
    assert words(shown.css_first(".c-targets")) == "停车泊位 ≥12万个"
    assert words(shown.css_first(".c-section")) == "二、重点工作"
    assert words(shown.css_first(".c-state")) == "已交办"


def test_further_targets_are_counted_and_there(office, programme):
    (matter,) = make_matters(programme, 1)
    for n in range(1, 5):
        TargetFactory(matter=matter, ordinal=n, what=f"指标{n}", value=n)
    refresh([matter])
    cell = row(office.get(LEDGER), matter.code).css_first(".c-targets")
    assert "等 4 项" in words(cell) and "指标4 4个" in words(cell)


def test_texts_of_the_database_are_escaped(office, programme):
    evil = '<script>alert(1)</script>"&'
    matter = MatterFactory(programme=programme, body=evil, text=evil, title=evil, section__title=evil, number=evil[:18])
    AssignmentFactory(matter=matter, unit__name=evil, leads=True)
    AssignmentFactory(matter=matter, unit__name=evil + "2", printed_name=evil + "3")
    TargetFactory(matter=matter, what=evil, unit=evil[:20])
    refresh([matter])
    for address in (LEDGER, LEDGER + "?q=script", LEDGER + "?q=%3Cscript%3E%22"):
        html = office.get(address).content.decode()
        assert "<script>alert" not in html and "&lt;script&gt;" in html


def test_printed_order_newest_year_first(office):
    world = make_world()
    expected = sorted(
        (m for m in world.matters if m.state != "withdrawn"),
        key=lambda m: (-m.programme.year, m.programme.ordinal, m.ordinal, m.pk),
    )
    assert codes(office.get(LEDGER)) == [m.code for m in expected]


def test_what_was_searched_is_marked(office):
    make_world()
    page = office.get(LEDGER, {"q": "大桥 城管"})
    assert {m.text() for m in tree(page).css("tbody mark.hit")} == {"大桥", "城管"}


def test_a_figure_that_was_searched_keeps_its_mark(office, programme):
    (matter,) = make_matters(programme, 1)
    at = matter.text.index("260个")
    TargetFactory(matter=matter, figure_start=at, figure_end=at + 4)
    refresh([matter])
    html = row(office.get(LEDGER, {"q": "位260"}), matter.code).css_first(".c-text").html
    assert '<mark class="hit">位</mark><mark class="fig hit">260</mark><mark class="fig">个</mark>' in html


def test_withdrawn_matters_are_shown_when_asked_for(office):
    world = make_world()
    gone = [m.code for m in world.matters if m.state == "withdrawn"]
    page = office.get(LEDGER, {"state": "withdrawn"})
    assert sorted(codes(page)) == sorted(gone) and len(tree(page).css("tr.gone")) == len(gone)


def test_a_changed_row_is_seen_at_once_even_without_an_act(office, programme):
    (matter,) = make_matters(programme, 1)
    office.get(LEDGER)
    Matter.objects.filter(pk=matter.pk).update(body="改后的文字")
    assert "改后的文字" in words(row(office.get(LEDGER), matter.code))


# --- filters -----------------------------------------------------------------------------------------


def test_choices_carry_the_number_that_they_would_show(office):
    make_world()
    page = tree(office.get(LEDGER, {"year": "2023"}))
    boxes = page.css('#filters input[type="checkbox"]')
    assert len(boxes) > 15
    for box in boxes:
        name, value = box.attributes["name"], box.attributes["value"]
        asked = {"year": "2023", name: value}
        tally = words(tree(office.get(LEDGER, asked)).css_first(".tally"))
        number = words(box.parent.css_first(".count"))
        assert tally.split(" ")[0] == number, (name, value)


def test_chips_take_one_condition_away_each(office):
    world = make_world()
    unit = world.units["区民政局"]
    page = tree(office.get(LEDGER, {"q": "养老", "level": ["city", "district"], "unit": unit.pk, "sort": "-targets"}))
    chips = {words(chip): chip.attributes["href"] for chip in page.css(".chips .chip")}
    assert [label.split(" ")[0] for label in chips] == ["搜索养老", *[c.split(" ")[0] for c in list(chips)[1:]]]
    assert len(chips) == 4
    for label, address in chips.items():
        left = parse_qs(urlsplit(address).query)
        assert left.pop("sort") == ["-targets"]
        assert sum(len(values) for values in left.values()) == 3, label
    assert page.css_first(".chips .clear").attributes["href"] == LEDGER + "?sort=-targets"


def test_a_typed_unit_name_becomes_the_unit(office):
    world = make_world()
    unit = world.units["区城管执法局"]
    answer = office.get(LEDGER, {"unit_name": "城管", "level": "city"})
    assert answer.status_code == 302 and answer["Location"] == f"{LEDGER}?level=city&unit={unit.pk}"
    assert office.get(LEDGER, {"unit_name": "区城管局"})["Location"].endswith(f"unit={unit.pk}")  # an alias
    several = office.get(LEDGER, {"unit_name": "街道"})["Location"]
    assert len(parse_qs(urlsplit(several).query)["unit"]) == 3
    assert "没有名称含“不存在的局”的单位" in office.get(LEDGER, {"unit_name": "不存在的局"}).content.decode()


def test_unknown_values_in_an_address_do_no_harm(office):
    make_world()
    whole = codes(office.get(LEDGER))
    assert codes(office.get(LEDGER, {"level": "moon", "sort": "pk", "page": "x", "year": "'"})) == whole
    page = office.get(LEDGER, {"unit": "999999", "section": "999999"})
    assert "没有符合条件的事项" in page.content.decode()


def test_many_units_are_cut_to_the_busiest(office, programme, monkeypatch):
    from duban.web.ledger import conditions

    monkeypatch.setitem(conditions.MOST, "unit", 3)
    for n in range(5):
        make_matters(programme, n + 1, unit=AssignmentFactory(matter__programme=programme).unit)
    KEPT.clear()
    page = tree(office.get(LEDGER))
    assert len(page.css("#options-unit .opt")) == 3
    assert "另有 2 个" in words(page.css_first("#facet-unit"))


# --- pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said", "rows"),
    [
        ("1", "120 项，显示 1–50", 50),
        ("3", "120 项，显示 101–120", 20),
        ("4", "120 项，显示 101–120", 20),
        ("0", "120 项，显示 1–50", 50),
        ("-2", "120 项，显示 1–50", 50),
        ("9" * 30, "120 项，显示 1–50", 50),
        ("²", "120 项，显示 1–50", 50),
    ],
)
def test_pages(office, programme, asked, said, rows):
    make_matters(programme, 120)
    page = office.get(LEDGER, {"page": asked})
    assert words(tree(page).css_first(".tally")) == said
    assert len(codes(page)) == rows


def test_pages_do_not_overlap_and_leave_nothing_out(office, programme):
    make_matters(programme, 103)
    for sort in ("", "lead", "-others", "text", "-targets", "section", "state"):
        seen = [code for n in (1, 2, 3) for code in codes(office.get(LEDGER, {"sort": sort, "page": n}))]
        assert len(seen) == len(set(seen)) == 103, sort


def test_one_page_has_no_page_numbers(office, programme):
    make_matters(programme, 50)
    assert tree(office.get(LEDGER)).css_first(".pages") is None


def test_headings_sort_forwards_backwards_and_not_at_all(office):
    make_world()
    heading = tree(office.get(LEDGER)).css_first("thead .c-targets a")
    assert heading.attributes["href"] == LEDGER + "?sort=targets"
    page = tree(office.get(LEDGER, {"sort": "targets"}))
    assert page.css_first("thead .c-targets").attributes["aria-sort"] == "ascending"
    assert page.css_first("thead .c-targets a").attributes["href"] == LEDGER + "?sort=-targets"
    page = tree(office.get(LEDGER, {"sort": "-targets"}))
    assert page.css_first("thead .c-targets").attributes["aria-sort"] == "descending"
    assert page.css_first("thead .c-targets a").attributes["href"] == LEDGER + "?all=1"


# --- the fragment ------------------------------------------------------------------------------------


def without_tokens(html: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", html)


@pytest.mark.parametrize("query", ["", "?level=city&q=养老", "?state=withdrawn&sort=-lead", "?unit=1&unit=99999"])
def test_the_fragment_is_the_part_of_the_page(office, query):
    make_world()
    whole = without_tokens(office.get(LEDGER + (query or "?all=1")).content.decode())
    part = without_tokens(office.fragment(LEDGER + query, target="ledger").content.decode())
    assert part.lstrip().startswith('<section id="ledger"') and part.strip() in whole


def test_the_fragment_gives_the_clean_address(office):
    make_world()
    answer = office.fragment(LEDGER + "?q=&page=1&unit_name=&level=city&sort=", target="ledger")
    assert answer["HX-Push-Url"] == LEDGER + "?level=city"
    assert office.fragment(LEDGER + "?q=", target="ledger")["HX-Push-Url"] == LEDGER + "?all=1"


def test_other_targets_and_restores_get_the_whole_page(office, programme):
    make_matters(programme, 1)
    for headers in ({"HX-Target": "other"}, {"HX-Target": "ledger", "HX-History-Restore-Request": "true"}):
        html = office.get(LEDGER + "?all=1", headers={"HX-Request": "true", **headers}).content.decode()
        assert html.startswith("<!doctype html>")


# --- queries and weight ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["supervisor", "lead_clerk"])
@pytest.mark.parametrize("address", [LEDGER, LEDGER + "?q=停车&role=lead&sort=lead"])
def test_the_same_queries_for_any_number_of_rows(cast, client_for, programme, who, address):
    client = client_for(getattr(cast, who))

    def visit():
        KEPT.clear()
        assert client.get(address).status_code == 200

    count = assert_same_queries(visit, lambda n: make_matters(programme, n, cast.lead_unit), few=3, many=60)
    assert count <= 10  # session, person, posts, mark, units, numbers (2), views, rows


def test_a_second_look_takes_five(office, cast, programme):
    make_matters(programme, 60, cast.lead_unit)
    office.get(LEDGER)
    assert len(captured(lambda: office.get(LEDGER))) == 5  # session, person, posts, mark, rows


def test_a_full_page_is_light(office, cast, programme):
    long = "推进重点项目建设，完成老旧小区改造260个。" * 8
    matters = make_matters(programme, 60, cast.lead_unit, body=long)
    for matter in matters:
        for n in range(3):
            TargetFactory(matter=matter, ordinal=n + 1)
            AssignmentFactory(matter=matter, ordinal=n + 1)
    refresh(matters)
    assert len(office.get(LEDGER).content) < 300_000


# --- look --------------------------------------------------------------------------------------------


def test_columns_and_density_are_kept_for_the_browser(office, programme):
    make_matters(programme, 1)
    offered = ["lead", "others", "targets", "section", "state"]
    answer = office.post(
        LEDGER + "look",
        {"next": LEDGER + "?level=city", "offered": offered, "col": ["lead", "state"], "density": "dense"},
    )
    assert answer.status_code == 302 and answer["Location"] == LEDGER + "?level=city"
    page = tree(office.get(LEDGER))
    assert [h.attributes["class"] for h in page.css("thead th")] == ["c-code", "c-text", "c-lead", "c-state"]
    assert page.css_first("table.dense") is not None
    office.post(LEDGER + "look", {"next": "/", "offered": offered, "col": offered})
    page = tree(office.get(LEDGER))
    assert len(page.css("thead th")) == 7 and page.css_first("table.dense") is None


def test_a_form_cannot_lead_elsewhere(office):
    answer = office.post(LEDGER + "look", {"next": "https://evil.example/"})
    assert answer["Location"] == LEDGER + "?all=1"


# --- empty states ------------------------------------------------------------------------------------


def test_empty_states_say_what_will_be_here(cast, client_for):
    assert "台账还是空的" in client_for(cast.supervisor).get(LEDGER).content.decode()
    assert "目前没有本单位承办的事项" in client_for(cast.lead_clerk).get(LEDGER).content.decode()
    found = client_for(cast.supervisor).get(LEDGER, {"q": "没有的词"}).content.decode()
    assert "没有符合条件的事项" in found and "清除全部条件" in found


# --- saved views -------------------------------------------------------------------------------------


def test_a_view_is_saved_as_shown_opened_and_deleted(office, cast):
    make_world()
    answer = office.post(
        LEDGER + "views", {"name": "市级养老", "query": "q=养老&level=city&page=3&bad=1&sort=-targets"}
    )
    address = answer["Location"]
    assert parse_qs(urlsplit(address).query) == {"q": ["养老"], "level": ["city"], "sort": ["-targets"]}
    page = tree(office.get(address))
    assert page.css_first('#views a[aria-current="true"]').attributes["href"] == address
    assert "市级养老" in words(page.css_first("#views summary"))
    view = cast.supervisor.saved_views.get()
    assert office.post(f"{LEDGER}views/{view.pk}/delete").status_code == 302
    assert not cast.supervisor.saved_views.exists()


def test_the_default_view_opens_first_and_everything_is_one_click_away(office, cast):
    make_world()
    view = SavedViewFactory(owner=cast.supervisor, query="level=city")
    assert office.post(f"{LEDGER}views/{view.pk}/default").status_code == 302
    assert office.get(LEDGER)["Location"] == LEDGER + "?level=city"
    assert office.get(LEDGER + "?all=1").status_code == 200
    assert office.get(LEDGER + "?q=养老").status_code == 200
    office.post(f"{LEDGER}views/{view.pk}/default")
    assert office.get(LEDGER).status_code == 200


def test_views_of_others_are_not_there_shared_ones_are(cast, client_for):
    private = SavedViewFactory(owner=cast.supervisor, name="私用视图")
    shared = SavedViewFactory(owner=cast.supervisor, name="公用视图", shared=True)
    clerk = client_for(cast.lead_clerk)
    html = clerk.get(LEDGER).content.decode()
    assert "公用视图" in html and "私用视图" not in html
    assert clerk.post(f"{LEDGER}views/{private.pk}/delete").status_code == 404
    assert clerk.post(f"{LEDGER}views/{shared.pk}/delete").status_code == 403
    assert clerk.post(f"{LEDGER}views/{shared.pk}/default").status_code == 403


def test_a_refused_name_is_said(office):
    answer = office.post(LEDGER + "views", {"name": " ", "query": ""}, follow=True)
    assert "视图没有名称" in answer.content.decode()


# --- codes -------------------------------------------------------------------------------------------


def test_numbers_of_everything_that_is_shown(office):
    make_world()
    answer = office.get(LEDGER + "codes", {"level": "city", "sort": "-targets"}).json()
    assert answer["codes"] == codes(office.get(LEDGER, {"level": "city", "sort": "-targets"}))
