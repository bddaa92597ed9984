"""Periods from what a notice prints."""

from __future__ import annotations

import datetime as dt

from duban.core.calendar.periods import from_rule, quarters

NOTICE = {"cycle": "quarter", "month_of_cycle": 1, "day": 10, "from": {"year": 2023, "quarter": 2}}


def test_the_rule_of_the_first_notice_gives_its_four_quarters() -> None:
    assert from_rule(NOTICE, 2023) == quarters(2023)


def test_without_the_january_report_three_are_left() -> None:
    assert [str(p.due_on) for p in from_rule(NOTICE, 2023, last_report=False)] == [
        "2023-04-10",
        "2023-07-10",
        "2023-10-10",
    ]


def test_months_run_from_the_first_of_january() -> None:
    plans = from_rule({"cycle": "month", "day": 5}, 2024)
    assert len(plans) == 12
    assert [p.name for p in plans[:3]] == ["2024年1月", "2024年1—2月", "2024年1—3月"]
    assert {p.covers_from for p in plans} == {dt.date(2024, 1, 1)}
    assert (plans[1].covers_to, plans[1].due_on) == (dt.date(2024, 2, 29), dt.date(2024, 3, 5))


def test_a_report_inside_the_quarter_covers_that_quarter() -> None:
    rule = {"cycle": "quarter", "month_of_cycle": 3, "day": 25, "within": "current"}
    plans = from_rule(rule, 2023)
    assert [(p.seq, p.covers_to, p.due_on) for p in plans[:2]] == [
        (1, dt.date(2023, 3, 31), dt.date(2023, 3, 25)),
        (2, dt.date(2023, 6, 30), dt.date(2023, 6, 25)),
    ]


def test_listed_days_make_a_period_each() -> None:
    plans = from_rule({"dates": ["06-05", "11-15"]}, 2023)
    assert [(p.name, p.covers_to, p.due_on) for p in plans] == [
        ("2023年1—5月", dt.date(2023, 5, 31), dt.date(2023, 6, 5)),
        ("2023年1—10月", dt.date(2023, 10, 31), dt.date(2023, 11, 15)),
    ]


def test_a_rule_without_a_term_makes_nothing() -> None:
    assert from_rule({"cycle": "quarter"}, 2023) == ()


def test_the_order_of_days_always_holds() -> None:
    for rule in (NOTICE, {"cycle": "month", "day": 31}, {"dates": ["03-01"]}):
        for plan in from_rule(rule, 2023):
            assert plan.covers_from < plan.covers_to
            assert plan.opens_on <= plan.due_on <= plan.closes_on
