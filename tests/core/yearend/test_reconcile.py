"""Differences of an item at the year's end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.yearend.reconcile import KIND_LABELS, Account, GoalAccount, Kind, differences

MET = GoalAccount("保障性租赁住房", "10万套", "10.2万套", met=True)
MISSED = GoalAccount("新增停车泊位", "≥12万个", "11.5万个", met=False)
OPEN = GoalAccount("社会消费品零售总额增长", "10%", why_open="统计数据预计2024年1月25日发布")
SETTLED = Account("市-54", "done", "按期完成", "done", "已完成", (MET,), found="true", found_label="属实")


def kinds(account: Account) -> list[Kind]:
    return [each.kind for each in differences(account)]


def test_an_item_on_which_all_agree_has_none():
    assert differences(SETTLED) == ()


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"grade": "", "grade_label": ""}, Kind.NOT_CLOSED, "年底未办结"),
        ({"goals": (MISSED,), "rating": "behind"}, Kind.GRADE_ABOVE, "目标≥12万个，实际11.5万个"),
        ({"grade": "partly", "grade_label": "部分完成"}, Kind.GRADE_BELOW, "都已达到"),
        ({"goals": (OPEN,)}, Kind.NO_FIGURE, "预计2024年1月25日发布"),
        (
            {"goals": (GoalAccount("旧改", "4个", "4个", True, provisional=True),)},
            Kind.PROVISIONAL,
            "旧改4个不是正式数",
        ),
        ({"missing_reports": ("2023年前三季度",)}, Kind.REPORTS_MISSING, "2023年前三季度"),
        ({"found": "partly", "found_label": "部分属实"}, Kind.VERIFIED_FALSE, "部分属实"),
        ({"open_cases": 2}, Kind.CASES_OPEN, "2 件"),
        ({"open_directives": 1}, Kind.DIRECTIVES_OPEN, "1 项"),
    ],
)
def test_each_difference_says_what_was_found(changes, kind, words):
    from dataclasses import replace

    (found,) = differences(replace(SETTLED, **changes))
    assert found.kind is kind and words in found.sentence and found.sentence.endswith("。")


def test_a_claim_above_the_figures_is_named_beside_the_grade():
    account = Account("市-3", "done", "按期完成", "done", "已完成", (MET, MISSED))
    assert kinds(account) == [Kind.GRADE_ABOVE, Kind.CLAIM_ABOVE]


def test_an_item_without_figures_is_not_asked_for_them():
    assert kinds(Account("区-1", "partly", "部分完成")) == []


def test_a_withdrawn_item_stays_listed_without_differences():
    assert kinds(Account("区-1", withdrawn=True, open_cases=3)) == []


def test_every_kind_has_a_label():
    assert set(KIND_LABELS) == set(Kind)


goals = st.builds(
    GoalAccount,
    st.sampled_from(["甲", "乙"]),
    st.sampled_from(["≥10", "5%"]),
    st.sampled_from(["", "9"]),
    st.sampled_from([None, True, False]),
    st.booleans(),
)
accounts = st.builds(
    Account,
    st.just("市-1"),
    st.sampled_from(["", "exceeded", "done", "late", "partly", "not_done"]),
    st.just("等次"),
    st.sampled_from(["", "done", "standing", "on_track", "behind"]),
    st.just("自评"),
    st.lists(goals, max_size=3).map(tuple),
    st.lists(st.just("某季度"), max_size=2).map(tuple),
    st.sampled_from(["", "true", "partly", "false"]),
    st.just("结果"),
    st.integers(0, 3),
    st.integers(0, 3),
    st.booleans(),
)


@given(accounts)
def test_it_is_total_in_order_and_each_kind_comes_once(account):
    found = kinds(account)
    assert found == sorted(set(found), key=list(Kind).index)
    assert all(each.sentence.endswith("。") for each in differences(account))


@given(accounts, accounts)
def test_the_fingerprint_names_the_facts(one, two):
    assert (one.fingerprint == two.fingerprint) == (one == two)


def test_a_sentence_names_three_goals_and_counts_the_rest():
    many = tuple(GoalAccount(f"第{n}项", "10", why_open="区级份额未定") for n in range(5))
    (found,) = differences(Account("省-5", "partly", "部分完成", goals=many))
    assert found.sentence == "第0项、第1项、第2项等 5 项：区级份额未定。"
    missed = tuple(GoalAccount(f"第{n}项", "10", "9", met=False) for n in range(4))
    (found,) = differences(Account("省-5", "done", "按期完成", goals=missed))
    assert "第2项目标10，实际9，等 4 项目标未达到" in found.sentence
