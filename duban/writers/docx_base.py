"""The parts of a docx that all papers of one page set-up share: styles, fonts, settings. Made once by python-docx."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import Any

from duban.core.gongwen.document import Align, Page, Role
from duban.writers.looks import LOOKS, SAME, Face, Look

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
JC = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
VARIABLE = frozenset(
    {"word/document.xml", "word/header1.xml", "word/header2.xml", "word/footer1.xml", "word/footer2.xml",
     "docProps/core.xml"}
)  # fmt: skip
Parts = tuple[tuple[str, bytes], ...]


@lru_cache(maxsize=8)
def base(page: Page) -> tuple[Parts, str]:
    """The parts that never change, and the section properties (as XML) that name header and footer."""
    from docx import Document
    from lxml import etree

    made = Document()
    _styles(made)
    _settings(made)
    _section(made.sections[0], page)
    section = made.sections[0]._sectPr
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as pack:
        parts = tuple((name, pack.read(name)) for name in pack.namelist() if name not in VARIABLE)
    parts = tuple((name, _fonts() if name == "word/fontTable.xml" else data) for name, data in parts)
    return parts, etree.tostring(section, encoding="unicode")


def style_id(role: Role) -> str:
    """Id of the role's style in the file."""
    return "duban" + role.value.capitalize()


def run_fonts(face: Face) -> str:
    """All four, else the name does not reach Chinese text."""
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def paragraph_marks(look: Look, align: Align | None = None) -> str:
    """Children of pPr that a look asks for, in the order of the schema."""
    marks = ['<w:widowControl w:val="0"/>', '<w:snapToGrid w:val="0"/>']
    before, after, pitch = (round(x * 20) for x in (look.before, look.after, look.pitch))
    marks.append(f'<w:spacing w:before="{before}" w:after="{after}" w:line="{pitch}" w:lineRule="exact"/>')
    if look.indent:
        first = round(look.indent * (look.size + look.spacing) * 20)
        marks.append(f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{first}"/>')
    marks.append(f'<w:jc w:val="{JC[align or look.align]}"/>')
    return "".join(marks)


def run_marks(look: Look) -> str:
    """Children of rPr that a look asks for."""
    spacing = f'<w:spacing w:val="{round(look.spacing * 20)}"/>' if look.spacing else ""
    size = round(look.size * 2)
    return f'{run_fonts(look.face)}{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _styles(made: Any) -> None:
    from docx.oxml import parse_xml

    styles = made.styles.element
    for role, look in LOOKS.items():
        outline = f'<w:outlineLvl w:val="{look.outline - 1}"/>' if look.outline else ""
        keep = "<w:keepNext/>" if look.outline or role is Role.BAND else ""
        styles.append(
            parse_xml(
                f'<w:style xmlns:w="{W}" w:type="paragraph" w:customStyle="1" w:styleId="{style_id(role)}">'
                f'<w:name w:val="{look.style}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
                f"<w:pPr>{keep}{paragraph_marks(look)}{outline}</w:pPr><w:rPr>{run_marks(look)}</w:rPr></w:style>"
            )
        )
    normal = made.styles["Normal"].element
    for name in ("rPr", "pPr"):
        for old in normal.findall(f"{{{W}}}{name}"):
            normal.remove(old)
    look = LOOKS[Role.PLAIN]
    normal.append(parse_xml(f'<w:pPr xmlns:w="{W}">{paragraph_marks(look)}</w:pPr>'))
    normal.append(
        parse_xml(f'<w:rPr xmlns:w="{W}">{run_marks(look)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>')
    )


def _settings(made: Any) -> None:
    made.settings.odd_and_even_pages_header_footer = True


def _section(section: Any, page: Page) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(x) for x in page.size)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(max(10.0, page.top - 16)), Mm(max(8.0, page.bottom - 14))
    for part in (section.header, section.even_page_header, section.footer, section.even_page_footer):
        part.is_linked_to_previous = False
    # A grid of characters gives other lines in each program; ours are exact.
    for grid in section._sectPr.findall(f"{{{W}}}docGrid"):
        section._sectPr.remove(grid)


def _fonts() -> bytes:
    """The faces with their other names, so that a program that lacks one finds the same under another."""
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{SAME[face][0]}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for face in Face
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{W}">{fonts}</w:fonts>'.encode()
