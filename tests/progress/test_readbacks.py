"""回填 below the screens: what is compared, what is written, what is refused; any number of lines, the same queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.audit.models import Event
from duban.core.notice.reading import Level
from duban.core.reporting.filled import FilledForm, FilledRow
from duban.core.reporting.jsonform import document_from, form_from, form_json
from duban.core.reporting.readback import Standing
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress.actions import readbacks as actions
from duban.progress.actions.readbacks import Taken
from duban.progress.models import ReadBack
from duban.progress.readbacks import compare
from tests.factories.orgs import UnitAliasFactory
from tests.factories.progress import give_matter

WHEN = "2023-04-03 10:00:00"


@pytest.fixture
def report(stage):
    return stage.draft()


def give_back(stage, report, *rows: FilledRow, person=None, **about) -> ReadBack:
    form = FilledForm(tuple(rows), found=True, **about)
    by = stage.act(person or stage.cast.lead_clerk, WHEN)
    return actions.upload(report=report, data=b"x", name="a.docx", media_type="", form=form, **by)


def row_for(matter, result, **more) -> FilledRow:
    return FilledRow(matter.number, Level.NONE, matter.body, result, **more)


def take(stage, readback, *lines, person=None):
    return actions.apply(readback=readback, lines=lines, figures=(), **stage.act(person or stage.cast.lead_clerk, WHEN))


def line_of(report, matter):
    return report.lines.get(matter=matter)


def test_a_form_survives_its_json():
    form = FilledForm(
        (FilledRow("1", Level.CITY, "甲", "乙", None, "丙", "丁"),), "区建设局", "全年", ("剩",), ("列",), True
    )
    assert form_from(form_json(form)) == form


def test_a_document_survives_the_process():
    from duban.core.notice.jsonform import plain
    from duban.core.reporting.filled import read_form
    from duban.readers import read_bytes
    from duban.writers.annex5 import FORMATS, Filled
    from tests.writers.papers import report as made_up

    document = read_bytes(FORMATS["docx"](Filled(made_up(5)), None), "a.docx")
    assert read_form(document_from(plain(document))) == read_form(document)


def test_every_line_stands_somewhere(stage, report):
    found = compare(give_back(stage, report, row_for(stage.plain, "新的话。")), report)
    assert [each.standing for each in found.lines] == [Standing.CHANGED, Standing.ABSENT]
    assert found.counts == [("有改动", 1), ("文件里没有", 1)] and len(found.to_choose) == 1 and len(found.others) == 1


def test_figures_of_the_text_are_offered_with_what_stands_there(stage, report):
    target = stage.measure.uses.get().target
    text = f"新增{target.what}{int(target.value) - 9}{target.unit}。"
    found = compare(give_back(stage, report, row_for(stage.counted, text)), report)
    (offer,) = found.lines[1].offers
    assert (offer.measure_id, offer.value, offer.seen) == (stage.measure.pk, target.value - 9, 120)
    assert offer.before == f"120{target.unit}"


def test_a_figure_that_stands_there_already_is_not_offered(stage, report):
    target = stage.measure.uses.get().target
    text = f"新增{target.what}120{target.unit}。"
    assert compare(give_back(stage, report, row_for(stage.counted, text)), report).lines[1].offers == []


def test_the_unit_that_is_waited_for_is_found_by_its_name_or_alias(stage, report):
    UnitAliasFactory(unit=stage.cast.cooperating_unit, text="民政局")
    line = line_of(report, stage.plain)
    readback = give_back(stage, report, row_for(stage.plain, "等待民政局办理。资料未齐。"))
    found = compare(readback, report).lines[0]
    assert found.notes == [] or all("没有名为" not in note for note in found.notes)
    result = take(stage, readback, Taken(line.pk, line.revision, found.found.changes))
    line.refresh_from_db()
    assert result.lines == [line.pk]
    assert (line.presence, line.waiting_on, line.reason) == ("blocked", stage.cast.cooperating_unit, "资料未齐。")


def test_a_unit_that_is_not_known_is_said_and_left_open(stage, report):
    line = line_of(report, stage.plain)
    readback = give_back(stage, report, row_for(stage.plain, "等待区不存在局办理。"))
    found = compare(readback, report).lines[0]
    assert any("没有名为“区不存在局”的单位" in note for note in found.notes)
    take(stage, readback, Taken(line.pk, line.revision, found.found.changes))
    line.refresh_from_db()
    assert (line.presence, line.waiting_on) == ("blocked", None)


def test_days_are_written_and_undone(stage, report):
    line = line_of(report, stage.plain)
    before = (line.presence, line.expected_on)
    readback = give_back(stage, report, row_for(stage.plain, "统计数据尚未发布，预计2023年4月20日发布。"))
    take(stage, readback, Taken(line.pk, line.revision, compare(readback, report).lines[0].found.changes))
    line.refresh_from_db()
    assert (line.presence, line.expected_on) == ("awaiting", dt.date(2023, 4, 20))
    readback.refresh_from_db()
    by = stage.act(stage.cast.lead_clerk, WHEN)
    assert actions.undo(readback=readback, **by) == 0
    line.refresh_from_db()
    assert (line.presence, line.expected_on) == before
    readback.refresh_from_db()
    with pytest.raises(Stale, match="撤回过"):
        actions.undo(readback=readback, **by)


def test_a_part_that_is_refused_leaves_the_file_open(stage, report):
    first, second = line_of(report, stage.plain), line_of(report, stage.counted)
    readback = give_back(stage, report, row_for(stage.plain, "甲甲。"), row_for(stage.counted, "乙乙。"))
    changes = {each.line.pk: each.found.changes for each in compare(readback, report).lines}
    result = take(
        stage, readback, Taken(first.pk, first.revision + 1, changes[first.pk]),
        Taken(second.pk, second.revision, changes[second.pk]),
    )  # fmt: skip
    assert result.lines == [second.pk] and "有人改过" in result.refused[first.pk]
    readback.refresh_from_db()
    assert readback.outcome == ""
    assert [each.standing for each in compare(readback, report).lines] == [Standing.CHANGED, Standing.SAME]
    actions.discard(readback=readback, **stage.act(stage.cast.lead_clerk, WHEN))
    readback.refresh_from_db()
    assert readback.outcome == "applied"  # something was: it can still be undone


def test_a_text_that_is_too_long_is_refused_alone(stage, report):
    line = line_of(report, stage.plain)
    readback = give_back(stage, report, row_for(stage.plain, "很" * 6000))
    result = take(stage, readback, Taken(line.pk, line.revision, compare(readback, report).lines[0].found.changes))
    assert "最多 5000 字" in result.refused[line.pk]


def test_a_line_that_is_owed_no_more(stage, report):
    readback = give_back(stage, report, row_for(stage.plain, "甲。"))
    assert take(stage, readback, Taken(999_999, 0, {"done": "甲。"})).refused == {999_999: "本期已不再应报这一项。"}


def test_who_may(stage, report):
    with pytest.raises(NotAllowed):
        give_back(stage, report, row_for(stage.plain, "甲。"), person=stage.cast.outsider_clerk)
    readback = give_back(stage, report, row_for(stage.plain, "甲。"))
    for person in (stage.cast.outsider_clerk, stage.cast.supervisor):
        with pytest.raises(NotAllowed):
            take(stage, readback, Taken(1, 0, {"done": "甲"}), person=person)
    stage.to_sign(report)
    with pytest.raises(Stale, match="撤回后才能回填"):
        take(stage, readback, Taken(1, 0, {"done": "甲"}))


def test_what_was_done_is_on_record(stage, report):
    line = line_of(report, stage.plain)
    readback = give_back(stage, report, row_for(stage.plain, "甲。"))
    take(stage, readback, Taken(line.pk, line.revision, compare(readback, report).lines[0].found.changes))
    verbs = list(Event.objects.order_by("-id").values_list("verb", flat=True)[:2])
    assert verbs == ["report.fill_in", "report.upload_form"]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.docx", "空文件"),
        (b"PK\x03\x04xx", "a.docx", "没有读成"),
        ("任务编号 完成情况".encode(), "a.txt", "没有找到附件5的表格"),
    ],
)
def test_files_that_hold_no_form(data, name, said):
    with pytest.raises(Invalid, match=said):
        actions.read_file(data=data, name=name)


def test_the_same_queries_for_any_number_of_lines(stage, report):
    def spent() -> int:
        rows = [row_for(line.matter, f"{line.matter.code}的话。") for line in report.lines.select_related("matter")]
        readback = give_back(stage, report, *rows)
        with CaptureQueriesContext(connection) as asked:
            compare(readback, report)
        return len(asked)

    few = spent()
    for _ in range(8):
        matter = give_matter(stage.cast.lead_unit, programme=stage.plain.programme, section=stage.plain.section)
        report.lines.create(matter=matter, assignment=matter.assignments.get())
    assert spent() == few
