"""Tests: both databases by one variable, no outside service, cheap password hashes."""

import os
import tempfile
from pathlib import Path

_folder = Path(tempfile.gettempdir()) / f"duban-test-{os.getuid()}"
os.environ.setdefault("DUBAN_DATA", str(_folder))

from config.settings.base import *  # noqa: E402, F403

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
_database = DATABASES["default"]  # noqa: F405
if _database["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server of the browser tests and background threads share it.
    _database["TEST"] = {"NAME": str(_folder / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3")}
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    _database["OPTIONS"].pop("pool", None)
_folder.mkdir(parents=True, exist_ok=True)
