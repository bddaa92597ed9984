"""Reading in a process of its own: whatever happens there, here comes a result or an Unreadable."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from duban.cli import isolated
from duban.cli.isolated import read_isolated
from duban.readers import read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, docx_of


@pytest.fixture
def notice(tmp_path) -> Path:
    path = tmp_path / "stored"
    path.write_bytes(docx_of(NOTICE.split("\n")))
    return path


def test_document_and_reading_come_back(notice):
    result = read_isolated(notice, "通知.docx", on_progress=None)
    direct = read_bytes(notice.read_bytes(), "通知.docx")
    assert (result.document["name"], result.document["format"], result.document["text"]) == (
        "通知.docx",
        "docx",
        direct.text,
    )
    assert [block["span"] for block in result.document["blocks"]] == [[b.span.start, b.span.end] for b in direct.blocks]
    assert [len(programme["items"]) for programme in result.reading["programmes"]] == [3]


def test_progress_comes_in_order(notice):
    seen: list[tuple[str, int]] = []
    read_isolated(notice, "通知.docx", on_progress=lambda stage, percent: seen.append((stage, percent)))
    assert seen and [percent for _, percent in seen] == sorted(percent for _, percent in seen)
    assert all(stage and 0 <= percent <= 100 for stage, percent in seen)


def test_what_progress_raises_ends_the_reading(notice):
    def lost(stage, percent):
        raise LookupError("lease lost")

    with pytest.raises(LookupError):
        read_isolated(notice, "通知.docx", on_progress=lost)
    assert_no_children()


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b"MZ\x00\x00" * 50, "wrong-type"), (docx_of(["甲"])[:900], "damaged")]
)
def test_refusals_come_back(tmp_path, data, code):
    (tmp_path / "f").write_bytes(data)
    with pytest.raises(Unreadable) as refused:
        read_isolated(tmp_path / "f", "通知.docx")
    assert refused.value.code == code and refused.value.message.endswith("。")


def worker(monkeypatch, tmp_path, code: str) -> None:
    """Put a program of the test in the place of the worker."""
    package = tmp_path / "fake" / "duban" / "cli"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").write_text("")
    (package / "worker.py").write_text(f"import json, os, signal, sys, time\nr = json.loads(sys.argv[1])\n{code}")
    monkeypatch.setattr(isolated, "PACKAGE_ROOT", tmp_path / "fake")
    monkeypatch.setattr(isolated, "GRACE", 0.3)


def refusal(notice, **limits) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read_isolated(notice, "通知.docx", **limits)
    assert refused.value.message.endswith("。")
    assert_no_children()
    return refused.value


def assert_no_children() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize(
    "code",
    [
        "sys.exit(3)",
        "os.abort()",
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "os.kill(os.getpid(), signal.SIGKILL)",
        "pass",  # ends well and leaves no result
        "open(r['result'], 'w').write('{')",
        "open(r['result'], 'w').write('[]')",
        "open(r['result'], 'w').write('{\"document\": 1}')",
    ],
)
def test_any_way_to_die_is_a_sentence(notice, monkeypatch, tmp_path, code):
    worker(monkeypatch, tmp_path, code)
    assert refusal(notice).code == "crashed"


@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(60)",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
        "os.close(r['progress'])\ntime.sleep(60)",
        "while True: os.write(r['progress'], b'x' * 5000)",
    ],
)
def test_time_is_limited(notice, monkeypatch, tmp_path, code):
    worker(monkeypatch, tmp_path, code)
    began = time.monotonic()
    assert refusal(notice, timeout=0.5).code == "timeout"
    assert time.monotonic() - began < 5


def test_nonsense_on_the_line_of_progress_is_ignored(notice, monkeypatch, tmp_path):
    worker(
        monkeypatch,
        tmp_path,
        "os.write(r['progress'], b'nonsense\\n{}\\n[1]\\n\\xff\\n{\"stage\": 1, \"percent\": 900}\\n')",
    )
    seen: list[tuple[str, int]] = []
    with pytest.raises(Unreadable):
        read_isolated(notice, "通知.docx", on_progress=lambda *said: seen.append(said))
    assert seen == [("1", 100)]


def test_programs_started_by_the_worker_end_with_it(notice, monkeypatch, tmp_path):
    mark = tmp_path / "child"
    worker(
        monkeypatch,
        tmp_path,
        "import subprocess\np = subprocess.Popen(['sleep', '300'])\n"
        f"open({str(mark)!r}, 'w').write(str(p.pid))\ntime.sleep(60)",
    )
    assert refusal(notice, timeout=1.5).code == "timeout"
    pid = int(mark.read_text())
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().split()[2]
        except FileNotFoundError:
            break
        if state == "Z":
            break
        time.sleep(0.1)
    else:
        os.kill(pid, signal.SIGKILL)
        pytest.fail("a program was left behind")


def test_memory_is_limited(tmp_path):
    """A sheet of many values needs more than this process may have; the caller hears of it in a sentence."""
    (tmp_path / "f").write_bytes(("1.新增停车泊位1200个。（责任单位：区建设局）\n" * 60_000).encode())
    error = refusal(tmp_path / "f", memory_mb=90)
    assert error.code in {"memory", "crashed"}


def test_the_last_words_of_the_process_are_logged(notice, monkeypatch, tmp_path, caplog):
    worker(monkeypatch, tmp_path, "raise SystemExit('out of luck')")
    assert refusal(notice).code == "crashed"
    assert "out of luck" in caplog.text


def test_secrets_of_the_surroundings_do_not_go_along(notice, monkeypatch, tmp_path):
    monkeypatch.setenv("DUBAN_SECRET_KEY", "geheim")
    found = tmp_path / "environment"
    worker(monkeypatch, tmp_path, f"open({str(found)!r}, 'w').write(' '.join(os.environ))")
    with pytest.raises(Unreadable):
        read_isolated(notice, "通知.docx")
    assert "DUBAN_SECRET_KEY" not in found.read_text() and "PYTHONPATH" in found.read_text()


def test_nothing_is_left_in_the_temporary_folder(notice, monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    read_isolated(notice, "通知.docx")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("duban-")] == []


def test_the_worker_needs_no_framework():
    import subprocess

    code = (
        "import sys, duban.cli.worker, duban.cli.main, duban.cli.read_command\n"
        "from duban.readers import read_bytes\nread_bytes('一、目标'.encode(), 'x.txt')\n"
        "heavy = {'django', 'lxml', 'pypdfium2', 'docx', 'selectolax', 'python_calamine', 'zipfile'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=isolated.PACKAGE_ROOT)
    assert (done.returncode, done.stderr) == (0, "")
