"""Checks of a draft before it goes out: what stops it, and what is worth a second look."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.circulars import drafts
from duban.circulars.enums import Kind
from duban.circulars.models import Circular
from duban.core.circulars.texts import UNFINISHED
from duban.core.circulars.typed import typed_numbers
from duban.core.gongwen.lint import engine as lint
from duban.core.gongwen.lint.values import Line, Print
from duban.orgs.permissions import Invalid

SHOULD, MUST = 4000, 5000  # characters of a text (整治形式主义为基层减负若干规定)


@dataclass(frozen=True)
class Remark:
    """A finding. ``stops``: it has to be mended before the draft goes out."""

    text: str
    stops: bool = False


def remarks(row: Circular, reading: drafts.Reading) -> list[Remark]:
    """Everything worth saying, what stops first."""
    found = []
    if UNFINISHED in row.body:
        found.append(Remark("正文里还有“（请在此……）”的提示没有改写。", True))
    if row.kind == Kind.COMMENDATION and row.corrects_id is None and row.pk and not row.praises.exists():
        found.append(Remark("还没有选择表彰单位。", True))
    if reading.length > MUST:
        found.append(
            Remark(f"正文{reading.length}字，超过{MUST}字。请删减，例如把清单移到附件，只留下最突出的。", True)
        )
    elif reading.length > SHOULD:
        found.append(Remark(f"正文{reading.length}字，一般不超过{SHOULD}字。能短则短。"))
    title, lines = drafts.lines_of(row.kind, row.title, row.body)
    typed = typed_numbers([title, *lines])
    if typed:
        said = "、".join(f"“{each}”" for each in typed)
        found.append(Remark(f"手写的数字{said}没有出处，台账变化时不会跟着变。能引用数据的，请改用引用。"))
    found += linted(row, reading)
    return sorted(found, key=lambda each: not each.stops)


def linted(row: Circular, reading: drafts.Reading) -> list[Remark]:
    """What the rules for official papers say of the words; length has its own limits above."""
    texts = [reading.title, *([f"{row.recipients}："] if row.recipients else [])]
    texts += [each.text for each in reading.paragraphs]
    lines = tuple(Line(text, number) for number, text in enumerate(texts, 1))
    findings = lint.check(Print(row.name, "text", lines))
    return [
        Remark(f"{each.found}。应为：{each.expected}。{each.mend}" + (f"（{each.text[:20]}…）" if each.text else ""))
        for each in findings
        if each.line and not each.rule.endswith(".length")
    ]


def require_sound(row: Circular, at: dt.datetime) -> None:
    """Raise Invalid with everything that stops it."""
    stops = [each.text for each in remarks(row, drafts.read(row, now=at, with_table=False)) if each.stops]
    if stops:
        raise Invalid("".join(stops))
