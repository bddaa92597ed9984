"""Settings from the environment, read strictly: a value that cannot be understood stops the start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PREFIX = "DUBAN_"


class SettingsError(RuntimeError):
    """A setting that cannot be understood; the message is Chinese and names the variable."""


def text(name: str, default: str = "") -> str:
    """Value of ``DUBAN_<name>``, or of the file that ``DUBAN_<name>_FILE`` names."""
    path = os.environ.get(f"{PREFIX}{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(PREFIX + name, default)


def flag(name: str, default: bool) -> bool:
    """A truth value: 1/true/yes/on or 0/false/no/off."""
    raw = text(name)
    if not raw:
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise SettingsError(f"环境变量 {PREFIX}{name} 的值是“{raw}”，只能是 1 或 0。")


def number(name: str, default: int) -> int:
    """A whole number."""
    raw = text(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError:
        raise SettingsError(f"环境变量 {PREFIX}{name} 的值是“{raw}”，应为整数。") from None


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, options: tuple[str, ...]) -> str:
    """One of the options; the first where nothing is set."""
    raw = text(name) or options[0]
    if raw not in options:
        raise SettingsError(f"环境变量 {PREFIX}{name} 的值是“{raw}”，只能是 {'、'.join(options)}。")
    return raw


def site(name: str) -> str:
    """An address such as https://duban.example, without the last slash; empty where nothing is set."""
    raw = text(name).rstrip("/")
    parts = urlsplit(raw)
    if raw and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
        raise SettingsError(f"环境变量 {PREFIX}{name} 的值是“{raw}”，应是 https://域名 的样子。")
    return raw


# Without characters that are mistaken for one another when typed from a screen.
_SPOKEN = "abcdefghjkmnpqrstuvwxyz23456789"


def spoken() -> str:
    """A password that a person can type: three groups of four, 59 bits."""
    return "-".join("".join(secrets.choice(_SPOKEN) for _ in range(4)) for _ in range(3))


def secret(folder: Path, name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """A secret made on first start and kept in ``folder`` with mode 600; nothing is built in."""
    given = text(name.upper().replace("-", "_"))
    if given:
        return given
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        value = path.read_text(encoding="ascii").strip()
        if not value:
            raise SettingsError(f"密钥文件 {path} 是空的；删除它后重新启动，会生成新的密钥。") from None
        return value
    value = make()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value + "\n")
    return value


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's database entry for ``DUBAN_DATABASE_URL``.

    Empty: SQLite in the data folder. ``postgresql://user:password@host:port/name``: PostgreSQL
    (``?host=/run/postgresql`` for a socket).
    """
    if not url or url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:").removeprefix("//") or str(data / "duban.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                # A writer takes the lock at once and waits for it, instead of failing half way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # synchronous=FULL: an acknowledged submission is on disk.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;"
                    " PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingsError(f"环境变量 {PREFIX}DATABASE_URL 只认 sqlite: 与 postgresql://，收到的是 {parts.scheme}:。")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
    }
