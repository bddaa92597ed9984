"""Where the lines of 落款, 附件说明 and 版记 stand, in characters of their size (GB/T 9704-2012, 7.3.4, 7.3.5, 7.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.core.gongwen.document import AttachmentNote, Head, Imprint, Labelled, Signature
from duban.core.gongwen.titles import wide
from duban.core.text.days import day_in_words

_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
SEALED_RIGHT = 4.0  # characters free at the right of the date of a sealed paper
UNSEALED_RIGHT = 2.0
# A seal of 42 mm with issuer and date in its lower middle begins 24 mm above the line between them: with two lines free
# its upper edge lies within one line of the text, as 7.3.5.1 wants it.
SEALED_BLANKS = 2
UNSEALED_BLANKS = 1
ITEM = 1.25  # characters that "1." takes before the name of an attachment


def right_indents(signature: Signature) -> tuple[float, ...]:
    """Characters that stay free at the right of each line.

    >>> right_indents(Signature(("某某区人民政府办公室", "2023年7月20日"), sealed=True))
    (2.25, 4.0)
    >>> right_indents(Signature(("某某区人民政府办公室", "2023年7月20日")))
    (2.0, 3.5)
    """
    *issuers, date = signature.lines or ("",)
    if not _DATE.fullmatch("".join(date.split())):
        return (UNSEALED_RIGHT,) * len(signature.lines)
    long = wide(date)
    if signature.sealed:
        # Centred on the date; an issuer that would leave the type area pushes the date to the left.
        at = max([SEALED_RIGHT, *((wide(each) - long) / 2 for each in issuers)])
        return (*(at + (long - wide(each)) / 2 for each in issuers), at)
    longest = max((wide(each) for each in issuers), default=long)
    if long > longest:
        return (*(long + 2 * UNSEALED_RIGHT - wide(each) for each in issuers), UNSEALED_RIGHT)
    return (*(UNSEALED_RIGHT + longest - wide(each) for each in issuers), longest - long)


def blanks_before(signature: Signature) -> int:
    """Lines that stay free above it."""
    return SEALED_BLANKS if signature.sealed else UNSEALED_BLANKS


@dataclass(frozen=True, slots=True)
class Hanging:
    """A line whose later lines stand under ``text``: ``lead`` begins at ``start`` characters, ``text`` at ``at``."""

    lead: str
    text: str
    start: float
    at: float


def enclosed(note: AttachmentNote) -> tuple[Hanging, ...]:
    """附件说明, two characters in; several are numbered and stand under one another.

    >>> [(each.lead, each.start, each.at) for each in enclosed(AttachmentNote(("甲", "乙")))]
    [('附件：1.', 2.0, 6.25), ('2.', 5.0, 6.25)]
    """
    if len(note.names) == 1:
        return (Hanging("附件：", note.names[0], 2.0, 5.0),)
    return tuple(
        Hanging(f"附件：{number}." if number == 1 else f"{number}.", name, 2.0 if number == 1 else 5.0, 5.0 + ITEM)
        for number, name in enumerate(note.names, 1)
    )


def labelled(part: Labelled) -> Hanging:
    """出席, 请假, 列席: two characters in, later lines under the first name (10.3)."""
    label = f"{part.label}："
    return Hanging(label, part.text, 2.0, 2.0 + wide(label))


def copied(imprint: Imprint) -> tuple[Hanging, ...]:
    """主送 that were moved below, and 抄送: one character in on both sides, a full stop at the end."""
    named = (("主送：", imprint.recipients), ("抄送：", imprint.copies))
    return tuple(Hanging(label, f"{'，'.join(names)}。", 1.0, 4.0) for label, names in named if names)


def printed(imprint: Imprint) -> tuple[str, str]:
    """印发机关 at the left, the date with 印发 at the right."""
    return imprint.issuer, f"{day_in_words(imprint.issued_on)}印发" if imprint.issued_on else ""


def status_lines(head: Head) -> tuple[str, ...]:
    """份号, 密级和保密期限, 紧急程度, each on its line in this order."""
    return tuple(each for each in (head.copy_number, head.secrecy, head.urgency) if each)


def signers(head: Head) -> tuple[str, ...]:
    """签发人, two a line; the number stands on the line of the last.

    >>> signers(Head("某", signer="甲、乙、丙"))
    ('甲　乙', '丙')
    """
    names = [each for each in re.split(r"[、，,\s]+", head.signer) if each]
    return tuple("　".join(names[at : at + 2]) for at in range(0, len(names), 2))
