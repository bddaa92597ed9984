"""Paragraphs and runs of a docx as XML text; marks stand in the order that the schema wants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from duban.core.gongwen.document import Align, Role
from duban.writers.docx_base import JC, run_fonts, run_marks, style_id
from duban.writers.looks import LOOKS, Face, Look

TWIPS = 1440 / 25.4  # in a millimetre


@dataclass(frozen=True, slots=True)
class Marks:
    """What a paragraph has besides its style. Each is XML of its place in pPr."""

    keep: bool = False
    page_break: bool = False
    frame: str = ""  # framePr
    borders: str = ""  # children of pBdr
    tabs: str = ""  # children of tabs
    spacing: str = ""  # attributes
    indent: str = ""  # attributes
    align: Align | None = None

    def xml(self, role: Role) -> str:
        """Children of pPr."""
        return "".join(
            (
                f'<w:pStyle w:val="{style_id(role)}"/>',
                "<w:keepNext/>" if self.keep else "",
                "<w:pageBreakBefore/>" if self.page_break else "",
                self.frame,
                f"<w:pBdr>{self.borders}</w:pBdr>" if self.borders else "",
                f"<w:tabs>{self.tabs}</w:tabs>" if self.tabs else "",
                f"<w:spacing {self.spacing}/>" if self.spacing else "",
                f"<w:ind {self.indent}/>" if self.indent else "",
                f'<w:jc w:val="{JC[self.align]}"/>'
                if self.align is not None and self.align is not LOOKS[role].align
                else "",
            )
        )


PLAIN = Marks()


def paragraph(text: str, role: Role, marks: Marks = PLAIN, *, runs: str | None = None) -> str:
    """A paragraph; ``runs`` stands for the text where it has several faces."""
    return f"<w:p><w:pPr>{marks.xml(role)}</w:pPr>{run(text, LOOKS[role]) if runs is None else runs}</w:p>"


def run(text: str, look: Look) -> str:
    """Text in a look; nothing for no text."""
    return f"<w:r><w:rPr>{run_marks(look)}</w:rPr>{words(text)}</w:r>" if text else ""


def in_face(text: str, role: Role, face: Face, size: float = 0.0) -> str:
    """Text of a role in another face or size."""
    look = LOOKS[role]
    return run(text, replace(look, face=face, size=size or look.size))


def words(text: str) -> str:
    """A tab of the text is a tab of the format; characters that XML cannot hold were taken out by the paper."""
    pieces = escape(text).split("\t")
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in pieces)


def small(text: str, size: float) -> str:
    """Text of a header or footer."""
    if not text:
        return ""
    return f'<w:r><w:rPr>{run_fonts(Face.SONGTI)}<w:sz w:val="{round(size * 2)}"/></w:rPr>{words(text)}</w:r>'


def right_tab(at: float) -> str:
    """A tab whose text ends at ``at`` millimetres."""
    return f'<w:tab w:val="right" w:pos="{round(at * TWIPS)}"/>'


def left_tab(at: float) -> str:
    """A tab whose text begins at ``at`` millimetres."""
    return f'<w:tab w:val="left" w:pos="{round(at * TWIPS)}"/>'


def hanging(start: float, at: float, role: Role, right: float = 0.0) -> str:
    """Indents in characters of the role: the first line begins at ``start``, the others at ``at``."""
    look = LOOKS[role]
    one = (look.size + look.spacing) * 20
    return (
        f'w:leftChars="{round(at * 100)}" w:left="{round(at * one)}" w:rightChars="{round(right * 100)}" '
        f'w:right="{round(right * one)}" w:hangingChars="{round((at - start) * 100)}" '
        f'w:hanging="{round((at - start) * one)}"'
    )


def from_right(characters: float, role: Role) -> str:
    """Characters that stay free at the right, and no indent of the first line."""
    look = LOOKS[role]
    one = (look.size + look.spacing) * 20
    right = f'w:rightChars="{round(characters * 100)}" w:right="{round(characters * one)}"'
    return f'{right} w:firstLineChars="0" w:firstLine="0"'
