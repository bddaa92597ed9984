"""Corrections by hand: each does what it says, refuses the impossible, and never breaks the reading."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duban.core.document import Span
from duban.core.notice import corrections
from duban.core.notice import reading as r
from duban.core.notice.corrections import CorrectionError, apply, quoted
from duban.core.notice.jsonform import from_json, to_json

SOURCE = """一、城市建设
1.新增停车泊位12万个，改造老旧小区260个。(责任单位:区建设局、区房管局)
2.完成绿道建设30公里。(责任单位:区园林局)
二、民生
3.新增养老床位500张。开展适老化改造2.5万户。(责任单位:区民政局、各街道办事处)
"""


def reading() -> dict[str, Any]:
    """A reading of :data:`SOURCE`, made by hand: two sections, three items."""
    items = []
    for match in re.finditer(r"^(\d)\.(.+)$", SOURCE, re.MULTILINE):
        start, end = match.span(2)
        tag = SOURCE.index("(", start)
        names = re.finditer(r"[区各]\w+", SOURCE[tag:end])
        units = tuple(
            r.UnitEntry(
                n.group(),
                r.Role.RESPONSIBLE,
                r.Scope.NONE,
                Span(tag + n.start(), tag + n.end()),
                order=order,
                label="责任单位",
                lead=order == 0,
                group=n.group().startswith("各"),
            )
            for order, n in enumerate(names)
        )
        figures = re.finditer(r"\w+?(\d[\d.]*)(万?)(\w)(?=[，。])", SOURCE[start:tag])
        targets = tuple(
            r.Target(
                m.group(),
                "指标",
                "=",
                Decimal(m.group(1)),
                m.group(3),
                r.TargetKind.AMOUNT,
                Span(start + m.start(), start + m.end()),
                Span(start + m.start(1), start + m.end()),
            )
            for m in figures
        )
        section = 0 if match.group(1) != "3" else 1
        items.append(
            r.Item(match.group(1), section, match.group(2), Span(start, end), units, targets, (Span(tag, end),))
        )
    headings = [(m.group(), m.span()) for m in re.finditer(r"^[一二]、.*$", SOURCE, re.MULTILINE)]
    sections = tuple(r.Section(h[0], h, Span(*s)) for h, s in headings)
    programme = r.Programme(r.Level.DISTRICT, 2023, "责任分解方案", Span(0, len(SOURCE)), sections, tuple(items))
    names = [u.unit for i in items for u in i.units]
    units = tuple(r.UnitName(n, names.count(n), (r.Scope.NONE,)) for n in dict.fromkeys(names))
    finding = r.Finding("group:1", "units.group", r.Severity.CONFIRM, "“各街道办事处”是一组单位。", None, 0, 2)
    rule = r.Rule("liaison_list", "2月28日前报名单", Span(0, 3), {"due": "2023-02-28", "inclusive": True})
    header = r.Header(title=r.Valued("通知", Span(0, 2)))
    return to_json(r.Reading(header=header, programmes=(programme,), units=units, findings=(finding,), rules=(rule,)))


def do(value: dict[str, Any], kind: str, /, **payload: Any) -> dict[str, Any]:
    """One correction as the action makes it: quoted from the source, applied, and still well formed."""
    before = copy.deepcopy(value)
    result = apply(value, kind, quoted(value, kind, payload, SOURCE))
    assert value == before, "the old value was touched"
    assert_well_formed(result)
    return result


def items(value: dict[str, Any]) -> list[dict[str, Any]]:
    return value["programmes"][0]["items"]


def names(item: dict[str, Any]) -> list[str]:
    return [u["unit"] for u in item["units"]]


def assert_well_formed(value: dict[str, Any]) -> None:
    """What must hold of every reading, whatever was corrected."""
    assert to_json(from_json(value)) == value
    ids = [f["id"] for f in value["findings"]]
    assert len(ids) == len(set(ids))
    printed: dict[str, int] = {}
    for programme in value["programmes"]:
        for item in programme["items"]:
            assert item["text"] == SOURCE[slice(*item["span"])]
            assert item["text"].strip()
            if item["section_index"] is not None:
                assert item["section"] == programme["sections"][item["section_index"]]["title"]
            for target in item["targets"]:
                assert item["span"][0] <= target["span"][0] < target["span"][1] <= item["span"][1]
                assert target["phrase"] == SOURCE[slice(*target["span"])]
            for unit in item["units"]:
                printed[unit["unit"]] = printed.get(unit["unit"], 0) + 1
    assert {u["name"]: u["count"] for u in value["units"]} == printed
    for finding in value["findings"]:
        if finding["item"] is not None:
            assert finding["item"] < len(value["programmes"][finding["programme"]]["items"])


def test_the_start_is_well_formed():
    assert_well_formed(reading())
    assert [i["number"] for i in items(reading())] == ["1", "2", "3"]


class TestItems:
    def test_number_section_and_title(self):
        value = do(reading(), "item.set", programme=0, item=0, number="1-1", section=1, title="停车")
        assert (items(value)[0]["number"], items(value)[0]["section"]) == ("1-1", "二、民生")
        value = do(value, "item.set", programme=0, item=0, section=None)
        assert (items(value)[0]["section"], items(value)[0]["section_index"]) == ("", None)

    def test_shorter_bounds_drop_what_lies_outside(self):
        item = items(reading())[0]
        end = SOURCE.index("，改造")
        value = do(reading(), "item.bounds", programme=0, item=0, start=item["span"][0], end=end)
        assert items(value)[0]["text"] == "新增停车泊位12万个"
        assert len(items(value)[0]["targets"]) == 1
        assert names(items(value)[0]) == []

    def test_an_item_that_loses_its_units_is_a_finding_until_it_has_some(self):
        value = do(reading(), "unit.remove", programme=0, item=1, unit=0)
        found = [f for f in value["findings"] if f["code"] == "correction.item-without-units"]
        assert [(f["item"], f["severity"]) for f in found] == [(1, "confirm")]
        assert "区园林局" not in [u["name"] for u in value["units"]]
        value = do(value, "item.set", programme=0, item=0, title="另一处改动")
        assert [f for f in value["findings"] if f["code"].startswith("correction.")] == found
        value = do(value, "unit.add", programme=0, item=1, unit_name="区园林局", role="lead", scope="")
        assert [f for f in value["findings"] if f["code"].startswith("correction.")] == []
        assert items(value)[1]["units"][0]["lead"] is True

    def test_split_gives_units_to_both_sides_and_targets_where_they_stand(self):
        cut = SOURCE.index("改造老旧")
        value = do(reading(), "item.split", programme=0, item=0, at=cut, number="1-2")
        first, second = items(value)[:2]
        assert first["text"] == "新增停车泊位12万个，"
        assert second["text"].startswith("改造老旧小区260个。(责任单位")
        assert names(first) == names(second) == ["区建设局", "区房管局"]
        assert [len(first["targets"]), len(second["targets"])] == [1, 1]
        assert [u["count"] for u in value["units"] if u["name"] == "区建设局"] == [2]
        assert [f["item"] for f in value["findings"] if f["id"] == "group:1"] == [3]

    def test_merge_undoes_a_split_in_text_and_units(self):
        cut = SOURCE.index("改造老旧")
        split = do(reading(), "item.split", programme=0, item=0, at=cut)
        merged = do(split, "item.merge", programme=0, item=0)
        assert items(merged)[0]["text"] == items(reading())[0]["text"]
        assert items(merged)[0]["units"] == items(reading())[0]["units"]
        assert items(merged)[0]["targets"] == items(reading())[0]["targets"]
        assert merged["findings"] == reading()["findings"]

    def test_merge_refuses_other_sections_and_the_last(self):
        with pytest.raises(CorrectionError, match="分属不同部分"):
            do(reading(), "item.merge", programme=0, item=1)
        with pytest.raises(CorrectionError, match="最后一项"):
            do(reading(), "item.merge", programme=0, item=2)

    def test_delete_takes_its_findings_along(self):
        value = do(reading(), "item.delete", programme=0, item=2)
        assert len(items(value)) == 2
        assert value["findings"] == []
        value = do(reading(), "item.delete", programme=0, item=0)
        assert [f["item"] for f in value["findings"]] == [1]

    def test_add_goes_to_its_printed_place_and_refuses_overlap(self):
        value = do(reading(), "item.delete", programme=0, item=1)
        start = SOURCE.index("完成绿道")
        value = do(value, "item.add", programme=0, start=start, end=SOURCE.index("\n", start), section=0, number="2")
        assert [i["number"] for i in items(value)] == ["1", "2", "3"]
        with pytest.raises(CorrectionError, match="已属于另一事项"):
            do(value, "item.add", programme=0, start=start, end=start + 4, section=0)

    def test_two_items_with_one_number_are_a_finding(self):
        value = do(reading(), "item.set", programme=0, item=1, number="1")
        assert [f["id"] for f in value["findings"]] == ["group:1", "correction.same-number:0-1"]
        value = do(value, "item.set", programme=0, item=1, number="2")
        assert [f["id"] for f in value["findings"]] == ["group:1"]


class TestUnits:
    def test_add_finds_the_printed_place(self):
        value = do(reading(), "unit.remove", programme=0, item=0, unit=1)
        value = do(value, "unit.add", programme=0, item=0, unit_name="区房管局", role="cooperating", scope="district")
        entry = items(value)[0]["units"][1]
        assert SOURCE[slice(*entry["span"])] == "区房管局"
        assert (entry["role"], entry["scope"], entry["lead"]) == ("cooperating", "district", False)

    def test_change_and_refusal_of_a_second_one(self):
        value = do(reading(), "unit.set", programme=0, item=0, unit=0, unit_name="区城建局", role="lead")
        assert items(value)[0]["units"][0]["lead"] is True
        assert "区城建局" in [u["name"] for u in value["units"]]
        with pytest.raises(CorrectionError, match="已在这一项里"):
            do(reading(), "unit.set", programme=0, item=0, unit=1, unit_name="区建设局")

    def test_lead_moves(self):
        value = do(reading(), "unit.set", programme=0, item=0, unit=1, lead=True)
        assert [u["lead"] for u in items(value)[0]["units"]] == [False, True]

    def test_rename_everywhere_and_into_an_existing_name(self):
        value = do(reading(), "unit.rename", **{"from": "区房管局", "to": "区建设局"})
        assert names(items(value)[0]) == ["区建设局"]
        with pytest.raises(CorrectionError, match="没有单位“区房管局”"):
            do(value, "unit.rename", **{"from": "区房管局", "to": "区住建局"})

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"unit_name": " ", "role": "lead", "scope": ""}, "不能为空"),
            ({"unit_name": "局" * 101, "role": "lead", "scope": ""}, "最多 100 字"),
            ({"unit_name": "区司法局", "role": "boss", "scope": ""}, "角色不是可选的值"),
            ({"unit_name": "区司法局", "role": "lead", "scope": "moon"}, "层级不是可选的值"),
        ],
    )
    def test_refusals(self, payload, message):
        with pytest.raises(CorrectionError, match=message):
            do(reading(), "unit.add", programme=0, item=0, **payload)


class TestTargets:
    def test_change(self):
        value = do(reading(), "target.set", programme=0, item=0, target=0, value="12万", op=">=", measure="个")
        target = items(value)[0]["targets"][0]
        assert (target["value"], target["op"]) == (120000, ">=")

    def test_add_needs_the_very_words(self):
        made = {"what": "小区", "op": "=", "value": "260", "kind": "amount", "measure": "个"}
        value = do(reading(), "target.remove", programme=0, item=0, target=1)
        value = do(value, "target.add", programme=0, item=0, phrase="老旧小区260个", **made)
        target = items(value)[0]["targets"][1]
        assert SOURCE[slice(*target["figure"])] == "260个"
        with pytest.raises(CorrectionError, match="一字不差"):
            do(reading(), "target.add", programme=0, item=0, phrase="老旧小区300个", **made)
        with pytest.raises(CorrectionError, match="请填写"):
            do(reading(), "target.add", programme=0, item=0, phrase="新增停车泊位")

    @pytest.mark.parametrize(
        ("given", "value"),
        [("3.65亿", 365000000), ("1,200", 1200), ("6.5", 6.5), ("0", 0), ("-3", -3), ("２６０", 260)],
    )
    def test_numbers_as_people_write_them(self, given, value):
        changed = do(reading(), "target.set", programme=0, item=0, target=0, value=given)
        assert items(changed)[0]["targets"][0]["value"] == value

    @pytest.mark.parametrize("given", ["", "很多", "NaN", "Infinity", "1e40", "0.1234567", "1 2"])
    def test_what_is_no_number(self, given):
        with pytest.raises(CorrectionError, match="不是数字|太大"):
            do(reading(), "target.set", programme=0, item=0, target=0, value=given)


class TestFrame:
    def test_header(self):
        value = do(reading(), "header.set", field="issued_on", text="2023-02-23")
        assert value["header"]["issued_on"]["text"] == "2023-02-23"
        with pytest.raises(CorrectionError, match="不是日期"):
            do(reading(), "header.set", field="issued_on", text="2月23日")
        with pytest.raises(CorrectionError, match="标题不能为空"):
            do(reading(), "header.set", field="title", text="")

    def test_programme_and_section(self):
        value = do(reading(), "programme.set", programme=0, level="city", year=2024, title="市方案")
        assert value["programmes"][0]["level"] == "city"
        value = do(value, "section.set", programme=0, section=1, title="二、民生实事")
        assert items(value)[2]["section"] == "二、民生实事"
        with pytest.raises(CorrectionError, match="四位数字"):
            do(reading(), "programme.set", programme=0, year=23)

    def test_rule(self):
        value = do(reading(), "rule.set", rule=0, data={"due": "2023-03-15", "inclusive": None, "to": "区政府督查室"})
        assert value["rules"][0]["data"] == {"due": "2023-03-15", "to": "区政府督查室"}
        for data, message in (({"due": "二月"}, "不是日期"), ({"day": 32}, "1 到 31"), ({}, "没有要改")):
            with pytest.raises(CorrectionError, match=message):
                do(reading(), "rule.set", rule=0, data=data)


@pytest.mark.parametrize("kind", sorted(corrections.KINDS))
@pytest.mark.parametrize(
    "payload",
    [{}, {"programme": 9}, {"programme": 0, "item": 99}, {"programme": "0", "item": True}, {"rule": -1}],
)
def test_payloads_that_fit_nothing_are_refused_in_chinese(kind, payload):
    with pytest.raises(CorrectionError, match=r"[\u4e00-\u9fff]"):
        do(reading(), kind, **payload)


def test_an_unknown_kind():
    with pytest.raises(CorrectionError, match="没有“item.fly”这种改动"):
        do(reading(), "item.fly")


small = st.integers(0, 4)
offset = st.integers(0, len(SOURCE))
name = st.sampled_from(["区建设局", "区房管局", "区园林局", "各街道办事处", "区财政局"])
role = st.sampled_from([*r.Role])
steps = st.one_of(
    st.tuples(st.just("item.set"), st.fixed_dictionaries({"item": small, "number": st.sampled_from("123")})),
    st.tuples(st.just("item.set"), st.fixed_dictionaries({"item": small, "section": st.sampled_from([None, 0, 1])})),
    st.tuples(st.just("item.bounds"), st.fixed_dictionaries({"item": small, "start": offset, "end": offset})),
    st.tuples(st.just("item.split"), st.fixed_dictionaries({"item": small, "at": offset})),
    st.tuples(st.just("item.merge"), st.fixed_dictionaries({"item": small})),
    st.tuples(st.just("item.delete"), st.fixed_dictionaries({"item": small})),
    st.tuples(st.just("item.add"), st.fixed_dictionaries({"start": offset, "end": offset})),
    st.tuples(
        st.just("unit.add"),
        st.fixed_dictionaries({"item": small, "unit_name": name, "role": role, "scope": st.sampled_from([*r.Scope])}),
    ),
    st.tuples(st.just("unit.set"), st.fixed_dictionaries({"item": small, "unit": small, "unit_name": name})),
    st.tuples(st.just("unit.set"), st.fixed_dictionaries({"item": small, "unit": small, "lead": st.just(True)})),
    st.tuples(st.just("unit.remove"), st.fixed_dictionaries({"item": small, "unit": small})),
    st.tuples(st.just("unit.rename"), st.fixed_dictionaries({"from": name, "to": name})),
    st.tuples(st.just("target.remove"), st.fixed_dictionaries({"item": small, "target": small})),
    st.tuples(
        st.just("target.set"), st.fixed_dictionaries({"item": small, "target": small, "value": st.integers(0, 99)})
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=12))
@example([("item.bounds", {"item": n, "start": 0, "end": 1}) for n in (0, 1)])  # two items on one place
def test_any_sequence_keeps_the_reading_well_formed_and_undoing_replays_to_the_very_same_value(sequence):
    value, done, values = reading(), [], [reading()]
    for kind, payload in sequence:
        try:
            payload = quoted(value, kind, {"programme": 0, **payload}, SOURCE)
            value = apply(value, kind, payload)
        except CorrectionError:
            continue
        assert_well_formed(value)
        done.append((kind, payload))
        values.append(value)
    for upto in range(len(done) + 1):
        replayed = reading()
        for kind, payload in done[:upto]:
            replayed = apply(replayed, kind, payload)
        assert replayed == values[upto]


def test_several_are_one_and_all_or_none():
    steps = [
        {"kind": "item.set", "payload": {"programme": 0, "item": 0, "number": "9"}},
        {
            "kind": "unit.add",
            "payload": {"programme": 0, "item": 0, "unit_name": "区财政局", "role": "lead", "scope": ""},
        },
    ]
    value = do(reading(), "several", steps=steps)
    assert items(value)[0]["number"] == "9"
    assert names(items(value)[0])[-1] == "区财政局"
    with pytest.raises(CorrectionError, match="已在这一项里"):
        do(reading(), "several", steps=[*steps, steps[1]])
    for wrong in ([], [{"kind": "item.set"}], [{"kind": "several", "payload": {"steps": []}}]):
        with pytest.raises(CorrectionError):
            do(reading(), "several", steps=wrong)
