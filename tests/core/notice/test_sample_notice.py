"""The sample notice, read whole: head, programmes, items, units, rules, forms, findings."""

from __future__ import annotations

from collections import Counter

import pytest

from duban.core.document import SourceDocument, from_text
from duban.core.notice import read
from duban.core.notice.jsonform import from_json, to_json
from duban.core.notice.reading import Item, Level, Reading, Role, RoleSource, Scope, Severity
from tests.support.shared import SAMPLE


@pytest.fixture(scope="module")
def document() -> SourceDocument:
    return from_text(SAMPLE.read_text(encoding="utf-8"), SAMPLE.name)


@pytest.fixture(scope="module")
def reading(document: SourceDocument) -> Reading:
    return read(document)


def item(reading: Reading, programme: int, number: str) -> Item:
    return next(i for i in reading.programmes[programme].items if i.number == number)


def test_head(reading: Reading) -> None:
    head = reading.header
    assert head.document_number.text == "武昌政办〔2023〕1号"
    assert head.issuer.text == "武昌区人民政府办公室"
    assert head.index_number.text == "737546075/2023-23823"
    assert (head.published_on.text, head.issued_on.text) == ("2023-03-01", "2023-02-23")
    assert head.addressees.text == "各街道办事处,区人民政府各部门,各有关单位"
    assert head.title.text.startswith("区人民政府办公室关于印发《2023年省、市、区")


def test_head_points_at_its_places(reading: Reading, document: SourceDocument) -> None:
    for value in (reading.header.title, reading.header.document_number, reading.header.addressees):
        assert value.span is not None
        assert value.span.of(document.text) == value.text
    assert reading.header.published_on.span is not None
    assert reading.header.published_on.span.of(document.text) == "2023年03月01日"


def test_programmes_with_sections_as_printed(reading: Reading) -> None:
    assert [(p.level, p.year, p.annex, len(p.items)) for p in reading.programmes] == [
        (Level.PROVINCE, 2023, "附件1", 13),
        (Level.CITY, 2023, "附件2", 148),
        (Level.DISTRICT, 2023, "附件3", 72),
    ]
    assert [s.number for s in reading.programmes[2].sections] == list("一二三四四五六七八")
    assert reading.programmes[1].sections[0].title == "一、经济社会发展主要预期目标"
    assert reading.programmes[0].title == "2023年省《政府工作报告》确定的主要目标任务(武昌区)责任分解方案"


def test_annexes(reading: Reading) -> None:
    assert [a.mark for a in reading.annexes] == [f"附件{n}" for n in range(1, 6)]
    assert reading.annexes[3].title == "XX(单位)《政府工作报告》工作联络人员名单"


def test_every_place_holds_what_it_claims(reading: Reading, document: SourceDocument) -> None:
    for programme in reading.programmes:
        for section in programme.sections:
            assert section.span.of(document.text) == section.title
        for one in programme.items:
            assert one.span.of(document.text) == one.text
            assert one.number_span is not None and one.number_span.of(document.text).strip(".") == one.number
            for unit in one.units:
                assert unit.span.of(document.text) == unit.unit


def test_entries_by_role_and_scope(reading: Reading) -> None:
    entries = [u for p in reading.programmes for i in p.items for u in i.units]
    assert len(entries) == 467
    assert Counter(u.role for u in entries) == {Role.LEAD: 300, Role.RESPONSIBLE: 167}
    assert Counter(u.scope for u in entries) == {Scope.DISTRICT: 313, Scope.CITY: 144, Scope.NONE: 10}
    assert len(reading.units) == 88


def test_item_in_two_parts(reading: Reading) -> None:
    units = item(reading, 1, "33").units
    assert [(u.part, u.unit, u.scope.value) for u in units] == [
        (1, "市经信局", "city"),
        (1, "区科经局", "district"),
        (2, "市发改委", "city"),
        (2, "区发改局", "district"),
        (2, "区科经局", "district"),
    ]
    assert units[0].part_text == "创新“两个一百平方公里”工业园区运营机制"
    assert units[2].part_text == "创新服务业集聚区园区运营机制"


def test_repaired_label_says_so(reading: Reading) -> None:
    assert [(u.unit, u.role.value, u.scope.value) for u in item(reading, 1, "56").units] == [
        ("市城建局", "lead", "city"),
        ("区建设局", "lead", "district"),
    ]
    (finding,) = [f for f in reading.findings if f.code == "units.nested-label"]
    assert finding.id == "units.nested-label:2-56"
    assert finding.severity is Severity.CONFIRM


def test_glued_annex_mark_is_cut_off(reading: Reading) -> None:
    assert item(reading, 0, "13").text.endswith("(区级责任单位:区市场监管局)")
    assert "annex.glued-mark:1-13" in {f.id for f in reading.findings}


def test_first_unit_is_inferred_to_lead_where_none_is_printed(reading: Reading) -> None:
    first, second, *_ = item(reading, 2, "5").units
    assert (first.role, first.lead, first.role_source) == (Role.RESPONSIBLE, True, RoleSource.INFERRED)
    assert (second.lead, second.role_source) == (False, RoleSource.PRINTED)
    assert all(u.lead and u.role_source is RoleSource.PRINTED for u in item(reading, 1, "54").units)


def test_groups_and_aliases_are_findings_not_merges(reading: Reading) -> None:
    ids = {f.id for f in reading.findings}
    assert {"units.group:各街道办事处", "units.group:区人民政府各部门"} <= ids
    assert {f.id for f in reading.findings if f.code == "units.alias"} == {
        "units.alias:区人资局",
        "units.alias:区政府各部门",
    }
    alias = next(u for u in reading.units if u.name == "区人资局")
    assert alias.alias_of == "区人力资源局"


def test_hints(reading: Reading) -> None:
    hints = {f.id for f in reading.findings if f.severity is Severity.HINT}
    assert {"section.repeated-number:3-四", "rules.due-before-published:liaison_list"} <= hints
    assert "units.scope-mismatch:2-72" in hints


def test_rules_of_the_body(reading: Reading) -> None:
    rules = {rule.kind: rule for rule in reading.rules}
    assert rules["liaison_list"].data == {
        "due": "2023-02-28",
        "inclusive": True,
        "form": "附件4",
        "to": "区政府督查室",
    }
    assert rules["periodic_report"].data == {
        "cycle": "quarter",
        "month_of_cycle": 1,
        "day": 10,
        "from": {"year": 2023, "quarter": 2},
        "signed_by": "principal",
        "to": "区政府督查室",
        "form": "附件5",
    }
    assert rules["handling_plan"].data["content"] == ["具体工作内容", "完成时间节点", "分管负责同志", "责任部门"]
    assert set(rules) == {
        "liaison_list",
        "periodic_report",
        "handling_plan",
        "lead_rule",
        "coordination",
        "appraisal",
        "circular",
        "commendation",
    }


def test_rules_quote_their_sentence(reading: Reading, document: SourceDocument) -> None:
    assert reading.rules
    for rule in reading.rules:
        assert rule.span.of(document.text) == rule.sentence


def test_forms(reading: Reading) -> None:
    liaison, report = reading.forms
    assert (liaison.kind, liaison.annex) == ("liaison_list", "附件4")
    assert liaison.columns == ("责任人", "姓名", "职务", "办公电话", "手机")
    assert liaison.rows == ("分管领导", "办公室或者 综合协调科室负责人", "经办人")
    assert (report.kind, report.columns) == ("periodic_report", ("任务编号", "责任事项", "完成情况"))
    assert report.notes[0].startswith("备注:")


def test_body_is_the_notice_itself(reading: Reading, document: SourceDocument) -> None:
    assert reading.body is not None
    body = reading.body.of(document.text)
    assert body.startswith("《2023年省、市、区") and body.endswith("(报送式样见附件5)。")


def test_json_and_back(reading: Reading) -> None:
    assert from_json(to_json(reading)) == reading


def test_progress_is_told_in_chinese_and_rises(document: SourceDocument) -> None:
    told: list[tuple[str, int]] = []
    read(document, progress=lambda stage, percent: told.append((stage, percent)))
    assert [p for _, p in told] == sorted(p for _, p in told)
    assert all("\u4e00" <= stage[0] <= "\u9fff" for stage, _ in told)
