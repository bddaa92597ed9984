"""What a rule can say, and what it cannot."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from duban.core.appraisal.facts import Fact
from duban.core.appraisal.jsonform import NotAnAppraisal, rule_json, rule_of
from duban.core.appraisal.rules import FIRST, RuleSet, faults, faults_of_all, in_force
from duban.core.appraisal.words import FINDING_LABELS, FINDINGS, ITEM_LABELS, ITEM_MEANINGS, Finding, Item, Klass
from tests.core.appraisal.rows import rule


def test_the_vocabulary_has_results_and_duties_only():
    """A new word has to be put here by somebody who has read the regulation."""
    assert {item.value for item in Item} == {
        "results", "verified", "reports", "lines", "plans", "answers", "urgings",
    }  # fmt: skip
    said = "".join([*ITEM_LABELS.values(), *FINDING_LABELS.values()])
    for forbidden in ("批示", "会议", "照片", "登录", "在线", "篇", "信息", "经验", "积分", "活跃", "领导"):
        assert forbidden not in said
    numbers = [f.name for f in dataclasses.fields(Fact) if f.type in ("int", "float", "Decimal", "Fraction")]
    assert numbers == ["unit", "waited"], "a row carries no amount that could be rewarded"


@pytest.mark.parametrize("word", ["instructions", "papers", "photos", "log_ins", "meetings"])
def test_a_rule_that_rewards_activity_cannot_be_written_down(word: str):
    data = rule_json(FIRST)
    with pytest.raises(NotAnAppraisal):
        rule_of({**data, "weights": {**data["weights"], word: "5"}})
    with pytest.raises(NotAnAppraisal):
        rule_of({**data, "credits": {**data["credits"], word: {"on_time": "1"}}})
    with pytest.raises(NotAnAppraisal):
        rule_of({**data, word: 5})
    with pytest.raises(NotAnAppraisal):
        rule_of({**data, "credits": {**data["credits"], "results": {word: "1"}}})


def test_the_first_rule_has_no_faults_and_comes_back_from_json():
    assert faults(FIRST) == []
    assert rule_of(rule_json(FIRST)) == FIRST


def test_the_rule_says_all_that_it_does():
    text = "".join(FIRST.sentences())
    for item in Item:
        assert ITEM_LABELS[item] in text and ITEM_MEANINGS[item]
    for words in ("90 分及以上为好", "不足 60 分为较差", "四舍五入", "补足到 5 件", "不高于“较好”", "5 个工作日"):
        assert words in text


def weights(**changed: str) -> dict[Item, Decimal]:
    return {**FIRST.weights, **{Item(name): Decimal(value) for name, value in changed.items()}}


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (rule(weights=weights(results="44")), "权重合计为 99，应为 100"),
        (rule(weights=weights(results="10", reports="50")), "考核看结果"),
        (rule(weights=weights(results="-5", lines="60")), "不能小于 0"),
        (rule(weights={}), "都要有权重"),
        (rule(cuts=(Decimal(80), Decimal(80), Decimal(60))), "有一个等次没有单位"),
        (rule(cuts=(Decimal(60), Decimal(80), Decimal(90))), "应高于"),
        (rule(cuts=(Decimal(101), Decimal(80), Decimal(60))), "不超过 100"),
        (rule(small_to=-1), "补足的件数"),
        (rule(objection_days=0), "异议期限"),
        (rule(false_cap=Klass.GOOD), "只能是"),
        (rule(credits={**FIRST.credits, Item.LINES: {}}), "都要写明"),
        (
            rule(credits={**FIRST.credits, Item.LINES: {Finding.FILLED: Decimal(2), Finding.EMPTY: Decimal(0)}}),
            "0 至 1 之间",
        ),
        (
            rule(credits={**FIRST.credits, Item.LINES: {Finding.FILLED: Decimal(0), Finding.EMPTY: Decimal(1)}}),
            "做得更好的不能得分更少",
        ),
    ],
)
def test_what_does_not_fit_is_said(made: RuleSet, words: str):
    assert any(words in text for text in faults(made)), faults(made)


def test_versions_follow_one_another():
    second = rule(version=2, year=2023)
    assert faults_of_all([FIRST, second]) == []
    assert any("有两份" in text for text in faults_of_all([second, second]))
    assert any("不能早于" in text for text in faults_of_all([second, rule(version=3, year=2022)]))


def test_the_last_version_that_has_begun_counts():
    known = [rule(version=2, year=2023), rule(version=3, year=2023), rule(version=4, year=2025)]
    assert [in_force(known, year).version for year in (2022, 2023, 2024, 2025)] == [1, 3, 3, 4]


def test_every_finding_is_in_a_chain_and_has_a_word():
    assert {f for found in FINDINGS.values() for f in found} == set(Finding) == set(FINDING_LABELS)
