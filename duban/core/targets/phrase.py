"""The words of a target: its phrase and the thing counted (what)."""

from __future__ import annotations

from typing import NamedTuple

from duban.core.targets import bounds
from duban.core.targets.lexer import Figure
from duban.core.targets.scene import Scene
from duban.core.targets.words import ADVERBS, DOING, DOING_ON, LINKS, TAILS, Affixes, one_of
from duban.core.text.patterns import regex

_FIRST_ACTION = Affixes(DOING)
_MORE_ACTIONS = Affixes(DOING_ON, "、 和 或 及 与 并 一批")
_ADVERBS = Affixes(ADVERBS, "、 - — ” ) .")
_LINKS = Affixes(LINKS, "、")
_TAIL = Affixes(TAILS, "的 和 及 与 、 等")
_DATE = r"(?:20[0-9]{2} ?年)?(?:[0-9]{1,2}[-至])?(?:[0-9]{1,2} ?月(?:[0-9]{1,2}日)?)?[年月]?[底末份]?(?:之?前|内|起)?"
_LEADING = regex(rf"(?:截[至止]|[到至自从])?(?:目前|{_DATE})[，,]?")
_PLACE = regex(r"(?:在|为|对|向|给|围绕|依托|通过|针对|面向|按照|按|以|从|由|根据)")
_ACTION_THERE = regex(
    one_of(
        "实施 开展 提供 配置 进行 发放 给予 购买 安装 建设 建成 新建 新增 完成 推广 打造 举办 设立 资助 "
        "发布 培训 选派 实现 适配 "
        "组织 改造 培育 引进 扶持"
    )
)
# What follows a verb-like word and makes it part of a noun: 培训基地, 建设用地, 完成率.
_NOUN_AFTER = regex(
    one_of("标准 班 费 率 基地 对象 经费 资金 比例 人数 水平 能力 名额 用地 强度 规模 总额 性 式 员 者 业")
)
# A verb behind the counted noun ends it: 2万名中小学生|免费开展…
_VERB_BEHIND = regex(
    one_of(
        "免费 参加 参与 开展 实施 进行 提供 实现 完成 达到 纳入 安装 购买 发放 适配 接受 享受 通过 使用 "
        "加入 全部 免除 给予 "
        "建立 建成 投入 获得 制定 配置 开放 取得 超过 突破 均 为"
    )
    + r"|以(?![上下内外])"
)
_RIGHT_END = regex(r"[，,。；;、:!\n]|[和及](?=[0-9])|  ")
_CHANGE = regex(r"(?:分别|标准)?[从由][^从由]{0,14}[0-9][^，,。；;]*$")
_EXAMPLES = regex(
    r"(?:.*、.*|.*(?:路|街|台|园|区|站|段|桥|苑|湖|山|村|镇|中心|大厦|广场|基地|公司|集团|学校|线|城|天地|里|汇|坊|谷|港|湾|府))等"
)
_EDGE = " 、的"


class Words(NamedTuple):
    """Places of the phrase, and the thing; it may come from earlier in the sentence."""

    start: int
    end: int
    what: str


def words_of(scene: Scene, figure: Figure, floor: int, earlier: str) -> Words:
    """Phrase and thing of a target.

    ``floor`` is the end of the target before it, ``earlier`` the thing of that target.
    """
    text = scene.text
    clause_start, clause_end = scene.clause(figure.start)
    start = _begin(text, min(max(clause_start, floor), figure.start), figure.start, floor > clause_start)
    bound_end = bounds.after(text, figure)[1]
    right_end = _right_end(text, bound_end, max(bound_end, clause_end))
    ahead_start, ahead_end = _thing_ahead(text, start, figure)
    behind = _thing_behind(text, bound_end, right_end)
    if behind and not (ahead_end > ahead_start and _only_action(text, bound_end, right_end)):
        return Words(start, right_end, scene.printed[bound_end : bound_end + behind].strip(_EDGE))
    what = scene.printed[ahead_start:ahead_end].strip(_EDGE)
    return Words(start, right_end if behind else bound_end, what or earlier or _thing_before(scene, clause_start))


def _begin(text: str, start: int, end: int, continued: bool) -> int:
    """Over adverbs, times and the place where it is done (在公共场所配置 → 配置)."""
    at = start
    for _ in range(2):
        if (match := _LEADING.match(text, at, end)) and text[match.end() - 1 : match.end()] not in ("", "年"):
            at = match.end()
        at = min(_ADVERBS.behind(text[:end], at), end)
    elsewhere = _PLACE.match(text, at, end) or (continued and text[start : start + 1] not in _BREAKS)
    if elsewhere and (action := _ACTION_THERE.search(text, at + 2, end)):
        at = action.start()
    while at < end and text[at] in _EDGE + "和及与":
        at += 1
    return at if at < end else _not_blank(text, start, end)


_BREAKS = frozenset("、，,；;。和及与 ")


def _not_blank(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _EDGE + "和及与":
        start += 1
    return start


def _right_end(text: str, start: int, clause_end: int) -> int:
    match = _RIGHT_END.search(text, start, clause_end)
    end = match.start() if match else clause_end
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _thing_behind(text: str, start: int, end: int) -> int:
    """Length of the noun behind a figure, without the action on it: 260个 → 老旧小区(改造)."""
    piece = text[start:end]
    if not piece.strip(' 的)”"') or piece[0] in "和及与并":
        return 0
    offset = len(piece) - len(piece.lstrip(_EDGE))
    verb = _VERB_BEHIND.search(piece, offset + 2)
    piece = piece[: verb.start()] if verb else piece
    short = _TAIL.before(piece)
    return short if short - offset >= 2 else len(piece)


def _only_action(text: str, start: int, end: int) -> bool:
    """Whether behind the figure stands only the name of the action: 停车位1.2万个建设."""
    piece = text[start:end].strip()
    return _TAIL.before(piece) == 0


def _thing_ahead(text: str, start: int, figure: Figure) -> tuple[int, int]:
    """The noun before a figure, without the action before it and the link behind it."""
    piece = text[start : bounds.before(text, figure)[1]].rstrip()
    if change := _CHANGE.search(piece):
        piece = piece[: change.start()]
    stop = _LINKS.before(piece)
    begin = _behind_action(piece[:stop])
    if begin >= stop:
        return start, start
    if _PLACE.match(piece) and "的" in piece[begin : stop - 1]:
        begin = piece.rindex("的", begin, stop - 1) + 1
    if examples := _EXAMPLES.match(piece, begin, stop):
        begin = examples.end() if stop - examples.end() >= 2 else begin
    return start + begin, start + stop


def _behind_action(piece: str) -> int:
    """Place behind the action: 建设筹集|保障性租赁住房. 建设用地 and 培训基地 stay whole."""
    at, step = 0, _FIRST_ACTION.once(piece, 0)
    while step > at and not _NOUN_AFTER.match(piece, step):
        at = step
        step = _MORE_ACTIONS.once(piece, at)
    return at


def _thing_before(scene: Scene, clause_start: int) -> str:
    """The thing of the clause before, for a figure that names none: 招引一批…机构,力争签约落地30家."""
    if clause_start < 2:
        return ""
    start, end = scene.clause(clause_start - 2)
    piece = scene.text[start:end]
    if (time := _LEADING.match(piece)) and time.end() == len(piece):
        return ""
    begin = _behind_action(piece[_ADVERBS.behind(piece) :]) + _ADVERBS.behind(piece)
    last = piece.rfind("的", begin, len(piece) - 2) + 1
    stop = _TAIL.before(piece)
    begin = max(begin, last)
    return scene.printed[start + begin : start + stop] if stop - begin >= 2 else ""
