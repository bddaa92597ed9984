"""What was worked out for one state of the ledger, kept in the process until that state changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from duban.ledger.versions import Mark

T = TypeVar("T")


class Kept:
    """Values by key under one mark (:func:`duban.ledger.versions.mark`); the least used go first.

    A new mark drops everything. Two threads may work out the same value; the later one stays. Values are
    never changed by whoever gets them.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._mark: Mark | None = None
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get(self, mark: Mark, key: Hashable, make: Callable[[], T]) -> T:
        """The value under the mark, made where it is not there."""
        with self._lock:
            if mark == self._mark and key in self._values:
                self._values.move_to_end(key)
                return self._values[key]  # type: ignore[return-value]
        value = make()
        with self._lock:
            if mark != self._mark:
                self._mark, self._values = mark, OrderedDict()
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._mark, self._values = None, OrderedDict()


KEPT = Kept(512)
