"""Page set-up, faces and sizes (GB/T 9704-2012, 5, 7, 8). Only what the file tells is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duban.core.gongwen.document import Align
from duban.core.gongwen.lint.faces import family
from duban.core.gongwen.lint.roles import Part, Placed
from duban.core.gongwen.lint.values import Finding, Line, Print, Severity, Sheet

_MM = 72 / 25.4
GB = "GB/T 9704-2012 "
A4 = (210.0, 297.0)
MARGINS = (("天头（上边距）", 37.0), ("下边距", 35.0), ("订口（左边距）", 28.0), ("右边距", 26.0))
# With Word's grid the first line hangs lower in its cell; GB/T 33476.2-2016 therefore sets these for the same look.
GRIDDED = (34.58, 32.58)
TOLERANCE = 1.0  # mm, 5.2.1
LINES, CHARACTERS = 22, 28
TYPE_AREA = (156.0, 225.0)
_SIZES = {22.0: "2号", 16.0: "3号", 14.0: "4号", 12.0: "小4号", 15.0: "小3号", 18.0: "小2号", 10.5: "5号"}
# What each part is set in: family, size, clause.
LOOKS = {
    Part.NUMBER: ("仿宋", 16.0, "7.2.5"),
    Part.TITLE: ("小标宋", 22.0, "7.3.1"),
    Part.ADDRESSEE: ("仿宋", 16.0, "7.3.2"),
    Part.BODY: ("仿宋", 16.0, "7.3.3"),
    Part.LEVEL1: ("黑体", 16.0, "7.3.3"),
    Part.LEVEL2: ("楷体", 16.0, "7.3.3"),
    Part.LEVEL3: ("仿宋", 16.0, "7.3.3"),
    Part.LEVEL4: ("仿宋", 16.0, "7.3.3"),
    Part.ENCLOSED: ("仿宋", 16.0, "7.3.4"),
    Part.ISSUER: ("仿宋", 16.0, "7.3.5"),
    Part.DATE: ("仿宋", 16.0, "7.3.5"),
    Part.MARK: ("黑体", 16.0, "7.3.7"),
    Part.COPIES: ("仿宋", 14.0, "7.4.2"),
    Part.PRINTED: ("仿宋", 14.0, "7.4.3"),
}
_NAMES = {
    Part.NUMBER: "发文字号", Part.TITLE: "标题", Part.ADDRESSEE: "主送机关", Part.BODY: "正文",
    Part.LEVEL1: "一级标题", Part.LEVEL2: "二级标题", Part.LEVEL3: "三级标题", Part.LEVEL4: "四级标题",
    Part.ENCLOSED: "附件说明", Part.ISSUER: "发文机关署名", Part.DATE: "成文日期", Part.MARK: "附件序号",
    Part.COPIES: "抄送机关", Part.PRINTED: "印发机关和日期",
}  # fmt: skip
_INDENTED = frozenset({Part.BODY, Part.LEVEL1, Part.LEVEL2, Part.LEVEL3, Part.LEVEL4})


def size_in_words(size: float) -> str:
    """16磅（3号）."""
    plain = f"{size:g}磅"
    return f"{plain}（{_SIZES[size]}）" if size in _SIZES else plain


def paper(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """A4 and its margins; a turned page has them turned."""
    told = set()
    for sheet in document.sheets:
        short, long = sorted((sheet.width, sheet.height))
        if abs(short - A4[0]) > 2 or abs(long - A4[1]) > 2:
            found = f"纸张为{short:.0f}×{long:.0f}毫米"
            if found not in told:
                told.add(found)
                yield Finding(
                    "page.paper", Severity.MUST, found, "A4型纸，210×297毫米", "在页面设置里把纸张改为A4。", f"{GB}5.1"
                )
            continue
        for name, value, wanted in _margins(sheet):
            found = f"{name}为{value:.1f}毫米"
            if found not in told:
                told.add(found)
                yield Finding(
                    "page.margins", Severity.MUST, found, f"{wanted:.0f}毫米（±1毫米）",
                    "在页面设置里改页边距：上37、下35、左28、右26毫米，版心156×225毫米。", f"{GB}5.2.1、5.2.2",
                )  # fmt: skip


def _margins(sheet: Sheet) -> Iterator[tuple[str, float, float]]:
    if sheet.measured:
        return
    given = (sheet.top, sheet.bottom, sheet.left, sheet.right)
    if sheet.landscape:  # turned: the side of the binding lies on top
        given = (sheet.right, sheet.left, sheet.top, sheet.bottom)
    for at, ((name, wanted), value) in enumerate(zip(MARGINS, given, strict=True)):
        other = sheet.pitch is not None and at < 2 and abs(value - GRIDDED[at]) <= TOLERANCE
        if abs(value - wanted) > TOLERANCE and not other:
            yield name, value, wanted


def grid(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """22 lines of 28 characters: from the body's own pitch and spacing, or from the grid that it stands on."""
    if not document.laid_out:
        return
    bodies = [each.line for each in lines if each.part is Part.BODY and each.line.size and len(each.text) > 28]
    if not bodies or not document.sheets:
        return
    lines_found, characters_found = set(), set()
    for line in bodies:
        sheet = document.sheets[min(line.sheet, len(document.sheets) - 1)]
        if sheet.landscape:
            continue
        pitch, width = _pitch(line, sheet), _character(line, sheet)
        if pitch:
            # In Word a line takes its whole pitch, the last one too; half a point is for rounding.
            lines_found.add(int(((sheet.height - sheet.top - sheet.bottom) * _MM + 0.5) / pitch))
        if width:
            characters_found.add(int(((sheet.width - sheet.left - sheet.right) * _MM + 0.5) / width))
    for count in sorted(lines_found - {LINES}):
        yield Finding(
            "page.lines", Severity.MUST, f"正文每面排{count}行", f"每面排{LINES}行",
            "正文行距设为固定值28.95磅（或设文档网格每页22行）。", f"{GB}5.2.3",
        )  # fmt: skip
    for count in sorted(characters_found - {CHARACTERS}):
        yield Finding(
            "page.characters", Severity.MUST, f"正文每行排{count}个字", f"每行排{CHARACTERS}个字",
            "正文字距设为紧缩0.25磅（或设文档网格每行28个字）。", f"{GB}5.2.3",
        )  # fmt: skip


def measured(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """The same from what stands on the pages of a pdf; the commonest page speaks for all."""
    upright = [sheet for sheet in document.sheets if sheet.measured and not sheet.landscape]
    counted = Counter(_lines_of(sheet.pitch) for sheet in upright if sheet.pitch)
    if counted and (count := counted.most_common(1)[0][0]) != LINES:
        yield Finding(
            "page.lines",
            Severity.LOOK,
            f"按字行间距，每面排{count}行",
            f"每面排{LINES}行",
            "调整正文行距。",
            f"{GB}5.2.3",
        )
    counted = Counter(_characters_of(sheet.character) for sheet in upright if sheet.character)
    if counted and (count := counted.most_common(1)[0][0]) != CHARACTERS:
        yield Finding(
            "page.characters", Severity.LOOK, f"按字间距，每行排{count}个字", f"每行排{CHARACTERS}个字",
            "调整正文字距。", f"{GB}5.2.3",
        )  # fmt: skip


def _lines_of(pitch: float) -> int:
    """Lines in 225 mm; the last needs its characters alone, or its whole pitch, as the program counts."""
    high = TYPE_AREA[1] * _MM
    whole, alone = int((high + 0.5) / pitch), int((high - 16.0 + 0.5) / pitch) + 1
    return LINES if LINES in {whole, alone} else alone


def _characters_of(width: float) -> int:
    """Characters in 156 mm; justified lines are a little wider set."""
    return int((TYPE_AREA[0] * _MM + 8.0) / width)


def _pitch(line: Line, sheet: Sheet) -> float | None:
    if line.gridded and sheet.pitch:
        return sheet.pitch
    return line.pitch


def _character(line: Line, sheet: Sheet) -> float | None:
    if line.size is None:
        return None
    if line.gridded and sheet.character:
        return sheet.character + line.spacing
    return line.size + line.spacing


def looks(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """Face and size of each part; one finding for what is wrong in the same way everywhere."""
    if not document.laid_out:
        return
    wrong: dict[tuple[Part, str], list[Placed]] = {}
    for each in lines:
        if each.part not in LOOKS:
            continue
        face, size, _ = LOOKS[each.part]
        line = each.line
        if line.face and family(line.face) != face:
            wrong.setdefault((each.part, f"用{line.face}"), []).append(each)
        if line.size and abs(line.size - size) > 0.3:
            wrong.setdefault((each.part, f"字号为{size_in_words(line.size)}"), []).append(each)
    for (part, found), rows in wrong.items():
        face, size, clause = LOOKS[part]
        wanted = f"{size_in_words(size)}{face}"
        many = f"（共{len(rows)}处）" if len(rows) > 1 else ""
        yield Finding(
            "look.size" if "字号" in found else "look.face", Severity.MUST, f"{_NAMES[part]}{found}{many}", wanted,
            f"把{_NAMES[part]}改为{wanted}。", f"{GB}{clause}", rows[0].line.number, rows[0].text[:30],
        )  # fmt: skip


def places(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """The title centred, paragraphs two characters in, 主送 and the mark of an attachment flush left."""
    if not document.laid_out:
        return
    for each in lines:
        line = each.line
        found = expected = clause = ""
        if each.part is Part.TITLE and line.align is not Align.CENTRE:
            found, expected, clause = "标题没有居中", "标题居中排布", "7.3.1"
        elif each.part in {Part.ADDRESSEE, Part.MARK} and _indent(line) > 0.5:
            found, expected = f"{_NAMES[each.part]}左空{_indent(line):.1f}字", "居左顶格"
            clause = "7.3.2" if each.part is Part.ADDRESSEE else "7.3.7"
        elif each.part in _INDENTED and len(each.text) > 10 and abs(_indent(line) - 2) > 0.3:
            if line.align is Align.CENTRE:
                continue
            found, expected, clause = f"段首左空{_indent(line):.1f}字", "左空二字，回行顶格", "7.3.3"
        if found:
            yield Finding(
                "look.place", Severity.MUST, found, expected, "改段落的缩进和对齐方式。", f"{GB}{clause}", line.number,
                each.text[:30],
            )  # fmt: skip


def _indent(line: Line) -> float:
    """Characters, those that are typed as spaces included."""
    typed = len(line.text) - len(line.text.lstrip("　")) + (len(line.text) - len(line.text.lstrip(" "))) / 2
    return (line.indent or 0.0) / ((line.size or 16.0) + line.spacing) + typed


def page_numbers(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """4号 half-width 宋体 with a dash on both sides; odd pages right, even pages left."""
    if not document.laid_out or not document.sheets:
        return
    clause = f"{GB}7.5"
    number = next((sheet.number for sheet in document.sheets if sheet.number is not None), None)
    if number is None:
        yield Finding(
            "page.number",
            Severity.MUST,
            "没有页码",
            "版心下边缘之下编排页码",
            "在页脚插入页码，左右各放一条一字线。",
            clause,
        )
        return
    wrong = []
    if number.size is not None and abs(number.size - 14.0) > 0.3:
        wrong.append((f"页码字号为{size_in_words(number.size)}", "4号", "把页码改为4号。"))
    if number.face and family(number.face) != "宋体":
        wrong.append((f"页码用{number.face}", "半角宋体阿拉伯数字", "把页码改为宋体。"))
    if number.dashed is False:
        wrong.append(("页码两侧没有一字线", "数字左右各放一条一字线", "改为“— 1 —”的样式。"))
    if number.even is None or number.odd is not Align.RIGHT or number.even is not Align.LEFT:
        wrong.append(
            ("单双页页码位置相同", "单页码居右空一字，双页码居左空一字", "在页面设置里选“奇偶页不同”，分别设页脚。")
        )
    for found, expected, mend in wrong:
        yield Finding("page.number", Severity.MUST, found, expected, mend, clause)


RULES = (paper, grid, measured, looks, places, page_numbers)
