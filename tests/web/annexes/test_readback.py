"""回填: a file goes in, its difference is looked at, what is chosen is written; nothing newer is lost."""

import io
import re

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from duban.progress.actions import drafting, readbacks
from duban.progress.actions.drafting import Change
from duban.progress.models import Line, Observation, ReadBack


@pytest.fixture
def report(stage):
    return stage.draft()


@pytest.fixture
def client(stage, client_for):
    return client_for(stage.cast.lead_clerk)


def address(report, what="", readback=None):
    keys = [report.pk] + ([readback.pk] if readback else [])
    return reverse("report_readback" + what, args=keys)


def filled(client, report, changes, *, add=()):
    """Our own Word file with other words in the column, by the number of the row among the items."""
    data = client.get(reverse("report_annex", args=[report.pk, "docx"])).content
    made = docx.Document(io.BytesIO(data))
    (table,) = made.tables
    rows = [row for row in table.rows if len({id(cell._tc) for cell in row.cells}) == 3][1:]
    for at, text in changes.items():
        rows[at].cells[2].text = text
    for row in add:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("附件5.docx", out.getvalue())


def upload(client, report, file):
    return client.post(address(report), {"file": file}, follow=True)


def waiting(report) -> ReadBack:
    return report.readbacks.get(outcome="")


def tick(line) -> str:
    line.refresh_from_db()
    return f"{line.pk}:{line.revision}"


def test_an_unchanged_print_changes_nothing(client, report):
    before = list(report.lines.values_list("done", "revision"))
    shown = upload(client, report, filled(client, report, {})).content.decode()
    assert "一致 2 项" in shown and "文件与草稿没有可以填入的不同" in shown
    assert list(report.lines.values_list("done", "revision")) == before


def test_what_is_chosen_is_written(client, report, stage):
    plain, counted = report.lines.order_by("matter__ordinal")
    file = filled(client, report, {0: "全部建成。\n存在问题及原因：资金未到位。", 1: "已建成150个。"})
    shown = upload(client, report, file).content.decode()
    assert "有改动 2 项" in shown and "资金未到位。" in shown and "全部建成。" in shown
    old = counted.done
    answer = client.post(address(report, "_apply", waiting(report)), {"line": tick(plain)}, follow=True)
    assert "已填入 1 项" in answer.content.decode()
    plain.refresh_from_db(), counted.refresh_from_db()
    assert (plain.done, plain.problem) == ("全部建成。", "资金未到位。") and counted.done == old
    assert plain.updated_by == stage.cast.lead_clerk
    assert ReadBack.objects.get().outcome == "applied"


def test_a_figure_is_offered_and_never_taken_unasked(client, report, stage):
    target = stage.measure.uses.get().target
    text = f"新增{target.what}{int(target.value) - 7}{target.unit}。"
    shown = upload(client, report, filled(client, report, {1: text})).content.decode()
    assert 'name="figure"' in shown and f'value="{stage.measure.pk}:' in shown
    line = report.lines.get(matter=stage.counted)
    row = Observation.objects.get(report=report, measure=stage.measure)
    offer = re.search(r'name="figure" value="([^"]+)"', shown)[1]
    assert "checked" not in shown.split('name="figure"')[1].split(">")[0]
    client.post(address(report, "_apply", waiting(report)), {"line": tick(line), "figure": offer})
    changed = Observation.objects.get(pk=row.pk)
    assert changed.value == int(target.value) - 7 and changed.value != row.value


def test_a_line_that_a_colleague_changed_meanwhile_is_left_alone(client, report, stage):
    line = report.lines.order_by("matter__ordinal").first()
    upload(client, report, filled(client, report, {0: "文件里的话。"}))
    seen = tick(line)
    drafting.save_line(
        line=line,
        changes={"done": Change("同事刚写的。", line.done)},
        **stage.act(stage.cast.lead_office_head, "2023-04-03 10:00:00"),
    )
    answer = client.post(address(report, "_apply", waiting(report)), {"line": seen}, follow=True)
    shown = answer.content.decode()
    assert "有人改过" in shown and "同事刚写的。" in shown and "文件里的话。" in shown
    line.refresh_from_db()
    assert line.done == "同事刚写的。" and waiting(report)
    client.post(address(report, "_apply", waiting(report)), {"line": tick(line)})
    line.refresh_from_db()
    assert line.done == "文件里的话。"


def test_a_taken_file_can_be_undone_where_nobody_wrote_since(client, report, stage):
    first, second = report.lines.order_by("matter__ordinal")
    old = first.done
    upload(client, report, filled(client, report, {0: "甲甲甲。", 1: "乙乙乙。"}))
    client.post(address(report, "_apply", waiting(report)), {"line": [tick(first), tick(second)]})
    second.refresh_from_db()
    drafting.save_line(
        line=second,
        changes={"done": Change("后来写的。", second.done)},
        **stage.act(stage.cast.lead_clerk, "2023-04-03 11:00:00"),
    )
    answer = client.post(address(report, "_undo", ReadBack.objects.get()), follow=True)
    assert "有 1 处在回填之后又改过" in answer.content.decode()
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.done, second.done) == (old, "后来写的。") and ReadBack.objects.get().outcome == "undone"


def test_nothing_chosen_is_told(client, report):
    upload(client, report, filled(client, report, {0: "甲。"}))
    answer = client.post(address(report, "_apply", waiting(report)), {}, HTTP_REFERER=address(report), follow=True)
    assert "没有选中任何一项" in answer.content.decode()
    assert waiting(report)


def test_what_belongs_to_no_item_is_shown(client, report):
    file = filled(client, report, {}, add=[("99", "举办马拉松", "已举办。")])
    shown = upload(client, report, file).content.decode()
    assert "另有 1 项对不上" in shown and "举办马拉松" in shown and "已举办。" in shown


def test_an_empty_cell_never_empties_the_draft(client, report):
    shown = upload(client, report, filled(client, report, {0: "", 1: "新的一段。"})).content.decode()
    assert "文件里为空 1 项" in shown and "有改动 1 项" in shown


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.docx", b"", "空文件"),
        ("坏.docx", b"PK\x03\x04" + b"0" * 300, "没有读成"),
        ("别的.txt", "张三 局长".encode(), "没有找到附件5的表格"),
        ("x.exe", b"MZ" + bytes(300), "没有读成"),
    ],
)
def test_bad_files_are_answered_in_words(client, report, name, data, said):
    answer = client.post(address(report), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not ReadBack.objects.exists()


def test_no_file_is_told(client, report):
    answer = client.post(address(report), {})
    assert answer.status_code == 422 and "没有选择文件" in answer.content.decode()


def test_a_sent_report_is_not_filled(client, report, stage):
    file = filled(client, report, {0: "甲。"})
    stage.to_sign(report)
    assert client.post(address(report), {"file": file}).status_code == 422
    assert "撤回后才能回填" in client.get(address(report)).content.decode()


def test_another_file_sets_the_first_aside_and_discarding_changes_nothing(client, report):
    before = list(report.lines.values_list("done", flat=True))
    upload(client, report, filled(client, report, {0: "甲。"}))
    upload(client, report, filled(client, report, {0: "乙。"}))
    assert list(report.readbacks.values_list("outcome", flat=True)) == ["", "discarded"]
    client.post(address(report, "_discard", waiting(report)))
    assert list(report.lines.values_list("done", flat=True)) == before
    again = client.post(
        address(report, "_discard", report.readbacks.first()), HTTP_REFERER=address(report), follow=True
    )
    assert "已经处理过" in again.content.decode()


def test_no_lock_is_held_while_the_file_is_read(client, report, monkeypatch):
    seen, real = [], readbacks.read_file

    def watch(**given):
        seen.append(len(connection.savepoint_ids) + connection.in_atomic_block)
        return real(**given)

    usual = len(connection.savepoint_ids) + connection.in_atomic_block  # the test's own
    monkeypatch.setattr("duban.web.annexes.readback.actions.read_file", watch)
    upload(client, report, filled(client, report, {0: "甲。"}))
    assert seen == [usual]


def test_others_do_not_see_it(stage, client_for, client, report):
    upload(client, report, filled(client, report, {0: "甲。"}))
    row = waiting(report)
    assert client_for(stage.cast.outsider_clerk).get(address(report)).status_code == 404
    assert client_for(stage.cast.outsider_clerk).get(address(report, "_file", row)).status_code == 404
    assert client_for(stage.cast.supervisor).get(address(report)).status_code == 403
    kept = client.get(address(report, "_file", row))
    assert b"".join(kept.streaming_content).startswith(b"PK") and "attachment" in kept["Content-Disposition"]


def test_another_unit_and_period_in_the_file_are_noticed(client, report):
    made = docx.Document()
    made.add_paragraph("区卫健局关于区《政府工作报告》前三季度工作目标完成情况")
    made.add_paragraph("单位：区卫健局")
    table = made.add_table(1, 4)
    for cell, text in zip(table.rows[0].cells, ("序号", "责任事项", "责任单位", "完成情况"), strict=True):
        cell.text = text
    for cell, text in zip(table.add_row().cells, ("77", "甲", "乙", "丙"), strict=True):
        cell.text = text
    out = io.BytesIO()
    made.save(out)
    shown = upload(client, report, SimpleUploadedFile("a.docx", out.getvalue())).content.decode()
    assert "文件写的单位是“区卫健局”" in shown and "文件写的是“前三季度”" in shown and "责任单位" in shown


def test_the_workbook_comes_back_too(client, report):
    data = client.get(reverse("report_annex", args=[report.pk, "xlsx"])).content
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0]["C6"] = "在表格里改的。"
    out = io.BytesIO()
    book.save(out)
    upload(client, report, SimpleUploadedFile("附件5.xlsx", out.getvalue()))
    line: Line = report.lines.order_by("matter__ordinal").first()
    client.post(address(report, "_apply", waiting(report)), {"line": tick(line)})
    line.refresh_from_db()
    assert line.done == "在表格里改的。"
