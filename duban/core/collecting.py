"""Work that makes many objects and hardly a ring of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for rings of dead objects meanwhile.

    A reading makes tens of thousands of objects at once; looking through them again and again takes a sixth of its
    time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
