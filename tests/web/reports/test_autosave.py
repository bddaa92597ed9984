"""Boxes saved by themselves: merged, acknowledged, refused one by one; two people lose nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from duban.progress.models import Line, Observation, Report
from duban.web.reports import boxes
from tests.factories.orgs import UserFactory, appoint
from tests.web.reports.conftest import base

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(near):
    """Another clerk of the unit."""
    return appoint(UserFactory(name="孙同事"), near.cast.lead_unit, "clerk")


@pytest.fixture
def push(client_for, near, draft):
    """``push({...})``: what the page's script sends."""

    def send(data, who=None, status=200):
        answer = client_for(who or near.cast.lead_clerk).post(f"/reports/{draft.pk}/autosave/", data)
        assert answer.status_code == status
        return answer.json()

    return send


def test_a_box_is_on_disk_when_it_is_acknowledged(push, line, near):
    told = push({f"l{line.pk}-done": "已建成泊位\r\n120个", f"l{line.pk}-base": base(line)})
    line.refresh_from_db()
    assert line.done == "已建成泊位\n120个" and line.updated_by == near.cast.lead_clerk
    row = told["rows"][f"l{line.pk}"]
    assert row["tokens"]["done"] == boxes.token(line.done) and "钱经办" in row["by"]
    assert told["faults"] == told["clashes"] == {} and len(told["saved"]) == 5


def test_who_writes_what_was_done_has_reported(push, line):
    told = push({f"l{line.pk}-done": "已建成泊位120个", f"l{line.pk}-base": base(line)})
    line.refresh_from_db()
    assert line.presence == "reported" and told["rows"][f"l{line.pk}"]["fresh"]["presence"] == "reported"
    line.presence = "nil"
    line.save()
    push({f"l{line.pk}-done": "另有一句", f"l{line.pk}-base": base(line)})
    line.refresh_from_db()
    assert line.presence == "nil"  # what was chosen stands


def test_different_boxes_of_two_people_both_stay_and_are_told(push, line, colleague):
    before = base(line)
    push({f"l{line.pk}-done": "甲写的进展", f"l{line.pk}-base": before})
    told = push({f"l{line.pk}-problem": "乙写的问题", f"l{line.pk}-base": before}, who=colleague)
    line.refresh_from_db()
    assert (line.done, line.problem) == ("甲写的进展", "乙写的问题")
    assert told["clashes"] == {} and told["rows"][f"l{line.pk}"]["fresh"]["done"] == "甲写的进展"
    assert "钱经办" not in told["others"]  # the line's last hand is now one's own


def test_the_same_box_is_a_clash_with_both_texts_and_the_rest_is_saved(push, line, colleague):
    before = base(line)
    push({f"l{line.pk}-done": "甲写的进展", f"l{line.pk}-base": before})
    mine = {f"l{line.pk}-done": "乙写的进展", f"l{line.pk}-next_step": "6月完工", f"l{line.pk}-base": before}
    told = push(mine, who=colleague)
    clash = told["clashes"][f"l{line.pk}-done"]
    assert (clash["theirs"], clash["who"]) == ("甲写的进展", "钱经办")
    line.refresh_from_db()
    assert (line.done, line.next_step) == ("甲写的进展", "6月完工")
    chosen = boxes.tokens(line, boxes.LINE_BOXES)
    assert clash["token"] == chosen.split(".")[1]
    push({f"l{line.pk}-done": "两人合写的进展", f"l{line.pk}-base": chosen}, who=colleague)
    line.refresh_from_db()
    assert line.done == "两人合写的进展"


def test_both_wrote_the_same_is_no_clash_and_a_repeated_send_neither(push, line, colleague):
    before = base(line)
    for who in (None, None, colleague):
        told = push({f"l{line.pk}-done": "同一句话", f"l{line.pk}-base": before}, who=who)
        assert told["clashes"] == {}
    line.refresh_from_db()
    assert line.revision == 1


def test_a_choice_that_clashes_is_told_in_words(push, line, colleague):
    before = base(line)
    push({f"l{line.pk}-presence": "nil", f"l{line.pk}-base": before})
    told = push({f"l{line.pk}-presence": "na", f"l{line.pk}-base": before}, who=colleague)
    clash = told["clashes"][f"l{line.pk}-presence"]
    assert (clash["theirs"], clash["words"]) == ("nil", "本期无进展")


def test_12万_is_120000_and_is_shown_back(push, draft, near, line):
    key = f"m{near.measure.pk}"
    empty = boxes.tokens(Observation(), boxes.FIGURE_BOXES)
    told = push({f"{key}-value": "12万个", f"{key}-base": empty})
    row = draft.observations.get()
    assert row.value == 120000
    assert told["rows"][key]["now"]["value"] == "120,000"
    assert (told["rows"][key]["words"], told["rows"][key]["short"]) == ("120,000个", "12万个")


def test_a_typed_0_is_0_and_a_blank_is_nothing(push, draft, near):
    key = f"m{near.measure.pk}"
    empty = boxes.tokens(Observation(), boxes.FIGURE_BOXES)
    push({f"{key}-value": "", f"{key}-base": empty})
    assert not draft.observations.exists()  # nothing typed, nothing stored
    push({f"{key}-value": "0", f"{key}-base": empty})
    row = draft.observations.get()
    assert row.value == 0 and row.value is not None
    push({f"{key}-value": "", f"{key}-base": boxes.tokens(row, boxes.FIGURE_BOXES)})
    row.refresh_from_db()
    assert row.value is None


def test_a_box_that_is_refused_says_why_and_holds_up_no_other(push, draft, near, line):
    key = f"m{near.measure.pk}"
    told = push(
        {
            f"{key}-value": "十二左右",
            f"{key}-source": "统计局",
            f"{key}-base": boxes.tokens(Observation(), boxes.FIGURE_BOXES),
            f"l{line.pk}-done": "长" * 5001,
            f"l{line.pk}-problem": "征地",
            f"l{line.pk}-waiting_on": "不存在的局",
            f"l{line.pk}-base": base(line),
        }
    )
    assert set(told["faults"]) == {f"{key}-value", f"l{line.pk}-done", f"l{line.pk}-waiting_on"}
    assert "最多 5000 字" in told["faults"][f"l{line.pk}-done"]
    line.refresh_from_db()
    assert (line.done, line.problem, draft.observations.get().source) == ("", "征地", "统计局")


def test_zero_below_the_line_is_refused(push, near, draft):
    key = f"m{near.measure.pk}"
    empty = boxes.tokens(Observation(), boxes.FIGURE_BOXES)
    told = push({f"{key}-denominator": "0", f"{key}-base": empty})
    assert told["faults"] == {f"{key}-denominator": "分母不能为 0。"}


def test_boxes_of_another_report_or_measure_are_none(push, near, draft, line):
    other = Line.objects.create(
        report=Report.objects.create(period=near.periods[1], unit=near.cast.lead_unit, created_at=draft.created_at),
        assignment=line.assignment,
        matter=line.matter,
    )
    told = push({f"l{other.pk}-done": "别处", "m999999-value": "3", "l1-": "x", "x": "y"})
    other.refresh_from_db()
    assert told["rows"] == {} and other.done == "" and not Observation.objects.exists()


def test_after_sending_nothing_is_saved_and_the_page_is_told(push, draft, line):
    Report.objects.filter(pk=draft.pk).update(state="signing")
    told = push({f"l{line.pk}-done": "晚了", f"l{line.pk}-base": base(line)}, status=409)
    assert "撤回后才能修改" in told["reason"]
    line.refresh_from_db()
    assert line.done == ""


def test_what_others_saved_lately_is_told(push, line, draft, near, colleague):
    push({f"l{line.pk}-done": "甲写的进展", f"l{line.pk}-base": base(line)})
    other = draft.lines.exclude(pk=line.pk).get()
    told = push({f"l{other.pk}-done": "乙写的进展", f"l{other.pk}-base": base(other)}, who=colleague)
    assert told["others"].startswith("钱经办") and line.matter.code in told["others"]


def test_saving_a_figure_of_a_rate(push, near, draft):
    near.measure.unit = "%"
    near.measure.save()
    key = f"m{near.measure.pk}"
    empty = boxes.tokens(Observation(), boxes.FIGURE_BOXES)
    push({f"{key}-numerator": "3", f"{key}-denominator": "8", f"{key}-value": "37.5%", f"{key}-base": empty})
    row = draft.observations.get()
    assert (row.numerator, row.denominator, row.value) == (3, 8, Decimal("37.5"))


def test_a_conflict_is_never_found_in_what_the_page_does_not_hold(push, line):
    """A post without tokens overwrites nothing."""
    push({f"l{line.pk}-done": "甲写的进展", f"l{line.pk}-base": base(line)})
    told = push({f"l{line.pk}-done": "没有来历的一句"})
    line.refresh_from_db()
    assert line.done == "甲写的进展" and f"l{line.pk}-done" in told["clashes"]
