"""Zero targets in words: 不发生重特大事故, 零辍学, 动态清零."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.core.targets.words import one_of
from duban.core.text.patterns import regex

_HARM = one_of(
    "事故 事件 案件 风险 灾害 疫情 伤亡 死亡 返贫 致贫 舆情 火灾 污染 火情 泄漏 欠薪 拖欠 辍学 上访 感染 "
    "溺水 违法 违规 违建"
)
_STOP = r"[^，,。；;:“”()\n]"
_EVENT = regex(
    rf"(?:不再?发生|未发生)(?P<any>{_STOP}{{2,30}}?)(?=的?底线|$|[，,。；;:“”()\n])"
    rf"|(?:不出现|杜绝)(?P<harm>{_STOP}{{0,20}}?{_HARM})(?:发生)?(?=$|[，,。；;:“”()\n])"
)
_NONE = regex(
    r"零[“”\"]?"
    + one_of(
        "辍学 事故 伤亡 死亡 发生 返贫 拖欠 案件 发案 感染 疫情 上访 非访 投诉 差错 违规 违法 违建 火灾 "
        "泄漏 舆情 溺亡 遗漏 欠薪 "
        "复吸 流失 失联 脱管 漏管 新增违建 新增隐性债务 新增债务 直排 填埋 超标 失火 失学 输入"
    )
)
_CLEARED = regex(r"(?:[“\"]?动态)?[“\"]?(?:清零|归零|零增长)[”\"]?")
# 动态清零机制, “清零”行动: the name of a way of working.
_PROGRAMME = regex(
    r"[”\"]?(?:行动|攻坚|总方针|方针|政策|机制|制度|督查|专项|策略|工作|计划|方案|专班|台账|目标|[一二三两]年|式|法|家庭|就业|的突破|一批|"
    r"区|村|小区|单元|园区|示范|示范区)"
)
_LABEL = regex(r"(?:坚持|执行|落实|开展|推进|建立|健全|完善|双|[0-9]天|将|把|取得)[“\"]?$")
_THING = regex(r"[^，,。；;:、()“”\n]{0,24}$")
_LINK = regex(r"^(?:确保|实现|力争|推动|做到|全市|全区|全县|全省)+|(?:保持|实现|达到|全部|基本|的|动态|子女|做到)+$")


class Zero(NamedTuple):
    """A promise that something does not happen; places in the text."""

    start: int
    end: int
    what: tuple[int, int]
    figure: tuple[int, int]
    unit: str  # 起 for events, "" otherwise


def find_zeros(text: str) -> list[Zero]:
    """All zero targets in words, in order. ``text`` is in half width.

    >>> [text[z.start:z.end] for text in ("确保不发生重特大事故。", "实现零就业家庭动态清零") for z in find_zeros(text)]
    ['不发生重特大事故', '零就业家庭动态清零']
    """
    found: list[Zero] = []
    if "发生" in text or "不出现" in text or "杜绝" in text:
        found += [_event(match) for match in _EVENT.finditer(text)]
    if "零" in text:
        found += [_state(text, m, m.start() + 1) for m in _NONE.finditer(text) if not _PROGRAMME.match(text, m.end())]
        found += [_state(text, m, m.start()) for m in _CLEARED.finditer(text) if _reached(text, m)]
    return sorted(found, key=lambda zero: zero.start)


def _event(match: re.Match[str]) -> Zero:
    what = match.span("any") if match["any"] is not None else match.span("harm")
    return Zero(match.start(), match.end(), what, (match.start(), what[0]), "起")


def _state(text: str, match: re.Match[str], thing_end: int) -> Zero:
    """零辍学: the thing stands behind 零 (and before it, whose). 动态清零: the thing stands before."""
    ahead = _THING.search(text[max(0, match.start() - 24) : match.start()])
    start = match.start() - len(ahead[0] if ahead else "")
    stretch = text[start : match.start()]
    start += len(stretch) - len(_LINK.sub("", stretch, count=1).lstrip()) if _LINK.match(stretch) else 0
    if thing_end > match.start():
        what = (thing_end, match.end())
    else:
        trimmed = _LINK.sub("", text[start : match.start()])
        at = text.find(trimmed, start) if trimmed else start
        what = (at, at + len(trimmed))
    return Zero(start, match.end(), what, match.span(), "")


def _reached(text: str, match: re.Match[str]) -> bool:
    """Whether the clearing is promised, and not part of the name of a campaign."""
    ahead = text[max(0, match.start() - 6) : match.start()]
    return bool(ahead) and not _PROGRAMME.match(text, match.end()) and not _LABEL.search(ahead)
