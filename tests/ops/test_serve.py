"""``manage.py serve`` as a person runs it: a process of its own, a data folder of its own, real requests."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ops.test_supervisor import alive, wait_for
from tests.support.shared import ROOT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def below(pid: int) -> list[int]:
    """Processes started by a process, and theirs."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            found += [child, *below(child)]
    return found


@contextmanager
def serving(data: Path, *arguments: str, demo: str = "1"):
    """The system on a free port; yields address, process and what it has said so far."""
    port, log = free_port(), data.parent / "serve.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "DJANGO_"))}
    environment |= {"DUBAN_DATA": str(data), "DUBAN_DEMO": demo, "PYTHONWARNINGS": "default"}
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1", *arguments]
    with log.open("w") as out, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out) as process:
        try:
            up = wait_for(lambda: "按 Ctrl+C" in log.read_text() or process.poll() is not None, 120)
            assert up and process.poll() is None, log.read_text()
            yield f"http://127.0.0.1:{port}", process, log
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """One data folder for the module: a first start and later ones."""
    return tmp_path_factory.mktemp("serve") / "data"


def get(address: str) -> tuple[int, str]:
    """Status and text."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.read().decode()


def test_a_first_start_shows_address_and_accounts_and_stops_cleanly(data):
    with serving(data, "--blank") as (address, process, log):
        said = log.read_text()
        assert f"督办已启动：{address}" in said
        password = re.search(r"演示账号（密码都是 (\S+)）", said).group(1)
        assert (data / "secrets" / "demo-password").read_text().strip() == password
        assert len(re.findall(r"^  [a-z0-9]+ +\S+  \S+", said, re.M)) == 11
        status, text = get(f"{address}/login")
        assert status == 200 and "登录" in text
        style = re.search(r'href="(/static/css/app\.[0-9a-f]+\.css)"', text).group(1)
        assert get(address + style)[0] == 200
        family = below(process.pid)
        assert len(family) >= 3
    assert process.returncode == 0
    assert "督办已停止。" in log.read_text()
    assert not any(alive(pid) for pid in family), "nothing is left running"
    modes = {path.name: oct(path.stat().st_mode)[-3:] for path in [data, *(data / "secrets").iterdir()]}
    assert modes == {"data": "700", "secret-key": "600", "demo-password": "600"}


def test_a_killed_worker_comes_back(data):
    with serving(data, "--blank") as (address, process, log):

        def workers():
            return [pid for pid in below(process.pid) if b"run_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]

        assert wait_for(lambda: len(workers()) == 1)
        first = workers()[0]
        os.kill(first, signal.SIGKILL)
        assert wait_for(lambda: workers() not in ([], [first]), 15)
        assert "识别与定时作业意外结束（退出码 -9）" in log.read_text()
        assert get(f"{address}/login")[0] == 200


def test_a_second_one_on_the_same_data_is_refused(data):
    with serving(data, "--blank"):
        environment = {**os.environ, "DUBAN_DATA": str(data), "DUBAN_DEMO": "1", "DJANGO_SETTINGS_MODULE": ""}
        environment.pop("DJANGO_SETTINGS_MODULE")
        environment.pop("DUBAN_DATABASE_URL", None)
        command = [sys.executable, "manage.py", "serve", "--port", str(free_port())]
        other = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        assert other.returncode == 1
        assert "已有一个督办在运行" in other.stderr and len(other.stderr.strip().splitlines()) == 1


def test_real_running_deactivates_the_demo_accounts(data):
    with serving(data, demo="0") as (address, _, log):
        said = log.read_text()
        assert "已停用 11 个演示账号。" in said
        assert "密码" not in said
        assert "还没有账号" in said
        assert (data / "secrets" / "demo-password").read_text().strip() not in get(f"{address}/login")[1]


def test_a_later_start_takes_seconds(data):
    begun = time.monotonic()
    with serving(data, "--blank"):
        assert time.monotonic() - begun < 30  # two or three by itself; other tests run beside it
