"""``duban verify-archive``: checks archive packages, as the 核验.py inside each does."""

from __future__ import annotations

import argparse

from duban.core.yearend import verify_package


def run(options: argparse.Namespace) -> int:
    """The command. Returns the worst exit code of all packages."""
    worst = 0
    for place in options.packages:
        if len(options.packages) > 1:
            print(place)
        worst = max(worst, verify_package.main([place]))
    return worst
