"""Files of what is shown, read back with other programs' eyes."""

from __future__ import annotations

import csv
import io
import tracemalloc
from urllib.parse import unquote

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser

from duban.audit.models import Event
from duban.ledger.display import refresh
from duban.ledger.models import Matter
from duban.web.ledger import cells
from duban.web.ledger import export as module
from tests.factories.ledger import AssignmentFactory, MatterFactory, ProgrammeFactory, TargetFactory
from tests.ledger.ledger_world import make_world
from tests.support.pagecheck import problems
from tests.web.ledger.test_list import LEDGER, codes

EXPORT = LEDGER + "export"


@pytest.fixture
def office(cast, client_for):
    return client_for(cast.supervisor)


def received(answer) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def name_of(answer) -> str:
    return unquote(answer["Content-Disposition"].split("filename*=utf-8''")[1])


def csv_rows(answer) -> list[list[str]]:
    data = received(answer)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def xlsx_rows(answer) -> tuple:
    sheet = load_workbook(io.BytesIO(received(answer))).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(rows) if row[0] == "编号")
    return sheet, rows[:head], rows[head], rows[head + 1 :]


@pytest.mark.parametrize("query", ["", "level=city&sort=-targets", "q=养老", "state=withdrawn", "role=lead&sort=lead"])
def test_the_same_rows_in_the_same_order_in_every_form(office, query):
    make_world()
    shown = codes(office.get(f"{LEDGER}?{query or 'all=1'}"))
    assert shown
    _, _, head, rows = xlsx_rows(office.post(EXPORT, {"format": "xlsx", "query": query}))
    assert [row[0] for row in rows] == shown
    plain = csv_rows(office.post(EXPORT, {"format": "csv", "query": query}))
    assert plain[0] == head and [row[0] for row in plain[1:]] == shown
    assert [[str(v) for v in row] for row in rows] == plain[1:]
    printed = LexborHTMLParser(received(office.post(EXPORT, {"format": "print", "query": query})).decode())
    assert [node.text(strip=True) for node in printed.css("tbody th.c-code")] == shown


def test_more_than_a_page_goes_out(office):
    programme = ProgrammeFactory()
    refresh([MatterFactory(programme=programme, ordinal=n + 1) for n in range(120)])
    assert len(csv_rows(office.post(EXPORT, {"format": "csv"}))) == 121


def test_cells_say_what_the_screen_says(office, cast):
    matter = MatterFactory(body="新增停车泊位12万个。", number="54", title="停车", section__title="二、重点工作")
    AssignmentFactory(matter=matter, unit__name="市城管执法委", leads=True, scope="city", ordinal=0)
    AssignmentFactory(matter=matter, unit=cast.lead_unit, lead=True, role_source="inferred", ordinal=1)
    AssignmentFactory(matter=matter, unit=cast.cooperating_unit, role="cooperating", part=2, ordinal=2)
    AssignmentFactory(matter=matter, unit__name="区残联", ordinal=3)
    TargetFactory(matter=matter, value=120000, op=">=")
    TargetFactory(matter=matter, value="6.5", unit="%", what="增长率")
    refresh([matter])
    head, row = csv_rows(office.post(EXPORT, {"format": "csv"}))
    assert dict(zip(head, row, strict=True)) == {
        "编号": "区-54",
        "事项": "停车 新增停车泊位12万个。",
        "牵头单位": "市城管执法委（市级）、区建设局（推定）",
        "其他单位": "责任：区残联；配合：区民政局（第2部分）",
        "量化目标": "停车泊位 ≥12万个；增长率 6.5%",
        "部分": "二、重点工作",
        "状态": "已交办",
    }


def test_columns_are_those_on_the_screen(office):
    make_world(8)
    office.post(LEDGER + "look", {"offered": ["lead", "others", "targets"], "col": ["lead"]})
    head = csv_rows(office.post(EXPORT, {"format": "csv"}))[0]
    assert head == ["编号", "事项", "牵头单位", "部分", "状态"]


def test_the_workbook_is_ready_to_use(office):
    make_world(8)
    answer = office.post(EXPORT, {"format": "xlsx", "query": "level=city"})
    sheet, above, head, _ = xlsx_rows(answer)
    assert sheet.freeze_panes and sheet.auto_filter.ref
    assert above[0][0] == "督办台账" and "条件：层级：市级" in above[1][0]
    assert head == ["编号", "事项", "牵头单位", "其他单位", "量化目标", "部分", "状态"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@cmd", "\t=1"])
def test_no_cell_computes(office, text):
    matter = MatterFactory(body=text + "。", number=text)
    refresh([matter])
    for row in csv_rows(office.post(EXPORT, {"format": "csv"}))[1:]:
        assert not any(value.lstrip().startswith(tuple("=+-@")) for value in row)
    sheet, _, _, _ = xlsx_rows(office.post(EXPORT, {"format": "xlsx"}))
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_names_of_files(office, cast, client_for):
    world = make_world()
    day = f"{timezone.localdate():%Y%m%d}"
    unit = world.units["区城管执法局"]

    def name(query, client=office, kind="xlsx"):
        answer = client.post(EXPORT, {"format": kind, "query": query})
        received(answer)
        return name_of(answer)

    assert name(f"year=2023&unit={unit.pk}") == f"台账_2023_区城管执法局_{day}.xlsx"
    assert name("", kind="csv") == f"台账_{day}.csv"
    assert name("", client_for(cast.lead_clerk)).split("_")[-2] == "区建设局"


# --- rows that were chosen ---------------------------------------------------------------------------


def test_chosen_rows_go_out_in_the_order_shown(office):
    make_world()
    order = "sort=-targets"
    shown = list(Matter.objects.filter(code__in=codes(office.get(f"{LEDGER}?{order}"))))[:5]
    ids = [m.pk for m in shown]
    rows = csv_rows(office.post(EXPORT, {"format": "csv", "query": order, "chosen": "ids", "id": ids}))[1:]
    wanted = {m.code for m in shown}
    everything = codes(office.get(f"{LEDGER}?{order}"))
    assert [row[0] for row in rows] == [code for code in everything if code in wanted]
    assert "勾选的事项" in Event.objects.last().after["条件"] and Event.objects.last().after["项数"] == 5


def test_all_over_the_filter(office):
    make_world()
    rows = csv_rows(office.post(EXPORT, {"format": "csv", "query": "level=city", "chosen": "all", "id": [1]}))
    assert [row[0] for row in rows[1:]] == codes(office.get(LEDGER + "?level=city"))


@pytest.mark.parametrize("ids", [[], ["x"], ["999999"], [str(2**70)]])
def test_nothing_chosen_is_said_and_not_recorded(office, ids):
    make_world(4)
    before = Event.objects.count()
    answer = office.post(EXPORT, {"format": "csv", "chosen": "ids", "id": ids}, follow=True)
    assert "没有勾选事项" in answer.content.decode()
    assert Event.objects.count() == before


def test_an_unknown_format_is_said(office):
    assert "导出格式只有" in office.post(EXPORT, {"format": "exe"}, follow=True).content.decode()
    assert not Event.objects.exists()


# --- rights and record -------------------------------------------------------------------------------


def test_every_export_is_recorded(office, cast):
    make_world()
    for kind, said in [("xlsx", "Excel"), ("csv", "CSV"), ("print", "打印")]:
        received(office.post(EXPORT, {"format": kind, "query": "level=city&q=养老"}))
        event = Event.objects.last()
        assert (event.verb, event.actor, event.after["格式"]) == ("ledger.export", cast.supervisor, said)
        assert event.after["条件"] == "搜索“养老”；层级：市级"
    assert Event.objects.count() == 3


def test_reading_is_no_export(office):
    assert office.get(EXPORT).status_code == 405


def test_a_unit_exports_its_own_and_nothing_else(cast, client_for):
    mine = AssignmentFactory(unit=cast.lead_unit, leads=True).matter
    other = AssignmentFactory(unit=cast.cooperating_unit, leads=True).matter
    refresh([mine, other])
    clerk = client_for(cast.lead_clerk)
    head, *rows = csv_rows(clerk.post(EXPORT, {"format": "csv"}))
    assert [row[0] for row in rows] == [mine.code] and rows[0][head.index("本单位角色")] == "牵头"
    theirs = {"format": "csv", "query": f"unit={cast.cooperating_unit.pk}"}
    assert csv_rows(clerk.post(EXPORT, theirs)) == [head]
    chosen = {"format": "csv", "chosen": "ids", "id": [other.pk]}
    assert "没有勾选事项" in clerk.post(EXPORT, chosen, follow=True).content.decode()
    outsider = client_for(cast.outsider_clerk)
    assert len(csv_rows(outsider.post(EXPORT, {"format": "csv"}))) == 1


# --- print -------------------------------------------------------------------------------------------


def test_the_page_to_print_is_a_whole_page_with_all_rows(office):
    make_world()
    html = received(office.post(EXPORT, {"format": "print", "query": "level=city"})).decode()
    tree = LexborHTMLParser(html)
    assert [p for p in problems(html) if "title is the h1" not in p] == []
    assert tree.css_first("title").text() == "督办台账 · 督办"
    assert "条件：层级：市级" in tree.css_first(".sheet-note").text()
    assert len(tree.css("thead")) == 1 and tree.css_first("tbody th") is not None
    assert tree.css_first("script[src$='ledger.js']") is not None and tree.css_first("input, form") is None


def test_texts_in_print_are_escaped(office):
    evil = "<img src=x onerror=alert(1)>"
    matter = MatterFactory(body=evil, title=evil, section__title=evil)
    AssignmentFactory(matter=matter, unit__name=evil, leads=True)
    TargetFactory(matter=matter, what=evil)
    refresh([matter])
    assert "<img" not in received(office.post(EXPORT, {"format": "print", "query": "q=img"})).decode()


# --- memory and the lock -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "print"])
def test_memory_does_not_grow_with_the_rows(office, kind):
    programme = ProgrammeFactory()
    one = MatterFactory(programme=programme, body="推进重点项目建设。" * 100)
    refresh([one])

    def peak(total: int) -> int:
        count = Matter.objects.count()
        Matter.objects.bulk_create(
            Matter(
                programme=programme,
                notice=one.notice,
                ordinal=one.ordinal + n,
                code=f"区-{n}",
                text=one.text,
                body=one.body,
                display=one.display,
            )
            for n in range(count, total)
        )
        answer = office.post(EXPORT, {"format": kind})
        tracemalloc.start()
        size = sum(len(part) for part in answer.streaming_content)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size > total * 2000
        return most

    few, many = peak(1000), peak(4000)
    assert many < few * 1.5 + 2_000_000


def test_the_file_is_made_outside_the_transaction(office, monkeypatch):
    make_world(4)
    inside = []

    def watched(extract, out):
        inside.append(connection.in_atomic_block and len(connection.savepoint_ids))
        out.write(b"x")

    monkeypatch.setattr(module, "_write_csv", watched)
    answer = office.post(EXPORT, {"format": "csv"})
    assert inside == []  # the answer is ready, the record is written, nothing is made yet
    assert Event.objects.filter(verb="ledger.export").exists()
    received(answer)
    assert inside == [0]  # only the transaction of the test itself


def test_plain_and_shown_figures_agree():
    assert cells.figure("=", "120000", "个") == "12万个"
    assert cells.figure(">=", "4000", "家") == "≥4000家"
    assert cells.figure("~", "6.50", "%") == "约6.5%"
