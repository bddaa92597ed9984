"""The same notice in another dress (换装): changes of a text that leave its meaning.

For measuring how general the reader is. Each change keeps items, units and figures, so that the annotation of the
original holds for the changed text too (numbers are compared by what they count). A change that has nothing to change
gives the text back as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from duban.core.text.numerals import parse_chinese

Change = Callable[[str], str]
_TAG = re.compile(r"[（(]([^（()）\n]*(?:单位|负责|牵头|部门|主办|承办|配合)[^（()）\n]*)[)）]")
_LABELS = re.compile(r"((?:牵头|责任|配合|主办|承办|协办|实施|协同)(?:责任)?(?:单位|部门))([:：])([^\n（）()。;；]+)")
_ARABIC = re.compile(r"^([\s　*]*)(\d{1,3})([.．、]) ?(?!\d)", re.MULTILINE)
_HAN = re.compile(r"^([\s　*]*)([一二三四五六七八九十]{1,3})(、) ?", re.MULTILINE)
_DIGITS = "〇一二三四五六七八九"
_WRAPPED_AT = (28, 40, 64)


class Dress(NamedTuple):
    """A change with its name."""

    name: str
    change: Change


def in_brackets(opening: str, closing: str) -> Change:
    """Unit tags in other brackets."""
    return lambda text: _TAG.sub(lambda tag: opening + tag[1] + closing, text)


def numbered(before: str, behind: str) -> Change:
    """``1.`` with other signs around the number; a text in which such signs count something already stays."""

    def change(text: str) -> str:
        if before and re.search(rf"^\s*{re.escape(before)}\d", text, re.MULTILINE):
            return text
        return _ARABIC.sub(lambda number: f"{number[1]}{before}{number[2]}{behind}", text)

    return change


def one_sign(text: str) -> str:
    """1. as ⒈, as far as there are such characters."""
    return _ARABIC.sub(
        lambda found: found[1] + chr(0x2487 + int(found[2])) if 0 < int(found[2]) <= 20 else found[0], text
    )


def two_digits(text: str) -> str:
    """1. as 01."""
    return _ARABIC.sub(lambda found: f"{found[1]}{int(found[2]):02d}{found[3]}", text)


def han_as_digits(text: str) -> str:
    """一、 as 1． where no digits count anything."""
    if _ARABIC.search(text) or re.search(r"^\s*[（(][一二三]", text, re.MULTILINE):
        return text
    return _HAN.sub(lambda found: f"{found[1]}{_value(found[2])}．", text)


def han_in_brackets(text: str) -> str:
    """一、 as （一） where nothing is counted so."""
    if re.search(r"^\s*[（(][一二三]", text, re.MULTILINE):
        return text
    return _HAN.sub(lambda found: f"{found[1]}（{found[2]}）", text)


def _value(printed: str) -> int:
    return int(parse_chinese(printed) or 0)


def half_width(text: str) -> str:
    return text.translate(str.maketrans("（）：，；", "():,;"))


def full_width(text: str) -> str:
    signs = {",": "，", ";": "；", ":": "："}
    text = re.sub(r"(?<=[\u4e00-\u9fff）)%])[,;:](?=[\u4e00-\u9fff])", lambda sign: signs[sign[0]], text)
    return text.replace("(", "（").replace(")", "）")


def full_width_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))


def with_labels(*pairs: tuple[str, str]) -> Change:
    """Other words for the roles, each time they are a label."""

    def change(text: str) -> str:
        for label, other in pairs:
            text = re.sub(rf"(?<![\u4e00-\u9fff]){label}(?=[:：])|(?<=[市区县省]级){label}(?=[:：])", other, text)
        return text

    return change


def spaced_labels(text: str) -> str:
    """责 任 单 位："""
    return re.sub(
        r"(?<![\u4e00-\u9fff])(牵头|责任|配合|主办|承办|协办)(单位|部门)(?=[:：])",
        lambda found: " ".join(found[1] + found[2]),
        text,
    )


def separated(sign: str) -> Change:
    """Units behind a label parted by another sign than 、; where names have brackets or 各 of their own they stay."""

    def change(text: str) -> str:
        def other(found: re.Match[str]) -> str:
            value = found[3]
            if re.search(r"各|[区县市](?=、)|等", value):
                return found[0]
            return found[1] + found[2] + value.replace("、", sign)

        return _LABELS.sub(other, text)

    return change


def tags_below(text: str) -> str:
    """A tag at the end of a line on a line of its own."""
    return re.sub(_TAG.pattern + r"(?=[。;；]?$)", lambda tag: "\n" + tag[0], text, flags=re.MULTILINE)


def labels_below(text: str) -> str:
    """A tag with one label at the end of a line as a labelled line."""
    pattern = r"[（(]((?:牵头|责任|配合|主办)(?:责任)?单位[:：][^（()）;；:：\n]*)[)）](?:[。;；])?$"
    return re.sub(pattern, lambda tag: "\n" + tag[1], text, flags=re.MULTILINE)


def wrapped(width: int) -> Change:
    """Lines broken after so many characters; rows of tables stay."""

    def change(text: str) -> str:
        lines: list[str] = []
        for line in text.split("\n"):
            step = len(line) if "|" in line else width
            lines += [line[at : at + step] for at in range(0, len(line), step or 1)] or [""]
        return "\n".join(lines)

    return change


def indented(text: str) -> str:
    return "\n".join(f"　　{line}" if line and "|" not in line else line for line in text.split("\n"))


def on_a_portal(text: str) -> str:
    """With what a government's portal prints above and below."""
    head = (
        "当前位置：首页 > 政务公开 > 政策文件\n发布时间：2023-03-01 来源：政府办公室 浏览次数：1024 字体：[大 中 小]\n"
    )
    foot = (
        "\n分享到：\n打印本页 关闭窗口\n上一篇：关于做好春耕备耕工作的通知\n下一篇：没有了\n"
        "主办单位：市人民政府办公室 承办单位：市政务服务局 网站标识码：4200000001\n版权所有 ICP备00000001号\n"
    )
    return head + text + foot


def unseen_characters(text: str) -> str:
    """Zero-width and non-breaking spaces, as copies from pages have them."""
    return text.replace("。（", "。\u200b（").replace("单位：", "单位：\u00a0").replace("\n", "\u200b\n")


DRESSES: tuple[Dress, ...] = (
    Dress("half width", half_width),
    Dress("full width", full_width),
    Dress("full-width digits", full_width_digits),
    Dress("tags in [ ]", in_brackets("[", "]")),
    Dress("tags in 【 】", in_brackets("【", "】")),
    Dress("tags in 〔 〕", in_brackets("〔", "〕")),
    Dress("tags in 〈 〉", in_brackets("〈", "〉")),
    Dress("tags in （ 】", in_brackets("（", "】")),
    Dress("1、", numbered("", "、")),
    Dress("1. with a space", numbered("", ". ")),
    Dress("1 with a space", numbered("", " ")),
    Dress("1：", numbered("", "：")),
    Dress("1)", numbered("", ")")),
    Dress("（1）", numbered("（", "）")),
    Dress("第1项：", numbered("第", "项：")),
    Dress("任务1：", numbered("任务", "：")),
    Dress("⒈", one_sign),
    Dress("01.", two_digits),
    Dress("一、 as 1．", han_as_digits),
    Dress("一、 as （一）", han_in_brackets),
    Dress(
        "labels: 主办/承办/协办",
        with_labels(("牵头单位", "主办单位"), ("责任单位", "承办单位"), ("配合单位", "协办单位")),
    ),
    Dress("labels: 部门", with_labels(("牵头单位", "牵头部门"), ("责任单位", "责任部门"), ("配合单位", "配合部门"))),
    Dress(
        "labels: 主责/落实/参与",
        with_labels(("牵头单位", "主责单位"), ("责任单位", "落实单位"), ("配合单位", "参与单位")),
    ),
    Dress("spaced labels", spaced_labels),
    Dress("units parted by ，", separated("，")),
    Dress("units parted by /", separated("/")),
    Dress("units parted by blanks", separated("　")),
    Dress("tags on their own line", tags_below),
    Dress("tags as labelled lines", labels_below),
    *(Dress(f"broken at {width}", wrapped(width)) for width in _WRAPPED_AT),
    Dress("indents", indented),
    Dress("blank lines", lambda text: text.replace("\n", "\n\n")),
    Dress("spaces at line ends", lambda text: text.replace("\n", "  \n")),
    Dress("portal furniture", on_a_portal),
    Dress("unseen characters", unseen_characters),
)
