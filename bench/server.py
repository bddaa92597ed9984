"""The server of production, one process, for measuring."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from duban.ops.start import answers

ROOT = Path(__file__).resolve().parents[1]
THREADS = 4  # as ``manage.py serve`` starts it


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def peak_memory(self) -> float:
        """Most memory that its worker ever held, in MB (VmHWM)."""
        return max((_peak(pid) for pid in _below(self.pid)), default=0.0)


def _below(pid: int) -> list[int]:
    """Processes started by a process, and theirs."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text(encoding="ascii").split()):
            found += [child, *_below(child)]
    return found


def _peak(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return 0.0
    match = re.search(r"VmHWM:\s+(\d+) kB", text)
    return int(match.group(1)) / 1024 if match else 0.0


@contextmanager
def running() -> Iterator[Server]:
    """The server on a free port of 127.0.0.1."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi", "--no-ws"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", str(THREADS), "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"})
    try:
        until = time.monotonic() + 30
        while not answers(f"http://127.0.0.1:{port}"):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
