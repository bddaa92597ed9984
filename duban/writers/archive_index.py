"""索引.html of an archive package: what is inside, readable in any browser without the system."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_STYLE = (
    "body{font:16px/1.6 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem;color:#222}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}"
    "th{background:#f3f3f3}h1{font-size:1.6rem}h2{margin-top:2rem;font-size:1.2rem}"
)


@dataclass(frozen=True, slots=True)
class IndexTable:
    """A part of the index. A cell is a text, or a text with the name of a file in the package."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | tuple[str, str], ...], ...]


def index_page(title: str, notes: tuple[str, ...], tables: tuple[IndexTable, ...]) -> bytes:
    """The page as UTF-8. Text is never markup."""
    parts = [
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
    ]
    parts += [f"<p>{escape(note)}</p>" for note in notes]
    for table in tables:
        head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
        parts.append(
            f"<h2>{escape(table.heading)}（{len(table.rows)}）</h2><table><thead><tr>{head}</tr></thead><tbody>"
        )
        parts += [f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in table.rows]
        parts.append("</tbody></table>")
    parts.append("</body></html>\n")
    return "\n".join(parts).encode()


def _cell(cell: str | tuple[str, str]) -> str:
    if isinstance(cell, str):
        return f"<td>{escape(cell)}</td>"
    words, name = cell
    return f'<td><a href="{escape(name, quote=True)}">{escape(words)}</a></td>'
