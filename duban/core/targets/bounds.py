"""The relation (op) that the words around a figure give it: 以上, 不超过, 左右 …"""

from __future__ import annotations

from duban.core.targets.lexer import Figure
from duban.core.targets.scene import Scene
from duban.core.targets.words import Affixes
from duban.core.text.patterns import HAN, regex

# What stands directly before a number. Longest first; the first that fits decides.
_BEFORE = (
    (
        ">=",
        "不少于 不低于 不小于 不低于每年 不得少于 不得低于 不应低于 不能低于 不能少于 达到或超过 大于等于 "
        "至少 最少 最低 ≥ 不下于 不亚于",
    ),
    (
        "<=",
        "不超过 不高于 不多于 不大于 不突破 不超 不得超过 不得高于 不能超过 控制在 控制到 控制为 压减到 "
        "压减至 压缩到 压缩至 压缩为 缩短到 缩短至 "
        "缩短为 减少到 减少至 降低到 降低至 降低为 下降到 下降至 降到 降至 降为 减至 减到 精简到 精简至 "
        "精简为 压降至 压降到 至多 最多 小于等于 ≤",
    ),
    (">", "超过 突破 高于 大于 多于 超出 超 ＞ >"),
    ("<", "低于 少于 小于 < 不足"),
    ("~", "大约 约为 将近 接近 大概 近 约"),
)
_AFTER = (
    (">=", "及以上 或以上 以上 之上 起步"),
    ("<=", "及以下 或以下 以下 以内 之内 之下"),
    ("~", "左右 上下"),
)
_BEFORE_WORDS = {word: op for op, words in _BEFORE for word in words.split()}
_AFTER_WORDS = {word: op for op, words in _AFTER for word in words.split()}
_BEFORE_AFFIXES = Affixes(*_BEFORE_WORDS)
_AFTER_FIRST = frozenset("".join(word[0] for word in _AFTER_WORDS) + "内")
_AND = frozenset("、 和 及 与 , ， 或".split())
MOST = 12  # figures of one list
_AT_LEAST = regex(rf"(?:至少|不少于|不低于){HAN}{{1,6}}$")  # 至少建设1处
# 不低于当地最低生活保障标准的1.6倍: what the share is of stands between.
_AT_LEAST_OF = regex(rf"(?:不低于|不少于)(?:{HAN}){{2,24}}的$")
_WITHIN = regex(r"(?:之)?内")
_TIME = regex(r"工作日|日$|天|小时|分钟|月$")


def before(text: str, figure: Figure) -> tuple[str, int]:
    """Relation of the word directly before the number and the place where that word begins."""
    end = figure.start
    while end > 0 and text[end - 1] == " ":
        end -= 1
    if word := _BEFORE_AFFIXES.last(text, end):
        return _BEFORE_WORDS[word], end - len(word)
    return "", figure.start


def after(text: str, figure: Figure) -> tuple[str, int]:
    """Relation of the word directly behind the measure and the place where that word ends."""
    if text[figure.end : figure.end + 1] not in _AFTER_FIRST:
        return "", figure.end
    for size in (3, 2):
        word = text[figure.end : figure.end + size]
        if op := _AFTER_WORDS.get(word):
            return op, figure.end + len(word)  # the text may end before the size does
    if _TIME.search(figure.unit) and (found := _WITHIN.match(text, figure.end)):
        return "<=", found.end()
    return "", figure.end


def relation(scene: Scene, index: int) -> str:
    """``=``, ``>=``, ``>``, ``<=``, ``<`` or ``~`` of a figure."""
    figure = scene.figures[index]
    if figure.low or figure.high:
        return ">=" if figure.low else "<="
    behind, _ = after(scene.text, figure)
    if behind == "~":
        return behind
    ahead, _ = before(scene.text, figure)
    if not ahead and not behind and at_least(scene, figure):
        return ">="
    return _together(ahead, behind) or (">" if figure.vague else "") or _inherited(scene, index) or "="


def at_least(scene: Scene, figure: Figure) -> bool:
    """Whether a verb, or what a share is of, stands between the bound and the number: 至少建设1处."""
    if figure.unit in ("倍", "%"):
        return bool(_AT_LEAST_OF.search(scene.text[max(0, figure.start - 30) : figure.start]))
    return bool(_AT_LEAST.search(scene.text[max(0, figure.start - 10) : figure.start]))


def _together(ahead: str, behind: str) -> str:
    """控制在3.5%以下 is one bound; 约30个以上 keeps what stands behind."""
    return behind or ahead


def _inherited(scene: Scene, index: int) -> str:
    """A bound that is said once for several figures: 分别达98%、95%和91%以上; 不少于1万户4.5亿元; 约5.2万户15万居民.
    分别降到500元、300元和200元."""
    text, figures = scene.text, scene.figures
    last = first = index
    while last + 1 < min(len(figures), index + MOST) and listed(text, figures[last], figures[last + 1]):
        last += 1
    if last > index and (behind := after(text, figures[last])[0]):
        return behind
    while first and index - first < MOST and listed(text, figures[first - 1], figures[first]):
        first -= 1
    if first < index:
        return before(text, figures[first])[0]
    if _zipped(scene, index):  # 分别突破600万人次和10万吨
        return before(text, figures[index - 1])[0]
    if index and figures[index - 1].end == figures[index].start and figures[index - 1].unit != figures[index].unit:
        return before(text, figures[index - 1])[0]
    return ""


def _zipped(scene: Scene, index: int) -> bool:
    if not index:
        return False
    one, two = scene.figures[index - 1], scene.figures[index]
    if scene.text[one.end : two.start].strip() not in _AND:
        return False
    start = before(scene.text, one)[1]
    return scene.text[max(0, start - 2) : start] == "分别"


def listed(text: str, one: Figure, two: Figure) -> bool:
    """98%、95% or 95%和91%: bare figures of one unit beside each other."""
    if two.start - one.end >= 4:
        return False
    same = one.unit == two.unit or two.unit.startswith(one.unit) and one.unit == "个"
    return same and text[one.end : two.start].strip() in _AND
