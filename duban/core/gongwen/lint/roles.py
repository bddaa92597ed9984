"""What each line of a document is: found by its words and place, whatever its style is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from duban.core.gongwen.document import Align
from duban.core.gongwen.lint.values import Line
from duban.core.text.patterns import regex


class Part(StrEnum):
    """What a line is."""

    HEAD = "head"  # above the title: mark, secrecy, the portal's own table
    NUMBER = "number"
    TITLE = "title"
    ADDRESSEE = "addressee"
    BODY = "body"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    LEVEL4 = "level4"
    ENCLOSED = "enclosed"
    ATTENDED = "attended"  # 出席, 列席 of minutes
    ISSUER = "issuer"
    DATE = "date"
    MARK = "mark"  # of an attachment
    COPIES = "copies"
    PRINTED = "printed"
    ATTACHED = "attached"  # inside an attachment
    TABLE = "table"


LEVELS = (Part.LEVEL1, Part.LEVEL2, Part.LEVEL3, Part.LEVEL4)
TEXT = frozenset({Part.BODY, *LEVELS, Part.ADDRESSEE, Part.TITLE})

NUMBER = regex(
    r"(?P<code>[\u4e00-\u9fff]{2,12}) ?(?P<open>[〔\[【(（﹝]) ?(?P<year>\d{2,4}) ?(?P<close>[〕\]】)）﹞]) ?"
    r"(?P<word>第)? ?(?P<number>\d{1,5}) ?号"
)
_FIRST = "一二三四五六七八九十百"
_LEVEL = (
    (Part.LEVEL1, regex(rf"[{_FIRST}]{{1,4}}、")),
    (Part.LEVEL2, regex(rf"[（(][{_FIRST}]{{1,4}}[）)]")),
    (Part.LEVEL4, regex(r"[（(]\d{1,2}[）)]")),
    (Part.LEVEL3, regex(r"\d{1,2} ?[.．、](?!\d)")),
)
_KINDS = (
    "通知|通报|决定|函|意见|报告|纪要|批复|方案|请示|公告|通告|命令|令|决议|公报|议案|结论|规定|办法|细则|计划|规划|"
    "要点|简报|清单|名单|总结|汇报"
)
_TITLE = regex(rf"^(?:.{{0,40}}关于)?.{{2,100}}(?:{_KINDS})(?:（.{{2,12}}）)?$")
_DATE = regex(
    r"(?:[12]\d{3}|[〇○零一二三四五六七八九]{4}) ?年 ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?月 ?"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?日"
)
_MARK = regex(r"附 ?件 ?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?(?:[-—－]\d{1,2})?[:：]?")
_ENCLOSED = regex(r"附件[:：]")
_LISTED = regex(r"\d{1,2} ?[.．、]")
_ATTENDED = regex(r"(?:主持人?|出席(?:人员)?|请假|列席(?:人员)?|记录人?)[:：]")
# What a portal lists above a paper, a label a line or a label with its value.
_PORTAL = regex(
    r"(?:索\s*引\s*号|主题分类|(?:发文|发布|制发|公开)(?:机关|机构|单位)|(?:成文|发布|发文|公开|公布|生成|印发)(?:日期|时间)|"
    r"(?:名|标)\s*[称题]|发文字号|文\s*号|主\s*题\s*词|公开方式|有\s*效\s*性|信息分类|服务对象)\s*[:：]"
)
_LABEL = regex(r"[^，。]{2,8} ?[:：]\s*\S|#|https?:")
_HEAD_LINES = 40
_SIGNED_IN = 6  # lines below the last text in which 落款 stands


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with what it is."""

    line: Line
    part: Part

    @property
    def text(self) -> str:
        """Without room at its ends, and without the marks of a text file."""
        return bare(self.line.text)


def bare(text: str) -> str:
    """Without room at the ends, and without the stars that some text files mark headings with."""
    return text.strip().strip("*").strip()


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    return bool(_DATE.fullmatch(text.strip()))


def is_number(text: str) -> bool:
    """Whether a line is 发文字号, perhaps with 签发人 beside it; a title may speak of another's number."""
    found = NUMBER.match(text)
    return found is not None and "关于" not in found["code"] and len(text) - len(found.group()) <= 16


def level_of(text: str) -> Part | None:
    """The level of heading that a line begins with."""
    return next((part for part, pattern in _LEVEL if pattern.match(text)), None)


def placed(lines: Sequence[Line]) -> list[Placed]:
    """Every line that is not empty, with its part."""
    shown = [line for line in lines if bare(line.text)]
    title = _title(shown)
    found = [Placed(line, part) for line, part in _above(shown[: title[0]])]
    found += [Placed(line, Part.TITLE) for line in shown[title[0] : title[1]]]
    below = list(_below(shown[title[1] :]))
    _sign(below)
    return found + below


def _above(lines: Sequence[Line]) -> Iterator[tuple[Line, Part]]:
    for line in lines:
        text = bare(line.text)
        named = is_number(text) and not line.in_table
        yield line, Part.NUMBER if named else Part.TABLE if line.in_table else Part.HEAD


def _title(lines: Sequence[Line]) -> tuple[int, int]:
    """Where the title begins and ends; both 0 where there is none."""
    head = lines[:_HEAD_LINES]
    above = max((at + 1 for at, line in enumerate(head) if _PORTAL.match(bare(line.text))), default=0)
    for at, line in enumerate(head):
        if at < above:
            continue
        text = bare(line.text)
        if level_of(text) and not line.in_table:
            break
        if _is_head(line) or text.endswith(("：", ":", "。")) or is_date(text) or is_number(text):
            continue
        for end in range(at + 1, min(at + 5, len(head)) + 1):
            whole = "".join(bare(each.text) for each in head[at:end])
            if _titled(whole, head[at:end]):
                return at, end
            if not _goes_on(head, at, end):
                break
    return 0, 0


def _is_head(line: Line) -> bool:
    """The mark in red, or a line of the table that a portal puts above a paper."""
    return line.in_table or line.red or " | " in line.text or bool(_LABEL.match(bare(line.text)))


def _titled(whole: str, lines: Sequence[Line]) -> bool:
    if not _TITLE.fullmatch(whole) or is_number(whole) or "，" in whole and "《" not in whole:
        return False
    sizes = [line.size for line in lines if line.size]
    return "关于" in whole or len(whole) >= 8 or bool(sizes and min(sizes) >= 18)


def _goes_on(head: Sequence[Line], at: int, end: int) -> bool:
    """Whether the next line may belong to the same title: it looks the same, and it is no list or sentence."""
    if end >= len(head):
        return False
    first, following = head[at], head[end]
    if _is_head(following) or level_of(bare(following.text)) or bare(following.text).endswith(("：", "。")):
        return False
    return following.size == first.size and following.align == first.align


def _below(lines: Sequence[Line]) -> Iterator[Placed]:
    attached, begun, enclosed = False, False, False
    for at, line in enumerate(lines):
        text = bare(line.text)
        if text.startswith(("抄送：", "抄送:", "抄报：", "分送：", "主送：")):
            yield Placed(line, Part.COPIES)
        elif _DATE.search(text) and text.endswith("印发") and len(text) < 60:
            yield Placed(line, Part.PRINTED)
        elif _MARK.fullmatch(text) and not line.in_table and at:
            attached = True
            yield Placed(line, Part.MARK)
        elif line.in_table:
            yield Placed(line, Part.TABLE)
        elif attached:
            yield Placed(line, Part.ATTACHED)
        elif not begun and not level_of(text) and text.endswith(("：", ":")) and "。" not in text and at < 3:
            begun = True
            yield Placed(line, Part.ADDRESSEE)
        else:
            begun = True
            part = _running(text)
            enclosed = part is Part.ENCLOSED or (enclosed and bool(_LISTED.match(text)))
            yield Placed(line, Part.ENCLOSED if enclosed else part)


def _running(text: str) -> Part:
    if _ENCLOSED.match(text):
        return Part.ENCLOSED
    if _ATTENDED.match(text):
        return Part.ATTENDED
    if is_date(text):
        return Part.DATE
    return level_of(text) or Part.BODY


def _sign(found: list[Placed]) -> None:
    """The last date of the text itself is 成文日期; the short line above it names the issuer."""
    dates = [at for at, each in enumerate(found) if each.part is Part.DATE]
    for at in dates[:-1]:
        found[at] = Placed(found[at].line, Part.BODY)
    if not dates:
        return
    last = dates[-1]
    text = [at for at, each in enumerate(found) if each.part in TEXT and at > last]
    if len(text) > _SIGNED_IN:
        found[last] = Placed(found[last].line, Part.BODY)
        return
    for at in range(last - 1, max(-1, last - 4), -1):
        each = found[at]
        short = len(each.text) <= 30 and not each.text.endswith(("。", "：", ":", "；"))
        if each.part is not Part.BODY or not short or each.line.align is Align.CENTRE and not each.line.indent:
            break
        found[at] = Placed(each.line, Part.ISSUER)
