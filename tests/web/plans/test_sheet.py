"""The sheet of plans: out, edited as in Excel, back with a difference, saved on confirmation; stale ones are told."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.audit.models import Event
from duban.progress.models import HandlingPlan
from tests.support.client import client_for as make_client
from tests.web.plans.test_plans import World, boxes, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast) -> World:
    return World(cast)


def exported(client):
    answer = client.post("/plans/file", {})
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def row_of(book, code: str) -> int:
    return next(cell.row for cell in book["办理方案"]["A"] if cell.value == code)


def back(client, book):
    out = io.BytesIO()
    book.save(out)
    return client.post("/plans/read", {"file": SimpleUploadedFile("方案.xlsx", out.getvalue())})


def confirm(client, answer, *matters):
    data = re.search(r'name="data" value="([^"]+)"', answer.content.decode())[1]
    return client.post("/plans/apply", {"data": data, "matter": [m.pk for m in matters]}, follow=True)


def test_out_edited_back_and_saved(world):
    world.saved(world.counted)
    book = exported(world.clerk)
    sheet, first, second = book["办理方案"], row_of(book, world.counted.code), row_of(book, world.plain.code)
    assert sheet.cell(first, 3).value == "新建路内泊位，改造三处立体停车楼。" and sheet.cell(first, 12).value == 100
    assert Event.objects.filter(verb="progress.export").count() == 1
    sheet.cell(first, 4).value = "孙副局长"
    sheet.cell(second, 3).value = "编制方案，落实到街道。"
    sheet.cell(second, 9).value = "9月底"
    sheet.cell(second, 10).value = "印发方案"
    answer = back(world.clerk, book)
    shown = text(answer)
    assert (
        "2 项有变化可以保存" in shown and "钱副局长 → 孙副局长" in shown and "增加节点 2023年9月30日 印发方案" in shown
    )
    assert world.plan(world.counted).leader == "钱副局长"
    done = confirm(world.clerk, answer, world.counted, world.plain)
    assert "已保存 2 份方案" in text(done)
    assert world.plan(world.counted).leader == "孙副局长"
    (node,) = world.plan(world.plain).milestones.all()
    assert (node.due_on, node.content) == (dt.date(2023, 9, 30), "印发方案")


def test_unchanged_sheets_change_nothing(world):
    world.saved(world.counted)
    shown = text(back(world.clerk, exported(world.clerk)))
    assert "0 项有变化" in shown and "2 项没有变化" in shown and "保存勾选的方案" not in shown


def test_only_what_is_ticked_is_saved(world):
    book = exported(world.clerk)
    for matter in (world.counted, world.plain):
        book["办理方案"].cell(row_of(book, matter.code), 3).value = "新写的工作内容，十个字以上。"
    confirm(world.clerk, back(world.clerk, book), world.plain)
    assert list(HandlingPlan.objects.values_list("matter", flat=True)) == [world.plain.pk]


def test_a_plan_that_changed_since_the_export_is_not_overwritten(world):
    address = world.saved(world.counted)
    book = exported(world.clerk)
    book["办理方案"].cell(row_of(book, world.counted.code), 4).value = "孙副局长"
    world.clerk.post(address + "save", boxes(revision=1, leader="李副局长"))
    assert "导出之后，这份方案在系统里又改过" in text(back(world.clerk, book))
    assert world.plan(world.counted).leader == "李副局长"


def test_a_plan_that_changes_between_reading_and_confirming_is_not_overwritten(world):
    address = world.saved(world.counted)
    book = exported(world.clerk)
    book["办理方案"].cell(row_of(book, world.counted.code), 4).value = "孙副局长"
    answer = back(world.clerk, book)
    world.clerk.post(address + "save", boxes(revision=1, leader="李副局长"))
    assert "没有保存：导出之后" in text(confirm(world.clerk, answer, world.counted))
    assert world.plan(world.counted).leader == "李副局长"


def test_a_filed_plan_is_recalled_first(world):
    address = world.saved(world.counted)
    world.clerk.post(address + "move", {"move": "submit"})
    book = exported(world.clerk)
    book["办理方案"].cell(row_of(book, world.counted.code), 4).value = "孙副局长"
    assert "方案已报送，撤回后才能修改" in text(back(world.clerk, book))


def test_wrong_cells_are_named_and_that_plan_is_not_saved(world):
    world.saved(world.counted)
    book = exported(world.clerk)
    row = row_of(book, world.counted.code)
    book["办理方案"].cell(row, 9).value = "随时"
    book["办理方案"].cell(row, 12).value = "一百个"
    shown = text(back(world.clerk, book))
    assert f"I{row}：完成时间收到“随时”" in shown and f"L{row}：预期累计值收到“一百个”" in shown and "不能保存" in shown


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "没有选择文件"),
        (SimpleUploadedFile("a.xlsx", b"not a sheet"), "不是电子表格"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken"), "损坏"),
    ],
)
def test_a_wrong_file_says_what_is_expected(world, file, words):
    at = {"referer": "http://testserver/plans/"}
    assert words in text(world.clerk.post("/plans/read", {"file": file} if file else {}, follow=True, headers=at))


def test_nobody_else_can_confirm_what_one_read(world):
    book = exported(world.clerk)
    book["办理方案"].cell(row_of(book, world.counted.code), 3).value = "新写的工作内容，十个字以上。"
    answer = back(world.clerk, book)
    other = make_client(world.cast.lead_deputy)
    at = {"referer": "http://testserver/plans/"}
    data = re.search(r'name="data" value="([^"]+)"', answer.content.decode())[1]
    refused = other.post("/plans/apply", {"data": data, "matter": world.counted.pk}, follow=True, headers=at)
    assert "请重新读入表格" in text(refused) and not HandlingPlan.objects.exists()
    forged = world.clerk.post("/plans/apply", {"data": data + "x", "matter": world.counted.pk}, follow=True, headers=at)
    assert "已过时或不完整" in text(forged)


def test_the_office_takes_the_sheet_of_any_unit_and_fills_none(world):
    answer = world.office.post("/plans/file", {"unit": world.unit.pk})
    assert answer.status_code == 200 and answer.content[:2] == b"PK"
    assert world.office.post("/plans/read", {"unit": world.unit.pk}).status_code == 403
