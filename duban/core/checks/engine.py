"""Running the checks over a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from duban.core.checks import figure_rules, word_rules
from duban.core.checks.values import CheckFinding, LineInput, Severity

Found = tuple[str, str, str, str, str, str]  # found, expected, mend, fingerprint, box, figure


@dataclass(frozen=True, slots=True)
class Check:
    """A check: stable id, severity, Chinese name, and the function that yields what it found."""

    id: str
    severity: Severity
    name: str
    run: Callable[[LineInput], Iterable[Found]]


B, C, H = Severity.BLOCK, Severity.CONFIRM, Severity.HINT

ALL: tuple[Check, ...] = (
    Check("presence.missing", B, "未填报", word_rules.presence_missing),
    Check("presence.why", B, "未报数须说明", word_rules.presence_why),
    Check("words.short", B, "内容过少", word_rules.short),
    Check("words.unchanged", C, "与上期雷同", word_rules.unchanged),
    Check("words.echo", C, "照抄任务原文", word_rules.echo),
    Check("figures.none", B, "有指标无数据", figure_rules.none_given),
    Check("figures.text-differs", C, "文数不符", figure_rules.text_differs),
    Check("figures.falls", B, "累计数下降", figure_rules.falls),
    Check("figures.jumps", C, "增幅异常", figure_rules.jumps),
    Check("rating.none", B, "未自评", word_rules.rating_none),
    Check("rating.differs", C, "自评与数据不符", figure_rules.rating_differs),
    Check("rating.unexplained", B, "滞后未说明", word_rules.unexplained),
    Check("words.next-undated", H, "下一步无时限", word_rules.next_undated),
    Check("words.stock", H, "只有套话", word_rules.stock_phrases),
    Check("words.other-unit", H, "原因涉及其他单位", word_rules.blames_other_unit),
    Check("period.text", C, "文中期间不符", word_rules.period_in_text),
    Check("period.as-of", C, "数据期间不符", figure_rules.as_of_outside),
    Check("words.same-as-other", H, "与其他单位雷同", word_rules.same_as_other),
    Check("evidence.none", H, "提及佐证未附", word_rules.claims_evidence),
    Check("figures.denominator", C, "完成率与目标不符", figure_rules.denominator),
    Check("figures.unit", H, "计量单位不一", figure_rules.unit_of_measure),
    Check("figures.parts", C, "分项与合计不符", figure_rules.parts),
    Check("figures.two-values", C, "同一指标两个数", figure_rules.two_values),
)

BY_ID = {check.id: check for check in ALL}


def run(line: LineInput, checks: Iterable[Check] = ALL) -> Iterator[CheckFinding]:
    """Every finding on the line, in the order of :data:`ALL`."""
    for check in checks:
        for found, expected, mend, print_, box, figure in check.run(line):
            yield CheckFinding(check.id, check.severity, found, expected, mend, print_, box, figure)
