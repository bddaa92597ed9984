"""版头, 落款, 附件说明 and 版记 of a docx (GB/T 9704-2012). Text stays text: it can be edited where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duban.core.gongwen import placing
from duban.core.gongwen.document import Align, AttachmentNote, Form, Head, Imprint, Labelled, Page, Role, Signature
from duban.writers import frame
from duban.writers.docx_base import JC
from duban.writers.docx_text import TWIPS as MM_TWIPS
from duban.writers.docx_text import Marks, from_right, hanging, in_face, paragraph, right_tab, run
from duban.writers.looks import LOOKS, MM, NUMBER_SIZE, RED, Face

_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:wps="{_WPS}"'
)
_EIGHTHS = 8 * MM  # of a point in a millimetre: the measure of lines
_NONE = Align.LEFT


def border(edge: str, kind: str, thickness: float, space: float = 0.0, colour: str = "000000") -> str:
    """A line of a paragraph; thickness and distance in millimetres."""
    size, away = max(2, round(thickness * _EIGHTHS)), min(31, round(space * MM))
    return f'<w:{edge} w:val="{kind}" w:sz="{size}" w:space="{away}" w:color="{colour}"/>'


def head(made: Head) -> Iterator[str]:
    """版头, with the two free lines above the title."""
    if made.form is Form.LETTER:
        yield from _letter_head(made)
    else:
        yield from _general_head(made)
    yield from _empty(frame.BLANKS_BELOW_LINE)


def _empty(count: int, role: Role = Role.PLAIN, *, keep: bool = False) -> Iterator[str]:
    for _ in range(count):
        yield paragraph("", role, Marks(keep=keep))


def _mark(made: Head, marks: Marks) -> str:
    size = frame.mark_size(made)
    pitch = round(frame.mark_pitch(size) * 20)
    look = replace(LOOKS[Role.ISSUER], size=size)
    before = f'w:before="{marks.spacing}" ' if marks.spacing else ""
    marks = replace(marks, spacing=f'{before}w:line="{pitch}" w:lineRule="exact"')
    return paragraph("", Role.ISSUER, marks, runs=run(made.mark, look))


def _general_head(made: Head) -> Iterator[str]:
    lines = placing.status_lines(made)
    for line in lines:
        yield paragraph(line, Role.SECRECY)
    # Space above the first paragraph of a page is dropped by some programs, so free lines take most of it.
    full = 3
    yield from _empty(full - len(lines), Role.SECRECY)
    yield _mark(made, Marks(spacing=str(round(frame.space_before_mark(made, full) * 20))))
    yield from _empty(frame.BLANKS_BELOW_MARK)
    look = LOOKS[Role.NUMBER]
    line = border("bottom", "single", frame.RED_LINE, frame.LINE_BELOW - frame.below_glyph(look.size, look.pitch), RED)
    signers = placing.signers(made)
    if not signers:
        yield paragraph(made.number, Role.NUMBER, Marks(borders=line))
        return
    tabs = right_tab(Page().width - look.size / MM)
    for at, names in enumerate(signers):
        last = at == len(signers) - 1
        left = run(made.number if last else "", look) + run("\t" + ("签发人：" if at == 0 else ""), look)
        runs = left + in_face(names, Role.NUMBER, Face.KAITI)
        indent = 'w:firstLineChars="100" w:firstLine="320"'
        yield paragraph(
            "", Role.NUMBER, Marks(borders=line if last else "", tabs=tabs, indent=indent, align=_NONE), runs=runs
        )


def _letter_head(made: Head) -> Iterator[str]:
    """The mark 30 mm below the edge of the paper, wider than the type area; the number below the lines at the right."""
    size = frame.mark_size(made)
    pitch = frame.mark_pitch(size)
    top = round((frame.LETTER_TOP - frame.above_glyph(size, pitch)) * MM_TWIPS)
    width = round(frame.LETTER_WIDTH * MM_TWIPS)
    left = round((Page().size[0] - frame.LETTER_WIDTH) / 2 * MM_TWIPS)
    place = (
        f'<w:framePr w:w="{width}" w:hSpace="0" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" '
        f'w:x="{left}" w:y="{top}"/>'
    )
    away = frame.LINE_BELOW - frame.below_glyph(size, pitch)
    line = border("bottom", "thickThinSmallGap", frame.LETTER_LINES[0], away, RED)
    yield _mark(made, Marks(frame=place, borders=line))
    look = LOOKS[Role.NUMBER]
    status = placing.status_lines(made)
    gap = max(0, round((7 / 8 * look.size - frame.above_glyph(look.size, look.pitch) * MM) * 20))
    tabs = right_tab(Page().width)
    for at, text in enumerate(status or ("",)):
        runs = in_face(text, Role.NUMBER, Face.HEITI) + (
            run("\t" + made.number, look) if at == 0 and made.number else ""
        )
        spacing = f'w:before="{gap}"' if at == 0 else ""
        yield paragraph("", Role.NUMBER, Marks(tabs=tabs, spacing=spacing, align=_NONE), runs=runs)


def letter_foot() -> str:
    """The lower double line of a letter's first page, in its footer."""
    width = round(frame.LETTER_WIDTH * MM_TWIPS)
    left = round((Page().size[0] - frame.LETTER_WIDTH) / 2 * MM_TWIPS)
    thick = frame.LETTER_LINES[0]
    top = round((Page().size[1] - frame.LETTER_BOTTOM - thick) * MM_TWIPS)
    place = f'<w:framePr w:w="{width}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{left}" w:y="{top}"/>'
    line = border("top", "thinThickSmallGap", thick, 0.0, RED)
    return f'<w:p><w:pPr>{place}<w:pBdr>{line}</w:pBdr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


def signature(part: Signature) -> Iterator[str]:
    """落款, with the room of the seal above it."""
    yield from _empty(placing.blanks_before(part), Role.SIGNATURE, keep=True)
    last = len(part.lines) - 1
    for at, (text, right) in enumerate(zip(part.lines, placing.right_indents(part), strict=True)):
        yield paragraph(text, Role.SIGNATURE, Marks(keep=at < last, indent=from_right(right, Role.SIGNATURE)))


def enclosed(part: AttachmentNote, *, keep: bool) -> Iterator[str]:
    """附件说明, a line below the body."""
    lines = placing.enclosed(part)
    if lines:
        yield from _empty(1, Role.ENCLOSED, keep=keep)
    for each in lines:
        between = "\t" if len(lines) > 1 else ""
        marks = Marks(keep=keep, indent=hanging(each.start, each.at, Role.ENCLOSED))
        yield paragraph(f"{each.lead}{between}{each.text}", Role.ENCLOSED, marks)


def labelled(part: Labelled, *, first: bool) -> Iterator[str]:
    """出席, 请假, 列席: a line below the body, two characters in, later lines under the names."""
    if first:
        yield from _empty(1, Role.ATTENDED)
    line = placing.labelled(part)
    marks = Marks(indent=hanging(line.start, line.at, Role.ATTENDED))
    runs = in_face(line.lead, Role.ATTENDED, Face.HEITI) + run(line.text, LOOKS[Role.ATTENDED])
    yield paragraph("", Role.ATTENDED, marks, runs=runs)


def imprint(made: Imprint, form: Form) -> Iterator[str]:
    """版记, a table that stands at the lower edge of the type area; a letter has it without lines and without 印发."""
    plain = form is Form.LETTER
    rows = [_copied(each) for each in placing.copied(made)]
    joined = len(rows) == 2  # moved 主送 stand above 抄送 without a line between
    left, right = placing.printed(made)
    if (left or right) and not plain:
        tabs = right_tab(Page().width - LOOKS[Role.IMPRINT].size / MM)
        marks = Marks(tabs=tabs, indent='w:firstLineChars="100" w:firstLine="280"', align=Align.LEFT)
        rows.append(paragraph(f"{left}\t{right}", Role.IMPRINT, marks))
    if joined:
        rows[:2] = ["".join(rows[:2])]
    if not rows:
        return
    width = round(Page().width * MM_TWIPS)
    edges = "" if plain else "".join(border(edge, "single", frame.EDGE) for edge in ("top", "bottom"))
    edges += "" if plain else border("insideH", "single", frame.BETWEEN)
    none = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    size = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    lines = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{size}{row}</w:tc></w:tr>" for row in rows)
    # Told by the edge of the page, LibreOffice too lets it stand where it is told.
    yield (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" '
        f'w:tblpX="{round(Page().left * MM_TWIPS)}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{none}</w:tblCellMar></w:tblPr>"
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{lines}</w:tbl>'
    )
    # It hangs on the paragraph that follows it, so that it is on the last page.
    yield paragraph("", Role.NOTE, Marks(spacing='w:before="0" w:line="20" w:lineRule="exact"'))


def _copied(line: placing.Hanging) -> str:
    marks = Marks(indent=hanging(line.start, line.at, Role.IMPRINT, right=1.0))
    return paragraph(f"{line.lead}{line.text}", Role.IMPRINT, marks)


def turned_number(runs: str, page: Page, *, odd: bool) -> str:
    """The page number of a turned page: where it would stand on an upright one, turned with the sheet."""
    thick, long, one = 8.0, 30.0, NUMBER_SIZE / MM
    left = page.left - 7.0 - thick / 2
    top = page.size[1] - page.bottom - one - long if odd else page.top + one
    x, y, w, h = (round(each * 36000) for each in (left, top, thick, long))
    align = JC[Align.RIGHT if odd else Align.LEFT]
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{w}" cy="{h}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{1 if odd else 2}" name="页码"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_WPS}">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx>'
        f'<w:txbxContent><w:p><w:pPr><w:spacing w:line="320" w:lineRule="exact"/><w:jc w:val="{align}"/></w:pPr>{runs}'
        '</w:p></w:txbxContent></wps:txbx><wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )
