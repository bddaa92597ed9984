"""A reading as text for a terminal: the ledger as tables, the findings behind it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

from duban.cli.table import Column, render, wrap
from duban.core.text.excise import excise
from duban.core.text.figures import show_number

LEVELS = {"nation": "国家级", "province": "省级", "city": "市级", "district": "区级", "": ""}
ROLES = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}
SCOPES = {"nation": "国家级", "province": "省级", "city": "市级", "district": "区级", "": ""}
OPERATORS = {"=": "", ">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "~": "约"}
SEVERITIES = {"block": "须处理", "confirm": "请核对", "hint": "提示"}
_EMPTY_LINES = re.compile(r"\n\s*\n")
_COLUMNS = (Column("序号"), Column("责任事项", 5), Column("承办单位", 3), Column("量化目标", 3))
_WIDTH_OF_FILES = 120  # where the output is no terminal


def ledger_lines(document: dict[str, Any], reading: dict[str, Any]) -> Iterator[str]:
    """Everything that ``duban read`` prints for one file."""
    room = max(40, shutil.get_terminal_size((_WIDTH_OF_FILES, 24)).columns)
    header = reading["header"]
    for key in ("title", "document_number"):
        if header[key]["text"]:
            yield from wrap(header[key]["text"].replace("\n", ""), room)
    for programme in reading["programmes"]:
        yield ""
        yield from _programme(document["text"], programme, room)
    yield ""
    yield from wrap(_summary(reading), room)
    yield from _findings(document, reading, room)


def _programme(text: str, programme: dict[str, Any], room: int) -> Iterator[str]:
    names = (LEVELS[programme["level"]], str(programme["year"] or ""), f"{len(programme['items'])} 项")
    heading = programme["title"].replace("\n", "")
    yield from wrap(f"{heading}（{'，'.join(name for name in names if name)}）", room)
    section = ""
    rows: list[list[str] | str] = []
    for item in programme["items"]:
        if item["section"] != section:
            section = item["section"]
            rows.append(section)
        rows.append([item["number"], _content(text, item), _units(item["units"]), _targets(item["targets"])])
    yield from render(_COLUMNS, rows, room)


def _content(text: str, item: dict[str, Any]) -> str:
    """The item without the stretches that only name units; they have a column of their own."""
    start, end = item["span"]
    body = excise(text[start:end], [(low - start, high - start) for low, high in item["tags"]]).body or item["text"]
    return _EMPTY_LINES.sub("\n", body.replace("**", "")).strip()


def _units(units: list[dict[str, Any]]) -> str:
    groups: dict[tuple[int, str], list[str]] = {}
    for unit in units:
        label = unit["label"] or SCOPES[unit["scope"]] + ROLES[unit["role"]]
        groups.setdefault((unit["part"], label), []).append(unit["unit"])
    return "\n".join(
        (f"（第{part}部分）" if part else "") + f"{label}：{'、'.join(names)}"
        for (part, label), names in groups.items()
    )


def _targets(targets: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{target['what']} {OPERATORS[target['op']]}{show_number(target['value'])}{target['unit']}"
        for target in targets
    )


def _summary(reading: dict[str, Any]) -> str:
    items = [item for programme in reading["programmes"] for item in programme["items"]]
    units = sum(len(item["units"]) for item in items)
    targets = sum(len(item["targets"]) for item in items)
    return f"共 {len(items)} 项责任事项，{units} 条承办关系，{targets} 个量化目标。"


def _findings(document: dict[str, Any], reading: dict[str, Any], room: int) -> Iterator[str]:
    lines = [
        f"[{SEVERITIES[each['severity']]}] {_where(reading, each)}{each['message']}" for each in reading["findings"]
    ]
    lines += [f"[读取说明] {note['message']}" for note in document["notes"]]
    if lines:
        yield ""
        yield f"需要核对 {len(lines)} 处："
    for line in lines:
        first, *others = wrap(line, room - 2)
        yield first
        yield from (f"  {each}" for each in others)


def _where(reading: dict[str, Any], finding: dict[str, Any]) -> str:
    """Level and number of the item that a finding is about."""
    if finding["programme"] is None or finding["item"] is None:
        return ""
    programme = reading["programmes"][finding["programme"]]
    return f"{LEVELS[programme['level']]}第 {programme['items'][finding['item']]['number']} 项："
