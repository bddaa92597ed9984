"""The layout readers (版式). Every module here that has ``explain`` is one; see ``docs/howto/add-a-layout.md``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import cast

from duban.core.notice.layouts.base import Layout


@lru_cache(maxsize=1)
def all_layouts() -> tuple[Layout, ...]:
    """Every layout of this package, by name."""
    found = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        if hasattr(loaded, "explain"):
            found.append(cast(Layout, loaded))
    return tuple(found)
