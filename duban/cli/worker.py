"""The process in which one file is read: ``python -m duban.cli.worker REQUEST`` (JSON, see :func:`main`).

It limits itself first, then reads the file and the notice in it, and writes the outcome to a file as JSON and lines
of progress to an open file descriptor. Started by :mod:`duban.cli.isolated`.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from duban.readers.errors import Unreadable

EXIT_OUT_OF_MEMORY = 77


OUTPUT_BYTES = 256 * 1024 * 1024  # of any file that is written from here


def main(request: dict[str, Any]) -> int:
    """Run once. The exit code is 0 whenever the result was written.

    ``request``: task (read, lint), path, name, result (path of the outcome), progress (file descriptor), seconds (of
    processor time), memory (bytes).
    """
    signal.signal(signal.SIGTERM, _end)
    gc.set_threshold(
        100_000
    )  # it reads one file and ends: looking for rings of objects at every 700 new ones is for nothing
    try:
        _limit(request["seconds"], request["memory"])
        outcome = _outcome(TASKS[request["task"]], Path(request["path"]), request["name"], request["progress"])
        _write(Path(request["result"]), outcome)
    except MemoryError:
        return EXIT_OUT_OF_MEMORY
    return 0


def _limit(seconds: int, memory: int) -> None:
    """Soft limits: a program that a reader starts (an office suite) may lift them for itself."""
    for kind, soft in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _outcome(task: Task, path: Path, name: str, progress: int) -> dict[str, Any]:
    def report(stage: str, percent: int) -> None:
        line = json.dumps({"stage": stage, "percent": percent}, ensure_ascii=False)
        os.write(progress, line.encode() + b"\n")

    try:
        return task(path, name, report)
    except Unreadable as error:
        return {"error": {"code": error.code, "message": error.message}}


def read_file(path: Path, name: str, report: Any) -> dict[str, Any]:
    """The document and its reading as JSON values; raises Unreadable."""
    from duban.core.notice.jsonform import plain, to_json
    from duban.readers import limits, progress, read_bytes

    report("打开文件", 2)
    limits.check_size(path.stat().st_size)
    with progress.reporting(lambda stage, percent: report(stage, 5 + percent * 55 // 100)):
        document = read_bytes(path.read_bytes(), name)
    from duban.core.notice import read

    report("识别内容", 60)
    reading = read(document, progress=lambda stage, percent: report(stage, 60 + percent * 38 // 100))
    return {"document": plain(document), "reading": to_json(reading)}


def lint_file(path: Path, name: str, report: Any) -> dict[str, Any]:
    """What is found in the document as JSON values; raises Unreadable."""
    from dataclasses import asdict

    from duban.core.gongwen.lint import check
    from duban.readers import limits, progress
    from duban.readers.printed import read_print

    report("打开文件", 2)
    limits.check_size(path.stat().st_size)
    with progress.reporting(lambda stage, percent: report(stage, 5 + percent * 70 // 100)):
        document = read_print(path.read_bytes(), name)
    report("检查格式", 80)
    about = {"name": name, "format": document.format, "lines": len(document.lines), "laid_out": document.laid_out}
    about["measured"] = any(sheet.measured for sheet in document.sheets)
    return {"document": about, "findings": [asdict(each) for each in check(document)]}


Task = Callable[[Path, str, Any], dict[str, Any]]
TASKS: dict[str, Task] = {"read": read_file, "lint": lint_file}


def _write(path: Path, outcome: dict[str, Any]) -> None:
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(outcome, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    partial.rename(path)


def _end(signum: int, frame: FrameType | None) -> None:
    """Leave by way of every ``finally``, so that programs started from here end too."""
    raise SystemExit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
