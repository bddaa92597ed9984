"""The supervisor with real processes."""

import os
import signal
import subprocess
import sys
import threading
import time

from duban.ops.supervisor import Child, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)",
]
SHORT = [sys.executable, "-c", "raise SystemExit(3)"]


def alive(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what, seconds=10.0):
    """Poll until true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_all_are_started_and_stopped_together():
    said = []
    supervisor = Supervisor([Child("一", SLEEP), Child("二", SLEEP)], said.append)
    supervisor.start()
    pids = [child.process.pid for child in supervisor.children]
    assert all(child.running() for child in supervisor.children)
    supervisor.end()
    assert not any(alive(pid) for pid in pids)
    assert said == []


def test_a_process_that_dies_is_started_again():
    said = []
    supervisor = Supervisor([Child("识别", SLEEP)], said.append)
    supervisor.start()
    child = supervisor.children[0]
    first = child.process.pid
    try:
        os.kill(first, signal.SIGKILL)
        child.process.wait()
        supervisor.watch()
        assert said == ["识别意外结束（退出码 -9），0.5 秒后重新启动。"]
        supervisor.watch()
        assert child.process is None, "it waits before it starts again"
        assert wait_for(lambda: (supervisor.watch(), child.running())[1])
        assert child.process.pid != first
    finally:
        supervisor.end()


def test_a_process_that_keeps_dying_is_started_ever_more_slowly():
    said = []
    supervisor = Supervisor([Child("识别", SHORT)], said.append)
    supervisor.start()
    wait_for(lambda: (supervisor.watch(), len(said) >= 3)[1])
    supervisor.end()
    assert [each.split("，")[1] for each in said[:3]] == [
        "0.5 秒后重新启动。",
        "1 秒后重新启动。",
        "2 秒后重新启动。",
    ]


def test_one_that_does_not_stop_is_killed():
    said = []
    supervisor = Supervisor([Child("网页", STUBBORN)], said.append, grace=0.3)
    supervisor.start()
    pid = supervisor.children[0].process.pid
    time.sleep(0.5)  # it has to have set its handler
    supervisor.end()
    assert not alive(pid)
    assert said == ["网页没有按时停下，已强行结束。"]


def test_run_ends_at_a_signal(monkeypatch):
    seen = {}
    monkeypatch.setattr(signal, "signal", lambda number, handler: seen.setdefault(number, handler))
    supervisor = Supervisor([Child("一", SLEEP)], lambda text: None)
    supervisor.start()
    pid = supervisor.children[0].process.pid
    threading.Timer(0.3, lambda: seen[signal.SIGTERM](signal.SIGTERM, None)).start()
    supervisor.run()
    assert {signal.SIGINT, signal.SIGTERM} <= set(seen)
    assert not alive(pid)


def test_children_do_not_outlive_a_supervisor_that_is_killed(tmp_path):
    script = (
        "import sys, time\n"
        "from duban.ops.supervisor import Child, Supervisor\n"
        "s = Supervisor([Child('一', [sys.executable, '-c', 'import time; time.sleep(60)'])], print)\n"
        "s.start()\n"
        "print(s.children[0].process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
        parent.wait()
    assert wait_for(lambda: not alive(pid))
