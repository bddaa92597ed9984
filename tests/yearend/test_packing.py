"""The archive package: what is in it, and that it checks itself without the system."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile

import pytest

from duban.audit.models import Event
from duban.core.yearend import verify_package
from duban.orgs.permissions import Invalid, NotAllowed
from duban.progress.models import Liaison
from duban.yearend import rows
from duban.yearend.actions import archiving
from duban.yearend.models import Package
from tests.factories.progress import moment

WHEN = "2024-01-20 09:00:00"


def make(stage, **changes):
    out = io.BytesIO()
    row = archiving.make(year=2023, out=out, **{**stage.act(stage.cast.supervisor, WHEN), **changes})
    return row, out.getvalue()


@pytest.fixture
def packed(stage, tmp_path):
    """A package of two signed quarters, with a telephone in the data."""
    stage.filed(0)
    Liaison.objects.create(
        unit=stage.cast.lead_unit, role="clerk", name="钱经办", mobile="13812345678", start=moment(WHEN).date(),
        by=stage.cast.lead_clerk, at=moment(WHEN),
    )  # fmt: skip
    row, data = make(stage)
    path = tmp_path / "归档.zip"
    path.write_bytes(data)
    return stage, row, path


def unpacked(path, folder):
    with zipfile.ZipFile(path) as pack:
        pack.extractall(folder)
    return folder


def test_a_package_holds_and_is_remembered(packed, tmp_path):
    stage, row, path = packed
    assert [(name, wrong) for name, _, wrong in verify_package.verify(str(path))] == [
        ("文件", []), ("留痕", []), ("签字", []), ("发文", []),
    ]  # fmt: skip
    assert Package.objects.get() == row and row.files > 20
    event = Event.objects.get(verb="package.make")
    assert event.after["manifest"] == row.manifest and row.last_seq == event.seq - 1
    with zipfile.ZipFile(path) as pack:
        names = set(pack.namelist())
        assert verify_package.sha256(pack.read("清单.sha256")) == row.manifest
        text = b"".join(pack.read(name) for name in names if name.endswith(".jsonl"))
        index = pack.read("索引.html").decode()
    assert b"13812345678" not in text and b"138****5678" in text
    for secret in (b'"password"', b"argon2", b'"phone"'):
        assert secret not in text
    assert {"说明.txt", "核验.py", "归档.json", "对账/2023年逐项对账表.pdf"} <= names
    assert f"单位档案/{stage.cast.lead_unit.name}.docx" in names and stage.cast.lead_unit.name in index


def test_it_checks_itself_with_nothing_but_python(packed, tmp_path):
    folder = unpacked(packed[2], tmp_path / "open")
    run = subprocess.run(
        [sys.executable, "-I", str(folder / "核验.py")], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "签字 1：全部相符" in run.stdout


def line_file(folder):
    return folder / "数据" / "progress.line.jsonl"


def change_text(folder):
    text = line_file(folder).read_text(encoding="utf-8").replace("停车泊位120个", "停车泊位999个")
    line_file(folder).write_text(text, encoding="utf-8")


def change_event(folder):
    path = folder / "留痕" / "留痕.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    event = json.loads(lines[2])
    event["reason"] = "改过"
    lines[2] = json.dumps(event, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def drop_event(folder):
    path = folder / "留痕" / "留痕.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


def list_again(folder):
    """The forger makes the list fit again: the other checks still tell."""
    names = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "清单.sha256"]
    lines = [f"{verify_package.sha256(p.read_bytes())}  {p.relative_to(folder).as_posix()}\n" for p in names]
    (folder / "清单.sha256").write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("forge", "told"),
    [(change_text, "所签内容与数据不符"), (change_event, "内容与摘要不符"), (drop_event, "留痕应到第")],
)
def test_a_forgery_is_found_even_with_a_new_list(packed, tmp_path, capsys, forge, told):
    folder = unpacked(packed[2], tmp_path / "open")
    forge(folder)
    assert verify_package.main([str(folder)]) == 1
    assert "文件被改动" in capsys.readouterr().out
    list_again(folder)
    assert verify_package.main([str(folder)]) == 1
    out = capsys.readouterr().out
    assert told in out and "文件被改动" not in out


def test_missing_and_added_files(packed, tmp_path, capsys):
    folder = unpacked(packed[2], tmp_path / "open")
    line_file(folder).unlink()
    (folder / "另加.txt").write_text("x", encoding="utf-8")
    assert verify_package.main([str(folder)]) == 1
    out = capsys.readouterr().out
    assert "缺少文件：数据/progress.line.jsonl" in out and "清单以外的文件：另加.txt" in out


def test_what_is_no_package(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    for place in (tmp_path / "a.txt", empty, tmp_path / "none.zip"):
        assert verify_package.main([str(place)]) == 2
    assert "不是归档包" in capsys.readouterr().err
    broken = tmp_path / "b"
    broken.mkdir()
    (broken / "清单.sha256").write_text("", encoding="utf-8")
    (broken / "归档.json").write_text("{", encoding="utf-8")
    assert verify_package.main([str(broken)]) == 2


def test_who_may_and_for_what(stage):
    with pytest.raises(NotAllowed):
        make(stage, **stage.act(stage.cast.lead_principal, WHEN))
    with pytest.raises(Invalid, match="1999"):
        archiving.make(year=1999, out=io.BytesIO(), **stage.act(stage.cast.supervisor, WHEN))
    assert not Package.objects.exists()


def test_every_table_of_the_business_is_found_with_its_year(db):
    found = {dump.label: dump.path for dump in rows.dumps()}
    assert found["progress.line"] == "report__period__year"
    assert found["ledger.assignment"] == "matter__programme__year"
    assert found["ledger.programme"] == "year" and found["orgs.unit"] == ""
    assert not {label for label in found if label.split(".")[0] in ("audit", "messaging", "auth", "sessions")}


def test_what_a_row_refers_to_is_in_the_package_too(packed, tmp_path):
    """Keys of the rows of one year lead to rows that are there."""
    folder = unpacked(packed[2], tmp_path / "open")
    tables = {
        p.stem: [json.loads(line) for line in p.read_text("utf-8").splitlines()] for p in (folder / "数据").iterdir()
    }
    ids = {label: {row["id"] for row in found} for label, found in tables.items()}
    lost = []
    for dump in rows.dumps():
        for field in dump.model._meta.concrete_fields:
            if not field.is_relation or dump.label not in tables:
                continue
            there = ids.get(field.remote_field.model._meta.label_lower, set())
            lost += [
                (dump.label, field.name)
                for row in tables[dump.label]
                if row.get(field.attname) is not None and row[field.attname] not in there
            ]
    assert lost == []
