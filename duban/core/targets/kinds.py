"""What sort of figure a target is."""

from __future__ import annotations

from duban.core.notice.reading import TargetKind
from duban.core.targets import bounds, measures
from duban.core.targets.lexer import Figure
from duban.core.targets.scene import Scene
from duban.core.targets.words import GROWTH
from duban.core.text.patterns import regex

_LEVEL = regex(
    r"(?:率|占比|比重|总量|总数|总额|规模|里程|能力|存量|保有量|指数|浓度|强度|密度|面积|人数|价值|增加值|资金|容量|参保|产值|收入|比例|水平|标准|年限|寿命)$"
)
_REACHED = regex(
    r"(?:达到?|突破|超过|超|保持在|稳定在|维持在|提升到|提高到|增加到|上升到|扩大到|提升至|提高至|增至|总数为?|控制在|降到|降至|下降到)$"
)
_EACH = regex(r"每(?:人|户|个|名|位|年|月|天|日|周|学期|亩|套|村|次|生|所|家)")
_SINGLE = regex(r"(?:遗传代谢病|基本公共卫生)")


def kind_of(scene: Scene, figure: Figure, what: str, op: str) -> TargetKind:
    """By the words before the figure, its unit and the thing."""
    text = scene.text
    ahead = text[max(0, figure.start - 14) : bounds.before(text, figure)[1]].rstrip()
    if figure.unit in measures.TIMES:
        return TargetKind.CAP if op in ("<=", "<") else TargetKind.PER
    if op in ("<=", "<") and not figure.high:
        return TargetKind.CAP
    if ahead.removesuffix("了").endswith(GROWTH) and figure.unit in measures.SHARES:
        return TargetKind.GROWTH
    if figure.unit in measures.SHARES:
        return TargetKind.LEVEL
    clause = text[max(scene.clause(figure.start)[0], figure.start - 40) : figure.start]
    if figure.unit in measures.MONEY and _EACH.search(clause) or "/" in figure.unit and "元" in figure.unit:
        return TargetKind.PER
    if figure.unit == "种" or (figure.unit == "项" and "免费" in clause):
        return TargetKind.PER
    reached = _REACHED.search(text[max(0, figure.start - 6) : figure.start].rstrip())
    if reached or (_LEVEL.search(what) and op == ">"):
        return TargetKind.LEVEL
    if what.endswith(("能力", "总量", "总数", "总规模", "保有量", "占比")):
        return TargetKind.LEVEL
    return TargetKind.AMOUNT
