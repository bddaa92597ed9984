"""``duban verify-archive``."""

from __future__ import annotations

import json

from duban.cli.main import main
from duban.core.yearend.verify_package import ABOUT, EVENTS, MANIFEST, canonical, sha256


def package(folder, *, text="甲"):
    """The smallest package: a cover and one event."""
    event = {"seq": 1, "prev": "", "reason": text}
    event["hash"] = sha256(canonical(event))
    about = {"trail": {"first_seq": 1, "last_seq": 1, "prev_hash": "", "last_hash": event["hash"]}}
    files = {ABOUT: json.dumps(about), EVENTS: json.dumps(event, ensure_ascii=False) + "\n"}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    listed = [f"{sha256(content.encode())}  {name}\n" for name, content in files.items()]
    (folder / MANIFEST).write_text("".join(listed), encoding="utf-8")
    return folder


def test_a_package_that_holds(tmp_path, capsys):
    assert main(["verify-archive", str(package(tmp_path))]) == 0
    out = capsys.readouterr().out
    assert "留痕 1：全部相符" in out and "签字 0：全部相符" in out


def test_the_worst_of_several(tmp_path, capsys):
    good, bad = package(tmp_path / "一"), package(tmp_path / "二")
    (bad / EVENTS).write_text((bad / EVENTS).read_text(encoding="utf-8").replace("甲", "乙"), encoding="utf-8")
    assert main(["verify-archive", str(good), str(bad)]) == 1
    assert "第 1 条留痕的内容与摘要不符" in capsys.readouterr().out
    assert main(["verify-archive", str(good), str(tmp_path / "没有")]) == 2
