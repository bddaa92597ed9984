"""``duban lint``: official documents in, findings out."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from duban.cli.isolated import printable, run_isolated
from duban.cli.read_command import Progress, not_opened, on_disk
from duban.readers.errors import Unreadable

CLEAN, WITH_FINDINGS, NOT_READABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one file: what was found, or why it could not be read."""

    file: str
    document: dict[str, Any] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    error: Unreadable | None = None

    @property
    def code(self) -> int:
        """Exit code of this file."""
        if self.error is not None:
            return NOT_READABLE
        return WITH_FINDINGS if self.findings else CLEAN


def run(options: argparse.Namespace) -> int:
    """The command. Returns the worst exit code of all files."""
    shown = Progress(len(options.files))
    outcomes = (_check(file, options, shown) for file in options.files)
    if options.json:
        checked = list(outcomes)
        objects = [_as_json(outcome) for outcome in checked]
        print(json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=1))
        return max(outcome.code for outcome in checked)
    return max([_print(outcome) for outcome in outcomes])


def _check(file: str, options: argparse.Namespace, shown: Progress) -> Outcome:
    shown.begin(printable(file))
    try:
        with on_disk(file) as (path, name):
            made = run_isolated(
                "lint", path, name, on_progress=shown.step, timeout=options.timeout, memory_mb=options.memory
            )
    except Unreadable as error:
        return Outcome(printable(file), error=error)
    except OSError as error:
        return Outcome(printable(file), error=not_opened(error))
    finally:
        shown.end()
    return Outcome(printable(file), made["document"], made["findings"])


def _as_json(outcome: Outcome) -> dict[str, Any]:
    data: dict[str, Any] = {"file": outcome.file, "document": outcome.document, "findings": outcome.findings}
    if outcome.error is not None:
        data["error"] = {"code": outcome.error.code, "message": outcome.error.message}
    return data


def _print(outcome: Outcome) -> int:
    if outcome.error is not None:
        sys.stdout.flush()
        print(f"{outcome.file}：{outcome.error.message}", file=sys.stderr)
    else:
        for line in _text(outcome):
            print(line)
    return outcome.code


def _text(outcome: Outcome) -> Iterator[str]:
    from duban.core.gongwen.lint.values import LABELS, Severity

    about = outcome.document
    what = "版面和文字" if about["laid_out"] else "行数、字数和文字" if about["measured"] else "文字"
    counted = Counter(each["severity"] for each in outcome.findings)
    said = "，".join(f"{label} {counted[severity]} 处" for severity, label in LABELS.items() if counted[severity])
    yield f"{outcome.file}：检查了{what}，{said or '没有发现问题'}。"
    for each in outcome.findings:
        place = f"第{each['line']}段" if each["line"] else "全文"
        yield f"  {place}〔{LABELS[Severity(each['severity'])]}〕{each['found']}"
        if each["text"]:
            yield f"      原文：{each['text']}"
        yield f"      应为：{each['expected']}"
        yield f"      改法：{each['mend']}"
        yield f"      依据：{each['clause']}（{each['rule']}）"
