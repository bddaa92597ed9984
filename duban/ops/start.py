"""What has to be there before the first request: a free port, the database as it should be, static files."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import socket
import urllib.error
import urllib.request
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from duban.orgs.permissions import Refused

KEEP_BACKUPS = 5


class CannotStart(Refused):
    """The system cannot start; the reason is one Chinese sentence that says how to mend it."""


def hold_data_folder() -> IO[str]:
    """One running system a data folder. The lock goes with the process, however it ends."""
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (settings.DATA / "serve.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read().strip()
        file.close()
        raise CannotStart(
            f"数据文件夹 {settings.DATA} 已有一个督办在运行（进程 {holder}）；"
            "请先停下它，或用 DUBAN_DATA 另指一个文件夹。"
        ) from None
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def require_free_port(host: str, port: int) -> None:
    """Refuse before anything is started where the port cannot be used."""
    if not 1 <= port <= 65535:
        raise CannotStart(f"没有端口 {port}；请用 1 到 65535 之间的端口，如 make run PORT=8001。")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = {errno.EADDRINUSE: "已被占用", errno.EACCES: "需要更高的权限"}.get(error.errno or 0, str(error))
            raise CannotStart(f"端口 {port} {why}；请停下占用它的程序，或换一个端口，如 make run PORT=8001。") from None


def migrate() -> bool:
    """Bring the database up to date; an SQLite file with data is copied first. True where there was work."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return False
    if executor.loader.applied_migrations:
        back_up()
    call_command("migrate", verbosity=0, interactive=False)
    return True


def back_up() -> Path | None:
    """A consistent copy of an SQLite database, the newest few kept; PostgreSQL has its own tools."""
    if connection.vendor != "sqlite":
        return None
    folder = settings.DATA / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{timezone.localtime():%Y%m%d-%H%M%S}.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    target.chmod(0o600)
    for old in sorted(folder.glob("*.sqlite3"))[:-KEEP_BACKUPS]:
        old.unlink()
    return target


def collect_static() -> bool:
    """Static files with hashed, compressed names; skipped while nothing changed. True where there was work."""
    stamp, now = settings.STATIC_ROOT / ".stamp", _static_stamp()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    settings.STATIC_ROOT.mkdir(parents=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now, encoding="ascii")
    return True


def _static_stamp() -> str:
    digest = hashlib.sha256()
    for package in ("django", "django-htmx", "whitenoise"):
        digest.update(version(package).encode())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(folder)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def answers(address: str) -> bool:
    """Whether the server answers there."""
    try:
        with urllib.request.urlopen(f"{address}/login", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
