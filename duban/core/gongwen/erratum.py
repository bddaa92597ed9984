"""更正: a document that corrects another one. What was issued stays as it was; this one says what it should be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from duban.core.gongwen.document import Document, Head, Imprint, Paragraph, Part, Role, Signature
from duban.core.gongwen.titles import title_lines
from duban.core.text.days import day_in_words


@dataclass(frozen=True, slots=True)
class Slip:
    """One place: where it stands, the words as issued, the words as they should be."""

    wrong: str
    right: str
    where: str = ""  # 第二部分第三段

    def sentence(self) -> str:
        """将第二部分中的“37项”更正为“38项”."""
        return f"将{self.where + '中的' if self.where else ''}“{self.wrong}”更正为“{self.right}”"


@dataclass(frozen=True, slots=True)
class Erratum:
    """What is corrected, for whom, why."""

    number: str  # of the old document
    title: str
    issued_on: dt.date
    kind: str  # 通报
    slips: Sequence[Slip]
    reason: str = ""
    to: str = ""  # 主送 of the old document, with its colon


def document(
    erratum: Erratum, *, head: Head | None = None, signature: Signature, imprint: Imprint | None = None
) -> Document:
    """The paper. One place is a sentence, several are a numbered list."""
    own = erratum.title if erratum.title.startswith("《") else f"《{erratum.title}》"
    parts: list[Part] = [Paragraph(erratum.to, Role.PLAIN)] if erratum.to else []
    opening = f"{day_in_words(erratum.issued_on)}印发的{own}（{erratum.number}）"
    because = f"因{erratum.reason.rstrip('。')}，" if erratum.reason else ""
    if len(erratum.slips) == 1:
        parts.append(Paragraph(f"{because}{opening}现作更正：{erratum.slips[0].sentence()}。"))
    else:
        parts.append(Paragraph(f"{because}{opening}现作如下更正："))
        last = len(erratum.slips)
        for at, slip in enumerate(erratum.slips, 1):
            parts.append(Paragraph(f"{at}.{slip.sentence()}{'。' if at == last else '；'}", Role.LEVEL3))
    parts.append(Paragraph("其他内容不变。"))
    parts.append(signature)
    return Document(title_lines(f"关于更正{erratum.number}的{erratum.kind}"), tuple(parts), head=head, imprint=imprint)


def addressees(paper: Document) -> str:
    """主送 of a paper: its first flush line that ends with a colon."""
    for part in paper.parts:
        if isinstance(part, Paragraph) and part.role is Role.PLAIN and part.text.endswith("："):
            return part.text
    return ""
