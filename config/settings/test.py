"""Tests: both databases by one variable, no outside service, cheap password hashes, nothing of the user's data."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# One folder a process (so two runs, and the workers of one, never meet), gone when the process ends.
_folder = Path(tempfile.mkdtemp(prefix="duban-test-"))
_owner = os.getpid()


@atexit.register
def remove() -> None:
    """Take the folder away."""
    if os.getpid() == _owner:  # not in a forked child
        shutil.rmtree(_folder, ignore_errors=True)


os.environ["DUBAN_DATA"] = str(_folder)
for _name in (
    *("DUBAN_DEMO", "DUBAN_HTTPS", "DUBAN_ALLOWED_HOSTS", "DUBAN_UPLOAD_LIMIT_MB"),
    *("DUBAN_SMTP_HOST", "DUBAN_ADDRESS", "DUBAN_MAIL_DOMAINS", "DUBAN_DIGEST_HOUR", "DUBAN_ROBOT_DETAIL"),
):
    os.environ.pop(_name, None)

from config.settings.base import *  # noqa: E402, F403

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
_database = DATABASES["default"]  # noqa: F405
if _database["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server of the browser tests and background threads share it.
    _database["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    _database["OPTIONS"].pop("pool", None)
