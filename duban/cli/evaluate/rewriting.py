"""The same items printed in another layout (换版式): as tables, labelled lines, brackets, lost tables.

The items come from the reading of the original, so that only those documents should be rewritten whose reading agrees
with the annotation; what is measured is whether the reader finds in the new layout what it found in the old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from duban.core.notice.reading import Item, Reading, Role
from duban.core.text.excise import excise

_WORDS = {Role.LEAD: "牵头单位", Role.RESPONSIBLE: "责任单位", Role.COOPERATING: "配合单位"}
_VERBS = {Role.LEAD: "牵头", Role.RESPONSIBLE: "负责", Role.COOPERATING: "配合"}


class Plain(NamedTuple):
    """An item without its layout."""

    number: str
    task: str
    units: tuple[tuple[Role, tuple[str, ...]], ...]


Writer = Callable[[str, Sequence[Plain]], str]


def plain_items(reading: Reading) -> list[Plain]:
    """All items that can be printed in one line and answer as a whole."""
    found: list[Plain] = []
    for programme in reading.programmes:
        for item in programme.items:
            if any(unit.part for unit in item.units) or item.result is not None:
                continue
            groups = tuple(
                (role, names)
                for role in Role
                if (names := tuple(u.unit for u in item.units if u.role is role and not u.unit.endswith("等")))
            )
            task = _task(item)
            if task and len({n for _, names in groups for n in names}) == sum(len(n) for _, n in groups):
                found.append(Plain(item.number or str(len(found) + 1), task, groups))
    return found


def alike(items: Sequence[Plain]) -> list[Plain]:
    """The items that name the same roles as most of them, counted anew.

    Without its lines a table does not say which cell of a row is empty.
    """
    roles = [tuple(role for role, _ in item.units) for item in items]
    most = max(set(roles), key=roles.count, default=())
    kept = [item for item, own in zip(items, roles, strict=True) if own == most]
    return [item._replace(number=str(at)) for at, item in enumerate(kept, 1)]


def _task(item: Item) -> str:
    start = item.span.start
    tags = [(t.start - start, t.end - start) for t in item.tags if t.start >= start]
    extras = [
        (e.span.start - start - len(e.label) - 1, e.span.end - start) for e in item.extras if e.span.start >= start
    ]
    body = excise(item.text, sorted({*tags, *((max(0, a), b) for a, b in extras)})).body
    return re.sub(r"\s*[*|]*\s*(?:\n|<br ?/?>)\s*", "", body).replace("|", "").replace("*", "").strip(" 。;；") + "。"


def _joined(groups: Sequence[tuple[Role, tuple[str, ...]]], role: Role) -> str:
    return "、".join(next((names for r, names in groups if r is role), ()))


def _used(items: Sequence[Plain]) -> list[Role]:
    return [role for role in Role if any(r is role for item in items for r, _ in item.units)]


def markdown_table(title: str, items: Sequence[Plain]) -> str:
    roles = _used(items)
    rows = [["序号", "工作任务", *(_WORDS[r] for r in roles)], ["---"] * (2 + len(roles))]
    rows += [[i.number, i.task, *(_joined(i.units, r) for r in roles)] for i in items]
    return f"{title}\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows)


def units_first_table(title: str, items: Sequence[Plain]) -> str:
    """The columns in another order."""
    roles = _used(items)
    rows = [["序号", *(_WORDS[r] for r in roles), "目标任务", "备注"]]
    rows += [[i.number, *(_joined(i.units, r) for r in roles), i.task, ""] for i in items]
    return f"{title}\n" + "\n".join("|" + "|".join(row) + "|" for row in rows)


def one_cell_a_line(title: str, items: Sequence[Plain]) -> str:
    roles = _used(items)
    lines = ["序号", "工作任务", *(_WORDS[r] for r in roles)]
    for item in items:
        lines += [item.number, item.task, *filter(None, (_joined(item.units, r) for r in roles))]
    return "\n".join([title, *lines])


def spaced(title: str, items: Sequence[Plain]) -> str:
    roles = _used(items)
    rows = [["序号", "工作任务", *(_WORDS[r] for r in roles)]]
    rows += [[i.number, i.task.replace(" ", ""), *filter(None, (_joined(i.units, r) for r in roles))] for i in items]
    return f"{title}\n" + "\n".join(" ".join(row) for row in rows)


def labelled_lines(title: str, items: Sequence[Plain]) -> str:
    lines = [title]
    for item in items:
        lines += [f"{item.number}.{item.task}", *(f"{_WORDS[r]}：{'、'.join(names)}" for r, names in item.units)]
    return "\n".join(lines)


def in_brackets(title: str, items: Sequence[Plain]) -> str:
    def tag(item: Plain) -> str:
        groups = "；".join(f"{_WORDS[r]}：{'、'.join(names)}" for r, names in item.units)
        return f"（{groups}）" if groups else ""

    return "\n".join([title, *(f"{i.number}.{i.task}{tag(i)}" for i in items)])


def with_verbs(title: str, items: Sequence[Plain]) -> str:
    def tag(item: Plain) -> str:
        groups = "，".join(f"{'、'.join(names)}{_VERBS[r]}" for r, names in item.units)
        return f"（{groups}）" if groups else ""

    return "\n".join([title, *(f"{i.number}．{i.task}{tag(i)}" for i in items)])


def in_the_sentence(title: str, items: Sequence[Plain]) -> str:
    def tag(item: Plain) -> str:
        return "".join(f"{_WORDS[r]}：{'、'.join(names)}。" for r, names in item.units)

    return "\n".join([title, *(f"{i.number}、{i.task}{tag(i)}" for i in items)])


LOST_TABLES = ("as one cell a line", "as columns parted by spaces")
REWRITINGS: dict[str, Writer] = {
    "as a Markdown table": markdown_table,
    "as a table, units first": units_first_table,
    "as one cell a line": one_cell_a_line,
    "as columns parted by spaces": spaced,
    "as labelled lines": labelled_lines,
    "as labels in brackets": in_brackets,
    "as verbs in brackets": with_verbs,
    "as labels in the sentence": in_the_sentence,
}
