"""Columns of the ledger: heading, cell on the screen, value in a file, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.db.models import QuerySet

from duban.ledger.enums import MatterState
from duban.ledger.querysets import MatterQuerySet
from duban.web.ledger import cells
from duban.web.ledger.cells import ROLE_LABELS, SCOPE_LABELS, SHOWN_SCOPES, STATE_LABELS, Row, Sight

COOKIE = "ledger-table"
DENSE = "dense"
MOST_DONE = 2000  # rendered rows that are kept


@dataclass(frozen=True)
class Column:
    """A column. ``plain`` is what xlsx, csv and print hold; ``html`` what the screen shows."""

    key: str
    heading: str
    html: Callable[[Row, Sight], str]
    plain: Callable[[Row, Sight], str]
    width: float  # of a sheet, in characters
    fixed: bool = False  # always shown
    own: bool = False  # only for people of a unit
    sorts: bool = True


def _unit(unit: dict, sight: Sight) -> str:
    name = sight.units.name(unit["id"], unit["name"])
    notes = [SCOPE_LABELS[unit["scope"]]] if unit["scope"] in SHOWN_SCOPES else []
    notes += [f"第{unit['part']}部分"] if unit["part"] else []
    notes += ["推定"] if unit["inferred"] and cells.effective(unit) == "lead" else []
    return f"{name}（{'，'.join(notes)}）" if notes else name


def _lead(row: Row, sight: Sight) -> str:
    return "、".join(_unit(unit, sight) for unit in cells.split(row)[0])


def _others(row: Row, sight: Sight) -> str:
    by_role: dict[str, list[str]] = {}
    for unit in cells.split(row)[1]:
        by_role.setdefault(unit["role"], []).append(_unit(unit, sight))
    return "；".join(f"{ROLE_LABELS[role]}：{'、'.join(names)}" for role, names in by_role.items())


def _targets(row: Row, sight: Sight) -> str:
    return "；".join(
        f"{t['what']} {cells.figure(t['op'], t['value'], t['unit'])}{_was(t)}" for t in row.display.get("targets", ())
    )


def _was(target: dict[str, str]) -> str:
    before = cells.before(target)
    return f"（原{before}）" if before else ""


def _state(row: Row, sight: Sight) -> str:
    return "；".join([STATE_LABELS[row.state], *cells.extensions(row)])


def _text(row: Row, sight: Sight) -> str:
    return f"{row.title} {row.body}" if row.title else row.body


COLUMNS: tuple[Column, ...] = (
    Column("code", "编号", cells.code_cell, lambda row, _: row.code, 9, fixed=True),
    Column("text", "事项", cells.text_cell, _text, 60, fixed=True),
    Column(
        "mine",
        "本单位角色",
        cells.mine_cell,
        lambda row, sight: "、".join(ROLE_LABELS[r] for r in cells.my_roles(row, sight)),
        10,
        own=True,
        sorts=False,
    ),
    Column("lead", "牵头单位", cells.lead_cell, _lead, 20),
    Column("others", "其他单位", cells.others_cell, _others, 28),
    Column("targets", "量化目标", cells.targets_cell, _targets, 30),
    Column("section", "部分", cells.section_cell, lambda row, _: row.display.get("section", ""), 18),
    Column("state", "状态", cells.state_cell, _state, 12),
)


@dataclass(frozen=True)
class Look:
    """Which columns are left out, how dense: kept for each person's browser in a cookie."""

    hidden: tuple[str, ...] = ()
    dense: bool = False

    @classmethod
    def parse(cls, cookie: str) -> Look:
        """From the cookie; what is unknown is left out."""
        words = cookie.split(".")
        return cls(tuple(c.key for c in COLUMNS if not c.fixed and c.key in words), DENSE in words)

    def __str__(self) -> str:
        return ".".join([*self.hidden, *([DENSE] if self.dense else [])])

    def columns(self, mine: frozenset[int] | None) -> list[Column]:
        """Columns that are shown to a person."""
        return [c for c in choices(mine) if c.key not in self.hidden]


def choices(mine: frozenset[int] | None) -> list[Column]:
    """Columns that a person can have."""
    return [c for c in COLUMNS if not c.own or mine is not None]


def rows(matters: MatterQuerySet) -> QuerySet:
    """Exactly the columns that a row needs, as tuples for :class:`Row`."""
    return matters.values_list(*cells.COLUMNS)


def body(found: Iterable[tuple], columns: Sequence[Column], sight: Sight, done: dict[tuple, str]) -> str:
    """Rows as HTML.

    ``done`` holds rows rendered before with the same unit names, by all else that they depend on.
    """
    out = []
    same = (tuple(c.key for c in columns), sight.mine, sight.words, sight.years)
    for each in found:
        html = done.get((same, each))
        if html is None:
            if len(done) >= MOST_DONE:
                done.clear()
            html = done[same, each] = _row(Row.read(each), columns, sight)
        out.append(html)
    return "".join(out)


def _row(row: Row, columns: Sequence[Column], sight: Sight) -> str:
    gone = ' class="gone"' if row.state == MatterState.WITHDRAWN else ""
    cell = "".join(f'<td class="c-{c.key}">{c.html(row, sight)}</td>' for c in columns[1:])
    return f'<tr data-row{gone}><th scope="row" class="c-code">{cells.code_cell(row, sight)}</th>{cell}</tr>\n'


def plain_rows(found: Iterable[Sequence]) -> Iterator[Row]:
    """Rows for a file, one at a time."""
    return (Row.read(each) for each in found)


def print_body(found: Iterable[Row], columns: Sequence[Column], sight: Sight) -> str:
    """Rows of a page to print: plain values, figures of targets still marked in the text."""
    out = []
    for row in found:
        for place, column in enumerate(columns):
            tag = 'th scope="row"' if not place else "td"
            value = _printed_text(row) if column.key == "text" else escape(column.plain(row, sight))
            out.append(f'{"" if place else "<tr>"}<{tag} class="c-{column.key}">{value}</{tag[:2]}>')
        out.append("</tr>\n")
    return "".join(out)


def _printed_text(row: Row) -> str:
    body = cells.marked(row.body, row.display.get("figures", ()), ())
    return f"<strong>{escape(row.title)}</strong> {body}" if row.title else body
