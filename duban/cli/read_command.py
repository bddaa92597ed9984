"""``duban read``: files in, ledgers out."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duban.cli.isolated import IsolatedResult, printable, read_isolated
from duban.readers.errors import Unreadable

READ, READ_WITH_FINDINGS, NOT_READABLE = 0, 1, 2
STDIN = "-"
_SLOW = 1.0  # seconds after which a single file shows its progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one file: a result, or why there is none."""

    file: str
    result: IsolatedResult | None = None
    error: Unreadable | None = None

    @property
    def code(self) -> int:
        """Exit code of this file."""
        if self.result is None or self.error is not None:
            return NOT_READABLE
        doubtful = any(each["severity"] in {"block", "confirm"} for each in self.result.reading["findings"])
        return READ_WITH_FINDINGS if doubtful else READ


def run(options: argparse.Namespace) -> int:
    """The command. Returns the worst exit code of all files."""
    shown = Progress(len(options.files))
    outcomes = (read_one(file, options, shown) for file in options.files)
    if options.json:
        read = list(outcomes)
        objects = [as_json(outcome) for outcome in read]
        print(json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=1))
        return max(outcome.code for outcome in read)
    return max([_print(outcome, len(options.files) > 1) for outcome in outcomes])


def read_one(file: str, options: argparse.Namespace, shown: Progress) -> Outcome:
    """Read one file in a process of its own."""
    shown.begin(printable(file))
    try:
        with on_disk(file) as (path, name):
            result = read_isolated(
                path, name, on_progress=shown.step, timeout=options.timeout, memory_mb=options.memory
            )
    except Unreadable as error:
        return Outcome(printable(file), error=error)
    except OSError as error:
        return Outcome(printable(file), error=not_opened(error))
    finally:
        shown.end()
    return Outcome(printable(file), result, None if has_items(result.reading) else _no_items())


class on_disk:
    """The file's path and name; standard input is put into a temporary file first."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._temporary: Any = None

    def __enter__(self) -> tuple[Path, str]:
        if self._file != STDIN:
            path = Path(self._file)
            with path.open("rb"):  # a missing file is told apart from a broken one
                return path, path.name
        self._temporary = tempfile.NamedTemporaryFile(prefix="duban-stdin-")
        while piece := sys.stdin.buffer.read(1 << 20):
            self._temporary.write(piece)
        self._temporary.flush()
        return Path(self._temporary.name), "标准输入"

    def __exit__(self, *exception: object) -> None:
        if self._temporary is not None:
            self._temporary.close()


def not_opened(error: OSError) -> Unreadable:
    """Why the system did not give the file."""
    if isinstance(error, FileNotFoundError):
        return Unreadable("not-found", "没有找到这个文件；请核对路径和文件名。")
    if isinstance(error, IsADirectoryError):
        return Unreadable("not-a-file", "这是一个文件夹；请写文件夹里的通知文件。")
    if isinstance(error, PermissionError):
        return Unreadable("no-permission", "没有读取这个文件的权限；请检查文件权限。")
    return Unreadable("not-opened", f"文件打不开（{error.strerror or error}）；请检查磁盘和路径。")


def has_items(reading: dict[str, Any]) -> bool:
    """Whether anything was found that could be a ledger."""
    return any(programme["items"] for programme in reading["programmes"])


def _no_items() -> Unreadable:
    return Unreadable(
        "no-items", "读到了文字，但没有找到责任事项（带序号的任务清单）；请确认文件里有责任分解方案或任务清单附件。"
    )


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The reading with the file's name and the reader's notes; an unreadable file is one finding."""
    data: dict[str, Any] = {"file": outcome.file, "programmes": [], "rules": [], "findings": []}
    if outcome.result is not None:
        data |= outcome.result.reading
        data["notes"] = outcome.result.document["notes"]
    if outcome.error is not None:
        error = outcome.error
        data["error"] = {"code": error.code, "message": error.message}
        data["findings"] = [
            *data["findings"],
            {
                "id": f"reader.{error.code}",
                "code": f"reader.{error.code}",
                "severity": "block",
                "message": error.message,
                "span": None,
                "programme": None,
                "item": None,
                "data": {},
            },
        ]
    return data


def _print(outcome: Outcome, named: bool) -> int:
    if outcome.error is not None:
        sys.stdout.flush()
        print(f"{outcome.file}：{outcome.error.message}", file=sys.stderr)
        return outcome.code
    assert outcome.result is not None
    for line in _text(outcome, outcome.result, named):
        print(line)
    return outcome.code


def _text(outcome: Outcome, result: IsolatedResult, named: bool) -> Iterator[str]:
    from duban.cli.ledger_text import ledger_lines

    if named:
        yield f"== {outcome.file} =="
    yield from ledger_lines(result.document, result.reading)
    if named:
        yield ""


class Progress:
    """Progress on stderr: of every file where there are several, of one only when it takes long."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._number = 0
        self._terminal = sys.stderr.isatty()
        self._began = 0.0
        self._shown = False
        self._file = ""

    def begin(self, file: str) -> None:
        """The next file."""
        self._number += 1
        self._file = file
        self._began = time.monotonic()
        if self._total > 1 and not self._terminal:
            print(f"[{self._number}/{self._total}] {file}", file=sys.stderr, flush=True)

    def step(self, stage: str, percent: int) -> None:
        """A stage of it."""
        if self._terminal and (self._total > 1 or time.monotonic() - self._began > _SLOW):
            print(f"\r\x1b[K[{self._number}/{self._total}] {self._file}　{stage} {percent}%", end="", file=sys.stderr)
            sys.stderr.flush()
            self._shown = True

    def end(self) -> None:
        """The line goes away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False
