"""The book of the year from the rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from duban.audit.models import Event
from duban.core.yearend.reconcile import Kind
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import cases
from duban.oversight.models import Closing
from duban.progress.models import Observation
from duban.yearend.accounts import entries
from duban.yearend.actions import carrying, settling
from duban.yearend.enums import Way
from duban.yearend.models import CarryOver, Settlement
from tests.factories.ledger import MatterFactory
from tests.factories.progress import give_matter, moment
from tests.oversight.test_cases import ask
from tests.support.queries import assert_same_queries

END = "2024-01-15 09:00:00"


def book(stage, when=END):
    return entries(year=2023, at=moment(when))


def kinds(stage, matter, when=END):
    return [each.kind for each in book(stage, when)[matter.pk].differences]


def office(stage, when=END):
    return stage.act(stage.cast.supervisor, when)


@pytest.fixture
def year(stage):
    """Four reports, all accepted."""
    stage.whole_year()
    return stage


def close(stage, matter, grade="done"):
    return Closing.objects.create(
        matter=matter, unit=stage.cast.lead_unit, state="closed", result="全部建成。", grade=grade,
        applied_by=stage.cast.lead_clerk, applied_at=moment("2024-01-10 09:00:00"),
        decided_by=stage.cast.supervisor, decided_at=moment("2024-01-11 09:00:00"),
    )  # fmt: skip


def test_a_year_that_was_kept_has_no_difference(year):
    assert kinds(year, year.counted) == [Kind.NOT_CLOSED]
    close(year, year.counted)
    entry = book(year)[year.counted.pk]
    assert entry.differences == () and entry.unit == year.cast.lead_unit
    (goal,) = entry.account.goals
    assert goal.met is True and goal.reached == "260个" and not goal.original
    assert kinds(year, year.counted, "2024-01-10 09:00:00") == [Kind.NOT_CLOSED]  # as it stood before


def test_a_grade_above_the_figure_is_named(year):
    close(year, year.counted)
    Observation.objects.filter(report__period=year.periods[3]).update(value=Decimal(1))
    assert kinds(year, year.counted) == [Kind.GRADE_ABOVE]


def test_a_figure_of_an_earlier_quarter_settles_nothing(stage):
    stage.counted.programme.level = "district"
    stage.counted.programme.save()
    stage.filed(0)
    entry = book(stage)[stage.counted.pk]
    assert entry.account.goals[0].met is None
    assert Kind.NO_FIGURE in [each.kind for each in entry.differences]
    assert "截至2023年3月31日" in "".join(each.sentence for each in entry.differences)


def test_a_superiors_goal_without_a_share_is_not_held_against_the_district(year):
    year.counted.programme.level = "city"
    year.counted.programme.save()
    (goal,) = book(year)[year.counted.pk].account.goals
    assert goal.met is None and "区级份额" in goal.why_open


def test_a_figure_that_is_not_final_a_missing_report_and_an_open_case(year):
    close(year, year.counted)
    Observation.objects.filter(report__period=year.periods[3]).update(status="provisional")
    ask(year, when="2024-01-12 09:00:00")
    found = {each.kind: each.sentence for each in book(year)[year.counted.pk].differences}
    assert set(found) == {Kind.PROVISIONAL, Kind.CASES_OPEN}
    assert "1 件" in found[Kind.CASES_OPEN]
    assert kinds(year, year.counted, "2024-01-11 10:00:00") == [Kind.PROVISIONAL]


def test_a_report_that_never_came(stage):
    entry = book(stage)[stage.plain.pk]
    assert entry.account.missing_reports == (stage.periods[0].name,)


def test_the_number_of_queries_does_not_grow(stage):
    def add(count):
        for _ in range(count):
            give_matter(stage.cast.lead_unit, programme=stage.plain.programme, section=stage.plain.section)

    assert_same_queries(lambda: book(stage), add, many=12)


def settle(stage, matter, remark="", seen=None, when=END):
    seen = seen or book(stage, when)[matter.pk].account.fingerprint
    return settling.settle(matter=matter, seen=seen, remark=remark, **office(stage, when))


def test_settling_keeps_the_facts_and_says_so_in_the_trail(year):
    close(year, year.counted)
    row = settle(year, year.counted)
    assert row.differences == [] and row.account["code"] == year.counted.code
    assert Event.objects.filter(verb="settlement.settle").get().after["text"] == "各项一致"
    with pytest.raises(Stale, match="已经对账"):
        settle(year, year.counted)


def test_differences_need_a_remark_and_what_was_looked_at_counts(year):
    with pytest.raises(Invalid, match="1 处差异"):
        settle(year, year.counted)
    with pytest.raises(Stale, match="刷新"):
        settle(year, year.counted, "已核实，按期完成。", seen="0" * 16)
    row = settle(year, year.counted, "年后办结，已核实。")
    assert row.differences == [["not_closed", "年底未办结。"]]
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.filter(pk=row.pk).update(remark="")


def test_all_that_agree_are_settled_in_one_go_and_no_other(year):
    close(year, year.counted)
    close(year, year.plain)
    shown = [entry.account.fingerprint for entry in book(year).values()]
    Closing.objects.filter(matter=year.plain).update(grade="partly")  # changed after the page was shown
    rows = settling.settle_agreeing(year=2023, seen=shown, **office(year))
    assert [row.matter_id for row in rows] == [year.counted.pk]
    assert settling.settle_agreeing(year=2023, seen=shown, **office(year)) == []


def test_taking_back_leaves_the_first_account_on_record(year):
    close(year, year.counted)
    row = settle(year, year.counted)
    with pytest.raises(Invalid, match="理由"):
        settling.withdraw(row=row, reason="", **office(year))
    settling.withdraw(row=row, reason="数据有更正。", **office(year))
    with pytest.raises(Stale):
        settling.withdraw(row=row, reason="数据有更正。", **office(year))
    settle(year, year.counted)
    assert Settlement.objects.count() == 2 and Settlement.objects.live().count() == 1


@pytest.mark.parametrize("who", ["lead_principal", "leader"])
def test_the_office_settles(stage, who):
    act = stage.act(getattr(stage.cast, who), END)
    with pytest.raises(NotAllowed):
        settling.settle(matter=stage.plain, seen="", remark="年后办结。", **act)
    with pytest.raises(NotAllowed):
        settling.settle_agreeing(year=2023, seen=[], **act)
    with pytest.raises(NotAllowed):
        carrying.decide(matter=stage.plain, way=Way.ENDED, to=None, reason="不再需要。", **act)


def decide(stage, way=Way.CONTINUED, to=None, reason="工程跨年，继续办理。", matter=None):
    return carrying.decide(matter=matter or stage.plain, way=way, to=to, reason=reason, **office(stage))


def test_carrying_over(stage):
    later = give_matter(stage.cast.lead_unit, matter=MatterFactory(programme__year=2024))
    with pytest.raises(Invalid, match="哪一项"):
        decide(stage, Way.CARRIED)
    with pytest.raises(Invalid, match="以后年度"):
        decide(stage, Way.CARRIED, stage.counted)
    with pytest.raises(Invalid, match="理由"):
        decide(stage, reason="")
    row = decide(stage, Way.CARRIED, later)
    assert list(later.carried_from.live()) == [row]
    with pytest.raises(Stale, match="已经确定"):
        decide(stage)
    carrying.withdraw(row=row, reason="新年度通知已更正。", **office(stage))
    assert decide(stage, to=later).to is None  # only what is carried names a matter
    assert CarryOver.objects.count() == 2


def test_what_is_done_is_not_carried_over(stage):
    type(stage.plain).objects.filter(pk=stage.plain.pk).update(state="closed")
    stage.plain.refresh_from_db()
    with pytest.raises(Invalid, match="不需要结转"):
        decide(stage)


def test_an_answered_case_that_was_closed_is_no_difference(year):
    case = ask(year, when="2023-04-12 10:00:00")
    cases.answer(row=case, text="请区自然资源局办理。", **office(year, "2023-04-13 10:00:00"))
    case.refresh_from_db()
    cases.close(row=case, comment="已经解决。", **office(year, "2023-05-13 10:00:00"))
    assert Kind.CASES_OPEN not in kinds(year, year.counted)
    assert Kind.CASES_OPEN in kinds(year, year.counted, "2023-05-01 10:00:00")
