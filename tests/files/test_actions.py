"""Files reach the disk before their row, once a content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from duban.files import actions
from duban.files.actions import store
from duban.files.models import StoredFile

pytestmark = pytest.mark.django_db


def keep(cast, at, data=b"text", name="通知.txt"):
    return store(data=data, name=name, media_type="text/plain", by=cast.actor(cast.supervisor), at=at)


def on_disk() -> list[Path]:
    from django.conf import settings

    return [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


def test_bytes_lie_under_their_digest_and_only_there(cast, at):
    row = keep(cast, at)
    digest = hashlib.sha256(b"text").hexdigest()
    assert (row.sha256, row.size, row.name) == (digest, 4, "通知.txt")
    assert row.content.name == f"{digest[:2]}/{digest[2:4]}/{digest}"
    with row.content.open() as file:
        assert file.read() == b"text"
    path = Path(row.content.path)
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path], "a temporary file was left"


def test_the_same_content_is_stored_once_with_two_rows(cast, at):
    first, second = keep(cast, at), keep(cast, at, name="副本.txt")
    assert first.pk != second.pk
    assert first.content.path == second.content.path
    assert [p for p in on_disk() if p.name == first.sha256] == [Path(first.content.path)]


def test_a_cut_file_of_an_old_accident_is_replaced(cast, at):
    path = Path(keep(cast, at).content.path)
    path.write_bytes(b"te")
    keep(cast, at)
    assert path.read_bytes() == b"text"


def test_file_and_folder_are_synced_before_the_row(cast, at, monkeypatch):
    events: list[str] = []
    real_sync, real_save = os.fsync, StoredFile.save

    def fsync(handle: int) -> None:
        events.append("folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "file")
        real_sync(handle)

    def save(self: StoredFile, *args: object, **kwargs: object) -> None:
        events.append("row")
        real_save(self, *args, **kwargs)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(StoredFile, "save", save)
    keep(cast, at, data=b"another")
    assert events[-3:] == ["file", "folder", "row"]


def test_a_full_disk_leaves_no_row_and_no_rest(cast, at, monkeypatch):
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        keep(cast, at, data=b"will not fit")
    assert not StoredFile.objects.exists()
    assert not [p for p in on_disk() if p.name.startswith(".")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\文件\\通知.docx", "通知.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\nb\x00.txt", "ab.txt"),
        ("", "未命名"),
        ("长" * 300 + ".docx", "长" * 250 + ".docx"),
        ("长" * 300, "长" * 255),
    ],
)
def test_names_are_kept_without_folders_and_short(given, kept):
    assert actions.clean_name(given) == kept
