"""The form of the liaison list (附件4): its heading for a unit, and reading a filled one back.

A filled form comes back as it went out, or as units keep it: more columns, several 经办人, role cells merged over rows,
one column for all telephones, full-width digits. Columns are told by their heads, roles by their words, and every
number is put where it belongs by its own shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duban.core.document import BlockKind, SourceDocument
from duban.core.liaisons import ROLES, LiaisonRow, digits, is_mobile, is_office_phone
from duban.core.text.width import half

TITLE = "XX（单位）《政府工作报告》工作联络人员名单"
COLUMNS = ("责任人", "姓名", "职务", "办公电话", "手机")
_PLACEHOLDER = re.compile(r"[xX×ＸX]{2,}\s*(?:[（(]\s*单\s*位\s*[）)]|单位)|[（(]\s*单\s*位\s*[）)]")
_COLUMN = (
    ("mobile", re.compile(r"手机|移动电话|移动号码")),
    ("office_phone", re.compile(r"办公.{0,2}电话|座机|固定电话|固话|联系电话|电话|联系方式")),
    ("name", re.compile(r"姓\s*名|联络员$|联系人$")),
    ("title", re.compile(r"职\s*务|职级|职称")),
    ("role", re.compile(r"责任人|人员类别|类\s*别|角色|分工|身份")),
    ("unit", re.compile(r"单\s*位|部\s*门")),
)
_ROLE = (
    ("deputy", re.compile(r"分管|局领导|主管领导")),
    ("office_head", re.compile(r"办公室|综合|科室|科长|负责人")),
    ("clerk", re.compile(r"经办|联络|联系|工作人员|承办")),
)
_SEVERAL = re.compile(r"[\n、;；/]+")
_PHONES = re.compile(r"[\n、,，;；/]+|\s{2,}")
_TITLE = re.compile(r"联络|联系人")
_BLANK = re.compile(r"[\s/／—\-－无]*")


@dataclass(frozen=True, slots=True)
class ListForm:
    """The form as a notice prints it: title with a place for the unit, heads, and a label for each role."""

    title: str = TITLE
    columns: tuple[str, ...] = COLUMNS
    labels: tuple[tuple[str, str], ...] = tuple(ROLES.items())  # role → printed words, in the order of the form
    annex: str = "附件4"

    def heading(self, unit: str) -> str:
        """The title with the unit's name in its place.

        >>> ListForm(title="XX(单位)《政府工作报告》工作联络人员名单").heading("区建设局")
        '区建设局《政府工作报告》工作联络人员名单'
        """
        if _PLACEHOLDER.search(self.title):
            return _PLACEHOLDER.sub(lambda _: unit, self.title, count=1).strip()
        return f"{unit}{self.title.strip()}"


@dataclass(frozen=True, slots=True)
class FilledList:
    """What a filled form says. ``unit``: as written in its title, may be empty; ``notes``: Chinese, fit to show."""

    unit: str
    rows: tuple[LiaisonRow, ...]
    notes: tuple[str, ...] = ()


def form_of(title: str, columns: Sequence[str], rows: Sequence[str], annex: str = "") -> ListForm:
    """The form of a notice from its reading; what the notice does not print is taken from the usual form."""
    printed = {role: " ".join(row.split()) for row in rows if (role := role_of(row))}
    order = [role for row in rows if (role := role_of(row))] or list(ROLES)
    order += [role for role in ROLES if role not in order]
    labels = tuple((role, _joined(printed.get(role, ROLES[role]))) for role in dict.fromkeys(order))
    known = [column_of(head) for head in columns]
    fits = {"role", "name", "title", "office_phone", "mobile"} <= set(known) and len(known) == len(set(known)) == 5
    return ListForm(
        title=title.strip() or TITLE,
        columns=tuple(columns) if fits else COLUMNS,
        labels=labels,
        annex=annex.strip() or "附件4",
    )


def _joined(label: str) -> str:
    """Without the gaps that a line break of the printed cell left between Chinese characters."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", label)


def column_of(head: str) -> str:
    """What a column holds, by its head: a field of :class:`LiaisonRow`, "unit", or "" for what is not read.

    >>> column_of("办公室电话"), column_of("手机号码"), column_of("备注")
    ('office_phone', 'mobile', '')
    """
    plain = "".join(half(head).split())
    return next((field for field, words in _COLUMN if len(plain) <= 14 and words.search(plain)), "")


def role_of(label: str) -> str:
    """The role that printed words mean, "" where they mean none.

    >>> role_of("办公室或者 综合协调科室负责人"), role_of("分管负责同志"), role_of("具体经办人"), role_of("合计")
    ('office_head', 'deputy', 'clerk', '')
    """
    plain = "".join(label.split())
    return next((role for role, words in _ROLE if words.search(plain)), "")


def read(document: SourceDocument) -> FilledList:
    """Rows of a filled form, in its order. No rows and a note where there is no such table."""
    rows: list[LiaisonRow] = []
    notes: list[str] = []
    heads: list[str] = []
    role = ""
    for cells, continued in _rows(document):
        found = [column_of(cell) for cell in cells]
        if "name" in found and len({f for f in found if f} - {"unit"}) >= 2 and not any(map(_number, cells)):
            heads, role = found, ""
            continue
        if not heads:
            continue
        line = _line(heads, cells)
        role = _role(line.get("role", ""), 0 in continued, role, notes)
        if role:
            rows += _people(role, line)
    if not heads:
        notes.append("没有找到名单的表格：应有写着“姓名”“职务”“手机”等的表头。请用导出的附件4填写后再上传。")
    elif not rows:
        notes.append("表格里没有填写姓名。")
    return FilledList(_unit(document), tuple(rows), tuple(dict.fromkeys(notes)))


def _rows(document: SourceDocument) -> Iterator[tuple[list[str], tuple[int, ...]]]:
    """Rows of tables, and lines whose cells stand apart by bars or tabs."""
    for block in document.blocks:
        if block.kind == BlockKind.ROW:
            yield [cell.of(document.text).strip() for cell in block.cells], block.continued
        else:
            line = block.span.of(document.text)
            cells = re.split(r"\s*[|｜\t]\s*", line.strip().rstrip("|｜"))
            if len(cells) > 2:
                yield cells, ()


def _line(heads: list[str], cells: list[str]) -> dict[str, str]:
    """Field → text; a second column of the same kind (two telephones) is added to the first."""
    line: dict[str, str] = {}
    for field, cell in zip(heads, cells, strict=False):
        if field and cell.strip():
            line[field] = f"{line[field]}\n{cell}" if field in line else cell
    return line


def _role(label: str, merged: bool, before: str, notes: list[str]) -> str:
    if not label.strip() or merged:
        return before
    role = role_of(label)
    if not role:
        notes.append(f"“{' '.join(label.split())}”不是名单里的责任人，这一行没有读入。")
    return role


def _people(role: str, line: dict[str, str]) -> list[LiaisonRow]:
    """The people of a row: one, or several written into one cell with their numbers in the same order."""
    names = [_name(part) for part in _SEVERAL.split(line.get("name", "")) if _name(part)]
    if not names:
        return []
    phones = [
        number
        for field in ("office_phone", "mobile")
        for part in _PHONES.split(line.get(field, ""))
        if not _BLANK.fullmatch(number := digits(part))
    ]
    mobiles = [n for n in phones if is_mobile(n)]
    fixed = [n for n in phones if not is_mobile(n)]
    titles = [t.strip() for t in _SEVERAL.split(line.get("title", ""))] if len(names) > 1 else []
    if len(names) == 1:
        title = " ".join(line.get("title", "").split())
        return [LiaisonRow(role, names[0], title, _one(fixed), _one(mobiles))]
    people = []
    for at, name in enumerate(names):
        title = titles[at] if len(titles) == len(names) else " ".join(line.get("title", "").split())
        people.append(LiaisonRow(role, name, title, _share(fixed, at, len(names)), _share(mobiles, at, len(names))))
    return people


def _one(numbers: list[str]) -> str:
    return "、".join(dict.fromkeys(numbers))


def _share(numbers: list[str], at: int, people: int) -> str:
    """The number of one of several people; a single number is everybody's, another count fits nobody."""
    if len(numbers) == people:
        return numbers[at]
    return numbers[0] if len(numbers) == 1 else ""


def _name(text: str) -> str:
    """A name without the gaps that forms put into two-character names (李　四); between words of letters one stays."""
    plain = " ".join(text.split())
    if _BLANK.fullmatch(plain):
        return ""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", plain)


def _number(text: str) -> bool:
    return is_mobile(text) or (is_office_phone(text) and len(digits(text)) >= 7)


def _unit(document: SourceDocument) -> str:
    """The unit as the title or the line "单位：" names it."""
    for block in document.blocks[:12]:
        if block.kind != BlockKind.LINE:
            continue
        line = "".join(block.span.of(document.text).split())
        said = re.match(r"(?:填报)?单位(?:名称)?(?:[（(]盖章[）)])?[:：](.+)", line)
        if said:
            return re.split(r"(?:填报|联系|日期|填表)", said[1])[0].strip("_＿ ")
        if _TITLE.search(line) and not line.startswith("附件"):
            before = re.split(r"关于|[《〈]|20\d\d年|政府工作报告|工作联络|联络|联系", line)[0].strip("：: ")
            if before and not _PLACEHOLDER.search(before + "单位"):
                return before
    return ""


def difference(old: Sequence[LiaisonRow], new: Sequence[LiaisonRow]) -> list[tuple[str, LiaisonRow | None, LiaisonRow]]:
    """What saving ``new`` over ``old`` does, a line a row: ("same" | "change" | "add" | "end", before, after).

    A row of the same role and name is the same person; a person that is left out ends (``after`` is then the old row).
    """
    left = list(old)
    lines: list[tuple[str, LiaisonRow | None, LiaisonRow]] = []
    for row in new:
        before = next((r for r in left if (r.role, r.name) == (row.role, row.name)), None)
        if before is None:
            lines.append(("add", None, row))
            continue
        left.remove(before)
        lines.append(("same" if _plain(before) == _plain(row) else "change", before, row))
    lines += [("end", row, row) for row in left]
    order = list(ROLES)
    return sorted(lines, key=lambda line: order.index(line[2].role) if line[2].role in order else len(order))


def _plain(row: LiaisonRow) -> LiaisonRow:
    return replace(row, office_phone=digits(row.office_phone), mobile=digits(row.mobile))
