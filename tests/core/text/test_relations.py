"""Relations in words."""

from __future__ import annotations

import doctest

import pytest

from duban.core.notice.reading import TargetKind
from duban.core.text import relations as module
from duban.core.text.relations import relation


@pytest.mark.parametrize("kind", [str(kind) for kind in TargetKind])
def test_every_operator_of_every_kind_has_words_of_its_own(kind: str) -> None:
    words = [relation(op, kind) for op in ("=", ">=", ">", "<=", "<", "~")]
    assert len(set(words)) == 6 and all(words)


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(module).failed == 0
