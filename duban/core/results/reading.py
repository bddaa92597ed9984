"""Reading a progress text: the status word as printed, and its figures with unit and period."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from duban.core.document import Span
from duban.core.notice.reading import Target
from duban.core.targets import find_figures
from duban.core.targets.words import one_of
from duban.core.text.numerals import narrow
from duban.core.text.patterns import regex

_STATUS = one_of(
    "已完成 已全部完成 全部完成 全面完成 超额完成 已超额完成 提前完成 已提前完成 如期完成 按期完成 基本完成 "
    "已基本完成 圆满完成 顺利完成 "
    "部分完成 未完成 尚未完成 未按期完成 已办结 办结 已销号 已落实 已建成 已竣工 已投用 已投入使用 已通车 "
    "已开工 已启动 未启动 尚未启动 未开工 尚未开工 "
    "正在推进 正有序推进 有序推进 稳步推进 持续推进 正常推进 加快推进 按计划推进 正在办理 正在建设 正在实施 "
    "正在施工 推进中 办理中 建设中 实施中 "
    "滞后 进度滞后 严重滞后 略有滞后 进展缓慢 推进缓慢 进展顺利 达序时进度 达到序时进度 超序时进度 "
    "超过序时进度 快于序时进度 未达序时进度 "
    "未达到序时进度 慢于序时进度 落后于序时进度 符合序时进度 与序时进度同步 已达标 达标 未达标 长期坚持 完成"
)
_WHOLE = one_of(
    "目前 现 截至目前 截至 该 此 本 项 工作 项目 工程 任务 目标 目标任务 年度 全年 全年度 年初 既定 各项 "
    "总体 整体 进度 进展 情况 进展情况 完成情况 "
    "办理情况 落实情况 推进情况 均 都 并 : 的 工作任务 指标 实事"
)
# A verdict on the whole: nothing but general words around the status word.
_VERDICT = regex(
    rf"(?:^|(?<=[，,。；;:\n|\[(]))\s*(?:{_WHOLE}){{0,6}}?(?P<status>{_STATUS})(?:了)?(?:{_WHOLE}){{0,6}}\s*(?=$|[，,。；;\n|\])])"
)
_YEAR = r"(?:20[0-9]{2} ?年)?"
_QUARTER = r"(?:[上下]半年|(?:前?[一二三四]|[1-4])个?季度)"
_PERIOD = regex(
    rf"(?:截[至止]|到){_YEAR}(?:[0-9]{{1,2}} ?月(?:[底末]|[0-9]{{1,2}} ?日)?|年底|目前|{_QUARTER}末?)"
    rf"|{_YEAR}(?:[0-9]{{1,2}} ?(?:-|至|到) ?[0-9]{{1,2}} ?月份?|{_QUARTER}|全年)"
    r"|20[0-9]{2} ?年(?![前底])|目前|今年以来|年初以来|本季度|本月"
)
# 超额完成新建26座、改造35座的目标任务: what was to be done. 其余1.1万平方米正在施工: what is left.
_GOAL = regex(
    r"(?:超额完成|超过|超出|高于|低于|控制在|原定|原计划)[^，,。；;\n]{0,40}?的?(?:年度|年初|全年|预期|既定|工作)*(?:目标|任务)"
)
_LEFT = regex(r"(?:其余|剩余|余下|尚余|还剩)(?:的)?$")
_DONE = regex(r"[^，,。；;\n0-9]{0,8}?(?:已|全部|均|完成)")


@dataclass(frozen=True, slots=True)
class Progress:
    """What a progress text says. ``periods`` runs parallel to ``figures``, as printed, "" where none is."""

    status: str
    status_span: Span | None
    figures: tuple[Target, ...]
    periods: tuple[str, ...]


def read_result(text: str, *, offset: int = 0) -> Progress:
    """Status word, figures and their periods of one progress text; spans are shifted by ``offset``.

    >>> progress = read_result("进展情况：超额完成。截至9月底，新增停车泊位1.3万个。")
    >>> progress.status, [(str(f.value), f.unit) for f in progress.figures], progress.periods
    ('超额完成', [('13000', '个')], ('截至9月底',))
    """
    plain = narrow(text)
    goals = [match.span() for match in _GOAL.finditer(plain)] if "目标" in plain or "任务" in plain else []
    figures = tuple(
        replace(figure, op="=") for figure in find_figures(text, offset=offset) if _done(plain, goals, figure, offset)
    )
    status, place = _status(plain)
    stated = [match.span() for match in _PERIOD.finditer(plain)] if figures else []
    periods = tuple(_period(text, stated, figure.figure.start - offset) for figure in figures)
    return Progress(status, Span(offset + place[0], offset + place[1]) if status else None, figures, periods)


def _done(plain: str, goals: list[tuple[int, int]], figure: Target, offset: int) -> bool:
    """Whether a figure says what was done, and not what was to be done or what is left."""
    start, end = figure.figure.start - offset, figure.figure.end - offset
    if any(a <= start and end <= b for a, b in goals):
        return False
    if _LEFT.search(plain[max(0, start - 4) : start]):
        return _DONE.match(plain, end) is not None
    return True


def _status(plain: str) -> tuple[str, tuple[int, int]]:
    """The first verdict on the whole; 已完成征地50亩 is none, it speaks of a part."""
    match = _VERDICT.search(plain)
    if match is None:
        return "", (0, 0)
    return match["status"], match.span("status")


def _period(text: str, stated: list[tuple[int, int]], at: int) -> str:
    """The last period named before the figure."""
    index = bisect_right(stated, at, key=lambda span: span[1]) - 1
    return text[slice(*stated[index])].strip() if index >= 0 else ""
