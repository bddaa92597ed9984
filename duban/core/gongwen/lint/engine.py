"""All rules over a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from duban.core.gongwen.lint import ask_rules, form_rules, heading_rules, layout_rules
from duban.core.gongwen.lint.roles import Placed, placed
from duban.core.gongwen.lint.values import Finding, Print, Severity

Rule = Callable[[Print, Sequence[Placed]], Iterator[Finding]]
RULES: tuple[Rule, ...] = (*layout_rules.RULES, *heading_rules.RULES, *form_rules.RULES, *ask_rules.RULES)
MOST = 12  # findings of one rule that are told; the last says how many more there are


def check(document: Print) -> list[Finding]:
    """Findings in the order of the document; those of the whole come first."""
    lines = placed(document.lines)
    found = [each for rule in RULES for each in _told(list(rule(document, lines)))]
    return sorted(found, key=lambda each: (each.line, each.severity is Severity.LOOK))


def _told(found: list[Finding]) -> list[Finding]:
    by_rule: dict[str, list[Finding]] = {}
    for each in found:
        by_rule.setdefault(each.rule, []).append(each)
    shown = []
    for rows in by_rule.values():
        shown += rows[:MOST]
        if len(rows) > MOST:
            last, more = rows[MOST - 1], len(rows) - MOST
            shown[-1] = Finding(
                last.rule, last.severity, f"{last.found}（另有{more}处同样的情况）", last.expected, last.mend,
                last.clause, last.line, last.text,
            )  # fmt: skip
    return shown
