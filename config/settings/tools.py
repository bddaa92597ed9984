"""For tools that only look at the code (mypy, checks, printed pages): nothing is read from or written to disk."""

import os
import tempfile

os.environ["DUBAN_DATA"] = tempfile.gettempdir()
os.environ["DUBAN_SECRET_KEY"] = "only-for-tools-that-look-at-the-code"
os.environ["DUBAN_DATABASE_URL"] = "sqlite::memory:"
os.environ.pop("DUBAN_DEMO", None)

from config.settings.base import *  # noqa: F403
