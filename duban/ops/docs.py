"""Pages of the documentation that are printed from the code: ``docs/permissions.md``, ``docs/workflows.md``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

import duban.core.workflow
from duban.core.workflow.table import Table
from duban.orgs.enums import PostKind
from duban.orgs.permissions import RULES, Verb

MADE = "<!-- 由 make docs 生成，请勿手工修改 -->\n"


@dataclass(frozen=True)
class Address:
    """An address of the screens with what its view declares."""

    path: str
    name: str
    view: Any

    @property
    def declared(self) -> dict[str, Any] | None:
        """What ``web.http.methods`` noted on the view; None where the view is not declared."""
        return getattr(self.view, "duban", None)


def addresses(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[Address]:
    """Every address of the URL configuration, in its order."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield Address(path, entry.name or "", entry.callback)


def workflow_tables() -> list[Table]:
    """Every transition table of the core, by subject."""
    tables = []
    for module in pkgutil.iter_modules(duban.core.workflow.__path__):
        table = getattr(importlib.import_module(f"duban.core.workflow.{module.name}"), "TABLE", None)
        if isinstance(table, Table):
            tables.append(table)
    return sorted(tables, key=lambda table: table.subject)


def permissions_page() -> str:
    """Who holds which right, and what every address asks for."""
    kinds = list(PostKind)
    lines = [MADE, "# 权限", "", "权限只来自任职。规则见 `duban/orgs/permissions.py`，每条“否”都有一句说明。", ""]
    lines += ["| 权限 | " + " | ".join(kind.label for kind in kinds) + " | 其他人看到 |"]
    lines += ["|---|" + "---|" * len(kinds) + "---|"]
    for rule in RULES.values():
        marks = " | ".join("✓" if kind in rule.posts else "" for kind in kinds)
        lines.append(f"| {rule.label} | {marks} | {rule.otherwise} |")
    lines += ["", "# 地址", "", "“登录者”的地址按行限定范围（`visible_to`）：别的单位的内容答复 404。", ""]
    lines += ["| 地址 | 名称 | 读 | 写 | 需要 |", "|---|---|---|---|---|"]
    for address in addresses():
        declared = address.declared or {}
        read, write = ("✓" if declared.get(key) else "" for key in ("read", "write"))
        lines.append(f"| `{address.path}` | {address.name} | {read} | {write} | {_needs(declared)} |")
    return "\n".join(lines) + "\n"


def _needs(declared: dict[str, Any]) -> str:
    verb: Verb | None = declared.get("verb")
    if verb is not None:
        return RULES[verb].label
    return "公开" if declared.get("public") else "登录者"


def workflows_page() -> str:
    """Every transition table as a diagram and as a list."""
    lines = [MADE, "# 流转", "", "表在 `duban/core/workflow/`；按钮、校验和本页都出自同一张表。", ""]
    for table in workflow_tables():
        lines += [f"## {table.title}（`{table.subject}`）", "", "```mermaid", table.as_mermaid(), "```", ""]
        lines += ["| 动作 | 从 | 到 | 由谁 | 意见 |", "|---|---|---|---|---|"]
        for move in table.transitions:
            sources = "、".join(label for code, label in table.states.items() if code in move.sources)
            who = "、".join(label for code, label in table.roles.items() if code in move.roles) or "系统"
            comment = "必填" if move.needs_comment else ""
            lines.append(
                f"| {move.label}（`{move.name}`） | {sources} | {table.states[move.target]} | {who} | {comment} |"
            )
        lines.append("")
    return "\n".join(lines)


PAGES = {"permissions.md": permissions_page, "workflows.md": workflows_page}


def stale(folder: Path | None = None) -> list[str]:
    """Names of the pages that are not what the code says."""
    folder = folder or settings.BASE / "docs"
    return [
        name
        for name, make in PAGES.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != make()
    ]


def write(folder: Path | None = None) -> None:
    """Print the pages anew."""
    folder = folder or settings.BASE / "docs"
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8")
