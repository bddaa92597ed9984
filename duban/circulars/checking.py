"""Checks of a draft before it goes out: what stops it, and what is worth a second look."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.circulars import drafts, unsourced
from duban.circulars.enums import Kind
from duban.circulars.lists import SHORTER
from duban.circulars.models import Circular
from duban.core.circulars.texts import UNFINISHED
from duban.core.gongwen.lint import engine as lint
from duban.core.gongwen.lint.form_rules import MOST_TASK, MOST_WHOLE
from duban.core.gongwen.lint.values import Line, Print
from duban.orgs.permissions import Invalid

SHORT = 60  # characters of a sentence that a remark quotes


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
    if reading.length > MOST_TASK:
        found.append(Remark(_too_long(row, reading)))
    for each in unsourced.findings(row, reading):
        if each.stops:
            mend = "请改正" if each.sure else "请改用引用，或者写明出处"
            found.append(Remark(f"{each.text}，{mend}：{_short(each.sentence)}", True))
    found += linted(row, reading)
    return sorted(found, key=lambda each: not each.stops)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= SHORT else f"{sentence[:SHORT]}……"


def _too_long(row: Circular, reading: drafts.Reading) -> str:
    """How long the text is, how long it may be, and what would make it shorter."""
    used = {each.name for each in drafts.references_of(row)}
    mend = "；".join(
        f"“{{{name}}}”可换成“{{{less}}}”，逐个情况见附件" for name, less in SHORTER.items() if name in used
    )
    said = f"正文{reading.length}字，一般不超过{MOST_TASK}字" + (
        f"，最多{MOST_WHOLE}字" if reading.length > MOST_WHOLE else ""
    )
    return f"{said}。{mend or '能短则短，例如把清单移入附件，只留下最突出的'}。"


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
    stops = [each.text for each in remarks(row, drafts.read(row, now=at, with_tables=False)) if each.stops]
    if stops:
        raise Invalid("".join(stops))
