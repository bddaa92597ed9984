"""Cells of the ledger's table as HTML: plain functions and joined strings, for fifty rows in well under a millisecond.

Every text of the database goes through :func:`html.escape`. Words of a unit and of a matter are quoted from
documents, so the cells carry ``data-verbatim`` (their punctuation is as printed).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from duban.core.text.days import day_in_words
from duban.core.text.figures import show_number
from duban.core.text.fold import places
from duban.ledger.directory import Directory
from duban.ledger.enums import MatterState, Role, Scope

# ``display`` comes as text: rows already rendered are recognised without reading it (see table.body).
COLUMNS = ("id", "code", "title", "body", "state", "programme__year", Cast("display", TextField()))

ROLE_LABELS = {str(role.value): str(role.label) for role in Role}
STATE_LABELS = {str(state.value): str(state.label) for state in MatterState}
SCOPE_LABELS = {str(scope.value): str(scope.label) for scope in Scope}
SHOWN_SCOPES = frozenset({"nation", "province", "city"})  # 区级 goes without saying in a district
SIGNS = {"=": "", ">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "~": "约"}
SHOWN_TARGETS = 2  # the others unfold with the row
NONE = '<span class="none">—</span>'
LONG = 76  # characters of a text that may need a third line


class Row(NamedTuple):
    """A row of the list; the columns of :data:`COLUMNS`."""

    id: int
    code: str
    title: str
    body: str
    state: str
    year: int
    display: dict[str, Any]

    @classmethod
    def read(cls, columns: Sequence[Any]) -> Row:
        """From the values of :data:`COLUMNS`."""
        *shown, display = columns
        return cls._make([*shown, json.loads(display)])


@dataclass(frozen=True)
class Sight:
    """What showing a row needs besides the row."""

    units: Directory
    mine: frozenset[int] | None  # what the person's units stand for; None for those who see everything
    words: tuple[str, ...] = ()  # folded words of the search, to be marked
    base: str = "/ledger/"
    years: bool = False  # several years are shown: say which


def effective(unit: dict[str, Any]) -> str:
    """Role as shown: who heads its group leads."""
    return "lead" if unit["lead"] else unit["role"]


def split(row: Row) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Units that lead, and the others, in printed order."""
    leads: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for unit in row.display.get("units", ()):
        (leads if effective(unit) == "lead" else others).append(unit)
    return leads, others


@lru_cache(maxsize=8192)
def figure(op: str, value: str, unit: str) -> str:
    """≥4000个, 6.5%, 12万套."""
    return f"{SIGNS.get(op, op)}{show_number(value)}{unit}"


def marked(text: str, figures: Iterable[Sequence[int]], words: tuple[str, ...]) -> str:
    """The text with figures of targets and, where something was searched, the words found."""
    spans = [(start, end, "fig") for start, end in figures]
    if words:
        spans = _layers(spans, [(start, end, "hit") for start, end in places(text, words)])
    parts, at = [], 0
    for start, end, kind in spans:
        parts.append(escape(text[at:start]))
        parts.append(f'<mark class="{kind}">{escape(text[start:end])}</mark>')
        at = end
    parts.append(escape(text[at:]))
    return "".join(parts)


def _layers(below: list[tuple[int, int, str]], above: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Both sets of spans cut at each other's ends; where they lie over each other both classes hold."""
    if not above:
        return below
    edges = sorted({edge for start, end, _ in below + above for edge in (start, end)})
    out = []
    for start, end in zip(edges, edges[1:], strict=False):
        kinds = [kind for a, b, kind in below + above if a <= start and end <= b]
        if kinds:
            out.append((start, end, " ".join(kinds)))
    return out


def _name(unit: dict[str, Any], sight: Sight) -> str:
    name = sight.units.name(unit["id"], unit["name"])
    shown = marked(name, (), sight.words) if sight.words else escape(name)
    if sight.mine is not None and unit["id"] in sight.mine:
        shown = f"<b>{shown}</b>"
    if unit["printed"] and unit["printed"] != name:
        shown = f'<span title="来文所载：{escape(unit["printed"])}">{shown}</span>'
    return shown + (f'<sub title="第{unit["part"]}部分">{unit["part"]}</sub>' if unit["part"] else "")


def _scope(unit: dict[str, Any]) -> str:
    scope = unit["scope"]
    return f'<span class="tag tag-outline">{SCOPE_LABELS[scope]}</span>' if scope in SHOWN_SCOPES else ""


def lead_cell(row: Row, sight: Sight) -> str:
    """Leading units, each on its line."""
    lines = []
    for unit in split(row)[0]:
        doubt = '<span class="tag tag-doubt" title="来文未载明牵头单位，按首列单位推定">推定</span>'
        lines.append(f"<div>{_name(unit, sight)}{_scope(unit)}{doubt if unit['inferred'] else ''}</div>")
    return "".join(lines) or NONE


def others_cell(row: Row, sight: Sight) -> str:
    """The other units, their role in front of each run of equal roles."""
    parts: list[str] = []
    previous = None
    for unit in split(row)[1]:
        head = (unit["role"], unit["scope"] if unit["scope"] in SHOWN_SCOPES else "")
        if head != previous:
            label = SCOPE_LABELS[head[1]] if head[1] else ""
            parts.append(f'{" " if parts else ""}<span class="tag">{label}{ROLE_LABELS[unit["role"]]}</span>')
        else:
            parts.append("、")
        parts.append(_name(unit, sight))
        previous = head
    return f'<div class="clamp">{"".join(parts)}</div>' if parts else NONE


def mine_cell(row: Row, sight: Sight) -> str:
    """Roles of the person's own unit."""
    return "".join(
        f'<span class="tag{" tag-lead" if r == "lead" else ""}">{ROLE_LABELS[r]}</span>' for r in my_roles(row, sight)
    )


def my_roles(row: Row, sight: Sight) -> list[str]:
    """Roles in which the person's own units answer, each once, leading first."""
    mine = sight.mine or frozenset()
    roles = {effective(unit) for unit in row.display.get("units", ()) if unit["id"] in mine}
    return [role for role in ROLE_LABELS if role in roles]


def targets_cell(row: Row, sight: Sight) -> str:
    """Targets, one a line; from the third on they unfold with the row."""
    targets = row.display.get("targets", ())
    more = f'<span class="more">等 {len(targets)} 项</span>' if len(targets) > SHOWN_TARGETS else ""
    return (
        "".join(
            f'<div class="t"><span>{escape(t["what"])}</span> <b>{escape(figure(t["op"], t["value"], t["unit"]))}</b>'
            f"{_was(t)}{more if place == SHOWN_TARGETS else ''}</div>"
            for place, t in enumerate(targets, 1)
        )
        or NONE
    )


def _was(target: dict[str, str]) -> str:
    """The goal before a document changed it, beside the one in force."""
    was = before(target)
    return f'<small class="was" title="调整前的目标">（原{escape(was)}）</small>' if was else ""


def before(target: dict[str, str]) -> str:
    """≥300亿元, where a document changed the goal; else ""."""
    return figure(target["was_op"], target["was"], target["unit"]) if "was" in target else ""


def extensions(row: Row) -> list[str]:
    """Each day that was extended, with the day before: 2023年12月31日延至2024年3月31日."""
    found = []
    for each in row.display.get("extended", ()):
        old, new = dt.date.fromisoformat(each["from"]), dt.date.fromisoformat(each["to"])
        found.append(f"{each['what']}{day_in_words(old)}延至{day_in_words(new)}")
    return found


def text_cell(row: Row, sight: Sight) -> str:
    """The matter's words, two lines until unfolded, with its figures marked."""
    title = f"<strong>{marked(row.title, (), sight.words)}</strong> " if row.title else ""
    body = marked(row.body, row.display.get("figures", ()), sight.words)
    long = len(row.body) + len(row.title) > LONG or len(row.display.get("targets", ())) > SHOWN_TARGETS
    unfold = '<button type="button" class="unfold" data-unfold aria-expanded="false">展开</button>' if long else ""
    return f'<div class="clamp" data-verbatim>{title}{body}</div>{unfold}'


def section_cell(row: Row, sight: Sight) -> str:
    """Printed heading."""
    section = row.display.get("section", "")
    return f'<div class="clamp" data-verbatim>{marked(section, (), sight.words)}</div>' if section else ""


def state_cell(row: Row, sight: Sight) -> str:
    """State."""
    label = STATE_LABELS[row.state]
    kind = " tag-off" if row.state == MatterState.WITHDRAWN else ""
    extended = "；".join(extensions(row))
    note = f'<br><small title="{escape(extended)}">已延期</small>' if extended else ""
    return f'<span class="tag{kind}">{label}</span>{note}'


def code_cell(row: Row, sight: Sight) -> str:
    """Number, the way into the matter, and the box that chooses the row."""
    code = marked(row.code, (), sight.words) if sight.words else escape(row.code)
    year = f"<small>{row.year}年</small>" if sight.years else ""
    return (
        f'<a href="{sight.base}{row.id}/">{code}</a>{year}'
        f'<input type="checkbox" name="id" value="{row.id}" aria-label="选择 {escape(row.code)}">'
    )
