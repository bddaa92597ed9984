"""The real documents that may stand beside the project (never inside it)."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "武昌政办〔2023〕1号.txt"


def find_shared() -> Path | None:
    """The folder ``DUBAN_SHARED``, else ``shared`` beside the project; None where there is neither."""
    given = os.environ.get("DUBAN_SHARED")
    folder = Path(given) if given else ROOT.parent / "shared"
    return folder if (folder / "gold").is_dir() else None


SHARED = find_shared()
