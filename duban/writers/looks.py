"""How each role of a paper looks (GB/T 9704-2012): style, face, size, pitch. One table for docx and pdf."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from unicodedata import east_asian_width

from duban.core.gongwen.document import Align, Cell, Role, Table

MM = 72 / 25.4  # points
RED = "FF0000"
TYPE_AREA = (156.0, 225.0)  # mm; 版心
LINES, CHARACTERS = 22, 28  # of 正文 in it


class Face(StrEnum):
    """The faces of official papers, by the name that offices have them under."""

    XIAOBIAOSONG = "方正小标宋简体"
    FANGSONG = "仿宋_GB2312"
    HEITI = "黑体"
    KAITI = "楷体_GB2312"
    SONGTI = "宋体"


# Other names of the same face, then free faces that come near it.
SAME = {
    Face.XIAOBIAOSONG: ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "小标宋", "FZXBSJW--GB1-0"),
    Face.FANGSONG: ("FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "STFangsong"),
    Face.HEITI: ("SimHei", "方正黑体_GBK", "STHeiti"),
    Face.KAITI: ("KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "STKaiti"),
    Face.SONGTI: ("SimSun", "方正书宋_GBK", "STSong"),
}
NEAR = {
    Face.XIAOBIAOSONG: ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"),
    Face.FANGSONG: ("FandolFang R", "FandolFang", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"),
    Face.HEITI: ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"),
    Face.KAITI: ("FandolKai", "LXGW WenKai", "AR PL UKai CN", "Noto Serif CJK SC", "Source Han Serif SC"),
    Face.SONGTI: ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "AR PL UMing CN"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """``size`` and ``pitch`` (line to line) in points; ``indent`` of the first line and ``spacing`` between
    characters: in characters and points."""

    style: str  # its name in Word
    face: Face
    size: float
    pitch: float
    align: Align = Align.LEFT
    indent: int = 0
    spacing: float = 0.0
    outline: int = 0
    before: float = 0.0  # points
    after: float = 0.0
    colour: str = ""  # six hexadecimal digits; black where not given


def _body(style: str, face: Face, align: Align = Align.LEFT, *, indent: int = 0, outline: int = 0) -> Look:
    """28 characters a line, 22 lines a page."""
    return Look(style, face, 16.0, 28.95, align, indent, -0.25, outline)


LOOKS: dict[Role, Look] = {
    Role.MARK: Look("附件序号", Face.HEITI, 16.0, 28.95),
    Role.TITLE: Look("公文标题", Face.XIAOBIAOSONG, 22.0, 35.0, Align.CENTRE),
    Role.BODY: _body("公文正文", Face.FANGSONG, Align.JUSTIFY, indent=2),
    Role.PLAIN: _body("公文顶格", Face.FANGSONG),
    Role.FORM: Look("表上说明", Face.FANGSONG, 14.0, 26.0, after=4.0),
    Role.LEVEL1: _body("公文一级标题", Face.HEITI, indent=2, outline=1),
    Role.LEVEL2: _body("公文二级标题", Face.KAITI, indent=2, outline=2),
    Role.LEVEL3: _body("公文三级标题", Face.FANGSONG, indent=2, outline=3),
    Role.LEVEL4: _body("公文四级标题", Face.FANGSONG, indent=2, outline=4),
    Role.REMARK: _body("公文附注", Face.FANGSONG, indent=2),
    Role.SECRECY: Look("密级和紧急程度", Face.HEITI, 16.0, 28.95),
    Role.ISSUER: Look("发文机关标志", Face.XIAOBIAOSONG, 44.0, 57.2, Align.CENTRE, colour=RED),
    Role.NUMBER: Look("发文字号", Face.FANGSONG, 16.0, 28.95, Align.CENTRE),
    Role.ENCLOSED: _body("附件说明", Face.FANGSONG, Align.JUSTIFY),
    Role.ATTENDED: _body("出席列席", Face.FANGSONG, Align.JUSTIFY),
    Role.IMPRINT: Look("版记", Face.FANGSONG, 14.0, 25.0, Align.JUSTIFY),
    Role.NOTE: Look("表下备注", Face.FANGSONG, 12.0, 20.0, before=4.0),
    Role.SIGNATURE: _body("公文落款", Face.FANGSONG, Align.RIGHT),
    Role.CELL: Look("表格文字", Face.FANGSONG, 12.0, 18.0),
    Role.HEAD: Look("表格栏目", Face.HEITI, 12.0, 18.0, Align.CENTRE),
    Role.BAND: Look("表格分部", Face.HEITI, 12.0, 18.0),
    Role.FINE_CELL: Look("长表文字", Face.FANGSONG, 10.5, 14.0),
    Role.FINE_HEAD: Look("长表栏目", Face.HEITI, 10.5, 14.0, Align.CENTRE),
    Role.FINE_BAND: Look("长表分部", Face.HEITI, 10.5, 14.0),
}
CELL_SIDE = 1.6  # mm left and right inside a cell
CELL_TOP = 1.0  # mm above and below
FINE_SIDE, FINE_TOP = 1.2, 0.5  # the same in a fine table
SMALL = 9.0  # points: header and footer
NUMBER_SIZE = 14.0  # points: page numbers, 4号


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes in ``width`` millimetres at ``size`` points: an estimate that is rather high."""
    room = max(1.0, width * MM / size)
    taken = sum(1.0 if east_asian_width(c) in "WFA" else 0.55 for c in text)
    return max(1, int(-(-taken // room)))


def inset_of(table: Table) -> tuple[float, float]:
    """Millimetres that stay free inside a cell: at both sides, above and below."""
    return (FINE_SIDE, FINE_TOP) if table.fine else (CELL_SIDE, CELL_TOP)


def height_of(cell: Cell, width: float, table: Table, look: Look) -> float:
    """Estimated height of a cell in millimetres."""
    side, top = inset_of(table)
    lines = sum(lines_of(text, width - 2 * side, look.size) for text in cell.paragraphs)
    return max(1, lines) * look.pitch / MM + 2 * top
