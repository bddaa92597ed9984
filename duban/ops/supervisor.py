"""A small supervisor: starts the processes of the system, restarts what dies, stops all of them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a restart, doubled each time
STEADY = 60.0  # seconds after which a process counts as well again


def _die_with_parent() -> None:
    """In the child: end when the supervisor ends, even if it is killed (Linux)."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):  # not Linux: the supervisor's own stopping has to do
        pass


@dataclass
class Child:
    """A process to keep running."""

    name: str  # Chinese, for the messages
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl+C reaches the supervisor alone."""
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self.started = time.monotonic()

    def running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to the process and to whatever it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass


@dataclass
class Supervisor:
    """Keeps children running until :meth:`stop`."""

    children: list[Child]
    say: Callable[[str], None]
    grace: float = 15.0  # seconds between asking to stop and killing
    stopping: bool = False

    def start(self) -> None:
        """Start all of them."""
        for child in self.children:
            child.start()

    def run(self) -> None:
        """Watch until stopped, then stop all."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        try:
            while not self.stopping:
                self.watch()
                time.sleep(0.2)
        finally:
            self.end()

    def stop(self, *_: object) -> None:
        """Ask :meth:`run` to end; fit for a signal handler."""
        self.stopping = True

    def watch(self) -> None:
        """One look: note who died, restart whose time has come."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and not child.running():
                self._note(child, now)
            elif child.process is None and now >= child.again_at:
                child.start()

    def _note(self, child: Child, now: float) -> None:
        code = child.process.returncode if child.process else 0
        child.signal(signal.SIGKILL)  # what it may have left behind
        if now - child.started > STEADY:
            child.pause = FIRST_PAUSE
        self.say(f"{child.name}意外结束（退出码 {code}），{child.pause:g} 秒后重新启动。")
        child.process, child.again_at = None, now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def end(self) -> None:
        """Stop all: ask, wait, then kill."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + self.grace
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.1, until - time.monotonic()))
                except subprocess.TimeoutExpired:
                    self.say(f"{child.name}没有按时停下，已强行结束。")
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
