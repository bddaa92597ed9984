"""Reads a stranger's file in a process of its own, with limits, so that only that process can come to harm.

Whatever happens in there, the caller gets a result or an :class:`Unreadable` with a Chinese sentence.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from duban.cli.worker import EXIT_OUT_OF_MEMORY
from duban.readers import limits
from duban.readers.errors import Unreadable

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
ERRORS = "errors.txt"  # what the process says on its error stream
GRACE = 3.0  # seconds between asking the process to end and ending it

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class IsolatedResult:
    """``document``: name, format, text, blocks, encoding, notes. ``reading``: as in ``jsonform``."""

    document: dict[str, Any]
    reading: dict[str, Any]


def read_isolated(
    path: Path,
    name: str,
    *,
    on_progress: Progress | None = None,
    timeout: float = 120,
    memory_mb: int = 1500,
) -> IsolatedResult:
    """Read the file at ``path``. ``timeout`` in seconds of wall time.

    What ``on_progress`` raises ends the reading and is passed on.
    """
    data = run_isolated("read", path, name, on_progress=on_progress, timeout=timeout, memory_mb=memory_mb)
    try:
        return IsolatedResult(data["document"], data["reading"])
    except (KeyError, TypeError):
        raise _BrokeOff() from None


def run_isolated(
    task: str,
    path: Path,
    name: str,
    *,
    on_progress: Progress | None = None,
    timeout: float = 120,
    memory_mb: int = 1500,
) -> dict[str, Any]:
    """A task of :mod:`duban.cli.worker` (``read``, ``lint``) on a file; its outcome as JSON values."""
    with tempfile.TemporaryDirectory(prefix="duban-read-") as folder:
        result = Path(folder) / "result.json"
        listening, telling = os.pipe()
        try:
            process = _start(task, path, name, result, telling, timeout, memory_mb, Path(folder))
        finally:
            os.close(telling)
        try:
            in_time = _follow(process, listening, on_progress, time.monotonic() + timeout)
        finally:
            os.close(listening)
            _end(process)
        if not in_time:
            raise _too_slow(timeout)
        try:
            return _outcome(process.returncode, result, timeout)
        except _BrokeOff:
            _log(process.returncode, Path(folder) / ERRORS)
            raise


def _start(
    task: str, path: Path, name: str, result: Path, telling: int, timeout: float, memory_mb: int, folder: Path
) -> subprocess.Popen[bytes]:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("DUBAN_")},
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PACKAGE_ROOT), os.environ.get("PYTHONPATH")])),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUTF8": "1",
        "TMPDIR": str(folder),
        "OMP_NUM_THREADS": "2",
        "MALLOC_ARENA_MAX": "2",
    }
    request = {
        "task": task,
        "path": str(path.resolve()),
        "name": printable(name),
        "result": str(result),
        "progress": telling,
        "seconds": int(timeout) + 1,
        "memory": memory_mb * limits.MEGA,
    }
    with (folder / ERRORS).open("wb") as errors:
        return _launch(request, telling, errors, environment, folder)


def printable(name: str) -> str:
    """A file's name as text, whatever the locale under which it came in."""
    return os.fsencode(name).decode("utf-8", "replace")


def _launch(
    request: dict[str, Any], telling: int, errors: BinaryIO, environment: dict[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "duban.cli.worker", json.dumps(request)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        pass_fds=(telling,),
        start_new_session=True,
        env=environment,
        cwd=folder,
    )


def _follow(process: subprocess.Popen[bytes], listening: int, on_progress: Progress | None, deadline: float) -> bool:
    """Pass progress on until the process closes its end. False if time ran out."""
    rest = b""
    waiting = select.poll()  # unlike select, it has no upper bound of file descriptors
    waiting.register(listening, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0:
        if not waiting.poll(left * 1000):
            return False
        piece = os.read(listening, 65536)
        if not piece:
            break
        *lines, rest = (rest + piece)[-100_000:].split(b"\n")
        for line in lines:
            _pass_on(line, on_progress)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(max(0.0, deadline - time.monotonic()))
    return process.returncode is not None


def _pass_on(line: bytes, on_progress: Progress | None) -> None:
    if on_progress is None:
        return
    try:
        said = json.loads(line)
        stage, percent = str(said["stage"]), int(said["percent"])
    except (ValueError, KeyError, TypeError):
        return
    on_progress(stage, max(0, min(100, percent)))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    process.wait()


def _outcome(code: int, result: Path, timeout: float) -> dict[str, Any]:
    if code == 0:
        try:
            data: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
            if "error" not in data:
                return data
            refused = Unreadable(data["error"]["code"], data["error"]["message"])
        except (OSError, ValueError, KeyError, TypeError):
            raise _BrokeOff() from None
        raise refused
    if code == EXIT_OUT_OF_MEMORY:
        raise limits.out_of_memory()
    if code == -signal.SIGXCPU:
        raise _too_slow(timeout)
    raise _BrokeOff()


def _too_slow(timeout: float) -> Unreadable:
    return Unreadable(
        "timeout", f"读取超过 {timeout:.0f} 秒仍未完成，已停止；请只保留通知及附件，或另存为 .docx 后再上传。"
    )


class _BrokeOff(Unreadable):
    """The process ended without a result."""

    def __init__(self) -> None:
        super().__init__(
            "crashed", "读取这个文件时程序异常退出，没有得到结果；文件可能已损坏，请用原来的软件另存一份再上传。"
        )


def _log(code: int, errors: Path) -> None:
    """What the process said last, for whoever runs the server."""
    said = errors.read_bytes()[-2000:].decode("utf-8", "replace") if errors.is_file() else ""
    import logging  # only where something went wrong: the command starts sooner without it

    logging.getLogger(__name__).warning("reading ended with code %s: %s", code, said)
