"""Three boxes become 附件5's one column (完成情况): one rule for the page that is signed and for the document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.core.reporting.values import Presence
from duban.core.text.days import day_in_words

_END = "。！？；…）】」』”"


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a unit wrote in a line."""

    presence: Presence = Presence.MISSING
    done: str = ""  # 进展与成效
    problem: str = ""  # 问题及原因
    next_step: str = ""  # 下一步及时限
    reason: str = ""  # 未报数原因
    waiting_on: str = ""  # name of the unit that is waited for
    expected_on: dt.date | None = None  # when the figure will be published
    synthesis: str = ""  # 牵头汇总


def presence_sentence(words: LineWords) -> str:
    """Why there is no figure, as a sentence; empty where there is one, or no answer yet.

    >>> presence_sentence(LineWords(Presence.AWAITING, expected_on=dt.date(2023, 4, 20), reason="由市统计局发布"))
    '统计数据尚未发布，预计2023年4月20日发布。由市统计局发布。'
    >>> presence_sentence(LineWords(Presence.NIL, reason="按计划二季度启动"))
    '本期无进展可报。按计划二季度启动。'
    """
    day = words.expected_on
    expected = f"，预计{day_in_words(day)}发布" if day else ""
    said = {
        Presence.NIL: "本期无进展可报。",
        Presence.NOT_APPLICABLE: "本区未承担该项份额。",
        Presence.BLOCKED: f"等待{words.waiting_on or '其他单位'}办理。",
        Presence.AWAITING: f"统计数据尚未发布{expected}。",
    }.get(words.presence, "")
    return said + ended(words.reason) if said else ""


def paragraphs(words: LineWords) -> list[str]:
    """The paragraphs of the column, in order: why no figure, progress, problems, next steps, the lead's summary."""
    parts = [presence_sentence(words), ended(words.done)]
    for label, text in (
        ("存在问题及原因：", words.problem),
        ("下一步及时限：", words.next_step),
        ("各单位情况汇总：", words.synthesis),
    ):
        if text.strip():
            parts.append(_labelled(label, ended(text)))
    return [part for part in parts if part]


def merged(words: LineWords) -> str:
    """The column as one text, a line a paragraph.

    >>> merged(LineWords(Presence.REPORTED, done="已建成停车泊位120个", problem="用地未批", next_step="5月底前开工"))
    '已建成停车泊位120个。\\n存在问题及原因：用地未批。\\n下一步及时限：5月底前开工。'
    """
    return "\n".join(paragraphs(words))


def ended(text: str) -> str:
    """The text with a full stop at its end if it has no mark there; empty stays empty."""
    text = text.strip()
    return text if not text or text[-1] in _END or text[-1] in ".!?;" else text.rstrip("，、,：:") + "。"


def _labelled(label: str, text: str) -> str:
    """The label before the text, once: who typed it is not given it twice."""
    head = label.rstrip("：")
    bare = text.lstrip("一二三四五六七八九十1234567890.、（）() ")
    return text if bare.startswith(head) else label + text
