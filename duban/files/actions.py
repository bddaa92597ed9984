"""Keeping files: bytes on disk and fsynced before the row, addressed by digest, never changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from duban.files.models import StoredFile, storage_path
from duban.orgs.actor import Actor

NAME_LENGTH = 255


def store(*, data: bytes, name: str, media_type: str, by: Actor, at: dt.datetime) -> StoredFile:
    """Keep ``data`` under its SHA-256 and write a row for it.

    The same content lies on disk once, however many rows (names, uploaders) point to it. When this returns,
    the bytes have reached the disk: a row without its file cannot be left behind by a power cut.
    """
    digest = hashlib.sha256(data).hexdigest()
    row = StoredFile(
        name=clean_name(name),
        sha256=digest,
        size=len(data),
        media_type=media_type[:100],
        uploaded_by=by.user,
        uploaded_at=at,
    )
    row.content.name = storage_path(row, name)
    _write_once(Path(settings.MEDIA_ROOT) / row.content.name, data)
    row.save()
    return row


def clean_name(name: str) -> str:
    """The file's own name without folders and control characters, short enough, its ending kept.

    >>> clean_name("C:\\\\文件\\\\通知.docx"), clean_name("")
    ('通知.docx', '未命名')
    """
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if c.isprintable()).strip() or "未命名"
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


def _write_once(path: Path, data: bytes) -> None:
    """Bytes to ``path`` by way of a temporary file; a whole file that is already there is left alone.

    A file of another length under the same digest is the rest of an old accident and is replaced.
    """
    if path.exists() and path.stat().st_size == len(data):
        return
    _make_folder(path.parent)
    temporary = path.parent / f".{path.name}.{secrets.token_hex(6)}"
    try:
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, settings.FILE_UPLOAD_PERMISSIONS)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    """The folder with its parents; a new name is only safe when the folder that holds it is synced too."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS, exist_ok=True)
        _sync_folder(each.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
