"""The parts of a docx that all papers of one page set-up share: styles, fonts, settings. Made once by python-docx."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from duban.core.gongwen.document import Align, Page, Role
from duban.writers.frame import landscape
from duban.writers.looks import CHARACTERS, LOOKS, MM, SAME, TYPE_AREA, Face, Look

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
JC = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_ALWAYS = frozenset({"word/document.xml", "docProps/core.xml"})
Parts = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A header or footer that the writer fills: on which pages it stands."""

    footer: bool
    pages: str  # odd, even, first
    landscape: bool


@dataclass(frozen=True, slots=True)
class Base:
    """What all papers of one page set-up share. ``sections``: properties as XML, that name headers and footers."""

    parts: Parts
    sections: dict[str, str]  # main, wide (a landscape attachment), back (portrait again)
    edges: dict[str, Edge]  # by the name of the part


@lru_cache(maxsize=8)
def base(page: Page, *, wide: bool = False, letter: bool = False) -> Base:
    """The parts that never change. ``wide``: with landscape pages; ``letter``: the first page has edges of its own."""
    from docx import Document
    from lxml import etree

    made = Document()
    _styles(made)
    _settings(made)
    wanted = {"main": page} | ({"wide": landscape(page), "back": page} if wide else {})
    sections: dict[str, str] = {}
    edges: dict[str, Edge] = {}
    for name, each in wanted.items():
        section = made.sections[0] if name == "main" else made.add_section()
        _section(section, each, letter=letter and name == "main")
        edges |= _edges(section, each, letter=letter and name == "main")
        sections[name] = etree.tostring(section._sectPr, encoding="unicode")
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as pack:
        parts = tuple((n, pack.read(n)) for n in pack.namelist() if n not in edges and n not in _ALWAYS)
    parts = tuple((name, _fonts() if name == "word/fontTable.xml" else data) for name, data in parts)
    return Base(parts, sections, edges)


def _edges(section: Any, page: Page, *, letter: bool) -> dict[str, Edge]:
    """Headers and footers of the section, made where they are first asked for."""
    asked = [("odd", section.header, section.footer), ("even", section.even_page_header, section.even_page_footer)]
    if letter:
        asked.append(("first", section.first_page_header, section.first_page_footer))
    found = {}
    for pages, *both in asked:
        for footer, part in enumerate(both):
            part.is_linked_to_previous = False
            found[str(part.part.partname).lstrip("/")] = Edge(bool(footer), pages, page.landscape)
    return found


def style_id(role: Role) -> str:
    """Id of the role's style in the file."""
    return "duban" + role.value.capitalize()


def run_fonts(face: Face) -> str:
    """All four, else the name does not reach Chinese text."""
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def paragraph_marks(look: Look, align: Align | None = None) -> str:
    """Children of pPr that a look asks for, in the order of the schema."""
    # No room between digits and characters: a line holds 28 of them, two digits to one.
    apart = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    marks = ['<w:widowControl w:val="0"/>', apart, '<w:snapToGrid w:val="0"/>']
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
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    size = round(look.size * 2)
    return f'{run_fonts(look.face)}{colour}{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _styles(made: Any) -> None:
    from docx.oxml import parse_xml

    styles = made.styles.element
    for role, look in LOOKS.items():
        outline = f'<w:outlineLvl w:val="{look.outline - 1}"/>' if look.outline else ""
        keep = "<w:keepNext/>" if look.outline or role in (Role.BAND, Role.FINE_BAND) else ""
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


def _section(section: Any, page: Page, *, letter: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(x) for x in page.size)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(max(10.0, page.top - 16)), Mm(max(8.0, page.bottom - 10))
    section.different_first_page_header_footer = letter
    for grid in section._sectPr.findall(f"{{{W}}}docGrid"):
        section._sectPr.remove(grid)
    if (page.width, page.height) == TYPE_AREA:
        # 22 lines of 28 characters, for whoever opens the page set-up. Our own paragraphs do not follow it: a grid
        # gives other lines in each program, theirs are exact.
        look = LOOKS[Role.BODY]
        pitch, extra = round(look.pitch * 20), round((page.width * MM / CHARACTERS - look.size) * 4096)
        section._sectPr.append(
            parse_xml(f'<w:docGrid xmlns:w="{W}" w:type="linesAndChars" w:linePitch="{pitch}" w:charSpace="{extra}"/>')
        )


def _fonts() -> bytes:
    """The faces with their other names, so that a program that lacks one finds the same under another."""
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{SAME[face][0]}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for face in Face
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{W}">{fonts}</w:fonts>'.encode()
