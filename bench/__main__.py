"""``make bench``: everything side by side in one run, as ratios; appended to ``docs/benchmarks.md``.

Absolute figures say something about the machine; ratios of one run say something about the code.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure on the database that the environment names, print, and append where asked."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--rows", type=int, nargs="*", default=[3000], help="sizes of the ledger beyond the sample")
    parser.add_argument("--seconds", type=float, default=4.0, help="seconds a measurement of load")
    parser.add_argument("--items", type=int, nargs="*", help="sizes of the year whose lights are judged")
    parser.add_argument("--only", choices=["oversight"], help="measure this part alone")
    parser.add_argument("--keep", action="store_true", help="append to docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        os.environ.update(DUBAN_DATA=folder, DUBAN_DEMO="1", DJANGO_SETTINGS_MODULE="bench.settings")
        import django

        django.setup()
        from bench import report

        text = report.measure(options.rows, options.seconds, items=options.items, only=options.only)
    print(text)
    if options.keep:
        keep(text)


def keep(text: str) -> None:
    """Append, under the commit; the newest stands first."""
    path = ROOT / "docs" / "benchmarks.md"
    head, mark = (
        "# 测量\n\n由 `make bench` 追加，最新的在前。同一次运行内的比值可比，绝对值只说明机器。\n",
        "\n<!-- runs -->\n",
    )
    old = path.read_text(encoding="utf-8") if path.exists() else head + mark
    before, _, after = old.partition(mark)
    path.write_text(f"{before}{mark}\n{text.rstrip()}\n{after}", encoding="utf-8")


def commit() -> str:
    """Short name of the commit, with a mark where files were changed since."""
    asked = subprocess.run(["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True)
    return asked.stdout.strip() or "?"


if __name__ == "__main__":
    main()
